"""`ldq status`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.ipotesi import Regimi, read_diritto
from ldq_planner.cli.opzioni import PerResponsabile, Quartieri, Responsabili
from ldq_planner.cli.risposta import answer, choose_di_chi, require_ids

if TYPE_CHECKING:
    from ldq_planner.loading.cartella import Caricato
    from ldq_planner.reports.report import Report


def status(
    quartiere: Quartieri = None,
    responsabile: Responsabili = None,
    per_responsabile: PerResponsabile = False,
    regimi: Regimi = None,
    *,
    domanda: Domanda,
) -> None:
    """Chi è coperto oggi e fino a quando.

    Una riga per quartiere, il più urgente per primo; sotto, i totali e le gare in corso.

    Esempio: ldq status --oggi 2023-01-17
    """

    def build(c: Caricato, giorno: date) -> Report:
        from ldq_planner.engine.quadro import Quadro
        from ldq_planner.reports.status import build_status

        scelti = require_ids(quartiere, [q.id for q in c.portafoglio.quartieri], "un quartiere")
        di_chi = choose_di_chi(c.portafoglio, responsabile, per_responsabile=per_responsabile)
        has_fatti = any(s.avanzamento for s in c.portafoglio.scenari)  # la legge serve solo a loro
        quadro = Quadro(c.portafoglio, giorno, read_diritto(regimi) if has_fatti or regimi else None)
        return build_status(quadro, scelti, di_chi)

    answer(domanda, build, regimi)
