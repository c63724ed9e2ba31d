"""Ciò che si pensa della durata di un tratto prima di guardare le gare: le stime delle norme, sommate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.engine.durate import FUORI_CATENA, Durate, Ipotesi
from ldq_planner.engine.rischio.durate import spread_tre_punti
from ldq_planner.engine.rischio.masse import Nucleo, gather, point
from ldq_planner.model.apprendimento import INIZIO

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.engine.norme import Diritto
    from ldq_planner.engine.rischio.masse import Masse
    from ldq_planner.model.apprendimento import TrattoDiGara
    from ldq_planner.model.norme import Fase, Procedura


def list_catena(diritto: Diritto, procedura: Procedura) -> list[Fase]:
    """Le fasi della procedura che si susseguono."""
    return [f for f in diritto.list_fasi(procedura) if f.tipo not in FUORI_CATENA]


def list_comprese(catena: list[Fase], tratto: TrattoDiGara) -> list[Fase]:
    """Le fasi del tratto; vuoto se la procedura non ha le sue."""
    ids = [f.id for f in catena]
    dopo = -1 if tratto.dopo == INIZIO else ids.index(tratto.dopo) if tratto.dopo in ids else len(ids)
    return catena[dopo + 1 : ids.index(tratto.fase) + 1] if tratto.fase in ids else []


def predict(diritto: Diritto, procedura: Procedura, tratto: TrattoDiGara, giorno: date) -> list[float]:
    """La probabilità di ogni durata del tratto secondo le norme di quel giorno; vuoto se la procedura non ha le sue fasi."""
    durate = Durate(diritto, Ipotesi(procedura))
    comprese = list_comprese(list_catena(diritto, procedura), tratto)
    if not comprese:
        return []
    somma = point(0)
    for fase in comprese:
        somma = Nucleo(_predict_fase(durate, fase, giorno)).convolve(somma)
    return [0.0] * somma.dal + somma.pesi


def _predict_fase(durate: Durate, fase: Fase, giorno: date) -> Masse:
    """Quanto dura la fase secondo le norme, mai sotto il minimo di legge."""
    minimo = durate.find_minimo(fase, giorno)
    almeno = max(fase.almeno, minimo.valore if minimo and minimo.unita == "giorni" else 0)
    masse = spread_tre_punti(*fase.stima).spread() if fase.stima else point(0)
    return gather((max(almeno, giorno), peso) for giorno, peso in enumerate(masse.pesi, masse.dal))
