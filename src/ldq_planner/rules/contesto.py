"""Ciò che una regola riceve, e la forma che deve avere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.engine.copertura import Coperture
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.engine.previsione import Previsione
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.errors import Finding, Severita
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.preavviso import Preavviso


@dataclass(frozen=True)
class Contesto:
    """La domanda di `ldq check`: il quadro, e quanto avanti guardare.

    `entro` sono giorni da `oggi`, compreso l'ultimo; senza, decide il tempo che la procedura chiede. `avviso` e `critico`
    lo cambiano per tutti. Un quadro senza legge fa tacere le regole che la chiedono.
    """

    quadro: Quadro
    entro: int | None = None
    avviso: Preavviso | None = None
    critico: Preavviso | None = None
    deroghe_usate: frozenset[str] = frozenset()
    """Gli id delle deroghe che hanno taciuto qualcosa: li conosce solo chi guarda le deroghe, dopo ogni altra regola."""

    @property
    def portafoglio(self) -> Portafoglio:
        """I dati."""
        return self.quadro.portafoglio

    @property
    def oggi(self) -> date:
        """Il giorno della domanda."""
        return self.quadro.oggi

    @property
    def diritto(self) -> Diritto | None:
        """La legge, se c'è."""
        return self.quadro.diritto

    @property
    def coperture(self) -> Coperture:
        """Quartiere → giorni coperti."""
        return self.quadro.coperture

    @property
    def scadenze(self) -> Mapping[str, DataIncerta]:
        """Contratto → scadenza effettiva, compresa."""
        return self.quadro.scadenze

    @property
    def previsione(self) -> Previsione | None:
        """Gli scenari con gli inizi possibili; `None` se la legge di oggi non è nota."""
        return self.quadro.previsione


class Regola(Protocol):
    """Un modulo di regola: la docstring è il manuale."""

    CODICE: str
    SEVERITA: Severita

    def check(self, contesto: Contesto, /) -> Iterator[Finding]:
        """Le segnalazioni, senza righe né colonne."""
        ...
