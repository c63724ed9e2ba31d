"""Gare in miniatura: il diritto del programma, e ciò che la prova immagina."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from ldq_planner.engine.cronoprogramma import Agenda
from ldq_planner.engine.durate import Ipotesi
from ldq_planner.engine.gara import Richiesta
from ldq_planner.engine.norme import Diritto
from ldq_planner.loading.norme import load_norme
from ldq_planner.reports.gara_chiesta import plan_gara

if TYPE_CHECKING:
    from ldq_planner.model.cronoprogramma import EsitoGara, PassoGara
    from ldq_planner.model.norme import Procedura

OGGI = date(2023, 1, 17)
CARTACEA = ("ordinaria",)
ELETTRONICA = ("ordinaria", "elettronica")
URGENTE = ("ordinaria", "elettronica", "urgenza")
VALUTAZIONE_90: dict[str, Any] = {"valutazione": 90, "comunicazioni": 5}
"""Le ipotesi degli oracoli O1 e O5: 90 giorni dalla scadenza delle offerte all'aggiudicazione, 5 per comunicarla."""
VALUTAZIONE_60: dict[str, Any] = {"valutazione": 60, "comunicazioni": 5}
"""Le ipotesi dell'oracolo O2."""


def day(testo: str) -> date:
    """Il giorno scritto all'italiana, come nelle tabelle degli oracoli: `19/07/2023`."""
    giorno, mese, anno = testo.split("/")
    return date(int(anno), int(mese), int(giorno))


@cache
def get_diritto() -> Diritto:
    """Le norme che viaggiano con il programma, lette una volta."""
    return Diritto(load_norme())


def find_procedura(id_: str) -> Procedura:
    """La procedura con quell'id."""
    procedura = get_diritto().find_procedura(id_)
    assert procedura is not None
    return procedura


def imagine(
    profilo: str = "minimo",
    procedura: str = "aperta",
    casi: tuple[str, ...] = ELETTRONICA,
    *,
    patrono: bool = False,
    **fissate: int,
) -> Ipotesi:
    """Le ipotesi di una gara; le fasi fissate, in giorni, per nome."""
    return Ipotesi(find_procedura(procedura), profilo, frozenset(casi), fissate, patrono)


def plan_agenda(*argomenti: Any, **opzioni: Any) -> Agenda:
    """L'agenda di una gara: gli argomenti sono quelli di `imagine`."""
    return Agenda(get_diritto(), imagine(*argomenti, **opzioni))


def plan(ipotesi: Ipotesi, oggi: date = OGGI, **richiesta: Any) -> EsitoGara:
    """La risposta a una richiesta: `servizio_dal`, `invio` o `da`, e il resto."""
    return plan_gara(get_diritto(), Richiesta(ipotesi, **richiesta), oggi)


def find_passo(esito: EsitoGara, fase: str) -> PassoGara:
    """Il passo di una fase."""
    return next(p for p in esito.fasi if p.id == fase)


def list_codici(esito: EsitoGara) -> list[str]:
    """I codici degli avvisi, in ordine."""
    return [avviso.codice for avviso in esito.avvisi]
