"""I motori: DuckDB, e un server Spark Connect, quello di `LDQ_SPARK` o Sail su questa macchina."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from tests.sql.servitore import start_sail

from ldq_planner.sql.duckdb import open_duckdb
from ldq_planner.sql.spark import open_spark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.sql.motore import Motore


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """L'indirizzo di un server Spark Connect; pyspark prende per una doctest un programma senza file, come i processi di xdist."""
    vars(sys.modules["__main__"]).setdefault("__file__", "")
    if "LDQ_SPARK" in os.environ:
        yield os.environ["LDQ_SPARK"]
        return
    pytest.importorskip("pysail")
    pytest.importorskip("pyspark")
    with start_sail() as indirizzo:
        yield indirizzo


@pytest.fixture
def spark(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Motore]:
    """Un motore su quel server."""
    with open_spark(server, str(tmp_path_factory.mktemp("appoggio"))) as motore:
        yield motore


@pytest.fixture
def duckdb() -> Iterator[Motore]:
    """Il motore che sta nel programma."""
    pytest.importorskip("duckdb")
    with open_duckdb() as motore:
        yield motore
