"""Fogli di calcolo (XLSX, XLS, ODS) come tabelle di testo. Un archivio che si gonfia si rifiuta prima di aprirlo."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime, time, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

from ldq_planner.errors import InvalidRequestError
from ldq_planner.loading.importazione.flusso import check_peso
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
MAX_CELLE = 12_000_000
"""Righe per colonne di un foglio, dalla prima cella all'ultima che dice qualcosa."""

_RIFERIMENTO = re.compile(rb"""\sr=["']([A-Z]{0,3})(\d{1,9})["']""")
_MARCA = re.compile(rb"<table:(table-row|table-cell|covered-table-cell|table)\b([^>]*)>")
_RIPETUTE = re.compile(rb"""number-(?:rows|columns)-repeated=["'](\d{1,9})""")


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
    letti, ingombro = 0, _Ingombro(membro.filename)
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


class _Ingombro:
    """Quante celle occupa un foglio, contate prima di aprirlo: due lontane bastano a riempire la memoria. Si nutre di pezzi di XML, e dice se è troppo."""

    def __init__(self, nome: str) -> None:
        """`nome` è quello del membro dell'archivio: da lì si sa di che genere è il foglio."""
        self._is_ods = nome.lower() == "content.xml"
        self._resto = b""
        self._riga = self._colonna = 0
        self._celle = self._vuote = self._attesa = 0

    @property
    def is_troppo(self) -> bool:
        """Vero se le celle sono più di `MAX_CELLE`."""
        return self._riga * self._colonna > MAX_CELLE

    def feed(self, pezzo: bytes) -> None:
        """Un pezzo in più; una marca tagliata a metà aspetta il resto."""
        testo = self._resto + pezzo
        fine = testo.rfind(b">") + 1
        self._resto = testo[fine:][-65_536:]
        if not self._is_ods:  # in un XLSX un foglio può stare in un membro con qualunque nome
            for lettere, cifre in _RIFERIMENTO.findall(testo[:fine]):
                self._riga = max(self._riga, int(cifre))
                self._colonna = max(self._colonna, _count_colonna(lettere))
        else:
            for marca, attributi in _MARCA.findall(testo[:fine]):
                self._read_marca(marca, attributi)

    def _read_marca(self, marca: bytes, attributi: bytes) -> None:
        """Le righe e le celle ripetute contano quante volte sono, se dopo c'è qualcosa."""
        trovato = _RIPETUTE.search(attributi)
        volte = int(trovato[1]) if trovato else 1
        if marca == b"table":
            self._attesa = self._celle = 0
        elif marca == b"table-row":
            self._celle = self._vuote = 0
            self._attesa += volte
        elif attributi.endswith(b"/") and b"value" not in attributi:
            self._vuote += volte
        else:
            self._celle += self._vuote + volte
            self._vuote = 0
            self._riga, self._colonna = max(self._riga, self._attesa), max(self._colonna, self._celle)


def _count_colonna(lettere: bytes) -> int:
    """Il numero di una colonna: `A` → 1, `XFD` → 16384."""
    numero = 0
    for lettera in lettere:
        numero = numero * 26 + lettera - 64
    return numero
