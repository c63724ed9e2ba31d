"""Fogli di calcolo (XLSX, XLS, ODS) come tabelle di testo. Un archivio che si gonfia si rifiuta prima di aprirlo."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime, time, timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

from ldq_planner.errors import InvalidRequestError
from ldq_planner.loading.importazione.flusso import check_peso
from ldq_planner.loading.importazione.giorni import FORMULA
from ldq_planner.loading.importazione.importi import Numero
from ldq_planner.loading.importazione.intestazione import PRIME, find_intestazione
from ldq_planner.loading.importazione.mappa import count_lettere, guess_mappa
from ldq_planner.loading.importazione.rifiuti import refuse
from ldq_planner.loading.importazione.tabella import FoglioLetto, TabellaAperta
from ldq_planner.loading.importazione.testi import normalize_nome
from ldq_planner.model.simili import suggest

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from pathlib import Path

    from ldq_planner.loading.importazione.intestazione import Riga, TestataLetta
    from ldq_planner.loading.importazione.istruzioni import Istruzioni

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
_FORMULA_VUOTA = re.compile(
    rb"""<c [^>]*?r=["']([A-Z]{1,3})(\d{1,7})["'][^>]*><f(?:[^>]*/>|[^>]*>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>"""
)
_RINVIO, _FOGLIO = re.compile(rb"<Relationship\b[^>]*>"), re.compile(rb"<sheet\b[^>]*>")
_MARCA = re.compile(rb"<table:(table-row|table-cell|covered-table-cell|table)\b([^>]*)>")
_RIPETUTE = re.compile(rb"""number-(?:rows|columns)-repeated=["'](\d{1,9})""")


class RigheFoglio:
    """Le righe di un foglio, che si possono rileggere."""

    def __init__(self, celle: list[list[str]]) -> None:
        """`celle` può cambiare finché non si legge."""
        self.fisiche = len(celle)
        self.aperte: dict[int, str] = {}
        self._celle = celle

    def __iter__(self) -> Iterator[Riga]:
        """Dalla prima."""
        return iter(enumerate(self._celle, 1))


def open_fogli(percorso: Path) -> dict[str, FoglioLetto]:
    """Nome del foglio → le sue righe: le date in ISO, i numeri come si scrivono nei dati.

    Errori: `InvalidDataError` se non è un foglio di calcolo o si gonfia troppo; `InvalidRequestError` se manca il lettore.
    """
    formule = _check_archivio(percorso)
    try:
        from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - serve solo ai fogli di calcolo
    except ImportError:
        raise InvalidRequestError(
            "per leggere un foglio di calcolo serve python-calamine", "installare con: pip install 'ldq-planner[dati]'"
        ) from None
    epoca, membri = _read_libro(percorso)
    fogli = {}
    try:
        with CalamineWorkbook.from_path(str(percorso)) as libro:
            for nome in libro.sheet_names:
                foglio = libro.get_sheet_by_name(nome)
                celle = [[_write(v) for v in riga] for riga in foglio.to_python(skip_empty_area=False)]
                _mark_formule(celle, formule.get(membri.get(nome, ""), []))
                fogli[nome] = FoglioLetto(celle, [*(foglio.merged_cell_ranges or ())], epoca)
    except (CalamineError, OSError, ValueError) as errore:
        raise refuse(
            str(percorso),
            f"il foglio di calcolo non si legge ({errore})",
            "aprirlo e salvarlo di nuovo, o esportarlo in CSV",
        ) from None
    return fogli


def _read_libro(percorso: Path) -> tuple[int, dict[str, str]]:
    """L'anno zero dei numeri che sono date, e il membro dell'archivio in cui sta ogni foglio di un XLSX."""
    try:
        with zipfile.ZipFile(percorso) as archivio:
            libro, rinvii = (archivio.read(n) for n in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"))
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError):
        return 1900, {}
    dove = {_read_attributo(r, b"Id"): _read_attributo(r, b"Target") for r in _RINVIO.findall(rinvii)}
    fogli = {_read_attributo(f, b"name"): dove.get(_read_attributo(f, b"r:id"), "") for f in _FOGLIO.findall(libro)}
    epoca = 1904 if re.search(rb"""date1904=["'](?:1|true)""", libro) else 1900
    return epoca, {unescape(nome): f"xl/{m.removeprefix('/xl/')}" for nome, m in fogli.items()}


def _read_attributo(marca: bytes, nome: bytes) -> str:
    trovato = re.search(rb"\s" + nome + rb"""=["']([^"']*)["']""", marca)
    return trovato[1].decode("utf-8", "replace") if trovato else ""


def _mark_formule(celle: list[list[str]], posti: list[tuple[int, int]]) -> None:
    """Segna le celle vuote che hanno una formula mai calcolata."""
    for riga, colonna in posti:
        if riga <= len(celle) and colonna <= len(celle[riga - 1]) and not celle[riga - 1][colonna - 1]:
            celle[riga - 1][colonna - 1] = FORMULA


