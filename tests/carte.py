"""Le carte delle prove: i comandi che si provano, e chi ne rilegge i PDF e i documenti."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from pypdf import PdfReader
from tests.supporto import OGGI, RADICE, ldq

from ldq_planner.render.valori import clean

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMANDI = (
    *("status", "contratti", "contratti lorenteggio-2019", "quartieri", "quartieri lorenteggio", "copertura"),
    *("scenari", "scenari --confronta", "scenari san-siro-pinqua", "gara --servizio-dal 2024-01-01", "norme"),
    *("check", "spiega lorenteggio-2019", "rapporto"),
)
"""Un comando per genere di blocco, e quelli di cui una carta si porta in commissione."""


_SOLO_QUI = re.compile(r"\bldq \w+|--\w+|^Al [\d/]+, dati del")
"""Un comando che viene dopo, che una carta non porta; e i giorni, che scrive a modo suo."""


def write_carta(domanda: str, uscita: Path, cartella: Path = RADICE) -> bytes:
    """I byte della carta di un comando."""
    risposta = ldq(*domanda.split(), "--oggi", OGGI, "-o", str(uscita), cartella=cartella)
    assert risposta.codice in (0, 1), risposta.err
    assert risposta.out == ""
    return uscita.read_bytes()


def squeeze(testo: str) -> str:
    """Senza ciò che l'impaginazione aggiunge o toglie: spazi, trattini di fine riga, segni che non si vedono."""
    return re.sub(r"[\s\u00ad\u200b\u2010\u2060-]+", "", testo)


def list_testi(domanda: str, cartella: Path = RADICE) -> list[str]:
    """I testi del comando, come stanno nelle celle e nei titoli del suo Markdown."""
    scritto = ldq(*domanda.split(), "--oggi", OGGI, "--format", "md", cartella=cartella).out
    scritto = re.sub(r"^```.*?^```$", "", scritto, flags=re.DOTALL | re.MULTILINE)
    testi = []
    for riga in scritto.splitlines():
        if not re.fullmatch(r"[|\s:-]*", riga):
            testi += re.split(r"(?<!\\)\|", re.sub(r"^(#+|-) ", "", riga).replace("**", ""))
    letti = (clean(re.sub(r"\\(.)", r"\1", testo)) for testo in testi if squeeze(testo))
    return [testo for testo in letti if not _SOLO_QUI.search(testo)]


class Nodo(NamedTuple):
    """Un elemento dell'albero di un PDF accessibile."""

    tipo: str
    alt: str


def list_nodi(pdf: PdfReader) -> list[Nodo]:
    """Gli elementi dell'albero, nell'ordine in cui si leggono."""
    radice: Any = pdf.trailer["/Root"]
    return list(_walk(radice["/StructTreeRoot"]))


def _walk(nodo: Any) -> Iterator[Nodo]:
    nodo = nodo.get_object()
    if hasattr(nodo, "raw_get"):
        if "/S" in nodo:
            yield Nodo(str(nodo["/S"]), str(nodo.get("/Alt", "")))
        if "/K" in nodo and nodo.get("/Type") not in ("/MCR", "/OBJR"):
            yield from _walk(nodo.raw_get("/K"))
    elif isinstance(nodo, list):
        for figlio in nodo:
            yield from _walk(figlio)


def open_pdf(contenuto: bytes) -> PdfReader:
    """Il PDF, riletto da chi non lo ha scritto."""
    return PdfReader(BytesIO(contenuto))


def read_pdf(pdf: PdfReader) -> str:
    """Tutto il testo, senza ciò che sta in cima e in fondo a ogni pagina."""
    return squeeze(" ".join(pagina.extract_text() for pagina in pdf.pages))
