"""I nomi pubblici della libreria: `from ldq_planner import …` li prende da qui."""

from ldq_planner.dates.incerta import DataIncerta, parse_data
from ldq_planner.dates.mesi import end_of_mesi
from ldq_planner.dates.periodo import InsiemeGiorni, Periodo
from ldq_planner.engine.copertura import compute_coperture
from ldq_planner.engine.costi import compute_costo
from ldq_planner.engine.scadenze import compute_scadenze
from ldq_planner.engine.scenari import apply_piano, apply_scenario, evaluate_piani, evaluate_scenario
from ldq_planner.engine.stato import compute_stati, compute_totali
from ldq_planner.errors import Finding, InvalidDataError, LdqError, Severita
from ldq_planner.loading.cartella import Caricato, load, load_portafoglio
from ldq_planner.loading.luogo import find_dati_del_pacchetto
from ldq_planner.model.portafoglio import Portafoglio
from ldq_planner.rules.elenco import check_portafoglio

__all__ = [
    "Caricato",
    "DataIncerta",
    "Finding",
    "InsiemeGiorni",
    "InvalidDataError",
    "LdqError",
    "Periodo",
    "Portafoglio",
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
    "load",
    "load_portafoglio",
    "parse_data",
]
