"""La corsa: tanti casi a caso, ciascuno rifattibile dal suo seme e dal suo numero; ciò che è un guasto, e il conto.

Un guasto è: un codice di uscita che non è promesso, una traccia, un'eccezione che esce dal programma, più di 5 secondi,
più di 500 MB, dati scritti che non si rileggono, un file provvisorio che resta, un carattere o una riga che comanda chi la mostra. Il
programma gira qui dentro, senza un processo per caso.
"""

from __future__ import annotations

import contextlib
import functools
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import TYPE_CHECKING, NamedTuple, NoReturn
from unittest.mock import patch

import typer
from tests.fuzz.lettore import LettoreDiFogli
from tests.supporto import LE_COMANDA, is_innocuo, ldq

from ldq_planner.cli import app
from ldq_planner.loading import norme
from ldq_planner.loading.importazione import foglio_di_calcolo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.supporto import Uscita

SECONDI, MEGABYTE = 5, 500
ATTESA = 60
"""Secondi d'orologio: oltre, il programma è fermo senza lavorare."""
PROMESSI = frozenset((0, 1, 2, 3))
_AMBIENTE = {"COLUMNS": "100", "LDQ_DEBUG": "1"}
_SUBPROCESS = SimpleNamespace(Popen=LettoreDiFogli, DEVNULL=subprocess.DEVNULL, PIPE=subprocess.PIPE)
_BYTE = re.compile("[\ud800-\udfff]")
_PER_CHI_RACCOGLIE = re.compile("csv|github")
"""Dove una riga può cominciare come un comando: va in un file, o è un comando nostro."""
_RIGA = re.compile(r'File "[^"]*/(ldq_planner/[^"]+)", line (\d+)')


class GuastoError(Exception):
    """Il programma non ha mantenuto ciò che promette: la firma dice dove, il dettaglio come si rifà."""

    def __init__(self, firma: str, dettaglio: str) -> None:
        super().__init__(firma)
        self.firma = firma
        self.dettaglio = dettaglio


class TroppoTempoError(BaseException):
    """Il tempo è finito: non è un `Exception`, perché il programma quelle le raccoglie."""


class Banco(NamedTuple):
    """Dove si prova un caso: il suo caso, una cartella sua e vuota, e il conto dei codici di uscita."""

    caso: Random
    cartella: Path
    codici: Counter[int]

    def ldq(self, *argomenti: str) -> Uscita:
        """Ciò che il programma risponde.

        Errori: `GuastoError` se non mantiene ciò che promette.
        """
        detto = " ".join(map(repr, argomenti))
        try:
            with limit_tempo():
                uscita = ldq(*argomenti, cartella=self.cartella, ambiente=_AMBIENTE)
        except TroppoTempoError as troppo:
            raise GuastoError(
                f"più di {SECONDI} s: {_locate(_format(troppo))}", f"{detto}\n{_format(troppo)}"
            ) from None
        except Exception as errore:  # noqa: BLE001 - qualunque sia, è un guasto
            raise GuastoError(f"eccezione: {_locate(_format(errore))}", f"{detto}\n{_format(errore)}") from None
        self.codici[uscita.codice] += 1
        if uscita.codice not in PROMESSI or "Traceback" in uscita.err:
            raise GuastoError(f"codice {uscita.codice}: {_locate(uscita.err)}", f"{detto}\n{uscita.err}")
        for scritto in (uscita.out, uscita.err):
            _check_scritto(argomenti[0] if argomenti else "", scritto, detto)
        return uscita


def _check_scritto(comando: str, scritto: str, detto: str) -> None:
    if _BYTE.search(scritto):
        return  # non è un testo: chi lo apre è un altro programma
    if not is_innocuo(scritto.removeprefix("\ufeff")):
        raise GuastoError(f"{comando} scrive un carattere che comanda", f"{detto}\n{scritto!r}")
    righe = [riga for riga in scritto.splitlines() if LE_COMANDA.search(riga)]
    if righe and not _PER_CHI_RACCOGLIE.search(detto):
        raise GuastoError(f"{comando} scrive una riga che comanda chi la raccoglie", f"{detto}\n{righe}")


class Trovato(NamedTuple):
    """Un guasto, e quante volte lo si è visto; `primo` è il numero del primo caso."""

    primo: int
    dettaglio: str
    volte: int = 1


