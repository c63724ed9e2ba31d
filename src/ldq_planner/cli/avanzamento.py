"""A che punto è un lavoro lungo: su stderr, e solo se qualcuno lo guarda."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ldq_planner.loading.luogo import CONTRATTI, REGISTRO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


PESANTE = 4 * 1024**2
"""Byte di un file di contratti: da qui leggerli prende più di un istante."""


@contextmanager
def show_avanzamento(*, lungo: bool = True) -> Iterator[Callable[[str], None]]:
    """Una funzione a cui dire che cosa si sta facendo; se non è un lavoro lungo, o non c'è un terminale, non scrive nulla."""
    if not lungo or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("…") as stato:
        yield lambda testo: stato.update(f"{testo}…")


def is_pesante(cartella: Path) -> bool:
    """Vero se i contratti della cartella sono tanti da far aspettare chi li legge."""
    return any(file.stat().st_size > PESANTE for file in (cartella / CONTRATTI, cartella / REGISTRO) if file.is_file())
