"""Ciò che si pensa della durata di un tratto prima di guardare le gare: le stime delle norme, sommate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.engine.durate import Durate, Ipotesi
from ldq_planner.model.apprendimento import INIZIO

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.apprendimento import TrattoDiGara
    from ldq_planner.model.norme import Fase, Procedura

_FUORI = frozenset(("precondizione", "parallela"))
_CODA = 0.05
"""La probabilità che una fase duri più del suo massimo: chi lo ha stimato può sbagliare."""
_NULLA = 1e-9


def list_catena(diritto: Diritto, procedura: Procedura) -> list[Fase]:
    """Le fasi della procedura che si susseguono."""
    return [f for f in diritto.list_fasi(procedura) if f.tipo not in _FUORI]


def list_comprese(catena: list[Fase], tratto: TrattoDiGara) -> list[Fase]:
    """Le fasi del tratto; vuoto se la procedura non ha le sue."""
    ids = [f.id for f in catena]
    dopo = -1 if tratto.dopo == INIZIO else ids.index(tratto.dopo) if tratto.dopo in ids else len(ids)
    return catena[dopo + 1 : ids.index(tratto.fase) + 1] if tratto.fase in ids else []


def predict(diritto: Diritto, procedura: Procedura, tratto: TrattoDiGara, giorno: date) -> list[float]:
    """La probabilità di ogni durata del tratto secondo le norme di quel giorno; vuoto se la procedura non ha le sue fasi."""
    durate = Durate(diritto, Ipotesi(procedura))
    somma: list[float] = []
    for fase in list_comprese(list_catena(diritto, procedura), tratto):
        sua = _predict_fase(durate, fase, giorno)
        somma = convolve(somma, sua) if somma else sua
    return somma


def _predict_fase(durate: Durate, fase: Fase, giorno: date) -> list[float]:
    minimo = durate.find_minimo(fase, giorno)
    almeno = max(fase.almeno, minimo.valore if minimo and minimo.unita == "giorni" else 0)
    masse = spread(*fase.stima) if fase.stima else [1.0]
    sotto = sum(masse[: almeno + 1])
    return [0.0] * almeno + [sotto, *masse[almeno + 1 :]]


def spread(minimo: int, mediana: int, massimo: int) -> list[float]:
    """Due triangoli che si incontrano nella mediana, e oltre il massimo una coda che si dimezza."""
    if minimo == massimo:
        return [0.0] * massimo + [1.0]

    def survive(giorno: float) -> float:
        if giorno < mediana:
            return 1 - 0.5 * (max(giorno - minimo, 0) / (mediana - minimo)) ** 2
        if giorno < massimo:
            return _CODA + (0.5 - _CODA) * ((massimo - giorno) / (massimo - mediana)) ** 2
        return float(_CODA * 0.5 ** ((giorno - massimo) / max(1, (massimo - mediana) / 4)))

    masse, giorno = [], 0
    while (resta := survive(giorno - 0.5) if giorno else 1.0) > _NULLA:
        masse.append(resta - survive(giorno + 0.5))
        giorno += 1
    return masse


def convolve(una: list[float], altra: list[float]) -> list[float]:
    """La probabilità della somma di due durate indipendenti."""
    somma = [0.0] * (len(una) + len(altra) - 1)
    for i, p in enumerate(una):
        if p > _NULLA * _NULLA:
            for j, q in enumerate(altra, i):
                somma[j] += p * q
    return somma
