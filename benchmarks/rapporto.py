"""Una riga della tabella dei tempi."""

from __future__ import annotations

from typing import NamedTuple


class Rapporto(NamedTuple):
    """Quante volte il nostro numero sta in quello del termine di confronto; `limite` è il più che si ammette."""

    nome: str
    valore: float
    limite: float
