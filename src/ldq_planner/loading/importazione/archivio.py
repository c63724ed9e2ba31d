"""L'archivio di un foglio di calcolo, guardato prima di aprirlo: quanti membri, quanto crescono, quante celle dicono di avere.

Nulla di ciò che l'archivio dichiara si crede: ogni membro si apre a pezzi, e ci si ferma al primo di troppo.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from lzma import LZMAError
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

from ldq_planner.loading.importazione.flusso import check_peso
from ldq_planner.loading.importazione.giorni import FORMULA
from ldq_planner.loading.importazione.mappa import count_lettere
from ldq_planner.loading.importazione.rifiuti import refuse

if TYPE_CHECKING:
    from pathlib import Path

    from ldq_planner.errors import InvalidDataError

MAX_GONFIO = 512 * 1024 * 1024
"""Byte di tutti i membri dell'archivio, una volta aperti."""
MAX_MEMBRI = 2_000
MAX_RAPPORTO = 200
"""Quante volte l'archivio, o un suo membro, può crescere aprendosi: oltre, e se è grande, è fatto per far danno."""
MAX_CELLE = 12_000_000
"""Righe per colonne dei fogli di un file, dalla prima cella all'ultima che dice qualcosa."""
DANNEGGIATO = (zipfile.BadZipFile, zlib.error, LZMAError, OSError, RuntimeError, EOFError, ValueError)
"""Come si lamenta chi apre un archivio rotto; RuntimeError: è cifrato, o compresso in un modo che non si conosce."""
_RIPETIZIONI = 1_000
"""Di una riga ripetuta, in quante si cercano le formule."""
_PICCOLO = 10 * 1024 * 1024
_PEZZO = 1024 * 1024

_RIFERIMENTO = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]*)(\d{1,20})""")
_SMISURATA = re.compile(rb"<c\s[^<>]{512}")
"""Una cella con più attributi di quanti una cella ne ha: le espressioni che seguono vi si perderebbero."""
_FORMULA_VUOTA = re.compile(
    rb"""<c [^<>]*?r=["']([A-Z]{1,3})(\d{1,7})["'][^<>]*><f(?:[^<>]*/>|[^<>]*>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>"""
)
_ERRORE = re.compile(
    rb"""<c(?=\s)(?=[^<>]*\st=["']e["'])[^<>]*?\sr=["']([A-Z]{1,3})(\d{1,7})["'][^<>]*>(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)?<v>(#[^<>]{1,12})</v>"""
)
_RIPETUTE = ("table:number-rows-repeated", "table:number-columns-repeated")
_CELLE = ("table:table-cell", "table:covered-table-cell")


Segnata = tuple[int, int, str]
"""Riga e colonna di una cella che non ha un valore, e che cosa ha al suo posto."""


class ArchivioAperto(NamedTuple):
    """Ciò che di un archivio si sa dopo averlo guardato tutto."""

    byte: int
    """Quanto è grande, aperto."""
    segnate: dict[str, list[Segnata]]
    """Membro di un XLSX, o nome di un foglio ODS → le celle con una formula mai calcolata, o con un errore come `#REF!`."""


def list_membri(percorso: Path) -> tuple[str, ...]:
    """I nomi dei file dentro un archivio zip; vuoto se non lo è."""
    try:
        with zipfile.ZipFile(percorso) as archivio:
            return tuple(archivio.namelist()[:MAX_MEMBRI])
    except DANNEGGIATO:
        return ()


def inspect_archivio(percorso: Path) -> ArchivioAperto:
    """Né troppi membri, né troppo grandi, né troppe celle; ciò che non è uno zip pesa quanto il file.

    Errori: `InvalidDataError` se si gonfia, è danneggiato o è cifrato.
    """
    check_peso(percorso, "esportarlo in CSV")
    if not zipfile.is_zipfile(percorso):
        return ArchivioAperto(percorso.stat().st_size, {})
    try:
        with zipfile.ZipFile(percorso) as archivio:
            membri = archivio.infolist()
            _check_membri(percorso, membri)
            return _open_membri(percorso, archivio, membri)
    except DANNEGGIATO as errore:
        raise refuse(str(percorso), f"l'archivio è danneggiato ({errore})", "scaricarlo di nuovo") from None


