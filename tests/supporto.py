"""Il programma chiamato come da riga di comando, senza pagare un processo; e le cartelle di dati delle prove."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch

from ldq_planner.cli.main import run
from ldq_planner.render import Tela, render
from ldq_planner.render.valori import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ldq_planner.reports.report import Report

RADICE = Path(__file__).parents[1]
OGGI = "2023-01-17"
AMBIENTE = {"COLUMNS": "100"}
AGGIORNA = bool(os.environ.get("LDQ_AGGIORNA"))
"""Con `LDQ_AGGIORNA=1` le prove riscrivono ciò che si aspettano (`make golden`)."""

LE_COMANDA = re.compile(r"^\s*::|##(\[|vso\[|teamcity\[)")
"""Una riga che chi raccoglie le righe di una pipeline (GitHub, Azure, TeamCity) prenderebbe per un suo comando."""

_NOSTRE = re.compile(r"(LDQ_\w+|COLUMNS|LINES|NO_COLOR|FORCE_COLOR|TERM)")

QUARTIERI = """\
aggiornato_al: 2023-01-17
ente: Comune di Prova
servizio: Laboratori di Prova
quartieri:
  - id: nord
    nome: Nord
    popolazione: {abitanti: 1000, fonte: prova}
"""
CONTRATTI = """\
aggiornato_al: 2023-01-17
contratti:
  - id: nord-2020
    quartieri: [nord]
    tipo: gruppo-interno
    titolo: Gruppo interno
    inizio: 2020-01-01
    scadenza_base: 2030-12-31
    importo_eur: 1200.50
    iva: inclusa
    fonte: prova
"""


class Uscita(NamedTuple):
    """Ciò che il programma ha scritto, e il codice con cui è uscito."""

    codice: int
    out: str
    err: str


def ldq(*argomenti: str, cartella: Path = RADICE, ambiente: Mapping[str, str] = AMBIENTE) -> Uscita:
    """Esegue `ldq` in una cartella, con quelle variabili e nessun'altra che lo riguardi."""
    with (
        contextlib.chdir(cartella),
        set_ambiente(ambiente),
        contextlib.redirect_stdout(_open_flusso()) as out,
        contextlib.redirect_stderr(_open_flusso()) as err,
    ):
        codice = run([*argomenti])
    return Uscita(codice, _read(out), _read(err))


def render_testo(report: Report, formato: str, larghezza: int = 80) -> str:
    """Il report in un formato che è testo."""
    scritto = render(report, formato, Tela(larghezza))
    assert isinstance(scritto, str)
    return scritto


def is_innocuo(testo: str) -> bool:
    """Vero se nessun carattere comanda qualcosa, tranne l'a capo."""
    righe = testo.replace("\r\n", "").replace("\n", "")
    return clean(righe) == righe


def start(*argomenti: str, ambiente: Mapping[str, str] = AMBIENTE, **opzioni: Any) -> subprocess.Popen[bytes]:
    """Il programma vero, in un processo suo."""
    with set_ambiente(ambiente):
        opzioni = {"cwd": RADICE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **opzioni}
        return subprocess.Popen([sys.executable, "-m", "ldq_planner", *argomenti], env={**os.environ}, **opzioni)


def wait(processo: subprocess.Popen[bytes]) -> Uscita:
    """Ciò che il processo ha scritto, quando ha finito."""
    out, err = processo.communicate()
    return Uscita(processo.returncode, (out or b"").decode("utf-8"), (err or b"").decode("utf-8"))


@contextlib.contextmanager
def set_ambiente(ambiente: Mapping[str, str]) -> Iterator[None]:
    """L'ambiente di chi ci chiama senza le variabili che `ldq` legge, più quelle date; poi tutto torna com'era."""
    with patch.dict(os.environ):
        for nome in [nome for nome in os.environ if _NOSTRE.fullmatch(nome)]:
            del os.environ[nome]
        os.environ.update(ambiente)
        yield


def write_dati(cartella: Path, quartieri: str = QUARTIERI, contratti: str = CONTRATTI, scenari: str = "") -> Path:
    """Una cartella di dati; senza scenari, il loro file non c'è."""
    cartella.mkdir(parents=True, exist_ok=True)
    testi = {"quartieri.yaml": quartieri, "contratti.yaml": contratti, "scenari.yaml": scenari}
    for nome, testo in testi.items():
        if testo:
            (cartella / nome).write_text(testo, encoding="utf-8")
    return cartella


def rewrite(percorso: Path, testo: str) -> None:
    """Scrive il testo atteso, con la sua cartella."""
    percorso.parent.mkdir(parents=True, exist_ok=True)
    percorso.write_text(testo, encoding="utf-8", newline="")


def read(percorso: Path) -> str:
    """Il testo di un file, con i suoi a capo."""
    with percorso.open(encoding="utf-8", newline="") as flusso:
        return flusso.read()


def replace_parti(pagina: Path, parti: Mapping[str, Callable[[], str]]) -> str:
    """La pagina con le parti fra `<!-- generato: nome -->` e `<!-- fine -->` scritte di nuovo."""
    testo = read(pagina)
    for nome, build in parti.items():
        inizio = f"<!-- generato: {nome} -->\n"
        prima, trovato, resto = testo.partition(inizio)
        assert trovato, f"{pagina.name}: manca {inizio.strip()}"
        testo = f"{prima}{inizio}\n{build()}\n\n<!-- fine -->{resto.partition('<!-- fine -->')[2]}"
    return testo


def _open_flusso() -> TextIOWrapper:
    return TextIOWrapper(BytesIO(), encoding="utf-8", newline="")


def _read(flusso: Any) -> str:
    flusso.flush()
    return bytes(flusso.buffer.getvalue()).decode("utf-8", "surrogateescape")
