"""Ciò che un formato non sa tenere: si raccoglie mentre si scrive, si dice alla fine, un genere per riga."""

from __future__ import annotations

_QUANTI = 5


class Perdite:
    """Genere di ciò che si perde → chi lo aveva, nell'ordine in cui si incontra."""

    def __init__(self) -> None:
        self._di_chi: dict[str, dict[str, None]] = {}

    def add(self, che_cosa: str, di_chi: str) -> None:
        """Un caso in più."""
        self._di_chi.setdefault(che_cosa, {})[di_chi] = None

    def list(self) -> tuple[str, ...]:
        """Una frase per genere, con quanti casi e i primi."""
        return tuple(f"{che_cosa} ({_say(list(chi))})" for che_cosa, chi in self._di_chi.items())


def _say(chi: list[str]) -> str:
    altri = len(chi) - _QUANTI
    return ", ".join(chi[:_QUANTI]) + (f" e altri {altri}" if altri > 1 else f", {chi[-1]}" if altri == 1 else "")
