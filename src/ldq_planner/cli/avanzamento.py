"""A che punto è un lavoro lungo: su stderr, e solo se qualcuno lo guarda."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def show_avanzamento() -> Iterator[Callable[[str], None]]:
    """Una funzione a cui dire che cosa si sta facendo; dove non c'è un terminale non scrive nulla."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("…") as stato:
        yield lambda testo: stato.update(f"{testo}…")
