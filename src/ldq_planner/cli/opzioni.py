"""Le opzioni che i comandi hanno in comune: nome, aiuto, lettura, completamento."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from typer.models import OptionInfo

from ldq_planner.cli.completamento import complete_quartieri
from ldq_planner.render import FORMATI, OVUNQUE


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


def ask_formato(ammessi: Sequence[str]) -> OptionInfo:
    """L'opzione `--format` con quei formati: aiuto, lettura, completamento."""

    def parse(testo: str) -> str:
        if testo in ammessi:
            return testo
        motivo = "lo scrive solo «ldq check»; qui" if testo in FORMATI else "non è un formato;"
        raise typer.BadParameter(f"«{testo}» {motivo} scegliere fra {', '.join(ammessi)}")

    def complete(incomplete: str) -> list[str]:
        return [nome for nome in ammessi if nome.startswith(incomplete)]

    opzione: OptionInfo = typer.Option(
        "--format",
        parser=parse,
        metavar="FORMATO",
        autocompletion=complete,
        help=f"Uno fra {', '.join(ammessi)}; senza, lo dice l'estensione di -o, o è table.",
    )
    return opzione


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
Formato = Annotated[str | None, ask_formato(OVUNQUE)]
FormatoDiCheck = Annotated[str | None, ask_formato(tuple(FORMATI))]
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
