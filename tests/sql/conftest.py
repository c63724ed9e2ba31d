"""I motori: DuckDB, e un server Spark Connect, quello di `LDQ_SPARK` o Sail su questa macchina."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from ldq_planner.sql.duckdb import open_duckdb
from ldq_planner.sql.spark import open_spark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.sql.motore import Motore

_SAIL = "from pysail.cli import main; main()"
_ATTESA_S = 60


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """L'indirizzo di un server Spark Connect."""
    if "LDQ_SPARK" in os.environ:
        yield os.environ["LDQ_SPARK"]
        return
    pytest.importorskip("pysail")
    pytest.importorskip("pyspark")
    with socket.socket() as libera:
        libera.bind(("127.0.0.1", 0))
        porta = libera.getsockname()[1]
    comando = [sys.executable, "-c", _SAIL, "spark", "server", "--ip", "127.0.0.1", "--port", str(porta)]
    ambiente = {**os.environ, "SAIL_EXECUTION__DEFAULT_PARALLELISM": "1", "RUST_LOG": "error"}
    processo = subprocess.Popen(comando, env=ambiente, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(porta)
        yield f"sc://127.0.0.1:{porta}"
    finally:
        processo.kill()
        processo.wait()


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


def _wait(porta: int) -> None:
    fine = time.monotonic() + _ATTESA_S
    while time.monotonic() < fine:
        try:
            socket.create_connection(("127.0.0.1", porta), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("Sail non risponde")
