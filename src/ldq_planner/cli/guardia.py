"""Ciò che va storto diventa una frase su stderr e un codice di uscita: mai una traccia, se non con `--debug`.

Gli errori d'uso typer li dice in inglese e senza lasciarli tradurre: qui si riconoscono e si ridicono.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import typer

from ldq_planner.cli import INTERROTTO
from ldq_planner.errors import InvalidDataError, InvalidRequestError, LdqError

if TYPE_CHECKING:
    from collections.abc import Iterator

_FRASI = (
    (
        r"Il comando '(.*?)' non esiste\.?(?: Did you mean '([^']*)'.*)?",
        r"il comando «\1» non esiste",
        r"forse intendevi «\2»?",
    ),
    (r"No such option: (.*?)", r"l'opzione \1 non esiste", ""),
    (r"Option '(.*)' requires an argument\.", r"l'opzione \1 vuole un valore", ""),
    (r"Option '(.*)' does not take a value\.", r"l'opzione \1 non vuole un valore", ""),
    (r"Got unexpected extra argument\(s\) \((.*)\)", r"di troppo: \1", ""),
    (r"'(.*)' is not a valid int(?: range)?\.", r"«\1» non è un numero intero", ""),
    (r"(.*) is not in the range x>=(.*)\.", r"\1 è meno di \2", ""),
    (r"(.*) is not in the range (.*)<=x<=(.*)\.", r"\1 non sta fra \2 e \3", ""),
)
GUASTO = 4
_PANICO = "PanicException"
"""Come si chiama il panico di una libreria in Rust: non è un `Exception`, e nessun modulo lo esporta."""
USO_SBAGLIATO: type[Exception] = typer.BadParameter.__bases__[0]  # la base di ogni errore d'uso: typer non la esporta


@contextmanager
def guard() -> Iterator[None]:
    """Traduce le eccezioni del comando nei codici di uscita documentati."""
    try:
        yield
    except (KeyboardInterrupt, typer.Abort):
        tell_scritto("ldq: interrotto\n")
        sys.exit(INTERROTTO)
    except InvalidDataError as errore:
        _tell_problemi(errore)
        sys.exit(errore.exit_code)
    except LdqError as errore:
        tell(*f"ldq: {errore.messaggio}".split("\n"), f"  aiuto: {errore.rimedio}" if errore.rimedio else "")
        sys.exit(errore.exit_code)
    except (typer.Exit, USO_SBAGLIATO):
        raise  # le raccoglie `main`, che sa di quale comando sono
    except BrokenPipeError:
        sys.exit(0)  # chi leggeva ha smesso (`| head`): non è un errore
    except OSError as errore:  # il disco, un nome, un permesso: chi li ha davanti sa che cosa fare
        _tell_sistema(errore)
        sys.exit(InvalidRequestError.exit_code)
    except BaseException as guasto:  # ogni guasto ha la sua frase e il suo codice
        if not isinstance(guasto, Exception) and type(guasto).__name__ != _PANICO:
            raise
        if os.environ.get("LDQ_DEBUG"):
            from traceback import format_exc

            tell(*format_exc().split("\n"))
        tell(
            f"ldq: guasto del programma ({type(guasto).__name__}: {guasto})",
            "  aiuto: ripetere con --debug e segnalarlo con ciò che appare",
        )
        sys.exit(GUASTO)


def tell_uso(errore: Exception) -> int:
    """Un errore nella riga di comando: lo dice, e ne dà il codice di uscita."""
    messaggio, rimedio = explain_uso(errore)
    tell(f"ldq: {messaggio}", f"  aiuto: {rimedio}")
    return InvalidRequestError.exit_code


def flush(codice: int) -> int:
    """Scrive ciò che resta da scrivere; chi leggeva può avere smesso (`| head`), e non è un errore."""
    for flusso in (sys.stdout, sys.stderr):
        with suppress(OSError):  # se non si può scrivere, lo si è già detto
            flusso.flush()
    return codice


def _tell_sistema(errore: OSError) -> None:
    """Che cosa il sistema non ha voluto fare, e con quale file."""
    from ldq_planner.cli.schermo import explain

    che_cosa = f"usare «{errore.filename}»" if errore.filename else "scrivere la risposta"
    tell(f"ldq: non si può {che_cosa}: {explain(errore)}")


def _tell_problemi(errore: InvalidDataError) -> None:
    from ldq_planner.cli.schermo import measure_tela
    from ldq_planner.render.terminale import render_findings

    quanti = len(errore.findings)
    tell_scritto(f"{render_findings(errore.findings, measure_tela(sys.stderr))}\n")
    tell(f"{'1 problema' if quanti == 1 else f'{quanti} problemi'}: i dati non si possono valutare")


def tell(*righe: str) -> None:
    """Scrive su stderr le righe che dicono qualcosa; ciò che viene da un nome, da un argomento, dai dati, vi resta testo."""
    from ldq_planner.render.valori import compose_righe

    tell_scritto(compose_righe(filter(None, righe)))


def tell_scritto(testo: str) -> None:
    """Scrive su stderr ciò che è già come si mostra, con i suoi colori."""
    with suppress(OSError):  # nessuno ascolta: resta il codice di uscita
        sys.stderr.write(testo)


def explain_uso(errore: Any) -> tuple[str, str]:
    """Che cosa non va nella riga di comando, e che cosa fare."""
    messaggio, rimedio = _translate(errore.message)
    if possibili := getattr(errore, "possibilities", None):
        rimedio = f"forse intendevi {' o '.join(sorted(possibili))}?"
    if (parametro := getattr(errore, "param", None)) is not None:
        nome = _name(parametro, errore.ctx)
        messaggio = f"{nome}: {messaggio}" if messaggio else f"manca {nome}"
    return messaggio, rimedio or f"{errore.ctx.command_path if errore.ctx else 'ldq'} --help"


def _translate(inglese: str) -> tuple[str, str]:
    """La frase e il rimedio in italiano; ciò che non si riconosce resta com'è."""
    for forma, frase, rimedio in _FRASI:
        trovata = re.fullmatch(forma, inglese, re.DOTALL)
        if trovata:
            return trovata.expand(frase), trovata.expand(rimedio) if trovata[trovata.re.groups] else ""
    return inglese, ""


def _name(parametro: Any, ctx: Any) -> str:
    """Il parametro come lo ha scritto l'utente: argomento, opzione, variabile d'ambiente."""
    if parametro.param_type_name == "argument":
        return str(parametro.metavar)
    da_ambiente = ctx is not None and getattr(ctx.get_parameter_source(parametro.name), "name", "") == "ENVIRONMENT"
    return str(parametro.envvar if da_ambiente else parametro.opts[0])
