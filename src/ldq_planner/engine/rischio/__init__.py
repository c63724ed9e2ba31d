"""Con quale probabilità una gara dà il servizio in tempo: conto esatto, senza sorteggi, ogni volta gli stessi byte."""

from ldq_planner.engine.rischio.dipendenza import RHO
from ldq_planner.engine.rischio.scenario import assess_quadro, assess_scenario

__all__ = ["RHO", "assess_quadro", "assess_scenario"]
