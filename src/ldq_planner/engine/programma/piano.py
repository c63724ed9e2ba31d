"""Dal quadro al piano."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.engine.programma.esito import PianoDelleGare, compute_limite
from ldq_planner.engine.programma.highs import check_highs
from ldq_planner.engine.programma.incertezza import Incertezza
from ldq_planner.engine.programma.ingordo import PianoScelto, plan_ingordo
from ldq_planner.engine.programma.mosse import Officina
from ldq_planner.engine.programma.ottimo import INTERE, plan_ottimo
from ldq_planner.engine.programma.problema import ProblemaDelPiano

if TYPE_CHECKING:
    from ldq_planner.engine.programma.problema import LimitiDelPiano
    from ldq_planner.engine.quadro import Quadro

INGORDO, OTTIMO = "ingordo", "ottimo"


def make_piano(quadro: Quadro, *, ottimo: bool = False, rischio: bool = False) -> PianoDelleGare:
    """Il piano delle gare in gioco: subito, o il migliore che si trova; con gli abitanti-giorni attesi, se si conta il `rischio`.

    Errori: `InvalidRequestError` se la legge di oggi non è nota; `MissingExtraError` se manca ciò che cerca il migliore.
    """
    problema = ProblemaDelPiano(quadro, Officina(quadro, Incertezza(quadro) if rischio else None))
    limite = compute_limite(problema)
    if not ottimo:
        return PianoDelleGare(problema, plan_ingordo(problema), limite, INGORDO, replan)
    check_highs()
    trovato = plan_ottimo(problema)
    return PianoDelleGare(problema, trovato.scelta, max(limite, trovato.limite), OTTIMO, replan_ottimo)


def replan_ottimo(problema: ProblemaDelPiano, limiti: LimitiDelPiano, scelta: PianoScelto) -> PianoScelto:
    """Il piano con altri limiti, più larghi, il migliore che si trova; se le gare sono molte, come `replan`."""
    if len(scelta.mosse) > INTERE:
        return replan(problema, limiti, scelta)
    return plan_ottimo(problema, limiti, replan(problema, limiti, scelta)).scelta


def replan(problema: ProblemaDelPiano, limiti: LimitiDelPiano, scelta: PianoScelto) -> PianoScelto:
    """Il piano con altri limiti, più larghi: mai peggiore di quello che si aveva."""
    nuova = plan_ingordo(problema, limiti, scelta)
    return min(scelta, nuova, key=lambda s: s.valore)
