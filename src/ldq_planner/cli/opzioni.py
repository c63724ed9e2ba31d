"""Le opzioni che i comandi hanno in comune: nome, aiuto, lettura, completamento."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ldq_planner.cli.completamento import complete_formati, complete_formati_di_check, complete_quartieri
from ldq_planner.render import FORMATI, FORMATI_DI_CHECK, FORMATI_DI_FILE

OVUNQUE = (*FORMATI, *FORMATI_DI_FILE)
"""I formati di ogni comando; quelli di una figura o di un calendario solo dove ce n'è."""


def parse_giorno(testo: str) -> date:
    """Un giorno certo scritto `AAAA-MM-GG` o `GG/MM/AAAA`."""
    from ldq_planner.dates.incerta import parse_data

    try:
        data = parse_data(testo)
    except ValueError as errore:
        raise typer.BadParameter(f"{errore}; scrivere AAAA-MM-GG, per esempio 2023-01-17") from None
    if not data.is_certa:
        raise typer.BadParameter(f"«{testo}» non è un giorno certo; scrivere AAAA-MM-GG, per esempio 2023-01-17")
    return data.primo


def parse_formato(testo: str) -> str:
    """Il nome di un formato di ogni comando."""
    if testo in FORMATI_DI_CHECK:
        raise typer.BadParameter(f"«{testo}» lo scrive solo «ldq check»; qui scegliere fra {', '.join(OVUNQUE)}")
    if testo not in OVUNQUE:
        raise typer.BadParameter(f"«{testo}» non è un formato; scegliere fra {', '.join(OVUNQUE)}")
    return testo


def parse_formato_di_check(testo: str) -> str:
    """Il nome di un formato di `ldq check`."""
    ammessi = (*OVUNQUE, *FORMATI_DI_CHECK)
    if testo not in ammessi:
        raise typer.BadParameter(f"«{testo}» non è un formato; scegliere fra {', '.join(ammessi)}")
    return testo


Oggi = Annotated[
    date | None,
    typer.Option(
        "--oggi",
        parser=parse_giorno,
        metavar="GIORNO",
        envvar="LDQ_OGGI",
        help="Il giorno della domanda (AAAA-MM-GG o GG/MM/AAAA); senza, la data di oggi.",
    ),
]
Dati = Annotated[
    Path | None,
    typer.Option(
        "--dati",
        metavar="CARTELLA",
        envvar="LDQ_DATI",
        help="La cartella dei dati; senza, quella in cui si è (o la sua data/), o i dati del programma.",
    ),
]
Formato = Annotated[
    str | None,
    typer.Option(
        "--format",
        parser=parse_formato,
        metavar="FORMATO",
        autocompletion=complete_formati,
        help=f"Uno fra {', '.join(OVUNQUE)}; senza, lo dice l'estensione di -o, o è table.",
    ),
]
FormatoDiCheck = Annotated[
    str | None,
    typer.Option(
        "--format",
        parser=parse_formato_di_check,
        metavar="FORMATO",
        autocompletion=complete_formati_di_check,
        help=f"Uno fra {', '.join((*OVUNQUE, *FORMATI_DI_CHECK))}; senza, lo dice l'estensione di -o, o è table.",
    ),
]
Uscita = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Scrive in un file invece che sullo schermo."),
]
Dal = Annotated[
    date | None,
    typer.Option(
        "--dal",
        parser=parse_giorno,
        metavar="GIORNO",
        help="Primo giorno della finestra, compreso; senza, il 1° gennaio dell'anno scorso.",
    ),
]
Al = Annotated[
    date | None,
    typer.Option(
        "--al",
        parser=parse_giorno,
        metavar="GIORNO",
        help="Ultimo giorno della finestra, compreso; senza, il 31 dicembre dell'anno prossimo.",
    ),
]
Quartieri = Annotated[
    list[str] | None,
    typer.Option(
        "--quartiere", metavar="ID", autocompletion=complete_quartieri, help="Solo questo quartiere; si può ripetere."
    ),
]
