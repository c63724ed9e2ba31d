"""Le scadenze di un contratto."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ldq_planner.dates.incerta import DataIncerta


class Scadenze(NamedTuple):
    """Ultimo giorno in vigore, compreso: senza opzioni, con quelle esercitate, e con quelle ancora aperte."""

    base: DataIncerta
    effettiva: DataIncerta
    massima: DataIncerta
