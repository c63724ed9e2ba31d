"""Gli errori d'uso in italiano: typer li dice in inglese e senza lasciarli tradurre; qui si riconoscono e si ridicono."""

from __future__ import annotations

import re
from typing import Any

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
