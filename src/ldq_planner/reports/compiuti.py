"""Ciò che è stato un evento da fare e non lo è più: chi l'ha in un calendario lo può togliere, perché l'id è lo stesso."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import exactly
from ldq_planner.engine.scadenze import compute_effettiva
from ldq_planner.model.evento import GenereEvento
from ldq_planner.reports.fatti import ATTI, Fatto, find_quartieri

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.portafoglio import Portafoglio


def _make_compiuto(portafoglio: Portafoglio, genere: GenereEvento, entita: str, quale: str, oggi: date) -> Fatto:
    titolo = f"Non è più da fare: {portafoglio.name(entita)}"
    quartieri = find_quartieri(portafoglio, entita)
    fatto = Fatto(genere, entita, exactly(oggi), titolo, titolo, "Nulla.", "ldq calendario", quartieri, quale)
    return fatto._replace(compiuto=True)


def list_opzioni_chiuse(portafoglio: Portafoglio, contratto: Contratto, oggi: date) -> Iterator[Fatto]:
    """Le opzioni su cui si è deciso, e i preavvisi dati, se il contratto non è finito."""
    if compute_effettiva(contratto).ultimo < oggi:
        return
    for numero, opzione in enumerate(contratto.opzioni, 1):
        is_decisa = opzione.stato != "aperta"
        if is_decisa:
            yield _make_compiuto(portafoglio, GenereEvento.OPZIONE, contratto.id, f"opzione-{numero}", oggi)
        if opzione.preavviso_giorni and (is_decisa or opzione.preavviso_dato is not None):
            yield _make_compiuto(portafoglio, GenereEvento.PREAVVISO, contratto.id, f"opzione-{numero}", oggi)


def list_atti_compiuti(portafoglio: Portafoglio, oggi: date) -> Iterator[Fatto]:
    """Gli atti, le fasi e le condizioni degli scenari con dei fatti, o lasciati."""
    for scenario in portafoglio.ipotesi.scenari:
        is_lasciato = scenario.id in portafoglio.lasciati
        fatti: list[tuple[GenereEvento, str]] = []
        if scenario.avanzamento or is_lasciato:
            fatti += [(genere, "") for genere in (*(genere for genere, _, _ in ATTI), GenereEvento.PONTE)]
            fatti += [
                (GenereEvento.FASE, fase) for fase in dict.fromkeys(f.fase for f in scenario.avanzamento if f.fase)
            ]
        for numero, condizione in enumerate(scenario.condizioni, 1):
            if condizione.soddisfatta or is_lasciato:
                fatti.append((GenereEvento.CONDIZIONE, f"condizione-{numero}"))
        yield from (_make_compiuto(portafoglio, genere, scenario.id, quale, oggi) for genere, quale in fatti)
