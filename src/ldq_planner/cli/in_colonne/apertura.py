"""Il motore chiesto, con le due tavole già lette."""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ldq_planner.cli.guardia import tell
from ldq_planner.cli.opzioni import DUCKDB, refuse_inutili
from ldq_planner.errors import MissingExtraError
from ldq_planner.model.scambio.piatto import FILE, list_campi

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.cli.domanda import Domanda
    from ldq_planner.sql.motore import Motore

_SCHEMA = re.compile(r"^([a-z][a-z0-9+.-]+:)/+")


@contextmanager
def open_motore(domanda: Domanda) -> Iterator[Motore]:
    """Il motore, aperto su quei dati."""
    try:
        with _open(domanda) as motore:
            yield motore
    except ModuleNotFoundError as errore:
        extra = "spark" if (errore.name or "").startswith(("pyspark", "grpc", "pandas")) else "sql"
        raise MissingExtraError("per i dati in colonne", extra) from None


@contextmanager
def _open(domanda: Domanda) -> Iterator[Motore]:
    if domanda.motore in (None, DUCKDB):
        from ldq_planner.loading.colonne import find_ingresso
        from ldq_planner.sql.duckdb import open_duckdb

        ingresso = find_ingresso(domanda.dati or Path())
        with open_duckdb(domanda.memoria, domanda.appoggio) as motore:
            tell(*(f"ldq: {avviso}" for avviso in motore.open(ingresso)))
            yield motore
        return
    from ldq_planner.sql.spark import open_spark

    refuse_inutili("su un server", ("--memoria", domanda.memoria))
    with open_spark(str(domanda.motore), str(domanda.appoggio) if domanda.appoggio else None) as server:
        for tavola, percorso in locate_tavole(domanda).items():
            server.read(tavola, [percorso])
        yield server


def locate_tavole(domanda: Domanda) -> dict[str, str]:
    """Tavola → il suo file; su un server, dove lo vede lui: anche `s3://…`, a cui `Path` toglie una barra."""
    cartella = _SCHEMA.sub(r"\1//", str(domanda.dati or "."), count=1)
    return {tavola: f"{cartella}/{file}" for tavola, file in zip(list_campi(), FILE, strict=True)}