def fill_unite(foglio: FoglioLetto, dopo: int, escluse: Container[int]) -> None:
    """Riempie le celle unite verso il basso, nelle righe che dicono altro; non quelle di colonne che si sommano."""
    for (prima, sinistra), (ultima, destra) in foglio.unite:
        for riga in foglio.celle[prima + 1 : ultima + 1] if prima >= dopo else ():
            for colonna in range(sinistra, min(destra + 1, len(riga))):
                if colonna not in escluse and any(riga) and not riga[colonna]:
                    riga[colonna] = foglio.celle[prima][colonna]


def choose_tabelle(
    percorso: Path, fogli: dict[str, FoglioLetto], detto: Istruzioni
) -> tuple[list[TabellaAperta], list[str]]:
    """I fogli da leggere: quello la cui intestazione si capisce meglio e tutti quelli con la stessa; e gli altri, da nominare.

    Errori: `InvalidDataError` se nessun foglio ha righe; `InvalidRequestError` se manca quello che dice la mappa.
    """
    if detto.foglio and detto.foglio not in fogli:
        raise InvalidRequestError(f"non c'è un foglio «{detto.foglio}»", suggest(detto.foglio, tuple(fogli)))
    trovate = {
        nome: testata
        for nome, foglio in fogli.items()
        if detto.foglio in ("", nome)
        and (testata := find_intestazione([*enumerate(foglio.celle[:PRIME], 1)], detto)) is not None
    }
    if not trovate:
        raise refuse(str(percorso), "nessun foglio ha righe", "controllare che sia il file giusto")
    prima = max(trovate.values(), key=lambda t: len(guess_mappa(t.nomi)) if not detto.colonne else _count(t, detto))
    uguali = {normalize_nome(c) for c in prima.nomi}
    letti = [nome for nome, t in trovate.items() if {normalize_nome(c) for c in t.nomi} == uguali]
    tabelle = [
        TabellaAperta(
            trovate[nome],
            RigheFoglio(fogli[nome].celle),
            "foglio di calcolo",
            "",
            nome if len(fogli) > 1 else "",
            fogli[nome],
        )
        for nome in letti
    ]
    quante = {nome: sum(any(r) for r in foglio.celle) for nome, foglio in fogli.items() if nome not in letti}
    return tabelle, [
        f"foglio «{nome}» non letto: {n} righe; per leggerlo, foglio nella mappa" for nome, n in quante.items() if n
    ]


def _count(testata: TestataLetta, detto: Istruzioni) -> int:
    """Quante delle colonne che dice la mappa ci sono."""
    return len({normalize_nome(c) for c in detto.colonne.values()} & {normalize_nome(c) for c in testata.nomi})


def list_membri(percorso: Path) -> tuple[str, ...]:
    """I nomi dei file dentro un archivio zip; vuoto se non lo è."""
    try:
        with zipfile.ZipFile(percorso) as archivio:
            return tuple(archivio.namelist()[:MAX_MEMBRI])
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):  # l'ultimo: una versione di zip ignota
        return ()


def _check_archivio(percorso: Path) -> dict[str, list[tuple[int, int]]]:
    """Né troppi membri né troppo grandi, per come si dichiarano e per come sono; per membro, le formule senza valore."""
    check_peso(percorso, "esportarlo in CSV")
    formule: dict[str, list[tuple[int, int]]] = {}
    if not zipfile.is_zipfile(percorso):
        return formule
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
                ingombro = _Ingombro(membro.filename)
                resta -= _measure(archivio, membro, resta, ingombro)
                formule[membro.filename] = ingombro.formule
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
    return formule


def _measure(archivio: zipfile.ZipFile, membro: zipfile.ZipInfo, massimo: int, ingombro: _Ingombro) -> int:
    """Quanto è grande davvero un membro, letto a pezzi e mai oltre `massimo`: quel che dichiara può essere falso."""
    if membro.file_size > massimo or membro.file_size > MAX_RAPPORTO * max(membro.compress_size, 1) > _PICCOLO:
        return membro.file_size
    letti = 0
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
        return Numero(int(valore) if valore.is_integer() else repr(valore))
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
        self.formule: list[tuple[int, int]] = []
        """Riga e colonna delle celle con una formula mai calcolata."""
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
        fine = (testo.rfind(b"</c>") + 4) if b"</c>" in testo else testo.rfind(b">") + 1  # una cella resta intera
        self._resto = testo[fine:][-65_536:]
        if not self._is_ods:  # in un XLSX un foglio può stare in un membro con qualunque nome
            for lettere, cifre in _RIFERIMENTO.findall(testo[:fine]):
                self._riga = max(self._riga, int(cifre))
                self._colonna = max(self._colonna, _count_colonna(lettere))
            for lettere, cifre in _FORMULA_VUOTA.findall(testo[:fine]) if b"<f" in testo else ():
                self.formule.append((int(cifre), _count_colonna(lettere)))
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
    return count_lettere(lettere.decode())
