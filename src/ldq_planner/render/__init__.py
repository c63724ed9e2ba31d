"""I formati: uno per file, ciascuno da Report a testo.

Per aggiungerne uno: un file con una funzione `render(report, tela)`, e una riga in `FORMATI`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

if TYPE_CHECKING:
    from ldq_planner.reports.report import Report

FORMATI = {
    "table": "ldq_planner.render.terminale",
    "json": "ldq_planner.render.json",
    "csv": "ldq_planner.render.csv",
    "md": "ldq_planner.render.markdown",
}
"""Nome del formato, che è anche l'estensione del file → modulo che lo scrive, caricato solo se serve."""


class Tela(NamedTuple):
    """Dove si scrive: larghezza in caratteri, e se si può usare il colore."""

    larghezza: int
    colore: bool = False


class Formato(Protocol):
    """Il modulo di un formato."""

    def render(self, report: Report, tela: Tela, /) -> str:
        """Il testo intero, con l'a capo finale."""
        ...


def render(report: Report, formato: str, tela: Tela) -> str:
    """Il report nel formato chiesto, che dev'essere uno di `FORMATI`."""
    return cast("Formato", import_module(FORMATI[formato])).render(report, tela)
