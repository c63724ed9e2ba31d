"""Uno scenario come gara programmata di OCDS: il periodo, i luoghi, e ciò che deve accadere prima come tappe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.engine.stime import compute_fine, estimate_costo
from ldq_planner.model.avanzamento import split_tentativi
from ldq_planner.model.scambio import righe_ocds as r
from ldq_planner.render.esportazione.ocds_pezzi import (
    is_giorno,
    list_luoghi,
    make_compratore,
    make_fine,
    make_parti,
    make_periodo,
    make_valore,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldq_planner.model.evento import Evento
    from ldq_planner.model.scenario import Condizione, Scenario
    from ldq_planner.render.esportazione.ocds_pezzi import Intestazione, Oggetto, Perdite

SCENARIO = "scenario"
_METODI = {
    "aperta": "open",
    "accordo-quadro": "open",
    "ristretta": "selective",
    "competitiva": "selective",
    "avviso-preinformazione": "selective",
    "invito-su-avviso": "selective",
    "negoziata": "limited",
    "contratto-applicativo": "limited",
    "ripetizione": "direct",
    "affidamento-diretto": "direct",
    "in-house": "direct",
}
_SI_NO = {True: "sì", False: "no", None: None}
_TAPPE = {"finanziamento": "financing", "atto": "approval", "programmazione": "preProcurement"}


def make_rilascio(scenario: Scenario, capo: Intestazione, eventi: Iterable[Evento], perdite: Perdite) -> Oggetto:
    """Il rilascio di uno scenario: è un piano, non un fatto. `eventi` sono i suoi atti, con l'ultimo giorno utile."""
    _tell_perdite(scenario, capo, perdite)
    bilancio = r.drop_vuoti({"id": scenario.cui, "projectID": scenario.cup})
    tappe = [
        *_list_condizioni(scenario),
        *_list_fatti(scenario),
        *_list_decisioni(scenario),
        *_list_atti(eventi),
    ]
    return {
        **capo.make(SCENARIO, scenario.id, ["planning"]),
        "parties": make_parti(capo.portafoglio, scenario.quartieri),
        "buyer": make_compratore(capo.portafoglio, scenario.quartieri),
        "planning": r.drop_vuoti({"rationale": scenario.nota, "budget": bilancio, "milestones": tappe}),
        "tender": _make_gara(scenario, capo),
    }


def _tell_perdite(scenario: Scenario, capo: Intestazione, perdite: Perdite) -> None:
    date_ = (scenario.inizio, compute_fine(capo.portafoglio, scenario), *(c.entro for c in scenario.condizioni))
    if any(d.is_nota and not d.is_certa for d in date_):
        perdite.add("date incerte: OCDS vuole un giorno", scenario.id)
    if scenario.durata_mesi:
        perdite.add("durate in mesi: OCDS conta i giorni", scenario.id)
    if scenario.fino_a_programma or scenario.durata_minima:
        perdite.add("fine legata a un programma, o durata minima", scenario.id)
    if scenario.stima_costo is not None:
        perdite.add("come si è stimato il costo", scenario.id)
    if scenario.gruppo or scenario.decisione or scenario.stato != "allo-studio":
        perdite.add("le alternative, e che cosa se ne è scelto", scenario.id)
    if scenario.responsabile or any(c.responsabile for c in scenario.condizioni):
        perdite.add("chi segue un contratto o uno scenario", scenario.id)


def _list_condizioni(scenario: Scenario) -> Iterator[Oggetto]:
    for n, condizione in enumerate(scenario.condizioni, 1):
        tappa = {
            "id": f"condizione-{n}",
            "title": condizione.testo,
            "type": _TAPPE.get(condizione.tipo, "preProcurement"),
            "code": condizione.tipo,
            "description": _describe_condizione(condizione),
            "status": "met" if condizione.soddisfatta else "scheduled",
            "dueDate": make_fine(condizione.entro.primo) if is_giorno(condizione.entro) else None,
        }
        yield r.drop_vuoti(tappa)


def _list_fatti(scenario: Scenario) -> Iterator[Oggetto]:
    """Ciò che della gara è già accaduto, o è già fissato."""
    for n, fatto in enumerate(scenario.avanzamento, 1):
        compiuto = fatto.conclusa or fatto.il
        tappa = {
            "id": f"{r.FATTO}{n}",
            "title": fatto.fase or fatto.esito,
            "type": "preProcurement",
            "code": fatto.fase or fatto.esito,
            "description": r.write_fatto(fatto),
            "status": "met" if compiuto else "scheduled",
            "dueDate": make_fine(fatto.fissata_al.primo) if fatto.fissata_al else None,
            "dateMet": make_fine(compiuto.primo) if compiuto else None,
        }
        yield r.drop_vuoti(tappa)


