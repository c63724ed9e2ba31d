"""Chi segue che cosa: l'ufficio o il ruolo scritto nei dati, per un contratto, uno scenario, una condizione, un quartiere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.model.avanzamento import read_svolgimenti, split_tentativi
from ldq_planner.model.evento import GenereEvento

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ldq_planner.errors import Ref
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Condizione, Scenario

_FASI = {
    GenereEvento.PROGETTO: "progettazione",
    GenereEvento.GIUNTA: "indirizzo",
    GenereEvento.DECISIONE: "decisione_contrarre",
    GenereEvento.BANDO: "invio_bando",
}


def list_responsabili(portafoglio: Portafoglio, ref: Ref, oggi: date) -> tuple[str, ...]:
    """Chi segue ciò di cui si parla, ciascuno una volta; nessuno se i dati non lo dicono.

    Un quartiere lo seguono il contratto cominciato per ultimo e gli scenari ancora in gioco.
    """
    match ref.kind:
        case "contratti":
            contratto = portafoglio.contratti_by_id.get(ref.id)
            return _join([contratto.responsabile if contratto else None])
        case "scenari":
            scenario = portafoglio.scenari_by_id.get(ref.id)
            return _join([_find_di_scenario(scenario, ref.campo) if scenario else None])
        case "quartieri":
            return list_di_quartiere(portafoglio, ref.id, oggi)
        case "deroghe":
            return _join(d.responsabile for d in portafoglio.deroghe if d.id == ref.id)
    return ()


def list_di_quartiere(portafoglio: Portafoglio, quartiere: str, oggi: date) -> tuple[str, ...]:
    """Chi segue il contratto cominciato per ultimo, e gli scenari del quartiere ancora in gioco."""
    contratti = portafoglio.contratti_by_quartiere.get(quartiere, ())
    ultimo = next((c.responsabile for c in reversed(contratti) if c.inizio.primo <= oggi), None)
    return _join((ultimo, *(s.responsabile for s in portafoglio.scenari_by_quartiere.get(quartiere, ()))))


def list_di_evento(portafoglio: Portafoglio, genere: GenereEvento, entita: str, posto: int) -> tuple[str, ...]:
    """Chi segue ciò che accade in un giorno; `posto` è quello della condizione nel suo scenario, da 0."""
    scenario = portafoglio.scenari_by_id.get(entita)
    contratto = portafoglio.contratti_by_id.get(entita)
    match genere:
        case GenereEvento.SCELTA:
            return _join(s.responsabile for s in portafoglio.indecisi.get(entita, ()))
        case GenereEvento.DEROGA:
            return _join(d.responsabile for d in portafoglio.deroghe if d.id == entita)
        case GenereEvento.SCADENZA | GenereEvento.OPZIONE | GenereEvento.PREAVVISO:
            return _join([contratto.responsabile if contratto else None])
        case GenereEvento.CONDIZIONE if scenario:
            return _join([find_di_condizione(scenario.condizioni[posto], scenario)])
        case _ if scenario:
            return _join([find_di_fase(scenario, _FASI.get(genere, ""))])
    return ()


def find_di_condizione(condizione: Condizione, scenario: Scenario) -> str | None:
    """Chi se ne occupa, o chi segue lo scenario."""
    return condizione.responsabile or scenario.responsabile


def find_di_fase(scenario: Scenario, fase: str) -> str | None:
    """Chi i fatti dicono che fa la fase, o chi segue lo scenario."""
    svolgimento = read_svolgimenti(split_tentativi(scenario.avanzamento)[-1]).get(fase)
    return (svolgimento.chi if svolgimento else None) or scenario.responsabile


def list_noti(portafoglio: Portafoglio) -> tuple[str, ...]:
    """Tutti quelli scritti nei dati, in ordine alfabetico."""
    dei_contratti = (c.responsabile for c in portafoglio.contratti)
    return tuple(sorted(_join((*dei_contratti, *list_altrove(portafoglio)))))


def list_altrove(portafoglio: Portafoglio) -> tuple[str, ...]:
    """Quelli che non sono scritti nei contratti: chi non li cerca per nome non ha bisogno di ripassarli."""
    scenari = portafoglio.ipotesi.scenari
    return _join(
        (
            *(s.responsabile for s in scenari),
            *(c.responsabile for s in scenari for c in s.condizioni),
            *(f.chi for s in scenari for f in s.avanzamento),
            *(d.responsabile for d in portafoglio.deroghe),
        )
    )


def _find_di_scenario(scenario: Scenario, campo: tuple[str | int, ...]) -> str | None:
    match campo:
        case ("condizioni", int(posto), *_):
            return find_di_condizione(scenario.condizioni[posto], scenario)
        case ("avanzamento", int(posto), *_):
            return scenario.avanzamento[posto].chi or scenario.responsabile
    return scenario.responsabile


def _join(detti: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(d for d in detti if d))
