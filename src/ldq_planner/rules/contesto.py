"""Ciò che una regola riceve, e la forma che deve avere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ldq_planner.errors import Finding, Severita
    from ldq_planner.model.portafoglio import Portafoglio


@dataclass(frozen=True, slots=True)
class Contesto:
    """La domanda di `ldq check`: il portafoglio, il giorno, e quanti giorni avanti guardare (compreso l'ultimo)."""

    portafoglio: Portafoglio
    oggi: date
    entro: int


@dataclass(frozen=True, slots=True)
class Contenuto:
    """I dati letti, prima di sapere se si possono valutare; `noti` ha gli id scritti nei file, anche i malati."""

    portafoglio: Portafoglio
    noti: Mapping[str, frozenset[str]]


class Regola(Protocol):
    """Un modulo di regola: la docstring è il manuale."""

    CODICE: str
    SEVERITA: Severita

    def check(self, contesto: Contesto, /) -> Iterator[Finding]:
        """Le segnalazioni, senza righe né colonne."""
        ...


class RegolaDiIntegrita(Protocol):
    """Una regola senza la quale i dati non si possono valutare."""

    CODICE: str
    SEVERITA: Severita

    def check(self, contenuto: Contenuto, /) -> Iterator[Finding]:
        """Le segnalazioni, senza righe né colonne."""
        ...
