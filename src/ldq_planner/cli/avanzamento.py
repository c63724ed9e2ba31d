"""A che punto è un lavoro lungo: una riga su stderr, e solo se qualcuno la guarda."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from shutil import get_terminal_size
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def show_avanzamento() -> Iterator[Callable[[str], None]]:
    """Una funzione a cui dire che cosa si sta facendo; dove non c'è un terminale non scrive nulla."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from ldq_planner.render.valori import clean

    larghezza = get_terminal_size().columns - 1

    def show(testo: str) -> None:
        sys.stderr.write(f"\r{clean(testo)[:larghezza]:<{larghezza}}\r")
        sys.stderr.flush()

    try:
        yield lambda testo: show(f"{testo}…")
    finally:
        show("")
