"""I formati di `ldq esporta`: uno per file. Da Portafoglio ai byte dei file, con ciò che il formato non sa tenere.

Per aggiungerne uno: un file con una funzione `export(portafoglio, modi)`, e una riga in `FORMATI`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from ldq_planner.render import check_pacchetti

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.model.evento import Evento
    from ldq_planner.model.portafoglio import Portafoglio

UNICO = ""
"""Il nome del solo file di un formato che ne scrive uno: lo sceglie chi chiede."""


class DiDati(NamedTuple):
    """Un formato di dati: l'estensione del suo file (vuota se è una cartella), che cosa gli serve."""

    estensione: str
    che_cosa: str
    uno: str = ""
    """Quale file di una cartella si scrive da solo, se si indica un file."""
    extra: str = ""
    pacchetti: tuple[str, ...] = ()


FORMATI = {
    "ocds": DiDati("json", "Open Contracting (OCDS 1.1.5), un file .json"),
    "csv": DiDati("", "una cartella di CSV con datapackage.json"),
    "registro": DiDati("xlsx", "un registro da correggere, un file .xlsx", extra="xlsx", pacchetti=("xlsxwriter",)),
    "jsonl": DiDati("jsonl", "i contratti, uno per riga, in un file .jsonl"),
    "parquet": DiDati(
        "parquet",
        "una cartella con contratti.parquet e quartieri.parquet, o i soli contratti in un file .parquet",
        uno="contratti.parquet",
        extra="parquet",
        pacchetti=("pyarrow",),
    ),
}
"""Nome del formato, e del modulo che lo scrive."""


class Modi(NamedTuple):
    """Ciò che i dati non dicono e la pubblicazione vuole.

    `prefisso` è quello degli ocid, `licenza` l'indirizzo della licenza dei dati; vuota se non si dichiara.
    """

    oggi: date
    prefisso: str
    licenza: str = ""
    uri: str = ""
    eventi: tuple[Evento, ...] = ()
    """Gli atti delle gare, con l'ultimo giorno utile: scenario per scenario."""


class Esportato(NamedTuple):
    """I file da scrivere, per nome, e ciò che il formato non sa tenere, una frase per genere.

    `a_parole` è ciò che vi resta solo come testo, da cui ldq lo ritrova; `perdite` ciò che non vi resta.
    """

    file: dict[str, bytes]
    perdite: tuple[str, ...] = ()
    a_parole: tuple[str, ...] = ()


class Esportatore(Protocol):
    """Il modulo di un formato di dati."""

    def export(self, portafoglio: Portafoglio, modi: Modi, /) -> Esportato:
        """I byte dei file: agli stessi dati e allo stesso giorno, gli stessi."""
        ...


def check_formato(formato: str) -> None:
    """Nulla, se il formato si può scrivere.

    Errori: `MissingExtraError` se manca il componente che lo scrive.
    """
    check_pacchetti(formato, FORMATI[formato].extra, FORMATI[formato].pacchetti)


def export(portafoglio: Portafoglio, formato: str, modi: Modi) -> Esportato:
    """Il portafoglio nel formato chiesto.

    Errori: `MissingExtraError` se manca il componente che lo scrive.
    """
    check_formato(formato)
    return cast("Esportatore", import_module(f"{__name__}.{formato}")).export(portafoglio, modi)


SOLO_CONTRATTI = "quartieri, programmi, scenari, piani e deroghe: qui stanno solo i contratti"
"""Ciò che perde un formato che scrive i soli contratti."""


def tell_soglie(portafoglio: Portafoglio) -> tuple[str, ...]:
    """Ciò che resta fuori da un formato che tiene tutti i file YAML: le soglie, se l'ente ne ha di sue."""
    return (
        ()
        if portafoglio.soglie == type(portafoglio.soglie)()
        else ("le soglie dell'ente (ldq.toml): si copiano a parte",)
    )
