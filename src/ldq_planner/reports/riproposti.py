"""La scheda I (C): gli acquisti della prima annualità del programma di prima che non sono né avviati né riproposti."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.engine.stime import estimate_costo
from ldq_planner.model.acquisti import AcquistoPassato, NonRiproposto
from ldq_planner.reports.scelte import say_lasciato

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.model.acquisti import Acquisto
    from ldq_planner.model.portafoglio import Portafoglio


def list_non_riproposti(
    portafoglio: Portafoglio, acquisti: tuple[Acquisto, ...], anno: int, precedente: tuple[AcquistoPassato, ...] | None
) -> Iterator[NonRiproposto]:
    """Le righe della scheda, nell'ordine del programma di prima; senza il suo file, gli scenari lasciati di quell'anno."""
    fuori = {a.cui for a in acquisti} | {c.cui for c in portafoglio.contratti}
    fuori |= {s.cui for s in portafoglio.ipotesi.scenari if s.is_bando_uscito}
    motivi = {x.scenario.cui: say_lasciato(x) for x in portafoglio.lasciati.values()}
    for passato in _list_lasciati(portafoglio) if precedente is None else precedente:
        if passato.annualita == anno and passato.cui not in fuori:
            yield NonRiproposto(
                passato.cui,
                passato.cup,
                passato.descrizione,
                passato.importo,
                passato.priorita,
                motivi.get(passato.cui),
            )


def _list_lasciati(portafoglio: Portafoglio) -> Iterator[AcquistoPassato]:
    """Gli scenari lasciati che stavano in un programma, con la stima che avevano."""
    for lasciato in portafoglio.lasciati.values():
        s = lasciato.scenario
        if s.cui:
            yield AcquistoPassato(s.cui, s.annualita, s.cup, s.nome, estimate_costo(portafoglio, s), s.priorita)
