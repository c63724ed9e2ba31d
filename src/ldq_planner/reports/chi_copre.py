"""Chi copre un quartiere e che cosa segue, con i nomi che hanno."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.testo import format_giorno
from ldq_planner.model.scelte import are_alternative
from ldq_planner.model.stato import Stato

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.stato import StatoQuartiere

LUNGO = 100
"""Quanti caratteri di un titolo stanno in una cella: gli oggetti dei registri veri ne hanno centinaia."""


class GaraSeguita(NamedTuple):
    """Una gara di cui i dati dicono ciò che è accaduto: a che punto è, e quando il servizio comincia."""

    scenario: str
    nome: str
    in_corso: bool
    inizio_previsto: date | None
    frase: str


def say_copre(stato: StatoQuartiere, portafoglio: Portafoglio) -> str:
    """Il contratto in vigore, o l'ultimo che c'è stato."""
    contratto = portafoglio.quote(stato.contratto, LUNGO, solo=True) if stato.contratto else ""
    if stato.stato not in (Stato.SCOPERTO, Stato.MAI_COPERTO, Stato.NON_SI_SA):
        return contratto or "nessuno"
    if not contratto:
        return "nessuno, mai"
    return f"{contratto}, in vigore ma fermo" if stato.fermo else f"nessuno (ultimo {contratto})"


def say_seguito(stato: StatoQuartiere, portafoglio: Portafoglio, gare: Mapping[str, GaraSeguita] | None = None) -> str:
    """Il contratto che segue, o lo scenario scelto, o quelli allo studio: alternativi, se fra loro si deve scegliere."""
    if stato.contratto_successivo:
        return f"contratto {portafoglio.quote(stato.contratto_successivo, LUNGO)}"
    suoi = portafoglio.scenari_by_quartiere[stato.id]
    in_corso = [gara for s in suoi if (gara := (gare or {}).get(s.id)) and gara.in_corso]
    if in_corso:
        return ", ".join(_say_in_corso(gara, portafoglio) for gara in in_corso)
    if scelti := [portafoglio.quote(s.id, LUNGO) for s in suoi if s.stato == "scelto"]:
        return f"scenario {', '.join(scelti)} (scelto)"
    da_scegliere = len(suoi) > 1 and all(are_alternative(suoi[0], s) for s in suoi[1:])
    nomi = [portafoglio.quote(s.id, LUNGO) for s in suoi]
    return f"scenario {(' o ' if da_scegliere else ', ').join(nomi)}" if suoi else "nulla in vista"


def _say_in_corso(gara: GaraSeguita, portafoglio: Portafoglio) -> str:
    dal = f", dal {format_giorno(gara.inizio_previsto)}" if gara.inizio_previsto else ""
    return f"gara in corso {portafoglio.quote(gara.scenario, LUNGO)}{dal}"


def announce_seguito(stato: StatoQuartiere, portafoglio: Portafoglio) -> str:
    """La stessa cosa in una frase: ciò che segue, o che non c'è nulla in vista."""
    if stato.contratto_successivo:
        return f"Segue il contratto {portafoglio.quote(stato.contratto_successivo)}"
    suoi = portafoglio.scenari_by_quartiere[stato.id]
    for frase, quali in (
        ("In gara: {}", [s for s in suoi if s.is_bando_uscito]),
        ("Scenario scelto: {}", [s for s in suoi if s.stato == "scelto"]),
        ("Allo studio: {}", suoi),
    ):
        if quali:
            return frase.format(", ".join(portafoglio.quote(s.id) for s in quali))
    return "Nulla in vista"
