"""I nomi pubblici della libreria: `from ldq_planner import …` li prende da qui.

La domanda è un `Quadro`: dati, giorno, legge. Le funzioni di qui sotto fanno una domanda sola, a dati sciolti.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import DataIncerta, parse_data
from ldq_planner.dates.mesi import end_of_mesi
from ldq_planner.dates.periodo import InsiemeGiorni, Periodo
from ldq_planner.engine import scenari
from ldq_planner.engine.copertura import compute_coperture
from ldq_planner.engine.costi import compute_costo
from ldq_planner.engine.durate import Ipotesi
from ldq_planner.engine.gara import Richiesta
from ldq_planner.engine.norme import Diritto
from ldq_planner.engine.preavvisi import Anticipo
from ldq_planner.engine.quadro import Quadro
from ldq_planner.engine.rischio import assess_quadro, assess_scenario
from ldq_planner.engine.scadenze import compute_scadenze
from ldq_planner.engine.scenari import apply_piano, apply_scenario
from ldq_planner.engine.stato import compute_totali
from ldq_planner.errors import Finding, InvalidDataError, LdqError, Severita
from ldq_planner.loading.cartella import Caricato, load, load_portafoglio
from ldq_planner.loading.luogo import find_dati_del_pacchetto
from ldq_planner.loading.norme import load_norme
from ldq_planner.model.portafoglio import Portafoglio
from ldq_planner.reports.avvisi_gara import add_avvisi
from ldq_planner.reports.gara_chiesta import plan_gara
from ldq_planner.rules.controlli.elenco import check_quadro

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.engine.previsione import Previsione
    from ldq_planner.model.esito import EsitoPiano, EsitoScenario
    from ldq_planner.model.preavviso import Preavviso
    from ldq_planner.model.scenario import Scenario
    from ldq_planner.model.stato import StatoQuartiere

__all__ = [
    "Caricato",
    "DataIncerta",
    "Diritto",
    "Finding",
    "InsiemeGiorni",
    "InvalidDataError",
    "Ipotesi",
    "LdqError",
    "Periodo",
    "Portafoglio",
    "Quadro",
    "Richiesta",
    "Severita",
    "apply_piano",
    "apply_scenario",
    "assess_quadro",
    "assess_scenario",
    "check_portafoglio",
    "check_quadro",
    "compute_coperture",
    "compute_costo",
    "compute_scadenze",
    "compute_stati",
    "compute_totali",
    "end_of_mesi",
    "evaluate_piani",
    "evaluate_scenario",
    "find_dati_del_pacchetto",
    "forecast_scenari",
    "load",
    "load_norme",
    "load_portafoglio",
    "parse_data",
    "plan_gara",
]


def compute_stati(portafoglio: Portafoglio, oggi: date) -> tuple[StatoQuartiere, ...]:
    """Lo stato di ogni quartiere, dal più urgente: `Quadro(portafoglio, oggi).stati`."""
    return Quadro(portafoglio, oggi).stati


def evaluate_scenario(portafoglio: Portafoglio, scenario: Scenario, oggi: date) -> EsitoScenario:
    """Che cosa lo scenario, con le date che ha, copre e lascia scoperto, quanto si stima che costi."""
    return scenari.evaluate_scenario(portafoglio, Quadro(portafoglio, oggi).coperture, scenario, oggi)


def evaluate_piani(portafoglio: Portafoglio, oggi: date) -> tuple[EsitoPiano, ...]:
    """I piani nella stessa finestra, con le date che i loro scenari hanno, «nessun intervento» per primo."""
    return scenari.evaluate_piani(portafoglio, Quadro(portafoglio, oggi).coperture, oggi)


def forecast_scenari(portafoglio: Portafoglio, oggi: date, diritto: Diritto) -> Previsione:
    """Gli scenari con gli inizi possibili, e le date entro cui agire: `Quadro(…).forecast()`, con gli avvisi già scritti."""
    previsione = Quadro(portafoglio, oggi, diritto).forecast()
    return previsione._replace(tempi=add_avvisi(previsione))


def check_portafoglio(
    portafoglio: Portafoglio,
    oggi: date,
    entro: int | None = None,
    *,
    diritto: Diritto | None = None,
    avviso: Preavviso | None = None,
    critico: Preavviso | None = None,
) -> Iterator[Finding]:
    """Le segnalazioni di quel giorno, senza righe né colonne: `check_quadro(Quadro(portafoglio, oggi, diritto), Anticipo(entro))`."""
    return check_quadro(Quadro(portafoglio, oggi, diritto), Anticipo(entro, avviso, critico))
