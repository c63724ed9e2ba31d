"""I tipi dei dati letti: che cosa si accetta, da YAML come da Python e da JSON, e con quali parole si rifiuta."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from ldq_planner.dates.incerta import exactly, parse_data
from ldq_planner.model.base import (
    RISERVATI,
    Booleano,
    Cig,
    Data,
    Giorno,
    Id,
    Importo,
    Intero,
    Positivo,
    Testo,
)
from ldq_planner.model.contratto import Contratto
from ldq_planner.model.scalari import MAX_MESI, TestoNudo

TIPI: dict[str, Any] = {
    "testo": Testo,
    "intero": Intero,
    "positivo": Positivo,
    "importo": Importo,
    "booleano": Booleano,
    "id": Id,
    "cig": Cig,
    "data": Data,
    "giorno": Giorno,
}
ACCETTATI = [
    ("testo", "x", "x"),
    ("testo", TestoNudo("0012"), "0012"),
    ("testo", " a\nb ", " a\nb "),
    ("testo", "x" * 10_000, "x" * 10_000),
    ("intero", "0", 0),
    ("intero", "6647", 6647),
    ("intero", 6647, 6647),
    ("positivo", "1", 1),
    ("positivo", str(MAX_MESI), MAX_MESI),
    ("importo", "828415.20", Decimal("828415.20")),
    ("importo", "5", Decimal(5)),
    ("importo", 5, Decimal(5)),
    ("importo", Decimal("5.10"), Decimal("5.10")),
    ("importo", "0", Decimal(0)),
    ("booleano", "sì", True),
    ("booleano", "si", True),
    ("booleano", "true", True),
    ("booleano", "no", False),
    ("booleano", "false", False),
    ("booleano", False, False),
    ("id", "ponte-lambro", "ponte-lambro"),
    ("id", TestoNudo("2023"), "2023"),
    ("cig", "0123456789", "0123456789"),
    ("cig", "ZB12345678", "ZB12345678"),
    ("data", "2018-06", parse_data("2018-06")),
    ("data", TestoNudo("2018"), parse_data("2018")),
    ("data", 2018, parse_data("2018")),
    ("data", "2025-12-31~", parse_data("2025-12-31~")),
    ("data", "30/06/2023", exactly(date(2023, 6, 30))),
    ("data", date(2023, 6, 30), exactly(date(2023, 6, 30))),
    ("data", "2023-01-01..2023-03-31", parse_data("2023-01-01..2023-03-31")),
    ("data", "non noto", parse_data("non noto")),
    ("giorno", "2023-06-30", exactly(date(2023, 6, 30))),
]


@pytest.mark.parametrize(("tipo", "scritto", "letto"), ACCETTATI, ids=lambda v: str(v)[:20])
def test_accettato(tipo: str, scritto: object, letto: object) -> None:
    """Il testo di un file e i valori di Python danno lo stesso dato."""
    assert TypeAdapter(TIPI[tipo]).validate_python(scritto) == letto


RIFIUTATI: dict[str, tuple[object, ...]] = {
    "testo": ("", " ", "\n", 5, None, ["a"], {"a": "b"}, b"a"),
    "intero": ("", "-1", "+1", "1.0", "1_000", "1e3", " 1", "٣", "1234567890", -1, True, 1.0, None, [], {}),
    "positivo": ("0", "00", "-0", "-6", 0, -6, "", str(MAX_MESI + 1), True, None, []),
    "importo": ("", "-1", "1.234,56", "1.234", "1e3", "NaN", "€ 5", 5.5, -5, True, None, [], Decimal("NaN")),
    "booleano": ("", "SÌ", "yes", "vero", "1", 1, None, [], {}),
    "id": ("", "A", "è", "a b", "a--b", "-a", "a-", "a_b", 5, None, [], {}, *sorted(RISERVATI)),
    "cig": ("", "012345678", "01234567890", "zb12345678", "012345678!", TestoNudo("0123456789"), 5, None, []),
    "data": (
        *("", "boh", "2023-02-30", "2023-2-3", "1899", "2101", "30/02/2023", "٢٠٢٣", None, [], {}, 1.5, True),
        *("2023..2024", "2023-01-02..2023-01-01", "..", "2023-01-01..", "2023-01-01.." * 3_000),
    ),
    "giorno": ("2023", "2023-06", "2023-06-30~", "non noto"),
}


@pytest.mark.parametrize(
    ("tipo", "scritto"),
    [pytest.param(t, v, id=f"{t} {v!r:.20}") for t, valori in RIFIUTATI.items() for v in valori],
)
def test_rifiutato(tipo: str, scritto: object) -> None:
    """Niente si converte tirando a indovinare, e il rifiuto è sempre un errore di forma, su una riga."""
    with pytest.raises(ValidationError) as errore:
        TypeAdapter(TIPI[tipo]).validate_python(scritto)
    assert len(errore.value.errors()) == 1


RIMEDI = [
    ("data", "1/7/2023", "scrivere 2023-07-01"),
    ("data", "2459-01-01", "scrivere AAAA-MM-GG"),
    ("intero", "1_000", "scrivere 1000"),
    ("importo", "1.234,56", "scrivere 1234.56"),
    ("id", "Ponte Lambro", "per esempio ponte-lambro"),
    ("id", "No", "per esempio ponte-lambro"),
    ("cig", TestoNudo("7E12345678"), 'mettere tra virgolette: "7E12345678"'),
    ("booleano", "yes", "scrivere sì oppure no"),
]


@pytest.mark.parametrize(("tipo", "scritto", "rimedio"), RIMEDI, ids=lambda v: str(v)[:20])
def test_il_rimedio_sta_nell_errore(tipo: str, scritto: object, rimedio: str) -> None:
    """Anche chi costruisce i modelli da Python sa che cosa scrivere."""
    with pytest.raises(ValidationError) as errore:
        TypeAdapter(TIPI[tipo]).validate_python(scritto)
    assert rimedio in str(errore.value)


MINIMO: dict[str, Any] = {
    "id": "uno",
    "quartieri": ["nord"],
    "tipo": "gruppo-interno",
    "titolo": "T",
    "inizio": "2023",
    "fonte": "f",
}


@pytest.mark.parametrize("campo", ["importo_eur", "iva", "cig", "finanziamento", "base_giuridica"])
def test_non_noto_e_diverso_da_non_scritto(campo: str) -> None:
    """Chi scrive «non noto» dice di averlo cercato: il valore è lo stesso, la scelta resta."""
    detto = Contratto.model_validate({**MINIMO, campo: "non noto"})
    assert getattr(detto, campo) is None
    assert campo in detto.model_fields_set
    assert campo not in Contratto.model_validate(MINIMO).model_fields_set


def test_un_dato_letto_non_cambia() -> None:
    """E non ha campi che il modello non conosce."""
    contratto = Contratto.model_validate(MINIMO)
    with pytest.raises(ValidationError):
        contratto.titolo = "altro"  # type: ignore[misc]  # è ciò che la prova vuole vedere rifiutato
    with pytest.raises(ValidationError):
        Contratto.model_validate({**MINIMO, "altro": 1})
