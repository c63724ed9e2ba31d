"""Una gara possibile: le sue parti, e l'agenda che le dà le date."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from ldq_planner.engine.cronoprogramma import EventoDiGara
    from ldq_planner.engine.programma.lavoro import AgendaDegliUffici, Lavoro
    from ldq_planner.engine.programma.parti import ParteDiGara, Pezzo


class GaraPossibile(NamedTuple):
    """Una gara: le sue parti, le date che avrebbe, la procedura se unire o dividere la cambia."""

    id: str
    parti: tuple[ParteDiGara, ...]
    agenda: AgendaDegliUffici | None
    lavoro: Lavoro
    fissata: Mapping[str, EventoDiGara] | None = None
    """Di una gara in corso, le sue fasi: non c'è nulla da scegliere."""
    procedura_voluta: str = ""
    """La procedura che i dati danno, se al valore di tutti i lotti non è ammessa."""
    netto: Decimal | None = None
    """Il valore di tutti i lotti per le soglie, in euro senza IVA, se si sa."""

    @property
    def pezzi(self) -> frozenset[Pezzo]:
        """Gli scenari e i quartieri che serve."""
        return frozenset(p for parte in self.parti for p in parte.pezzi)

    @property
    def scenari(self) -> frozenset[str]:
        """Gli scenari di cui fa almeno una parte."""
        return frozenset(parte.scenario.id for parte in self.parti)
