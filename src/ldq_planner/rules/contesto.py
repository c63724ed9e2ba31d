"""Ciò che una regola riceve, e la forma che deve avere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from ldq_planner.dates.periodo import InsiemeGiorni
from ldq_planner.engine.copertura import Copertura, find_coperture
from ldq_planner.engine.previsione import forecast_scenari
from ldq_planner.engine.scadenze import compute_effettiva

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.engine.previsione import Previsione
    from ldq_planner.errors import Finding, Severita
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.preavviso import Preavviso
    from ldq_planner.model.scenario import Scenario

_MAI = Copertura(InsiemeGiorni(), InsiemeGiorni())


@dataclass(frozen=True)
class Contesto:
    """La domanda di `ldq check`: il portafoglio, il giorno, e quanto avanti guardare.

    `entro` sono giorni da `oggi`, compreso l'ultimo; senza, decide il tempo che la procedura chiede. `avviso` e `critico`
    lo cambiano per tutti.

    Ciò che serve a più regole si calcola una volta sola, alla prima che lo chiede.
    """

    portafoglio: Portafoglio
    oggi: date
    entro: int | None
    diritto: Diritto | None = None
    """Le norme: senza, le regole che le chiedono tacciono."""
    avviso: Preavviso | None = None
    critico: Preavviso | None = None
    deroghe_usate: frozenset[str] = frozenset()
    """Gli id delle deroghe che hanno taciuto qualcosa: li conosce solo chi guarda le deroghe, dopo ogni altra regola."""

    @cached_property
    def coperture(self) -> Mapping[str, Copertura]:
        """Quartiere → giorni coperti; ogni quartiere c'è, anche senza contratti."""
        coperture = find_coperture(self.portafoglio.contratti)
        return {q.id: coperture.get(q.id, _MAI) for q in self.portafoglio.quartieri}

    @cached_property
    def scadenze(self) -> Mapping[str, DataIncerta]:
        """Contratto → scadenza effettiva, compresa."""
        return {c.id: compute_effettiva(c) for c in self.portafoglio.contratti}

    @cached_property
    def nomi(self) -> Mapping[str, str]:
        """Quartiere → il nome con cui lo si chiama."""
        return {q.id: q.nome for q in self.portafoglio.quartieri}

    @cached_property
    def scenari(self) -> Mapping[str, tuple[Scenario, ...]]:
        """Quartiere → i suoi scenari, nell'ordine del file; ogni quartiere c'è."""
        elenco: dict[str, list[Scenario]] = {q.id: [] for q in self.portafoglio.quartieri}
        for scenario in self.portafoglio.scenari:
            for quartiere in scenario.quartieri:
                elenco[quartiere].append(scenario)
        return {quartiere: tuple(scenari) for quartiere, scenari in elenco.items()}

    @cached_property
    def previsione(self) -> Previsione | None:
        """Gli scenari con gli inizi possibili e le date entro cui agire; `None` se la legge di oggi non è nota."""
        if self.diritto is None or self.oggi < self.diritto.primo_giorno:
            return None
        return forecast_scenari(self.portafoglio, self.oggi, self.diritto)


class Regola(Protocol):
    """Un modulo di regola: la docstring è il manuale."""

    CODICE: str
    SEVERITA: Severita

    def check(self, contesto: Contesto, /) -> Iterator[Finding]:
        """Le segnalazioni, senza righe né colonne."""
        ...
