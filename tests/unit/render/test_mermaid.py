"""La figura in Mermaid: righe che il suo lettore accetta, e nessun testo che vi diventi un comando."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.supporto import AGGIORNA, ldq, read, rewrite
from tests.unit.render.test_testo_ostile import OSTILI

from ldq_planner.render.mermaid import escape

if TYPE_CHECKING:
    from collections.abc import Callable

ATTESE = Path(__file__).parent / "figure"
DOMANDE = {
    "copertura": "copertura --al 2026-12-31",
    "gara": "gara --servizio-dal 2024-01-01",
    "confronto": "scenari --confronta",
}
_TESTO = r"(?:[^#;:<>&\"`%${}\\\n]|#\d+;)*"
_GIORNO = r"\d{4}-\d\d-\d\d"
_GANTT = re.compile(
    rf"gantt|    (title|section) {_TESTO}|    (dateFormat YYYY-MM-DD|axisFormat %m/%Y|inclusiveEndDates|todayMarker off)"
    rf"|    (oggi|giorno|nulla){_TESTO} :milestone, {_GIORNO}, 0d"
    rf"|    (contratto|opzione|presidio|lacuna|scenario|fase|date incerte){_TESTO} :((done|active|crit), )*{_GIORNO}, {_GIORNO}"
)


def draw(domanda: str, cartella: Path, *altro: str) -> str:
    """La figura di quella domanda."""
    esito = ldq(*domanda.split(), "--oggi", "2023-01-17", *altro, "-o", str(cartella / "figura.mmd"))
    assert (esito.codice, esito.err) == (0, "")
    return read(cartella / "figura.mmd")


@pytest.mark.parametrize("nome", DOMANDE)
def test_figura_attesa(nome: str, tmp_path: Path) -> None:
    """La figura intera, come la riceve GitHub."""
    scritta = draw(DOMANDE[nome], tmp_path)
    if AGGIORNA:
        rewrite(ATTESE / f"{nome}.mmd", scritta)
    assert scritta == read(ATTESE / f"{nome}.mmd")


def test_oggi_non_si_muove(tmp_path: Path) -> None:
    """Il filo di Mermaid segue l'orologio di chi guarda: è spento, e il giorno chiesto è un segno."""
    scritta = draw("copertura", tmp_path)
    assert scritta.startswith("---\ndisplayMode: compact\n---\ngantt\n")
    assert "    todayMarker off\n" in scritta
    assert "    oggi 17/01/2023 :milestone, 2023-01-17, 0d\n" in scritta


@pytest.mark.parametrize("testo", [pytest.param(testo, id=nome) for nome, testo in OSTILI.items()])
def test_testo_ostile(testo: str, write_testo: Callable[[str], Path], tmp_path: Path) -> None:
    """Ogni riga ha la forma che il lettore di Mermaid accetta."""
    righe = draw("copertura", tmp_path, "--dati", str(write_testo(testo))).splitlines()
    assert [riga for riga in righe[3:] if not _GANTT.fullmatch(riga)] == []
    confronto = draw("scenari --confronta", tmp_path, "--dati", str(tmp_path))
    assert len(confronto.splitlines()) == 17  # nessun testo va a capo, né ne apre una


@pytest.mark.parametrize(
    ("testo", "scritto"),
    [
        ("ore 12:30; #1", "ore 12#58;30#59; #35;1"),
        ("<b>x</b> & y", "#60;b#62;x#60;/b#62; #38; y"),
        ("%%{init}%%", "#37;#37;#123;init#125;#37;#37;"),
        ("a\nb  c", "a ⏎ b c"),
    ],
)
def test_escape(testo: str, scritto: str) -> None:
    """I due punti separano, il punto e virgola chiude, il cancelletto comincia un codice."""
    assert escape(testo) == scritto
