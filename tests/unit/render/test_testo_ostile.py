"""Il testo dei dati resta testo in ogni formato: mai colore, marcatura, formula o comando."""

from __future__ import annotations

import csv
import html
import json
import re
from io import StringIO
from itertools import groupby
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt
from tests.supporto import OGGI, ldq

from ldq_planner.render.valori import clean

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DOMANDE = (
    *("status", "contratti", "contratti uno", "quartieri", "quartieri nord", "copertura", "scenari", "scenari gara"),
    *("scenari --confronta", "check", "spiega uno", "spiega nord", "spiega gara", "spiega piano"),
)
SENZA_TESTO = ("contratti",)
"""Mostra solo id, date e importi."""
OSTILI = {
    "marcatura": "[red]rosso[/red] [link=http://x]y[/link] :smile:",
    "html": "<script>alert(1)</script> &lt;b&gt; <!-- x",
    "formula": '=HYPERLINK("http://x","y")',
    "più": "+1+cmd|'/C calc'!A0",
    "meno": "-1+1",
    "chiocciola": "@SUM(A1)",
    "tabella": "a|b||c \\| d",
    "codice": "`x` ```y``` ~~~z",
    "blocco": "```",
    "elenco": "# titolo *uno* _due_ **tre** ![i](j)",
    "sequenza": "\x1b[31mrosso\x1b[0m \x1b]8;;http://x\x07y",
    "a capo": "uno\n# due\n\n- tre\r\nquattro",
    "rovescio": "a\u202ebc\u2066d\u200fe",
    "controllo": "\x00\x07\x9b31m\x7f",
    "tabulazione": "\t=1+1",
    "larga": "=" + "＝1",
    "graffe": "{t} {0} %s ${HOME} $(id)",
    "lungo": "parola " * 1429,
    "lunghissimo": "x" * 10_000,
}

PERCORSI: dict[str, tuple[str | int, ...]] = {
    "status": ("quartieri", 0, "nome"),
    "quartieri": ("quartieri", 0, "sede", "problemi", 1),
    "scenari": ("scenari", 0, "condizioni", 0, "testo"),
    "scenari --confronta": ("piani", 1, "nome"),
}

ogni_testo = pytest.mark.parametrize("testo", [pytest.param(testo, id=nome) for nome, testo in OSTILI.items()])


@pytest.fixture
def cartella(testo: str, write_testo: Callable[[str], Path]) -> Path:
    """I dati con quel testo dappertutto."""
    return write_testo(testo)


def ask(domanda: str, formato: str, cartella: Path) -> str:
    """La risposta, larga quanto serve."""
    argomenti = (*domanda.split(), "--oggi", OGGI, "--format", formato)
    uscita = ldq(*argomenti, cartella=cartella, ambiente={})
    assert (uscita.codice, uscita.err) == (1 if domanda == "check" else 0, "")
    return uscita.out


def squeeze(testo: str) -> str:
    """Senza spazi: dove una tabella va a capo non conta."""
    return re.sub(r"\s+", "", testo)


def is_innocuo(testo: str) -> bool:
    """Vero se nessun carattere comanda qualcosa, tranne l'a capo."""
    return clean(testo.replace("\r\n", "").replace("\n", "")) == testo.replace("\r\n", "").replace("\n", "")


@ogni_testo
def test_in_tabella(testo: str, cartella: Path) -> None:
    """Si legge per intero, e nessun carattere comanda il terminale; se va a capo, accanto c'è il resto della riga."""
    atteso = squeeze(clean(testo))
    for domanda in DOMANDE:
        scritto = ask(domanda, "table", cartella)
        assert is_innocuo(scritto)
        if domanda not in SENZA_TESTO:
            assert atteso[:500] in squeeze(scritto), domanda
            assert len(squeeze(scritto)) > len(atteso)


@ogni_testo
@pytest.mark.usefixtures("testo")
def test_in_tabella_stretta(cartella: Path) -> None:
    """Anche dove non ci sta: si spezza, ma non sparisce e non comanda."""
    for domanda in ("status", "quartieri nord", "scenari --confronta", "check"):
        uscita = ldq(*domanda.split(), "--oggi", OGGI, cartella=cartella, ambiente={"COLUMNS": "40"})
        assert uscita.codice in (0, 1)
        assert is_innocuo(uscita.out)


@ogni_testo
@pytest.mark.usefixtures("testo")
def test_nessun_colore_viene_dai_dati(cartella: Path) -> None:
    """Con il colore acceso le sole sequenze sono le nostre."""
    uscita = ldq("status", "--oggi", OGGI, cartella=cartella, ambiente={"FORCE_COLOR": "1"})
    assert is_innocuo(re.sub(r"\x1b\[\d*(;\d+)*m", "", uscita.out))


@ogni_testo
def test_in_markdown(testo: str, cartella: Path) -> None:
    """Un lettore di Markdown ne ricava il testo com'era, e nessun elemento in più."""
    for domanda in DOMANDE:
        scritto = ask(domanda, "md", cartella)
        assert is_innocuo(scritto)
        pagina = MarkdownIt("commonmark").enable("table").render(scritto)
        elementi = set(re.findall(r"<(\w+)", pagina))
        assert elementi <= {"h2", "h3", "p", "ul", "li", "strong", "table", "thead", "tbody", "tr", "th", "td"} | {
            "pre",
            "code",
        }
        letto = html.unescape(re.sub(r"<[^>]*>", "", pagina))
        dentro_un_blocco = clean(testo).replace("```", "'''")
        if domanda not in SENZA_TESTO:
            assert squeeze(clean(testo)) in squeeze(letto) or squeeze(dentro_un_blocco) in squeeze(letto), domanda


@ogni_testo
@pytest.mark.usefixtures("testo")
def test_le_tavole_markdown_non_hanno_celle_in_piu(cartella: Path) -> None:
    """Una barra nel testo non apre una colonna: quelle non protette sono sempre tante quante nell'intestazione."""
    for domanda in DOMANDE:
        righe = ask(domanda, "md", cartella).splitlines()
        for is_tavola, tavola in groupby(righe, key=lambda riga: riga.startswith("|")):
            conti = {len(re.findall(r"(?<!\\)(?:\\\\)*\|", riga)) for riga in tavola}
            assert len(conti) == 1 or not is_tavola


@ogni_testo
def test_in_csv(testo: str, cartella: Path) -> None:
    """Si rilegge, ha sempre le stesse colonne, e ciò che sembra una formula è preceduto da un apostrofo."""
    attesa = clean(testo)
    attesa = f"'{attesa}" if attesa.lstrip()[0] in "=+-@＝＋－＠" else attesa
    for domanda in DOMANDE:
        scritto = ask(domanda, "csv", cartella)
        assert is_innocuo(scritto)
        intestazione, *righe = csv.reader(StringIO(scritto, newline=""))
        assert righe
        assert {len(riga) for riga in righe} == {len(intestazione)}
        celle = [cella for riga in righe for cella in riga]
        assert not any(re.match(r"\s*[=+@＝＋－＠]|\s*-(?!\d+$)", cella) for cella in celle)
        if domanda in ("status", "quartieri", "scenari"):
            assert attesa in celle


@ogni_testo
def test_in_json(testo: str, cartella: Path) -> None:
    """Esatto, carattere per carattere."""
    for domanda, percorso in PERCORSI.items():
        valore = json.loads(ask(domanda, "json", cartella))
        for passo in percorso:
            valore = valore[passo]
        assert valore == testo