class Conto(NamedTuple):
    """Quanti casi si sono provati, con quali uscite, e i guasti per firma."""

    casi: int
    codici: Counter[int]
    guasti: dict[str, Trovato]


def run_casi(prova: Callable[[Banco], None], seme: int, numeri: range, salva: Path | None = None) -> Conto:
    """I casi con quei numeri, uno dopo l'altro; di ogni guasto la prima volta si salva la cartella."""
    codici: Counter[int] = Counter()
    guasti: dict[str, Trovato] = {}
    memoria = _measure()
    with (
        use_programma_pronto(),
        tempfile.TemporaryDirectory(dir=_choose_cartella()) as provvisoria,
        patch.object(tempfile, "tempdir", provvisoria),
    ):
        for numero in numeri:
            cartella = Path(provvisoria) / "caso"
            cartella.mkdir()
            try:
                prova(Banco(Random(f"{seme}:{numero}"), cartella, codici))
                prima, memoria = memoria, _measure()
                _check_memoria(prima, memoria)
                _check_resti(cartella)
            except GuastoError as guasto:
                visto = guasti.get(guasto.firma)
                guasti[guasto.firma] = (
                    visto._replace(volte=visto.volte + 1) if visto else Trovato(numero, guasto.dettaglio)
                )
                if visto is None and salva is not None:
                    shutil.copytree(cartella, salva / f"{seme}-{numero}", dirs_exist_ok=True)
            shutil.rmtree(cartella, ignore_errors=True)
    return Conto(len(numeri), codici, guasti)


@contextlib.contextmanager
def use_programma_pronto() -> Iterator[None]:
    """Ciò che non cambia fra un caso e l'altro si fa una volta sola: i comandi, le norme, l'avvio di chi legge i fogli."""
    build, load = app.build_app, norme.load_norme
    pronte = functools.cache(load)
    with (
        patch.object(app, "build_app", functools.cache(lambda nome="": typer.main.get_command(build(nome)))),
        patch.object(norme, "load_norme", lambda cartella=None: pronte() if cartella is None else load(cartella)),
        patch.object(foglio_di_calcolo, "subprocess", _SUBPROCESS),
    ):
        yield


@contextlib.contextmanager
def limit_tempo() -> Iterator[None]:
    """Conta il tempo del processore, che una macchina occupata non allunga, e quello d'orologio, per chi si ferma."""
    prima = {segno: signal.signal(segno, _stop) for segno in (signal.SIGPROF, signal.SIGALRM)}
    signal.setitimer(signal.ITIMER_PROF, SECONDI)
    signal.setitimer(signal.ITIMER_REAL, ATTESA)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        for segno, gestore in prima.items():
            signal.signal(segno, gestore)


def _stop(_segno: int, _quadro: object) -> NoReturn:
    raise TroppoTempoError


def _check_memoria(prima: int, ora: int) -> None:
    """I megabyte del momento peggiore: se passano il limite, è di quest'ultimo caso, e di nessuno dei seguenti."""
    if ora > max(prima, MEGABYTE):
        raise GuastoError(f"più di {MEGABYTE} MB", f"{ora} MB")


def _check_resti(cartella: Path) -> None:
    """Accanto alla cartella del caso, dove vanno i file provvisori, non resta nulla."""
    if resti := sorted({p.name for p in cartella.parent.iterdir()} - {cartella.name}):
        raise GuastoError("lascia file provvisori", str(resti))


def _measure() -> int:
    """I megabyte di questo processo e dei suoi figli, nel loro momento peggiore."""
    di_chi = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    unita = 1024**2 if sys.platform == "darwin" else 1024
    return max(LettoreDiFogli.memoria, *(resource.getrusage(chi).ru_maxrss for chi in di_chi)) // unita


def _choose_cartella() -> str | None:
    """La memoria, se c'è un disco che ci sta: un milione di cartelle scritte e tolte non consuma quello vero."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - la cartella la fa `tempfile`, con un nome suo


def _format(errore: BaseException) -> str:
    return "".join(traceback.format_exception(errore))


def _locate(traccia: str) -> str:
    """Il tipo dell'errore e l'ultima riga nostra."""
    righe = _RIGA.findall(traccia)
    tipi = re.findall(r"^([A-Za-z_.]+(?:Error|Exception|Warning))\b", traccia, re.MULTILINE)
    dove = ":".join(righe[-1]) if righe else "altrove"
    return f"{tipi[-1] if tipi else '?'} in {dove}"
