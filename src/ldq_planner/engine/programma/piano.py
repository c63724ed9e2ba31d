"""Dal quadro al piano."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.engine.programma.esito import PianoDelleGare, compute_limite
from ldq_planner.engine.programma.ingordo import PianoScelto, plan_ingordo
from ldq_planner.engine.programma.problema import ProblemaDelPiano

if TYPE_CHECKING:
    from ldq_planner.engine.programma.problema import LimitiDelPiano
    from ldq_planner.engine.quadro import Quadro

INGORDO = "ingordo"


def make_piano(quadro: Quadro) -> PianoDelleGare:
    """Il piano delle gare in gioco.

    Errori: `InvalidRequestError` se la legge di oggi non è nota.
    """
    problema = ProblemaDelPiano(quadro)
    return PianoDelleGare(problema, plan_ingordo(problema), compute_limite(problema), INGORDO, replan)


def replan(problema: ProblemaDelPiano, limiti: LimitiDelPiano, scelta: PianoScelto) -> PianoScelto:
    """Il piano con altri limiti, più larghi: mai peggiore di quello che si aveva."""
    nuova = plan_ingordo(problema, limiti, scelta)
    return min(scelta, nuova, key=lambda s: s.valore)
