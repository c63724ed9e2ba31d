"""OCDS un oggetto per riga, quando il file è troppo grande per tenerlo in mano: si legge due volte, una riga per volta.

La prima volta si contano i rilasci di ogni procedura; la seconda, di quelle che ne hanno più d'uno si aspetta l'ultimo.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any

from ldq_planner.loading.importazione.ocds import find_ultimo, is_ocds, load_json, read_procedura, say_errore_json
from ldq_planner.loading.importazione.percorsi import require_percorso
from ldq_planner.loading.importazione.rifiuti import refuse
from ldq_planner.loading.importazione.rilasci import list_rilasci

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ldq_planner.loading.importazione.grezzo import FonteAperta, Grezzo

GRANDE = 64 * 1024 * 1024
"""Byte oltre i quali non si tiene in mano."""
MAX_RIGA = 16 * 1024 * 1024
_PROVA = 1_000
"""Quante righe si guardano per sapere se un percorso c'è."""


def are_righe(percorso: Path) -> bool:
    """Vero se è grande, e la sua prima riga è da sola un oggetto OCDS."""
    if percorso.stat().st_size <= GRANDE:
        return False
    with percorso.open("rb") as file:
        prima, seconda = file.readline(MAX_RIGA), file.readline(16)
    try:
        return seconda.lstrip().startswith(b"{") and is_ocds(load_json(prima))
    except (ValueError, RecursionError):
        return False


def read_righe(percorso: Path, fonte: FonteAperta, raggruppa: str = "") -> Iterator[Grezzo]:
    """I contratti e le gare del file, una procedura per volta, quando il suo ultimo rilascio si è letto."""
    fonte.codifica = "JSON, un oggetto per riga"
    gruppo = tuple(raggruppa.replace(".", "/").strip("/").split("/")) if raggruppa else ()
    if gruppo:
        prime = islice(_list_rilasci(percorso), _PROVA)
        require_percorso(gruppo, raggruppa, (rilascio for *_, rilascio in prime))
    quanti: Counter[int] = Counter()
    for _, ocid, rilascio in _list_rilasci(percorso):
        fonte.aggiornato_al = max(fonte.aggiornato_al, find_ultimo(rilascio))
        quanti[hash(ocid)] += bool(ocid)
    attese: dict[str, list[Any]] = {}
    for posto, ocid, rilascio in _list_rilasci(percorso):
        rilasci = [*attese.pop(ocid, ()), rilascio]
        if ocid and len(rilasci) < quanti[hash(ocid)]:
            attese[ocid] = rilasci
        else:
            yield from read_procedura(posto, rilasci, fonte, gruppo)
    for ocid, rilasci in attese.items():
        yield from read_procedura(ocid, rilasci, fonte, gruppo)


def _list_rilasci(percorso: Path) -> Iterator[tuple[str, str, Any]]:
    """Posto, procedura e rilascio, uno per volta.

    Errori: `InvalidDataError` con la riga che non è JSON.
    """
    with percorso.open("rb") as file:
        numero = 0
        while riga := file.readline(MAX_RIGA + 1):
            numero += 1
            if len(riga) > MAX_RIGA:
                messaggio = f"la riga pesa più di {MAX_RIGA // 1024**2} MiB"
                raise refuse(str(percorso), messaggio, "un rilascio per riga", numero)
            if riga.isspace():
                continue
            try:
                oggetto = load_json(riga)
            except (ValueError, RecursionError) as errore:
                raise refuse(str(percorso), say_errore_json(errore), "un oggetto intero per riga", numero) from None
            for dove, rilasci in list_rilasci([oggetto]):
                for rilascio in rilasci:
                    ocid = str(rilascio.get("ocid") or "") if isinstance(rilascio, dict) else ""
                    yield f"riga {numero} {dove.removeprefix('[0]')}".strip(), ocid, rilascio
