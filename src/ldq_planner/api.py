"""I nomi pubblici della libreria: `from ldq_planner import …` li prende da qui."""

from ldq_planner.dates.incerta import DataIncerta, parse_data
from ldq_planner.dates.mesi import end_of_mesi
from ldq_planner.dates.periodo import InsiemeGiorni, Periodo
from ldq_planner.engine.copertura import compute_coperture
from ldq_planner.engine.costi import compute_costo
from ldq_planner.engine.cronoprogramma import Ipotesi
from ldq_planner.engine.gara import Richiesta, plan_gara
from ldq_planner.engine.norme import Diritto
from ldq_planner.engine.previsione import forecast_scenari
from ldq_planner.engine.scadenze import compute_scadenze
from ldq_planner.engine.scenari import apply_piano, apply_scenario, evaluate_piani, evaluate_scenario
from ldq_planner.engine.stato import compute_stati, compute_totali
from ldq_planner.errors import Finding, InvalidDataError, LdqError, Severita
from ldq_planner.loading.cartella import Caricato, load, load_portafoglio
from ldq_planner.loading.luogo import find_dati_del_pacchetto
from ldq_planner.loading.norme import load_norme
from ldq_planner.model.portafoglio import Portafoglio
from ldq_planner.rules.elenco import check_portafoglio

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
    "Richiesta",
    "Severita",
    "apply_piano",
    "apply_scenario",
    "check_portafoglio",
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
