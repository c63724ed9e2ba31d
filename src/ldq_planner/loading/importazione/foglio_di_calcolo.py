"""Fogli di calcolo (XLSX, XLS, ODS) come tabelle di testo.

Un archivio che si gonfia si rifiuta prima di aprirlo; ciò che resta si legge in un processo a parte, con un limite di memoria
e uno di tempo: un file fatto male ferma lui, e non chi importa.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from html import unescape
from importlib.util import find_spec
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any

from ldq_planner.errors import InvalidRequestError
from ldq_planner.loading.importazione import foglio_a_parte
from ldq_planner.loading.importazione.archivio import DANNEGGIATO, MAX_CELLE, inspect_archivio
from ldq_planner.loading.importazione.importi import Numero
from ldq_planner.loading.importazione.intestazione import PRIME, find_intestazione
from ldq_planner.loading.importazione.mappa import guess_mappa
from ldq_planner.loading.importazione.programma import is_scheda
from ldq_planner.loading.importazione.rifiuti import refuse
from ldq_planner.loading.importazione.tabella import FoglioLetto, TabellaAperta, check_colonne
from ldq_planner.loading.importazione.testi import normalize_nome
from ldq_planner.model.simili import suggest

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from ldq_planner.loading.importazione.archivio import Segnata
    from ldq_planner.loading.importazione.intestazione import Riga, TestataLetta
    from ldq_planner.loading.importazione.istruzioni import Istruzioni

_RINVIO, _FOGLIO = re.compile(rb"<Relationship\b[^<>]*>"), re.compile(rb"<sheet\b[^<>]*>")
_MIB = 1024 * 1024
_MEMORIA, _MEMORIA_PER_BYTE = 448 * _MIB, 30
"""Quanti byte può chiedere chi legge un foglio: sempre, e in più per ogni byte del foglio aperto."""
_SECONDI = 4
"""Quanto può calcolare chi legge un foglio: sempre, e un secondo in più per ogni MiB."""
_ATTESA = 10
"""Quante volte quel tempo si aspetta, dove il sistema non lo misura o la macchina è occupata."""
_NON_CE_LA_FA = "chiede più memoria, o più tempo, di quanto un file così ne debba chiedere"


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
    contenuto = inspect_archivio(percorso)
    epoca, membri = _read_libro(percorso)
    fogli: dict[str, FoglioLetto] = {}
    celle: list[list[str]] = []
    colonne = 0
    for detto in _read_a_parte(percorso, contenuto.byte):
        if isinstance(detto, list):
            celle.append(detto)
        elif "vuote" in detto:
            celle += [[""] * colonne] * int(detto["vuote"])  # è sempre la stessa riga: chi la cambia la copia
        else:
            celle, colonne = [], int(detto["colonne"])
            check_colonne(str(percorso), colonne)
            unite = [((int(a), int(b)), (int(c), int(d))) for (a, b), (c, d) in detto["unite"]]
            fogli[detto["nome"]] = FoglioLetto(celle, unite, epoca)
    for nome, foglio in fogli.items():
        _check_unite(percorso, nome, foglio)
        _mark_celle(foglio.celle, contenuto.segnate.get(membri.get(nome, nome), []))
    return fogli


def _read_a_parte(percorso: Path, byte: int) -> Iterator[Any]:
    """Ciò che dice il processo che legge il foglio: si ferma se chiede troppo, e con chi lo aspetta.

    Errori: `InvalidDataError` se il foglio non si legge, o se il processo non arriva in fondo.
    """
    secondi = _SECONDI + byte // _MIB
    limiti = (_MEMORIA + _MEMORIA_PER_BYTE * byte, secondi, MAX_CELLE)
    comando = [sys.executable, "-I", "-S", foglio_a_parte.__file__, _find_calamine(), str(percorso), *map(str, limiti)]
    perche = _NON_CE_LA_FA
    with subprocess.Popen(  # noqa: S603 - sempre lo stesso programma: questo Python, con il nostro file
        comando, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as suo:
        sveglia = Timer(secondi * _ATTESA, suo.kill)
        sveglia.daemon = True
        sveglia.start()
        try:
            for riga in suo.stdout or ():
                detto = json.loads(riga, parse_int=Numero, parse_float=Numero, parse_constant=Numero)
                if isinstance(detto, str):
                    perche = detto
                else:
                    yield detto
        except ValueError:
            pass  # si è fermato a metà di una riga
        finally:
            sveglia.cancel()
            suo.kill()
    if perche != foglio_a_parte.TUTTO:
        rimedio = "aprirlo e salvarlo di nuovo, o esportarlo in CSV"
        raise refuse(str(percorso), f"il foglio di calcolo non si legge ({perche})", rimedio)


def _check_unite(percorso: Path, nome: str, foglio: FoglioLetto) -> None:
    """Nulla, se le celle unite non si accavallano: tutte insieme non sono più di quelle che il foglio ha."""
    righe, colonne = len(foglio.celle), max(map(len, foglio.celle), default=0)
    coperte = sum(
        max(0, min(ultima, righe - 1) - prima + 1) * max(0, min(destra, colonne - 1) - sinistra + 1)
        for (prima, sinistra), (ultima, destra) in foglio.unite
    )
    if coperte > righe * colonne:
        messaggio = f"nel foglio «{nome}» le celle unite si accavallano"
        raise refuse(str(percorso), messaggio, "dividerle, o esportarlo in CSV")


def _find_calamine() -> str:
    """La cartella in cui è installato il lettore dei fogli.

    Errori: `InvalidRequestError` se non c'è.
    """
    trovato = find_spec("python_calamine")
    if trovato is None or not trovato.submodule_search_locations:
        raise InvalidRequestError(
            "per leggere un foglio di calcolo serve python-calamine", "installare con: pip install 'ldq-planner[dati]'"
        )
    return str(Path(trovato.submodule_search_locations[0]).parent)


def _read_libro(percorso: Path) -> tuple[int, dict[str, str]]:
    """L'anno zero dei numeri che sono date, e il membro dell'archivio in cui sta ogni foglio di un XLSX."""
    try:
        with zipfile.ZipFile(percorso) as archivio:
            libro, rinvii = (archivio.read(n) for n in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"))
    except (*DANNEGGIATO, KeyError):
        return 1900, {}
    dove = {_read_attributo(r, b"Id"): _read_attributo(r, b"Target") for r in _RINVIO.findall(rinvii)}
    fogli = {_read_attributo(f, b"name"): dove.get(_read_attributo(f, b"r:id"), "") for f in _FOGLIO.findall(libro)}
    epoca = 1904 if re.search(rb"""date1904=["'](?:1|true)""", libro) else 1900
    return epoca, {unescape(nome): f"xl/{m.removeprefix('/xl/')}" for nome, m in fogli.items()}


