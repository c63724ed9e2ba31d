"""`ldq status`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.opzioni import PerResponsabile, Quartieri, Responsabili
from ldq_planner.cli.risposta import answer, choose_di_chi, require_ids

if TYPE_CHECKING:
    from ldq_planner.loading.cartella import Caricato
    from ldq_planner.reports.report import Report


def status(
    *,
    quartiere: Quartieri = None,
    responsabile: Responsabili = None,
    per_responsabile: PerResponsabile = False,
    domanda: Domanda,
) -> None:
    """Chi è coperto oggi e fino a quando.

    Una riga per quartiere, il più urgente per primo; sotto, i totali.

    Esempio: ldq status --oggi 2023-01-17
    """

    def build(c: Caricato, giorno: date) -> Report:
        from ldq_planner.engine.quadro import Quadro
        from ldq_planner.reports.status import build_status

        scelti = require_ids(quartiere, [q.id for q in c.portafoglio.quartieri], "un quartiere")
        di_chi = choose_di_chi(c.portafoglio, responsabile, per_responsabile=per_responsabile)
        return build_status(Quadro(c.portafoglio, giorno), scelti, di_chi)

    answer(domanda, build)