def _list_decisioni(scenario: Scenario) -> Iterator[Oggetto]:
    """Le decisioni di prima, che un'altra ha cambiato."""
    for n, decisione in enumerate(scenario.storia, 1):
        yield {
            "id": f"{r.DECISIONE}{n}",
            "title": decisione.stato,
            "type": "preProcurement",
            "code": decisione.stato,
            "description": r.write_decisione(decisione),
            "status": "met",
            "dateMet": make_fine(decisione.il.primo),
        }


def _describe_condizione(condizione: Condizione) -> str:
    entro = condizione.entro
    incerta = entro if entro.is_nota and not entro.is_certa else None
    return r.join_righe((r.ENTRO, incerta), (r.RESPONSABILE, condizione.responsabile), (r.FONTE, condizione.fonte))


def _list_atti(eventi: Iterable[Evento]) -> Iterator[Oggetto]:
    """Gli atti della gara, calcolati: entro quando ciascuno, perché il servizio cominci in tempo."""
    for evento in eventi:
        yield {
            "id": evento.id,
            "title": evento.titolo,
            "type": "preProcurement",
            "code": evento.genere.value,
            "description": f"{evento.descrizione}\nCalcolato da ldq: non è nei dati.",
            "status": "scheduled",
            "dueDate": make_fine(evento.giorno),
        }


def _make_gara(scenario: Scenario, capo: Intestazione) -> Oggetto:
    fine = compute_fine(capo.portafoglio, scenario)
    gara = {
        "id": scenario.id,
        "title": scenario.nome,
        "description": _describe(scenario, capo),
        "status": _find_stato(scenario, capo),
        "mainProcurementCategory": "services",
        "additionalProcurementCategories": [scenario.tipo],
        "procurementMethodDetails": scenario.procedura,
        "procurementMethod": _METODI.get(scenario.procedura or ""),
        "value": make_valore(estimate_costo(capo.portafoglio, scenario)),
        "contractPeriod": make_periodo(scenario.inizio, fine, giorni=scenario.durata_giorni),
        "items": list_luoghi(capo, scenario.quartieri),
    }
    return r.drop_vuoti(gara)


def _find_stato(scenario: Scenario, capo: Intestazione) -> str:
    """A che punto è: affidato, scartato, finito senza un contratto, in corso, o ancora un piano."""
    lasciato = capo.portafoglio.lasciati.get(scenario.id)
    if lasciato is not None:
        return "complete" if lasciato.contratti else "cancelled"
    if scenario.is_in_corso:
        return "active"
    *finiti, _ = split_tentativi(scenario.avanzamento)
    esito = finiti[-1].esito if finiti else None
    return "planning" if esito is None else "unsuccessful" if esito.fatto.esito == "deserta" else "cancelled"


def _describe(scenario: Scenario, capo: Intestazione) -> str:
    """Ciò che OCDS non tiene come dato, una riga per cosa; la fine è quella dichiarata, o quella del programma."""
    fine = scenario.fine
    if fine is None and scenario.fino_a_programma:
        fine = compute_fine(capo.portafoglio, scenario)
    stima, decisione = scenario.stima_costo, scenario.decisione
    return r.join_righe(
        (r.INIZIO, None if is_giorno(scenario.inizio) else scenario.inizio),
        (r.DURATA, f"{scenario.durata_mesi} mesi" if scenario.durata_mesi else None),
        (r.DURATA_MINIMA, "sì" if scenario.durata_minima else None),
        (r.PROGRAMMA, scenario.fino_a_programma),
        (r.FINE, fine),
        (r.STIMA_MENSILE, stima.mensile_eur if stima else None),
        (r.STIMA_IVA, stima.iva if stima else None),
        (r.STIMA_COME, stima.come_contratto if stima else None),
        (r.STIMA_MOTIVO, stima.motivo if stima else None),
        (r.GRUPPO, scenario.gruppo),
        (r.SCELTA, None if scenario.stato == "allo-studio" else scenario.stato),
        (r.DECISA, decisione and decisione.il),
        (r.DECISA_ATTO, decisione and decisione.atto),
        (r.DECISA_MOTIVO, decisione and decisione.motivo),
        (r.RESPONSABILE, scenario.responsabile),
        (r.SERVIZIO, None if scenario.servizio == "sociale" else scenario.servizio),
        *((nome, getattr(scenario, campo)) for campo, nome in r.DEL_PROGRAMMA.items()),
        *((nome, _SI_NO[getattr(scenario, campo)]) for campo, nome in r.SI_O_NO.items()),
        (r.DURATE, r.write_durate(scenario.durate)),
        (r.CASI, " ".join(scenario.casi) or None),
        (r.FONTE, scenario.fonte),
    )