def _read_attributo(marca: bytes, nome: bytes) -> str:
    trovato = re.search(rb"\s" + nome + rb"""=["']([^"']*)["']""", marca)
    return trovato[1].decode("utf-8", "replace") if trovato else ""


def _mark_celle(celle: list[list[str]], segnate: list[Segnata]) -> None:
    """Scrive, nelle celle che il lettore dà vuote e non lo sono, che cosa hanno."""
    for riga, colonna, testo in segnate:
        if riga <= len(celle) and colonna <= len(celle[riga - 1]) and not celle[riga - 1][colonna - 1]:
            if not any(celle[riga - 1]):  # la riga vuota è di tutte le righe vuote
                celle[riga - 1] = [*celle[riga - 1]]
            celle[riga - 1][colonna - 1] = testo


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
    prima = max(trovate.values(), key=lambda t: _score(t) if not detto.colonne else (False, _count(t, detto)))
    letti = [nome for nome, t in trovate.items() if _is_uguale(t, prima)]
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


def _score(testata: TestataLetta) -> tuple[bool, int]:
    """Se è la scheda degli acquisti di un programma, che viene prima di ogni altro foglio; e quante colonne se ne capiscono."""
    return is_scheda(testata.nomi), len(guess_mappa(testata.nomi))


def _is_uguale(testata: TestataLetta, prima: TestataLetta) -> bool:
    """Vero se ha le stesse colonne, o se le differenze non sono di campi: una colonna di note in più, un numero d'ordine."""
    suoi, campi = (guess_mappa(t.nomi) for t in (testata, prima))
    stesse = {normalize_nome(c) for c in testata.nomi} == {normalize_nome(c) for c in prima.nomi}
    return stesse or ({*suoi} - {"nota"} == {*campi} - {"nota"} and {"titolo", "inizio", "fine"} <= {*suoi})


def _count(testata: TestataLetta, detto: Istruzioni) -> int:
    """Quante delle colonne che dice la mappa ci sono."""
    return len({normalize_nome(c) for c in detto.colonne.values()} & {normalize_nome(c) for c in testata.nomi})
