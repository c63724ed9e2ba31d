"""I file di colonne da leggere insieme: quali sono dei contratti, quali dei quartieri."""

from __future__ import annotations

from typing import NamedTuple


class Ingresso(NamedTuple):
    """I percorsi, com'è il loro formato; senza quartieri, i luoghi sono quelli che i contratti nominano."""

    formato: str
    """Uno fra `parquet`, `csv`, `jsonl`."""
    contratti: tuple[str, ...]
    quartieri: tuple[str, ...] = ()
