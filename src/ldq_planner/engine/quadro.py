"""La domanda: questi dati, questo giorno, questa legge; e ciò che ne segue, calcolato una volta sola."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ldq_planner.engine.copertura import Coperture
from ldq_planner.engine.scadenze import compute_effettiva
from ldq_planner.engine.stato import compute_stati
from ldq_planner.engine.vigore import compute_vigore

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.dates.periodo import Periodo
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.engine.previsione import Previsione
    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.copertura import CoperturaQuartiere
    from ldq_planner.model.esito import EsitoPiano, EsitoScenario
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.presidio import Presidio
    from ldq_planner.model.quartiere import Quartiere
    from ldq_planner.model.scenario import Scenario
    from ldq_planner.model.stato import StatoQuartiere


@dataclass(frozen=True)
class Quadro:
    """Un portafoglio, il giorno della domanda e la legge con cui si risponde, o nessuna.

    Ogni conseguenza si calcola alla prima richiesta e poi resta: `coperture` e `scadenze` ripassano tutti i contratti, le
    altre partono da lì. Qui non ci sono frasi, formati, file.
    """

    portafoglio: Portafoglio
    oggi: date
    diritto: Diritto | None = None

    @cached_property
    def coperture(self) -> Coperture:
        """Quartiere → giorni coperti dai contratti."""
        return Coperture(self.portafoglio.contratti)

    @cached_property
    def scadenze(self) -> Mapping[str, DataIncerta]:
        """Contratto → scadenza effettiva, compresa."""
        return {c.id: compute_effettiva(c) for c in self.portafoglio.contratti}

    def find_vigore(self, contratto: Contratto, quartiere: str) -> tuple[DataIncerta, DataIncerta]:
        """Primo e ultimo giorno in vigore del contratto in quel quartiere, compresi."""
        if contratto.decorrenze:
            return compute_vigore(contratto, quartiere)
        return contratto.inizio, self.scadenze[contratto.id]

    def find_presidi(self, quartiere: Quartiere) -> tuple[Presidio, ...]:
        """I tratti dei giorni certamente coperti con i loro operatori; vuoto se non si sa mai quanti."""
        from ldq_planner.engine.presidio import find_presidi

        contratti = self.portafoglio.contratti_by_quartiere[quartiere.id]
        return find_presidi(contratti, quartiere, self.portafoglio.soglie.presidio_minimo)

    @cached_property
    def stati(self) -> tuple[StatoQuartiere, ...]:
        """Lo stato di ogni quartiere, dal più urgente."""
        return compute_stati(self.portafoglio, self.coperture, self.oggi)

    @cached_property
    def previsione(self) -> Previsione | None:
        """Gli scenari con gli inizi possibili e le date entro cui agire; `None` se la legge di oggi non è nota."""
        if self.diritto is None or self.oggi < self.diritto.primo_giorno:
            return None
        return self._previsione

    def forecast(self) -> Previsione:
        """La previsione, a chi non può farne a meno.

        Errori: `InvalidRequestError` se la legge di oggi non è nota; `LookupError` se il quadro è senza legge.
        """
        return self._previsione

    @cached_property
    def esiti(self) -> tuple[EsitoScenario, ...]:
        """Gli scenari scritti nei dati, valutati con gli inizi possibili, i loro tempi e le condizioni datate."""
        return tuple(self._evaluate(scenario) for scenario in self.forecast().scritti)

    @cached_property
    def piani(self) -> tuple[EsitoPiano, ...]:
        """I piani nella finestra comune, «nessun intervento» per primo; accanto a ogni piano, lo stesso con i ponti leciti."""
        return self.compare_piani(self.finestra_comune)

    def compare_piani(self, finestra: Periodo) -> tuple[EsitoPiano, ...]:
        """Gli stessi piani in un'altra finestra, estremi compresi."""
        from ldq_planner.engine.scenari import evaluate_piani

        return evaluate_piani(self.forecast().portafoglio, self.coperture, self.oggi, finestra)

    @cached_property
    def finestra_comune(self) -> Periodo:
        """I giorni in cui si confrontano i piani: da oggi all'ultimo di uno scenario, non oltre la fine della domanda, compresi."""
        from ldq_planner.engine.scenari import compute_finestra_comune

        return compute_finestra_comune(self.forecast().portafoglio, self.oggi)

    @cached_property
    def fine_domanda(self) -> date:
        """L'ultimo giorno che serve a chi decide oggi: non la fine degli scenari, ma l'anno in cui comincia l'ultimo."""
        from ldq_planner.engine.scenari import find_fine_domanda

        return find_fine_domanda(self.forecast().portafoglio, self.oggi)

    def cover(self, finestra: Periodo) -> tuple[CoperturaQuartiere, ...]:
        """Copertura e lacune di ogni quartiere nella finestra, estremi compresi, nell'ordine dei dati."""
        return tuple([self.coperture.compute(quartiere, finestra) for quartiere in self.portafoglio.quartieri])

    def _evaluate(self, scenario: Scenario) -> EsitoScenario:
        from ldq_planner.engine.condizioni import find_termine
        from ldq_planner.engine.scenari import evaluate_scenario

        previsione = self.forecast()
        esito = evaluate_scenario(previsione.portafoglio, self.coperture, scenario, self.oggi)
        termini = (find_termine(c, scenario, previsione) for c in scenario.condizioni)
        condizioni = zip(esito.condizioni, termini, strict=True)
        datate = tuple(condizione._replace(entro=termine and termine.giorno) for condizione, termine in condizioni)
        scritto = self.portafoglio.scenari_by_id[scenario.id].inizio
        return esito._replace(
            inizio_dichiarato=None if scritto == scenario.inizio else scritto,
            tempi=previsione.tempi.get(scenario.id),
            condizioni=datate,
        )

    def require_diritto(self) -> Diritto:
        """La legge, a chi non può farne a meno.

        Errori: `LookupError` se il quadro è senza legge.
        """
        if self.diritto is None:
            raise LookupError("questo quadro è senza legge")
        return self.diritto

    @cached_property
    def _previsione(self) -> Previsione:
        from ldq_planner.engine.previsione import forecast_scenari

        return forecast_scenari(self.portafoglio, self.coperture, self.oggi, self.require_diritto())
