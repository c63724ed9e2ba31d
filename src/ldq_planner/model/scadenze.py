"""Le scadenze di un contratto."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ldq_planner.dates.incerta import DataIncerta


@dataclass(frozen=True, slots=True)
class Scadenze:
    """Ultimo giorno in vigore, compreso: senza opzioni, con quelle esercitate, con tutte."""

    base: DataIncerta
    effettiva: DataIncerta
    massima: DataIncerta
