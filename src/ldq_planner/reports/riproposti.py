"""La scheda I (C): gli acquisti della prima annualità del programma di prima che non sono né avviati né riproposti."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.engine.stime import estimate_costo
from ldq_planner.model.acquisti import AcquistoPassato, NonRiproposto
from ldq_planner.model.simili import fold
from ldq_planner.reports.scelte import say_lasciato

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldq_planner.model.acquisti import Acquisto
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario


def list_non_riproposti(
    portafoglio: Portafoglio, acquisti: tuple[Acquisto, ...], anno: int, passati: Iterable[AcquistoPassato]
) -> Iterator[NonRiproposto]:
    """Le righe della scheda, nell'ordine del programma di prima."""
    fuori = {a.cui for a in acquisti} | {c.cui for c in portafoglio.contratti}
    for passato in passati:
        if passato.annualita != anno or passato.cui in fuori:
            continue
        scenario = _find_scenario(portafoglio, passato)
        if scenario is None or not scenario.is_bando_uscito:
            lasciato = portafoglio.lasciati.get(scenario.id) if scenario else None
            yield NonRiproposto(
                passato.cui,
                passato.cup,
                passato.descrizione,
                passato.importo,
                passato.priorita,
                say_lasciato(lasciato) if lasciato else None,
            )


def _find_scenario(portafoglio: Portafoglio, passato: AcquistoPassato) -> Scenario | None:
    """Lo scenario con quel CUI o, se nessuno l'ha, quello senza CUI con quel nome."""
    scenari, nome = portafoglio.ipotesi.scenari, fold(passato.descrizione)
    suoi = (s for s in scenari if s.cui == passato.cui)
    return next(suoi, None) or next((s for s in scenari if s.cui is None and fold(s.nome) == nome), None)


def guess_passati(portafoglio: Portafoglio, ente: str) -> Iterator[AcquistoPassato]:
    """Del programma di prima, senza il suo file, si sanno gli scenari lasciati che vi stavano."""
    for lasciato in portafoglio.lasciati.values():
        s = lasciato.scenario
        if s.cui and fold(portafoglio.enti[s.quartieri[0]]) == fold(ente):
            yield AcquistoPassato(s.cui, s.annualita, s.cup, s.nome, estimate_costo(portafoglio, s), s.priorita)
