"""Ciò che una regola di integrità riceve, e la forma che deve avere."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ldq_planner.errors import Finding, Severita
    from ldq_planner.model.portafoglio import Portafoglio


class Contenuto(NamedTuple):
    """I dati letti, prima di sapere se si possono valutare.

    `noti` ha gli id scritti nei file, anche i malati; `regole` dice di ogni codice se si può derogare.
    """

    portafoglio: Portafoglio
    noti: Mapping[str, frozenset[str]]
    regole: Mapping[str, bool]


class RegolaDiIntegrita(Protocol):
    """Una regola senza la quale i dati non si possono valutare."""

    CODICE: str
    SEVERITA: Severita

    def check(self, contenuto: Contenuto, /) -> Iterator[Finding]:
        """Le segnalazioni, senza righe né colonne."""
        ...
