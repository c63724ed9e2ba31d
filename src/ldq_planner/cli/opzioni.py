"""Le opzioni che i comandi hanno in comune: nome, aiuto, lettura, completamento."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.models import OptionInfo

from ldq_planner.cli.completamento import complete_quartieri, complete_responsabili, offer
from ldq_planner.errors import InvalidRequestError
from ldq_planner.render import DI_CHECK, DI_NOVITA, DI_UNO, FORMATI, OVUNQUE

DUCKDB = "duckdb"
_SPARK = re.compile(r"sc://[^\s/?#]+(:\d+)?(/\S*)?")
_MEMORIA = re.compile(r"(\d{1,6}(?:[.,]\d{1,3})?) ?([kmgt]b)", re.IGNORECASE)


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


def ask(nome: str, valore: str, aiuto: str, **altro: Any) -> OptionInfo:
    """Un'opzione con i suoi nomi (`-o --output`), come si chiama il suo valore, e l'aiuto; `altro` è di typer."""
    opzione: OptionInfo = typer.Option(*nome.split(), metavar=valore, help=aiuto, **altro)
    return opzione


def ask_giorno(nome: str, aiuto: str, **altro: Any) -> OptionInfo:
    """Un'opzione il cui valore è un giorno certo."""
    return ask(nome, "GIORNO", aiuto, parser=parse_giorno, **altro)


def ask_scelta(nome: str, ammessi: Sequence[str], che_cosa: str, valore: str, aiuto: str, **altro: Any) -> OptionInfo:
    """Un'opzione il cui valore è uno degli ammessi; `che_cosa` è ciò che gli altri non sono, per esempio «un profilo»."""

    def parse(testo: str) -> str:
        if testo in ammessi:
            return testo
        raise typer.BadParameter(f"«{testo}» non è {che_cosa}; scegliere fra {', '.join(ammessi)}")

    return ask(nome, valore, aiuto, parser=parse, autocompletion=offer(ammessi), **altro)


def refuse_inutili(dove: str, *scritte: tuple[str, object]) -> None:
    """Nessuna delle opzioni che `dove` non cambierebbero nulla: chi le ha scritte si aspetta che contino.

    Errori: `InvalidRequestError` con quelle da togliere.
    """
    if nomi := [nome for nome, valore in scritte if valore]:
        cambia = "non cambia" if len(nomi) == 1 else "non cambiano"
        raise InvalidRequestError(f"{dove} {' e '.join(nomi)} {cambia} nulla", f"togliere {' e '.join(nomi)}")


def parse_motore(testo: str) -> str:
    """Il motore di `--motore`: `duckdb`, o l'indirizzo di uno Spark Connect."""
    if testo == DUCKDB or _SPARK.fullmatch(testo):
        return testo
    altro = (
        "è un altro protocollo: Spark Connect"
        if testo.startswith(("spark://", "yarn", "k8s://"))
        else "non è un motore;"
    )
    raise typer.BadParameter(f"«{testo}» {altro} si scrive sc://HOST:PORTA, per esempio sc://localhost:15002; o duckdb")


def parse_memoria(testo: str) -> str:
    """La memoria di `--memoria`: `1GB`, `500 MB`, `1,5GB`."""
    if detta := _MEMORIA.fullmatch(testo):
        return f"{detta[1].replace(',', '.')}{detta[2].upper()}"
    raise typer.BadParameter(
        f"«{testo}» non è una quantità di memoria; scrivere un numero e l'unità, per esempio 1GB o 500MB"
    )


def ask_formato(ammessi: Sequence[str]) -> OptionInfo:
    """L'opzione `--format` con quei formati: aiuto, lettura, completamento."""

    def parse(testo: str) -> str:
        if testo in ammessi:
            return testo
        solo = DI_UNO.get(FORMATI[testo].vuole, "") if testo in FORMATI else ""
        motivo = f"lo scrive solo «ldq {solo}»; qui" if solo else "non è un formato;"
        raise typer.BadParameter(f"«{testo}» {motivo} scegliere fra {', '.join(ammessi)}")

    opzione: OptionInfo = typer.Option(
        "--format",
        parser=parse,
        metavar="FORMATO",
        autocompletion=offer(ammessi),
        help=f"Uno fra {', '.join(ammessi)}; senza, lo dice l'estensione di -o, o è table.",
    )
    return opzione


Oggi = Annotated[
    date | None,
    ask_giorno(
        "--oggi", "Il giorno della domanda (AAAA-MM-GG o GG/MM/AAAA); senza, la data di oggi.", envvar="LDQ_OGGI"
    ),
]
Dati = Annotated[
    Path | None,
    ask(
        "--dati",
        "CARTELLA",
        "La cartella dei dati; senza, quella in cui si è (o la sua data/), o i dati del programma.",
        envvar="LDQ_DATI",
    ),
]
Motore = Annotated[
    str | None,
    ask(
        "--motore",
        "MOTORE",
        "Di dati in colonne: duckdb, in questo programma, o sc://HOST:PORTA, uno Spark Connect; senza, duckdb.",
        parser=parse_motore,
    ),
]
Memoria = Annotated[
    str | None,
    ask(
        "--memoria",
        "QUANTA",
        "Quanta ne può usare duckdb: 1GB, 500MB; il resto va su disco. Senza, 1GB.",
        parser=parse_memoria,
    ),
]
Appoggio = Annotated[
    Path | None,
    ask("--appoggio", "CARTELLA", "Dove duckdb scrive ciò che non sta in memoria; senza, fra i file temporanei."),
]
Formato = Annotated[str | None, ask_formato(OVUNQUE)]
FormatoDiCheck = Annotated[str | None, ask_formato(DI_CHECK)]
FormatoDiNovita = Annotated[str | None, ask_formato(DI_NOVITA)]
Uscita = Annotated[Path | None, ask("-o --output", "FILE", "Scrive in un file invece che sullo schermo.")]
Dal = Annotated[
    date | None, ask_giorno("--dal", "Primo giorno della finestra, compreso; senza, il 1° gennaio dell'anno scorso.")
]
Al = Annotated[
    date | None, ask_giorno("--al", "Ultimo giorno della finestra, compreso; senza, il 31 dicembre dell'anno prossimo.")
]
Responsabili = Annotated[
    list[str] | None,
    ask(
        "--responsabile",
        "NOME",
        "Solo ciò che segue questo ufficio o ruolo; si può ripetere.",
        autocompletion=complete_responsabili,
    ),
]
PerResponsabile = Annotated[
    bool, typer.Option("--per-responsabile", help="Un gruppo per ogni ufficio o ruolo che lo segue.")
]
Tutti = Annotated[
    bool,
    typer.Option("--tutti", help="Sullo schermo, ogni riga: senza, di ciò che è lungo un riassunto e i casi peggiori."),
]
Quartieri = Annotated[
    list[str] | None,
    ask("--quartiere", "ID", "Solo questo quartiere; si può ripetere.", autocompletion=complete_quartieri),
]
