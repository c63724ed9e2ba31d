"""La tabella: a ogni larghezza si legge tutto, e nessuna data, cifra o id si spezza dove c'è posto."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from tests.supporto import AMBIENTE, OGGI, ldq, render_testo

from ldq_planner.dates.incerta import parse_data
from ldq_planner.dates.testo import format_data
from ldq_planner.errors import Finding, Posizione, Severita
from ldq_planner.model.testo import format_euro, format_numero
from ldq_planner.reports.report import Elenco, Euro, Nota, Report, Scheda, Segnalazioni, Tabella, Tono, Voce

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.reports.report import Blocco

DOMANDE = ("status", "contratti", "quartieri", "copertura", "scenari", "scenari --confronta", "check")
DOMANDE_SCHEDE = ("contratti lorenteggio-2019", "quartieri san-siro", "scenari lorenteggio-adp", "spiega mazzini")
MOSTRATI = {
    "status": ("quartieri", "scadenza scadenza_massima"),
    "contratti": ("contratti", "id inizio scadenza_base scadenza_effettiva scadenza_massima importo"),
    "quartieri": ("quartieri", "id"),
    "copertura": ("quartieri", "lacune.inizio lacune.fine"),
    "scenari": ("scenari", "id inizio fine costo_stimato"),
    "scenari --confronta": ("piani", "costo_stimato"),
    "check": ("segnalazioni", "file codice"),
}
"""Di ogni risposta, l'elenco e i suoi campi che la tabella mostra."""


def build(*blocchi: Blocco, titolo: str = "") -> Report:
    """Un report senza giorni."""
    return Report("prova", titolo, None, None, blocchi, ())


def draw(*blocchi: Blocco, larghezza: int = 80, titolo: str = "") -> str:
    """La tabella di quei blocchi."""
    return render_testo(build(*blocchi, titolo=titolo), "table", larghezza)


def find_scritti(valore: Any, percorso: list[str]) -> Iterator[str]:
    """Date, id e importi che stanno in fondo a un percorso della risposta, come li scrive la tabella."""
    if isinstance(valore, list):
        for figlio in valore:
            yield from find_scritti(figlio, percorso)
    elif percorso:
        yield from find_scritti(valore[percorso[0]], percorso[1:])
    elif isinstance(valore, str):
        is_data, is_importo = re.fullmatch(r"\d{4}-\d\d-\d\d", valore), re.fullmatch(r"\d+\.\d\d", valore)
        yield format_euro(Decimal(valore)) if is_importo else format_data(parse_data(valore)) if is_data else valore


# ——— le domande vere


@pytest.mark.parametrize("larghezza", [*range(80, 201, 15), 0])
@pytest.mark.parametrize("domanda", DOMANDE)
def test_date_id_e_importi_non_si_spezzano(domanda: str, larghezza: int) -> None:
    """Da 80 colonne in su, e in un tubo: si cercano, si copiano, si incollano."""
    argomenti = (*domanda.split(), "--oggi", OGGI)
    elenco, campi = MOSTRATI[domanda]
    risposta = json.loads(ldq(*argomenti, "--format", "json").out)[elenco]
    scritto = ldq(*argomenti, ambiente={"COLUMNS": str(larghezza)} if larghezza else {}).out
    attesi = {testo for campo in campi.split() for testo in find_scritti(risposta, campo.split("."))}
    assert attesi
    assert {atteso for atteso in attesi if atteso not in scritto} == set()


@pytest.mark.parametrize("larghezza", [20, 40, 60, 80, 100, 150, 200])
@pytest.mark.parametrize("domanda", [*DOMANDE, *DOMANDE_SCHEDE])
def test_nulla_e_abbreviato(domanda: str, larghezza: int) -> None:
    """Senza spazi, ciò che si legge stretto è ciò che si legge largo: nessun puntino al posto di una cifra."""
    scritto = ldq(*domanda.split(), "--oggi", OGGI, ambiente={"COLUMNS": str(larghezza)}).out
    assert "…" not in scritto
    cifre = re.compile(r"\d+")
    largo = ldq(*domanda.split(), "--oggi", OGGI, ambiente={}).out
    assert sum(map(len, cifre.findall(scritto))) >= sum(map(len, cifre.findall(togli_scala(largo)))) - 2


def togli_scala(testo: str) -> str:
    """Il testo senza gli anni e la scala della linea del tempo, che dipendono dalla larghezza."""
    return "\n".join(
        riga for riga in testo.splitlines() if not re.search(r"una casella|^ +[\d ]+$|▼ *oggi|oggi.*▼", riga)
    )


@pytest.mark.parametrize("larghezza", [40, 60, 80, 100, 120])
@pytest.mark.parametrize("domanda", ["status", "contratti", "quartieri", "scenari", "scenari --confronta"])
def test_le_tabelle_stanno_nella_larghezza(domanda: str, larghezza: int) -> None:
    """Il terminale non deve mandare a capo nulla."""
    scritto = ldq(*domanda.split(), "--oggi", OGGI, ambiente={"COLUMNS": str(larghezza)}).out
    assert max(map(len, scritto.splitlines())) <= larghezza


