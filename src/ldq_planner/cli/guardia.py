"""Ciò che va storto diventa una frase su stderr e un codice di uscita: mai una traccia, se non con `--debug`."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import typer

from ldq_planner.errors import InvalidDataError, InvalidRequestError, LdqError

if TYPE_CHECKING:
    from collections.abc import Iterator

INTERROTTO = 130
GUASTO = 4
USO_SBAGLIATO: type[Exception] = typer.BadParameter.__bases__[0]  # la base di ogni errore d'uso: typer non la esporta


@contextmanager
def guard() -> Iterator[None]:
    """Traduce le eccezioni del comando nei codici di uscita documentati."""
    try:
        yield
    except (KeyboardInterrupt, typer.Abort):
        _tell("ldq: interrotto")
        sys.exit(INTERROTTO)
    except InvalidDataError as errore:
        _tell_problemi(errore)
        sys.exit(errore.exit_code)
    except LdqError as errore:
        _tell(f"ldq: {errore.messaggio}", f"  aiuto: {errore.rimedio}" if errore.rimedio else "")
        sys.exit(errore.exit_code)
    except (typer.Exit, USO_SBAGLIATO):
        raise  # le raccoglie `main`, che sa di quale comando sono
    except Exception as guasto:  # noqa: BLE001 - ogni guasto ha la sua frase e il suo codice
        if os.environ.get("LDQ_DEBUG"):
            from traceback import format_exc

            _tell(format_exc().rstrip())
        _tell(
            f"ldq: guasto del programma ({type(guasto).__name__}: {guasto})",
            "  aiuto: ripetere con --debug e segnalarlo con ciò che appare",
        )
        sys.exit(GUASTO)


def tell_uso(errore: Exception) -> int:
    """Un errore nella riga di comando: lo dice, e ne dà il codice di uscita."""
    from ldq_planner.cli.uso import explain_uso

    messaggio, rimedio = explain_uso(errore)
    _tell(f"ldq: {messaggio}", f"  aiuto: {rimedio}")
    return InvalidRequestError.exit_code


def flush(codice: int) -> int:
    """Scrive ciò che resta da scrivere; chi leggeva può avere smesso (`| head`), e non è un errore."""
    for flusso in (sys.stdout, sys.stderr):
        with suppress(OSError):  # se non si può scrivere, lo si è già detto
            flusso.flush()
    return codice


def _tell_problemi(errore: InvalidDataError) -> None:
    from ldq_planner.cli.schermo import measure_tela
    from ldq_planner.render.terminale import render_findings

    quanti = len(errore.findings)
    _tell(render_findings(errore.findings, measure_tela(sys.stderr)))
    _tell(f"{'1 problema' if quanti == 1 else f'{quanti} problemi'}: i dati non si possono valutare")


def _tell(*righe: str) -> None:
    with suppress(OSError):  # nessuno ascolta: resta il codice di uscita
        sys.stderr.write("\n".join(filter(None, righe)) + "\n")
