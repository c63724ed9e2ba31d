"""I valori di una cella, per una persona e per una macchina; Babel è l'oracolo dell'italiano."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as st

from ldq_planner.dates.incerta import NON_NOTA, parse_data
from ldq_planner.dates.testo import format_giorno
from ldq_planner.model.copertura import TipoLacuna
from ldq_planner.model.testo import format_euro, format_numero
from ldq_planner.render.valori import clean, defuse, format_cella, split_capoversi
from ldq_planner.reports.report import Euro, Tono, Voce, is_numero

ITALIANO = "it_IT"


@given(st.integers(-(10**12), 10**12))
def test_i_numeri_sono_quelli_di_babel(numero: int) -> None:
    """Con il punto delle migliaia sempre, come vuole chi scrive bilanci; il meno è quello vero, ovunque lo stesso."""
    assert format_numero(numero) == format_decimal(numero, "#,##0", ITALIANO).replace("-", "−")


@given(st.decimals(0, 10**12, places=2))
def test_gli_euro_sono_quelli_di_babel(importo: Decimal) -> None:
    """Il simbolo davanti, due decimali, uno spazio che non manda a capo né si confonde."""
    assert format_euro(importo) == format_currency(importo, "EUR", "¤ #,##0.00", ITALIANO)


@given(st.dates())
def test_i_giorni_sono_quelli_di_babel(giorno: date) -> None:
    """Giorno, mese e anno, sempre della stessa larghezza."""
    assert format_giorno(giorno) == format_date(giorno, "dd/MM/yyyy", ITALIANO)


@pytest.mark.parametrize(
    ("valore", "atteso"),
    [
        (None, "non noto"),
        (1234, "1.234"),
        (-28, "−28"),
        (date(2023, 1, 17), "17/01/2023"),
        (parse_data("2018-06"), "giugno 2018"),
        (parse_data("2025-12-31~"), "31/12/2025 (indicativa)"),
        (parse_data("2018"), "2018"),
        (parse_data("2023-01-01..2023-03-31"), "tra 01/01/2023 e 31/03/2023"),
        (NON_NOTA, "non noto"),
        (Euro(Decimal("828415.2")), "€ 828.415,20"),
        (Voce("✗ scoperto", Tono.ALLARME), "✗ scoperto"),
        (TipoLacuna.CERTA, "certa"),
        ("testo", "testo"),
        ("", ""),
    ],
)
def test_una_cella_per_una_persona(valore: Any, atteso: str) -> None:
    """Ogni tipo che può stare in una cella."""
    assert format_cella(valore) == atteso


@given(st.text())
def test_il_testo_pulito_sta_su_una_riga_e_non_comanda(testo: str) -> None:
    """Nessun carattere di controllo, a capo o segno di direzione; e ciò che è già pulito non cambia."""
    pulito = clean(testo)
    assert len(f"{pulito}.".splitlines()) == 1
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for c in pulito)
    assert clean(pulito) == pulito


@pytest.mark.parametrize(
    ("testo", "atteso"),
    [
        ("\x1b[31mrosso", "\\x1b[31mrosso"),
        ("a\nb", "a ⏎ b"),
        ("a\r\nb", "a ⏎ b"),
        ("a\tb", "a b"),
        ("\u202eosrever", "\\u202eosrever"),
        ("\u061cx\u200fy\u2066z", "\\u061cx\\u200fy\\u2066z"),
        ("[red]x[/red] perché €", "[red]x[/red] perché €"),
    ],
)
def test_i_caratteri_di_comando_si_vedono(testo: str, atteso: str) -> None:
    """Chi ha scritto il dato deve poterli trovare."""
    assert clean(testo) == atteso


@pytest.mark.parametrize(
    ("valore", "numerico"),
    [(1, True), (Euro(Decimal(1)), True), (Decimal(1), True), (True, False), ("1", False), (None, False)],
)
def test_quali_celle_si_allineano_a_destra(valore: Any, numerico: bool) -> None:  # noqa: FBT001 - il vero e il falso sono i casi
    """Solo i numeri."""
    assert is_numero(valore) is numerico


def test_i_capoversi_si_ricompongono_e_gli_esempi_no() -> None:
    """L'a capo di una docstring non è un a capo per chi legge; quello di un esempio sì."""
    testo = "Prima riga\ncontinua.\n\n    uno:\n      - due\n\nFine."
    assert split_capoversi(testo) == [["Prima riga continua."], ["    uno:", "      - due"], ["Fine."]]


@pytest.mark.parametrize("segno", "=+-@＝＋－＠")
@pytest.mark.parametrize("prima", ["", " ", "\u00a0", "\t", "\r\n", "'", '"', "' "], ids=ascii)
def test_cio_che_sembra_una_formula_resta_testo(segno: str, prima: str) -> None:
    """Ogni segno con cui un foglio di calcolo comincia una formula, anche in larghezza doppia e dopo spazi che scarta."""
    testo = f"{prima}{segno}1+cmd|' /C calc'!A0"
    assert defuse(testo) == f"'{testo}"


@pytest.mark.parametrize("prima", ["\t", "\r", "\n"], ids=ascii)
def test_un_segno_che_un_foglio_scarta_non_apre_la_strada(prima: str) -> None:
    """Qualunque cosa ci sia dopo."""
    assert defuse(f"{prima}testo") == f"'{prima}testo"


@pytest.mark.parametrize("testo", ["", " ", "a=1", "1-2", "Via Padova 1", "'90", "≠1", "–"])
def test_il_resto_si_scrive_com_e(testo: str) -> None:
    """Un apostrofo di troppo sarebbe un dato cambiato."""
    assert defuse(testo) == testo
