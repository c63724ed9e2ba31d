"""L'albero dei comandi: un modulo per comando, qui solo messi insieme."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Annotated

import typer

from ldq_planner import __version__
from ldq_planner.cli.aiuto import Comando, Gruppo
from ldq_planner.cli.colonne import route
from ldq_planner.cli.domanda import expand_domanda
from ldq_planner.cli.guardia import guard

COMANDI = (
    *("status", "contratti", "quartieri", "copertura", "scenari", "rischio", "programma-gare"),
    *("gara", "norme", "acquisti"),
    *("calendario", "check", "novita", "diff", "rapporto", "regole", "spiega", "schema"),
    *("init", "importa", "esporta", "prepara", "estrai", "aggiungi", "rinnova", "proroga", "chiudi"),
    *("scegli", "scarta", "fatto", "affida", "impara"),
)
OPZIONI = "[OPZIONI]"


def build_app(richiesto: str = "") -> typer.Typer:
    """Il programma con il solo comando richiesto, se è un comando: gli altri non si caricano; altrimenti con tutti."""
    app = typer.Typer(
        name="ldq",
        cls=Gruppo,
        options_metavar=OPZIONI,
        subcommand_metavar="COMANDO [ARGOMENTI]...",
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(root)
    for nome in (richiesto,) if richiesto in COMANDI else COMANDI:
        comando = expand_domanda(route(_load(nome)))
        app.command(cls=Comando, options_metavar=OPZIONI)(guard()(comando))
    return app


def _load(nome: str) -> Callable[..., None]:
    """La funzione del comando."""
    modulo = nome.replace("-", "_")
    comando: Callable[..., None] = getattr(import_module(f"ldq_planner.cli.{modulo}"), modulo)
    return comando


def root(
    version: Annotated[bool, typer.Option("--version", help="Scrive la versione ed esce.", is_eager=True)] = False,
    debug: Annotated[  # noqa: ARG001 - la legge `main`, dovunque stia; qui è per l'aiuto
        bool, typer.Option("--debug", help="Se il programma si guasta, mostra la traccia intera.")
    ] = False,
) -> None:
    """Chi è coperto oggi, fino a quando, che cosa segue, entro quando agire.

    Senza comando è «ldq status». L'aiuto di un comando: ldq COMANDO --help

    Esempio: ldq status --oggi 2023-01-17
    """
    if version:
        typer.echo(f"ldq {__version__}")
        raise typer.Exit
