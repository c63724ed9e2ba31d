"""`ldq schema`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ldq_planner.cli.schermo import write


def schema(
    cartella: Annotated[
        Path | None, typer.Argument(metavar="[CARTELLA]", help="Dove scrivere i file; senza, si elencano i nomi.")
    ] = None,
) -> None:
    """Scrive gli schemi JSON.

    Quelli dei file di dati servono agli editor; quelli delle risposte a chi le legge a macchina.

    Esempio: ldq schema schemi
    """
    from ldq_planner.loading import schemi as dei_dati
    from ldq_planner.reports import schemi as delle_risposte

    for nome, testo in (dei_dati.build_schemi() | delle_risposte.build_schemi()).items():
        if cartella is None:
            write(f"{nome}\n", None)
        else:
            write(testo, cartella / nome)
