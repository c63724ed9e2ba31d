"""I ponti già scritti negli scenari: coprono i loro quartieri e costano, comunque si faccia il piano."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ldq_planner.dates.periodo import InsiemeGiorni, Periodo
from ldq_planner.engine.ponti import list_ponti, measure_ponte
from ldq_planner.engine.programma.parti import PontiScritti, add_iva
from ldq_planner.engine.stime import compute_fine, estimate_costi_annui, read_iva

if TYPE_CHECKING:
    from ldq_planner.engine.quadro import Quadro

_CENTO = 100


def read_ponti(quadro: Quadro) -> PontiScritti:
    """I ponti scritti con un giorno d'inizio, non superati, e che non attendono una scelta."""
    portafoglio, richiesti = quadro.portafoglio, {s.id for s in quadro.portafoglio.richiesti}
    ponti = sorted((s for s in list_ponti(portafoglio, quadro.oggi) if s.id in richiesti), key=lambda s: s.id)
    coperti: dict[str, list[Periodo]] = defaultdict(list)
    mesi: dict[str, int] = defaultdict(int)
    spese: dict[tuple[int, str], int] = {}
    for ponte in ponti:
        dal, al = ponte.inizio.ultimo, compute_fine(portafoglio, ponte).scritta.primo
        for quartiere in ponte.quartieri:
            mesi[quartiere] += measure_ponte(portafoglio, ponte) or 0
            coperti[quartiere] += [Periodo(dal, al)] if dal <= al else []
        iva = read_iva(portafoglio, ponte)
        for anno, euro in estimate_costi_annui(portafoglio, ponte):
            spese[anno, ponte.id] = int(add_iva(quadro, euro, iva) * _CENTO)
    return PontiScritti(tuple(ponti), {q: InsiemeGiorni(p) for q, p in coperti.items()}, mesi, spese)
