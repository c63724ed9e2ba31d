"""Un server Spark Connect su questa macchina, senza Java: Sail."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_QUI = "127.0.0.1"
_SAIL = "from pysail.cli import main; main()"
_ATTESA_S = 60


@contextmanager
def start_sail() -> Iterator[str]:
    """L'indirizzo di un server pronto, che alla fine non c'è più."""
    with socket.socket() as libera:
        libera.bind((_QUI, 0))
        porta = libera.getsockname()[1]
    comando = [sys.executable, "-c", _SAIL, "spark", "server", "--ip", _QUI, "--port", str(porta)]
    ambiente = {**os.environ, "SAIL_EXECUTION__DEFAULT_PARALLELISM": "1", "RUST_LOG": "error"}
    processo = subprocess.Popen(comando, env=ambiente, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(porta)
        yield f"sc://{_QUI}:{porta}"
    finally:
        processo.kill()
        processo.wait()


def _wait(porta: int) -> None:
    fine = time.monotonic() + _ATTESA_S
    while time.monotonic() < fine:
        try:
            socket.create_connection((_QUI, porta), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("Sail non risponde")
