"""Il rischio delle gare accanto a un'altra risposta, per chi lo chiede (`--rischio`)."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from ldq_planner.engine.rischio import assess_scenario
from ldq_planner.reports.avvisi import list_testi
from ldq_planner.reports.esiti import RispostaScenari
from ldq_planner.reports.frase_rischio import choose_tono, say_come, say_rischio_breve
from ldq_planner.reports.report import Nota, Report, Suggerimento
from ldq_planner.reports.status import RispostaStatus

if TYPE_CHECKING:
    from ldq_planner.engine.quadro import Quadro


def add_rischi(report: Report, quadro: Quadro) -> Report:
    """La risposta con, prima dei suggerimenti, una frase per ogni gara di cui parla, nell'ordine dei dati.

    Sono le frasi di `ldq rischio`; a una macchina arrivano fra gli avvisi, e i numeri li dà quel comando.
    """
    dati = report.dati
    assert isinstance(dati, RispostaStatus | RispostaScenari)  # noqa: S101 - le sole che hanno l'opzione
    if isinstance(dati, RispostaStatus):
        scenari = {id_ for stato in dati.quartieri for id_ in stato.scenari}
    else:
        scenari = {esito.id for esito in dati.scenari}
    gare = [quadro.portafoglio.scenari_by_id[id_] for id_ in quadro.forecast().gare if id_ in scenari]
    rischi = tuple(assess_scenario(quadro, gara) for gara in gare)
    note = (*(Nota(say_rischio_breve(quadro, r), choose_tono(r)) for r in rischi), *say_come(rischi))
    if not note:
        note = (Nota("Nei dati non c'è una gara di cui dire il rischio."),)
    coda = tuple(takewhile(lambda blocco: isinstance(blocco, Suggerimento), reversed(report.blocchi)))[::-1]
    prima = report.blocchi[: len(report.blocchi) - len(coda)]
    avvisi = (*dati.avvisi, *list_testi(note))
    return report._replace(blocchi=(*prima, *note, *coda), dati=dati._replace(avvisi=avvisi))
