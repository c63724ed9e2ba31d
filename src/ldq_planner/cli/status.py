"""`ldq status`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ldq_planner.cli.domanda import DomandaInColonne
from ldq_planner.cli.filtri import Filtri
from ldq_planner.cli.ipotesi import Regimi, Rischio, read_diritto
from ldq_planner.cli.risposta import answer

if TYPE_CHECKING:
    from ldq_planner.loading.cartella import Caricato
    from ldq_planner.reports.report import Report


def status(*, filtri: Filtri, rischio: Rischio = False, regimi: Regimi = None, domanda: DomandaInColonne) -> None:
    """Chi è coperto oggi e fino a quando.

    Una riga per quartiere, il più urgente per primo; sotto, i totali e le gare in corso.

    Esempio: ldq status --oggi 2023-01-17
    """

    def build(c: Caricato, giorno: date) -> Report:
        from ldq_planner.engine.quadro import Quadro
        from ldq_planner.model.stato import Stato
        from ldq_planner.reports.status import build_status

        filtro = filtri.resolve(c.portafoglio, Stato)
        has_fatti = any(s.avanzamento for s in c.portafoglio.scenari)  # la legge serve solo a loro
        quadro = Quadro(c.portafoglio, giorno, read_diritto(regimi) if has_fatti or regimi or rischio else None)
        report = build_status(quadro, filtro)
        if not rischio:
            return report
        from ldq_planner.reports.rischi_accanto import add_rischi

        return add_rischi(report, quadro)

    answer(domanda, build, regimi)
