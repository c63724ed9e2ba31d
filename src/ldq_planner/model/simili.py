"""La parola nota che più somiglia a quella scritta."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@lru_cache
def find_simile(parola: str, note: tuple[str, ...], soglia: float = 0.6) -> str | None:
    """La parola nota più vicina, se ce n'è una che somiglia almeno quanto la soglia (da 0 a 1)."""
    from difflib import get_close_matches  # noqa: PLC0415 - serve solo a chi ha sbagliato

    return next(iter(get_close_matches(parola, note, n=1, cutoff=soglia)), None)


def suggest(parola: str, note: Iterable[str], altrimenti: str = "") -> str:
    """«forse intendevi …?» se una parola nota somiglia, altrimenti l'altro rimedio o, senza, le parole note."""
    simile = find_simile(parola, tuple(note))
    return f"forse intendevi «{simile}»?" if simile else altrimenti or f"si può scrivere: {', '.join(note)}"


def fold(testo: str) -> str:
    """Le sole lettere e cifre, senza maiuscole né accenti, una parola dalla successiva: `Quarto Oggiàro` e `quarto-oggiaro`."""
    senza = "".join(c for c in unicodedata.normalize("NFKD", testo.casefold()) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in senza).split())
