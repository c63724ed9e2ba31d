"""Che cosa segue a un quartiere, con i nomi che ha."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.testo import format_giorno
from ldq_planner.model.scelte import are_alternative
from ldq_planner.model.testo import format_elenco

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping
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


def say_seguito(stato: StatoQuartiere, portafoglio: Portafoglio, gare: Mapping[str, GaraSeguita]) -> str:
    """Che cosa segue, in due parole: quale sia lo dice `list_seguiti`."""
    if stato.contratto_successivo:
        return "contratto"
    suoi = portafoglio.scenari_by_quartiere[stato.id]
    if in_corso := [gara for s in suoi if (gara := gare.get(s.id)) and gara.in_corso]:
        giorni = [gara.inizio_previsto for gara in in_corso if gara.inizio_previsto]
        return f"gara in corso, dal {format_giorno(min(giorni))}" if giorni else "gara in corso"
    if any(s.stato == "scelto" for s in suoi):
        return "scenario scelto"
    if len(suoi) > 1:
        da_scegliere = all(are_alternative(suoi[0], s) for s in suoi[1:])
        return f"uno fra {len(suoi)} scenari" if da_scegliere else f"{len(suoi)} scenari"
    return "scenario" if suoi else "nulla in vista"


def list_seguiti(
    stati: Iterable[StatoQuartiere], portafoglio: Portafoglio, gare: Container[str]
) -> tuple[tuple[str, str], ...]:
    """I contratti che seguono e gli scenari, ciascuno con i suoi quartieri; non quelli di cui si dicono già le `gare`."""
    per_chi: defaultdict[str, list[str]] = defaultdict(list)
    for stato in stati:
        scenari = portafoglio.scenari_by_quartiere[stato.id]
        scelti = [s for s in scenari if s.stato == "scelto"] or scenari
        seguito = stato.contratto_successivo
        for cosa, id_ in [("Contratto", seguito)] if seguito else [("Scenario", s.id) for s in scelti]:
            if id_ not in gare:
                per_chi[f"{cosa} {portafoglio.quote(id_, LUNGO)}"].append(stato.nome)
    return tuple((cosa, format_elenco(nomi)) for cosa, nomi in per_chi.items())


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
