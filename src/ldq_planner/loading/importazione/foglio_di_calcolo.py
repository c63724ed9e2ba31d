"""Fogli di calcolo (XLSX, XLS, ODS) come tabelle di testo. Un archivio che si gonfia si rifiuta prima di aprirlo."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

from ldq_planner.errors import InvalidRequestError
from ldq_planner.loading.importazione.flusso import check_peso
from ldq_planner.loading.importazione.ingombro import Ingombro
from ldq_planner.loading.importazione.rifiuti import refuse
from ldq_planner.loading.importazione.tabella_csv import TabellaAperta, find_intestazione

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ldq_planner.loading.importazione.tabella_csv import Riga

MAX_GONFIO = 512 * 1024 * 1024
"""Byte di tutti i membri dell'archivio, una volta aperti."""
MAX_MEMBRI = 2_000
MAX_RAPPORTO = 200
"""Quante volte un membro può crescere aprendosi: oltre, e se è grande, è fatto per far danno."""
_PICCOLO = 10 * 1024 * 1024
_PEZZO = 1024 * 1024


def open_fogli(percorso: Path) -> dict[str, list[list[str]]]:
    """Nome del foglio → righe di testo: le date in ISO, i numeri come si scrivono nei dati.

    Errori: `InvalidDataError` se non è un foglio di calcolo o si gonfia troppo; `InvalidRequestError` se manca il lettore.
    """
    _check_archivio(percorso)
    try:
        from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - serve solo ai fogli di calcolo
    except ImportError:
        raise InvalidRequestError(
            "per leggere un foglio di calcolo serve python-calamine", "installare con: pip install 'ldq-planner[dati]'"
        ) from None
    try:
        with CalamineWorkbook.from_path(str(percorso)) as libro:
            return {
                nome: [
                    [_write(v) for v in riga] for riga in libro.get_sheet_by_name(nome).to_python(skip_empty_area=False)
                ]
                for nome in libro.sheet_names
            }
    except (CalamineError, OSError, ValueError) as errore:
        raise refuse(
            str(percorso),
            f"il foglio di calcolo non si legge ({errore})",
            "aprirlo e salvarlo di nuovo, o esportarlo in CSV",
        ) from None


def choose_tabella(
    percorso: Path, fogli: dict[str, list[list[str]]], score: Callable[[list[str]], int]
) -> TabellaAperta:
    """Il foglio la cui intestazione si capisce meglio.

    Errori: `InvalidDataError` se nessun foglio ha righe.
    """
    migliore: tuple[int, str, list[str], Iterator[Riga]] | None = None
    for nome, celle in fogli.items():
        righe = iter(list(enumerate(celle, 1)))
        testata, prime = find_intestazione(righe, score)
        if testata is not None and (migliore is None or score(testata) > migliore[0]):
            migliore = score(testata), nome, testata, chain(prime, righe)
    if migliore is None:
        raise refuse(str(percorso), "nessun foglio ha righe", "controllare che sia il file giusto")
    _, nome, testata, righe = migliore
    return TabellaAperta(tuple(testata), righe, "foglio di calcolo", "", nome)


def list_membri(percorso: Path) -> tuple[str, ...]:
    """I nomi dei file dentro un archivio zip; vuoto se non lo è."""
    try:
        with zipfile.ZipFile(percorso) as archivio:
            return tuple(archivio.namelist()[:MAX_MEMBRI])
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):  # l'ultimo: una versione di zip ignota
        return ()


def _check_archivio(percorso: Path) -> None:
    """Né troppi membri né troppo grandi, per come si dichiarano e per come sono."""
    check_peso(percorso, "esportarlo in CSV")
    if not zipfile.is_zipfile(percorso):
        return
    try:
        with zipfile.ZipFile(percorso) as archivio:
            membri = archivio.infolist()
            if len(membri) > MAX_MEMBRI:
                raise refuse(
                    str(percorso), f"contiene {len(membri)} file: non è un foglio di calcolo", "esportarlo in CSV"
                )
            if any(m.filename.lower().endswith("workbook.bin") for m in membri):
                raise refuse(str(percorso), "è un foglio di calcolo binario (.xlsb)", "salvarlo come .xlsx, o in CSV")
            resta = MAX_GONFIO
            for membro in membri:
                resta -= _measure(archivio, membro, resta)
                is_gonfio = membro.file_size > _PICCOLO and membro.file_size > MAX_RAPPORTO * max(
                    membro.compress_size, 1
                )
                if resta < 0 or is_gonfio:
                    raise refuse(
                        str(percorso),
                        f"aprendosi, «{membro.filename}» cresce a dismisura: non si apre",
                        "se è un file vero, esportarlo in CSV",
                    )
    # RuntimeError: è cifrato; NotImplementedError: una compressione che zipfile non conosce.
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as errore:
        raise refuse(str(percorso), f"l'archivio è danneggiato ({errore})", "scaricarlo di nuovo") from None


def _measure(archivio: zipfile.ZipFile, membro: zipfile.ZipInfo, massimo: int) -> int:
    """Quanto è grande davvero un membro, letto a pezzi e mai oltre `massimo`: quel che dichiara può essere falso."""
    if membro.file_size > massimo or membro.file_size > MAX_RAPPORTO * max(membro.compress_size, 1) > _PICCOLO:
        return membro.file_size
    letti, ingombro = 0, Ingombro(membro.filename)
    with archivio.open(membro) as flusso:
        while letti <= massimo and (pezzo := flusso.read(_PEZZO)):
            letti += len(pezzo)
            ingombro.feed(pezzo)
    return massimo + 1 if ingombro.is_troppo else letti


def _write(valore: Any) -> str:
    """Una cella come testo."""
    if isinstance(valore, str):
        return valore
    if isinstance(valore, bool):
        return "sì" if valore else "no"
    if isinstance(valore, float):
        return str(int(valore)) if valore.is_integer() else repr(valore)
    if isinstance(valore, datetime):
        return valore.isoformat(sep=" ") if valore.time() != time() else valore.date().isoformat()
    if isinstance(valore, (date, time)):
        return valore.isoformat()
    return "" if isinstance(valore, timedelta) or valore is None else str(valore)