@pytest.mark.parametrize("domanda", [*DOMANDE, *DOMANDE_SCHEDE])
def test_niente_spazi_in_fondo_e_un_solo_a_capo_finale(domanda: str) -> None:
    """Chi confronta due uscite non vede differenze che non ci sono."""
    scritto = ldq(*domanda.split(), "--oggi", OGGI, ambiente=AMBIENTE).out
    assert not any(riga.endswith(" ") for riga in scritto.splitlines())
    assert not scritto.startswith("\n")
    assert scritto.endswith("\n")
    assert not scritto.endswith("\n\n")


# ——— i blocchi


def test_una_tabella() -> None:
    """I numeri a destra, le parole a sinistra."""
    tabella = Tabella("Titolo", ("Nome", "Quanti"), (("uno", 1), ("mille", 1000)))
    assert draw(tabella).splitlines() == [
        "Titolo",
        "Nome    Quanti",
        "──────────────",
        "uno          1",
        "mille    1.000",
    ]


def test_una_tabella_vuota_lo_dice() -> None:
    """Invece di un'intestazione sola."""
    assert draw(Tabella("Titolo", ("Nome",), (), vuota="Nessuno.")) == "Titolo: Nessuno.\n"
    assert draw(Tabella("", ("Nome",), (), vuota="Nessuno.")) == "Nessuno.\n"


def test_una_tabella_che_non_ci_sta_diventa_schede() -> None:
    """Una per riga: ogni nome ha il suo valore accanto."""
    righe = (("contratto-lungo-uno", date(2023, 1, 17), Euro(Decimal(1))), ("contratto-lungo-due", None, None))
    scritto = draw(Tabella("Titolo", ("Contratto", "Scadenza", "Importo"), righe), larghezza=30)
    assert scritto.splitlines() == [
        "Titolo",
        "",
        "contratto-lungo-uno",
        "  Scadenza:  17/01/2023",
        "  Importo:   € 1,00",
        "",
        "contratto-lungo-due",
        "  Scadenza:  non noto",
        "  Importo:   non noto",
    ]


def test_una_scheda() -> None:
    """Etichette e valori in due colonne."""
    scritto = draw(Scheda("Titolo", (("Stato", Voce("✓ bene", Tono.BENE)), ("Scadenza", date(2023, 1, 17)))))
    assert scritto.splitlines() == ["Titolo", "Stato:     ✓ bene", "Scadenza:  17/01/2023"]


def test_un_elenco() -> None:
    """Una frase lunga rientra sotto la prima parola."""
    scritto = draw(Elenco("Titolo", ("una frase lunga", "due")), larghezza=14)
    assert scritto.splitlines() == ["Titolo", "-  una frase", "   lunga", "-  due"]


def test_le_note_stanno_insieme_e_il_resto_e_staccato() -> None:
    """Una riga vuota fra blocchi diversi, mai in testa."""
    blocchi = (Nota("uno"), Nota("due"), Elenco("", ("tre",)), Nota("quattro"))
    assert draw(*blocchi, titolo="T") == "T\nuno\ndue\n\n-  tre\n\nquattro\n"
    assert draw(Elenco("", ("tre",))) == "-  tre\n"


def test_una_segnalazione_va_a_capo_fra_le_parole_e_la_citazione_no() -> None:
    """Il segno sotto la riga del file resta al suo posto anche dove lo schermo è stretto."""
    posizione = Posizione("data/c.yaml", 12, 9, "    id: " + "x" * 40, 40)
    finding = Finding("codice-lungo", Severita.ERRORE, "un messaggio che non ci sta", "fare così", posizione=posizione)
    assert draw(Segnalazioni((finding, finding._replace(posizione=None))), larghezza=40).splitlines() == [
        "data/c.yaml:12:9: errore[codice-lungo]",
        "        un messaggio che non ci sta",
        "   12 |     id: " + "x" * 40,
        "      |         " + "^" * 40,
        "      = aiuto: fare così",
        "",
        "errore[codice-lungo] un messaggio che",
        "        non ci sta",
        "      = aiuto: fare così",
    ]


def test_una_citazione_lunghissima_mostra_il_pezzo_che_serve() -> None:
    """Una riga di diecimila caratteri non riempie lo schermo, e il segno cade sotto il suo carattere."""
    posizione = Posizione("c.yaml", 1, 5001, "a" * 5000 + "QUI" + "b" * 5000, 3)
    finding = Finding("codice", Severita.AVVISO, "m", "r", posizione=posizione)
    _, citazione, segno, _ = draw(Segnalazioni((finding,)), larghezza=300).splitlines()
    assert citazione.index("QUI") == segno.index("^^^")
    assert len(citazione) < 300


def test_ogni_numero_ha_i_punti_delle_migliaia() -> None:
    """Anche dentro una frase."""
    assert format_numero(117600) in ldq("status", "--oggi", OGGI).out
