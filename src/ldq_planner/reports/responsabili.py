"""Di chi si parla: scegliere ciò che segue un ufficio o un ruolo, e mettere insieme ciò che segue ciascuno."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

SENZA = "Senza responsabile"
"""Il titolo di ciò che i dati non dicono chi segua."""


class Seguito(Protocol):
    """Ciò di cui si sa chi lo segue."""

    @property
    def responsabili(self) -> tuple[str, ...]:
        """Gli uffici o i ruoli."""
        ...


T = TypeVar("T", bound=Seguito)


class DiChi(NamedTuple):
    """Di quali responsabili si vuole sapere, e se si vuole un gruppo per ciascuno; vuoto vuol dire tutti, insieme."""

    scelti: tuple[str, ...] = ()
    gruppi: bool = False

    def choose(self, voci: Iterable[T]) -> tuple[T, ...]:
        """Le voci che qualcuno degli scelti segue."""
        return tuple(v for v in voci if not self.scelti or not set(self.scelti).isdisjoint(v.responsabili))

    def split(self, voci: Iterable[T]) -> tuple[tuple[str, tuple[T, ...]], ...]:
        """Titolo → le sue voci, per nome e in fondo chi non ne ha; in un gruppo solo, senza titolo, se nessuno li chiede."""
        tutte = tuple(voci)
        if not self.gruppi:
            return (("", tutte),)
        gruppi: defaultdict[str, list[T]] = defaultdict(list)
        for voce in tutte:
            gruppi[", ".join(voce.responsabili)].append(voce)
        ordinati = sorted(gruppi.items(), key=lambda gruppo: (not gruppo[0], gruppo[0]))
        return tuple((nome or SENZA, tuple(sue)) for nome, sue in ordinati)


TUTTI = DiChi()
