"""Dal quadro al piano."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.engine.programma.esito import PianoDelleGare, compute_limite
from ldq_planner.engine.programma.highs import check_highs
from ldq_planner.engine.programma.incertezza import Incertezza
from ldq_planner.engine.programma.ingordo import PianoScelto, plan_ingordo
from ldq_planner.engine.programma.modello import MANCANO
from ldq_planner.engine.programma.mosse import Officina
from ldq_planner.engine.programma.ottimo import MOLTO, POCO, plan_ottimo
from ldq_planner.engine.programma.problema import ProblemaDelPiano
from ldq_planner.engine.programma.rimedio import POCHI_QUARTIERI, find_rimedio

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
        return _complete(PianoDelleGare(problema, plan_ingordo(problema), limite, INGORDO, replan_ingordo))
    check_highs()
    trovato = plan_ottimo(problema)
    return _complete(PianoDelleGare(problema, trovato.scelta, max(limite, trovato.limite), OTTIMO, replan_ottimo))


def _complete(piano: PianoDelleGare) -> PianoDelleGare:
    """Il piano, con ciò che lo farebbe fare tutto, se qualcosa manca; o quello che fa tutto, se cercandolo lo si trova."""
    if not piano.scelta.mancano:
        return piano
    is_provato = piano.metodo == OTTIMO and len(piano.problema.pezzi) <= POCHI_QUARTIERI
    rimedio = find_rimedio(piano.problema, piano.scelta, _reach if is_provato else replan)
    if rimedio is not None and not rimedio.allargati:
        return piano._replace(scelta=rimedio.scelta)
    return piano._replace(rimedio=rimedio and rimedio._replace(provato=is_provato))


def _reach(problema: ProblemaDelPiano, limiti: LimitiDelPiano, scelta: PianoScelto) -> PianoScelto:
    """Un piano che fa tutto, se con quei limiti ce n'è uno."""
    nuova = replan(problema, limiti, scelta)
    return plan_ottimo(problema, limiti, nuova, MOLTO._replace(obiettivi=(MANCANO,))).scelta if nuova.mancano else nuova


def replan_ottimo(problema: ProblemaDelPiano, limiti: LimitiDelPiano, scelta: PianoScelto) -> tuple[PianoScelto, bool]:
    """Il piano con altri limiti, più larghi, e se è il migliore; se le gare sono più di poche, come `replan`."""
    nuova = replan(problema, limiti, scelta)
    if len(problema.pezzi) > MOLTO.intere:
        return nuova, False
    trovato = plan_ottimo(problema, limiti, nuova, POCO)
    return trovato.scelta, trovato.scelta.valore[1] <= trovato.limite


def replan_ingordo(problema: ProblemaDelPiano, limiti: LimitiDelPiano, scelta: PianoScelto) -> tuple[PianoScelto, bool]:
    """Il piano ritoccato con altri limiti, più larghi; non è provato che sia il migliore."""
    return replan(problema, limiti, scelta), False


def replan(problema: ProblemaDelPiano, limiti: LimitiDelPiano, scelta: PianoScelto) -> PianoScelto:
    """Il piano ritoccato con altri limiti, più larghi: mai peggiore di quello che si aveva."""
    nuova = plan_ingordo(problema, limiti, scelta)
    return min(scelta, nuova, key=lambda s: s.valore)