def _check_membri(percorso: Path, membri: list[zipfile.ZipInfo]) -> None:
    if len(membri) > MAX_MEMBRI:
        raise refuse(str(percorso), f"contiene {len(membri)} file: non è un foglio di calcolo", "esportarlo in CSV")
    if any(m.filename.lower().endswith("workbook.bin") for m in membri):
        raise refuse(str(percorso), "è un foglio di calcolo binario (.xlsb)", "salvarlo come .xlsx, o in CSV")


def _open_membri(percorso: Path, archivio: zipfile.ZipFile, membri: list[zipfile.ZipInfo]) -> ArchivioAperto:
    segnate: dict[str, list[Segnata]] = {}
    letti = celle = 0
    for membro in membri:
        ingombro = _make_ingombro(membro.filename)
        suoi = _measure(archivio, membro, MAX_GONFIO - letti, ingombro)
        letti, celle = letti + suoi, celle + ingombro.celle
        is_gonfio = _is_gonfio(suoi, membro.compress_size) or _is_gonfio(letti, percorso.stat().st_size)
        if letti > MAX_GONFIO or celle > MAX_CELLE or is_gonfio:
            raise _make_gonfio(percorso, membro)
        if ingombro.problema:
            messaggio = f"l'archivio è danneggiato («{membro.filename}» {ingombro.problema})"
            raise refuse(str(percorso), messaggio, "scaricarlo di nuovo")
        segnate |= ingombro.segnate
    return ArchivioAperto(letti, segnate)


def _is_gonfio(aperto: int, chiuso: int) -> bool:
    """Vero se è grande, e cresce quanto un dato vero non cresce."""
    return aperto > _PICCOLO and aperto > MAX_RAPPORTO * max(chiuso, 1)


def _make_gonfio(percorso: Path, membro: zipfile.ZipInfo) -> InvalidDataError:
    return refuse(
        str(percorso),
        f"aprendosi, «{membro.filename}» cresce a dismisura: non si apre",
        "se è un file vero, esportarlo in CSV",
    )


def _measure(archivio: zipfile.ZipFile, membro: zipfile.ZipInfo, massimo: int, ingombro: _Ingombro) -> int:
    """Quanto è grande davvero un membro, letto a pezzi e mai oltre `massimo`: quel che dichiara può essere falso."""
    if membro.file_size > massimo or _is_gonfio(membro.file_size, membro.compress_size):
        return membro.file_size
    letti = 0
    with archivio.open(membro) as flusso:
        while letti <= massimo and ingombro.celle <= MAX_CELLE and (pezzo := flusso.read(_PEZZO)):
            letti += len(pezzo)
            ingombro.feed(pezzo)
    ingombro.close()
    return letti


def _make_ingombro(nome: str) -> _Ingombro:
    """Chi conta le celle di quel membro: in un ODS il foglio è uno, in un XLSX può stare sotto qualunque nome."""
    if nome.lower() == "content.xml":
        return _IngombroODS()
    return _Ingombro() if nome.lower().endswith("calcchain.xml") else _IngombroXLSX(nome)


class _Ingombro:
    """Quante celle occupa un membro, contate prima di aprirlo: due lontane bastano a riempire la memoria."""

    def __init__(self) -> None:
        self.celle = 0
        self.problema = ""
        self.segnate: dict[str, list[Segnata]] = {}

    def feed(self, pezzo: bytes) -> None:
        """Un pezzo in più."""

    def close(self) -> None:
        """I pezzi sono finiti."""


