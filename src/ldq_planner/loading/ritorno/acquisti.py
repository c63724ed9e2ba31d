"""Una scheda del programma degli acquisti (B o H) che torna: da un foglio di calcolo o da un CSV, nostri o pubblicati."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.loading.importazione.flusso import read_testa
from ldq_planner.loading.importazione.foglio_di_calcolo import open_fogli
from ldq_planner.loading.importazione.giorni import ASSENTI
from ldq_planner.loading.importazione.importi import read_importo
from ldq_planner.loading.importazione.intestazione import PRIME, find_intestazione
from ldq_planner.loading.importazione.istruzioni import Istruzioni
from ldq_planner.loading.importazione.programma import (
    COLONNE,
    is_acquisto,
    is_scheda,
    is_zero,
    map_colonne,
    read_codice,
)
from ldq_planner.loading.importazione.rifiuti import refuse
from ldq_planner.loading.importazione.tabella_csv import open_csv
from ldq_planner.loading.importazione.testi import clean_testo, free_testo, normalize_nome
from ldq_planner.model.acquisti import AcquistoPassato

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from ldq_planner.loading.importazione.intestazione import Riga

_COLONNE = {
    "cui": re.compile(r"codiceunicointervento.*|cui\d*|(?:numero|codice)(?:intervento)?cui\d*"),
    "cup": re.compile(r"(?:codice)?cup\d*"),
    "nome": re.compile(r"descrizione(?:dell)?acquisto\d*|descrizione\d*"),
    "durata_mesi": re.compile(r"duratadelcontratto.*"),
    "totale": re.compile(r"(?:.*costi.*)?totale\d*"),
}
"""Campo → la colonna della scheda che lo dice, oltre a quelle che si leggono com'è scritto."""
_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0"


class RigaDiScheda(NamedTuple):
    """Una riga della scheda: dove sta, e ciò che dice, campo per campo; le celle vuote e «non noto» non dicono nulla."""

    posto: str
    detto: dict[str, str]


def read_scheda(percorso: Path) -> tuple[RigaDiScheda, ...]:
    """Gli acquisti della scheda B o H di un file, nel suo ordine; di un foglio di calcolo, il foglio che la tiene.

    Errori: `InvalidDataError` se nel file non c'è una scheda degli acquisti, o se non si legge.
    """
    for foglio, righe in _list_tabelle(percorso):
        testata = find_intestazione(righe[:PRIME], Istruzioni())
        if testata is not None and is_scheda(testata.nomi):
            posti = {campo: i for campo, forma in _COLONNE.items() if (i := _find(testata.nomi, forma)) is not None}
            posti |= map_colonne(testata.nomi)
            return tuple(_read_righe(foglio, posti, (r for r in righe if r[0] > testata.ultima)))
    raise refuse(
        str(percorso),
        "non è una scheda degli acquisti (B o H)",
        "indicare il file di ldq acquisti -o programma.xlsx, il suo CSV, o la scheda pubblicata",
    )


def list_passati(righe: Iterable[RigaDiScheda]) -> tuple[AcquistoPassato, ...]:
    """Gli acquisti del programma di prima."""
    return tuple(
        AcquistoPassato(
            cui=r.detto.get("cui"),
            annualita=_read_numero(r, "annualita"),
            cup=r.detto.get("cup"),
            descrizione=r.detto.get("nome", ""),
            importo=Decimal(r.detto["totale"]) if "totale" in r.detto else None,
            priorita=_read_numero(r, "priorita"),
        )
        for r in righe
    )


def _read_numero(riga: RigaDiScheda, campo: str) -> int | None:
    """Il codice della cella, se ne ha la forma."""
    codice = read_codice(campo, riga.detto.get(campo, ""))
    return int(codice) if codice else None


def _list_tabelle(percorso: Path) -> Iterator[tuple[str, list[Riga]]]:
    """Il nome di ogni foglio, vuoto in un CSV, con le sue righe numerate."""
    if read_testa(percorso).startswith((_ZIP, _OLE)):
        for nome, foglio in open_fogli(percorso).items():
            yield f"{nome}, ", list(enumerate(foglio.celle, 1))
    else:
        yield "", list(open_csv(percorso, Istruzioni()).tutte)


def _find(nomi: Sequence[str], forma: re.Pattern[str]) -> int | None:
    return next((i for i, nome in enumerate(nomi) if forma.fullmatch(normalize_nome(nome))), None)


def _read_righe(foglio: str, posti: dict[str, int], righe: Iterable[Riga]) -> Iterator[RigaDiScheda]:
    for numero, celle in righe:
        scritte = {campo: free_testo(clean_testo(celle[i])) for campo, i in posti.items() if i < len(celle)}
        lette = {campo: _read_cella(campo, testo) for campo, testo in scritte.items() if testo.lower() not in ASSENTI}
        detto = {campo: testo for campo, testo in lette.items() if testo}
        if is_acquisto(detto.get("cui", ""), detto.get("nome", "")):
            yield RigaDiScheda(f"{foglio}riga {numero}", detto)


def _read_cella(campo: str, testo: str) -> str:
    """Ciò che la cella dice, come si scrive nei dati: di un codice spiegato a parole, il codice."""
    if campo == "totale":
        return read_importo(testo).testo
    if campo == "cui":
        return testo.replace(" ", "").upper()
    if campo == "capitale_privato_eur" and is_zero(testo):
        return ""  # chi non ha un capitale privato scrive zero
    return (read_codice(campo, testo) if campo in COLONNE else testo) or testo