class _IngombroXLSX(_Ingombro):
    """Le celle di un foglio XLSX dicono il loro posto: contano la riga e la colonna più lontane."""

    def __init__(self, nome: str) -> None:
        """`nome` è quello del membro."""
        super().__init__()
        self._segnate: list[Segnata] = []
        self.segnate[nome] = self._segnate
        self._resto = b""
        self._riga = self._colonna = 0

    def feed(self, pezzo: bytes) -> None:
        """Una marca tagliata a metà aspetta il resto."""
        testo = self._resto + pezzo
        if self.problema or _SMISURATA.search(testo):
            self.problema = "ha una cella smisurata"
            return
        fine = (testo.rfind(b"</c>") + 4) if b"</c>" in testo else testo.rfind(b">") + 1  # una cella resta intera
        self._resto = testo[fine:][-65_536:]
        for lettere, cifre in _RIFERIMENTO.findall(testo[:fine]):
            self._riga = max(self._riga, int(cifre))
            self._colonna = max(self._colonna, _count_colonna(lettere))
        self.celle = self._riga * self._colonna
        for lettere, cifre in _FORMULA_VUOTA.findall(testo[:fine]) if b"<f" in testo else ():
            self._segnate.append((int(cifre), _count_colonna(lettere), FORMULA))
        for lettere, cifre, errore in _ERRORE.findall(testo[:fine]) if b"<v>#" in testo else ():
            self._segnate.append((int(cifre), _count_colonna(lettere), errore.decode("ascii", "replace")))


class _IngombroODS(_Ingombro):
    """Le righe e le celle di un foglio ODS si ripetono: contano quante volte sono, se dopo c'è qualcosa."""

    def __init__(self) -> None:
        super().__init__()
        self._righe = self._riga = self._colonna = self._celle = self._vuote = self._chiuse = 0
        self._ripetuta = 1
        self._foglio = ""
        self._lettore = expat.ParserCreate()
        self._lettore.StartElementHandler = self._start
        self._lettore.StartDoctypeDeclHandler = self._refuse_doctype

    def feed(self, pezzo: bytes) -> None:
        """Si ferma al primo errore: ciò che segue non si sa che cosa sia."""
        self._parse(pezzo, finale=False)

    def close(self) -> None:
        """Un documento che non è finito è stato troncato."""
        self._parse(b"", finale=True)

    def _parse(self, pezzo: bytes, *, finale: bool) -> None:
        if self.problema:
            return
        try:
            self._lettore.Parse(pezzo, finale)
        except expat.ExpatError as errore:
            self.problema = f"alla riga {errore.lineno} è troncato, o rovinato"
        except (ValueError, LookupError):  # una codifica che non c'è
            self.problema = "non si sa in che codifica è"
        self.celle = self._chiuse + self._riga * self._colonna

    def _refuse_doctype(self, *_: object) -> None:
        self.problema = "contiene una DTD"

    def _start(self, nome: str, attributi: dict[str, str]) -> None:
        if nome == "table:table":
            self._chiuse += self._riga * self._colonna
            self._righe = self._riga = self._colonna = self._celle = self._vuote = 0
            self._foglio = attributi.get("table:name", "")
        elif nome == "table:table-row":
            self._celle = self._vuote = 0
            self._ripetuta = _count_volte(attributi)
            self._righe += self._ripetuta
        elif nome in _CELLE and not any("value" in a for a in attributi):
            if "table:formula" in attributi:
                self._note_formula(self._celle + self._vuote + 1)
            self._vuote += _count_volte(attributi)
        elif nome in _CELLE or (nome == "text:p" and self._vuote):
            self._celle += self._vuote + (_count_volte(attributi) if nome in _CELLE else 0)
            self._vuote = 0
            self._riga, self._colonna = max(self._riga, self._righe), max(self._colonna, self._celle)

    def _note_formula(self, colonna: int) -> None:
        """Una formula mai calcolata, nella riga di adesso e in quelle che la ripetono."""
        prima = self._righe - min(self._ripetuta, _RIPETIZIONI) + 1
        suoi = self.segnate.setdefault(self._foglio, [])
        suoi += [(riga, colonna, FORMULA) for riga in range(prima, self._righe + 1)]


def _count_volte(attributi: dict[str, str]) -> int:
    """Quante volte si ripete una riga o una cella: ciò che non è un numero, una volta."""
    scritto = next((attributi[a] for a in _RIPETUTE if a in attributi), "1").strip()
    return int(scritto[:20]) if scritto.isdecimal() else 1


def _count_colonna(lettere: bytes) -> int:
    """Il numero della colonna; oltre quante se ne possono scrivere, il numero è uno smisurato."""
    return count_lettere(lettere[:10].decode().upper())
