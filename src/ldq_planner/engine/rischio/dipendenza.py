"""La causa comune: le fasi di un ufficio sono lente insieme (copula normale a un fattore).

Fissato quanto l'ufficio è lento, le fasi sono indipendenti: si fa il conto per quindici lentezze, e si pesano. I nodi sono a
passo fisso, perché così l'errore scende più in fretta che con quelli di Gauss–Hermite, se la risposta è ripida.
"""

from __future__ import annotations

from functools import lru_cache
from math import erfc, exp, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.rischio.masse import Masse, Nucleo

if TYPE_CHECKING:
    from ldq_planner.engine.rischio.durate import Legge

RHO = 0.3
"""Quanto due fasi qualunque vanno insieme, se non si dice altro."""
_PASSO, _PER_PARTE = 0.6, 7
_NIENTE = 1e-9
_ESTREMO = 8.0
"""Oltre tanti scarti la normale non ha più peso."""
_NORMALE = NormalDist()


class Strato(NamedTuple):
    """Quanto l'ufficio è lento, in scarti dalla norma, e quanto è probabile."""

    z: float
    peso: float


def list_strati(rho: float) -> tuple[Strato, ...]:
    """Le lentezze da provare; senza causa comune, una sola."""
    if not rho:
        return (Strato(0.0, 1.0),)
    nodi = [_PASSO * k for k in range(-_PER_PARTE, _PER_PARTE + 1)]
    pesi = [exp(-z * z / 2) for z in nodi]
    return tuple(Strato(z, p / sum(pesi)) for z, p in zip(nodi, pesi, strict=True))


class Nuclei:
    """Le durate di ogni fase, per una lentezza dell'ufficio. Non cambiano mai."""

    def __init__(self, rho: float, strato: Strato) -> None:
        self._rho, self._z = rho, strato.z
        self._masse: dict[Legge, Masse] = {}
        self._nuclei: dict[tuple[Legge, int], Nucleo] = {}

    def get(self, legge: Legge, almeno: int) -> Nucleo:
        """La durata, mai sotto `almeno`."""
        chiave = (legge, almeno)
        if chiave not in self._nuclei:
            self._nuclei[chiave] = Nucleo(_raise(self.spread(legge), almeno))
        return self._nuclei[chiave]

    def spread(self, legge: Legge) -> Masse:
        """Le durate con la loro probabilità."""
        if legge not in self._masse:
            masse = spread_legge(legge)
            self._masse[legge] = self._tilt(legge, masse) if self._rho and len(masse.pesi) > 1 else masse
        return self._masse[legge]

    def _tilt(self, legge: Legge, masse: Masse) -> Masse:
        """Le stesse durate, per chi è lento tanto."""
        radice, scala = sqrt(self._rho), sqrt(2 * (1 - self._rho))
        oltre = [erfc((c - radice * self._z) / scala) / 2 for c in _list_scarti(legge)]
        pesi = [prima - dopo for prima, dopo in zip([1.0, *oltre], oltre, strict=False)]
        while len(pesi) > 1 and oltre[len(pesi) - 2] < _NIENTE:
            pesi.pop()
        return Masse(masse.dal, pesi)


@lru_cache(maxsize=256)
def spread_legge(legge: Legge) -> Masse:
    """Le durate di una fase, senza sapere quanto l'ufficio è lento."""
    return legge.spread()


@lru_cache(maxsize=256)
def _list_scarti(legge: Legge) -> tuple[float, ...]:
    """Di ogni durata, in scarti della normale, la probabilità di non passarla."""
    oltre, resto = [], max(0.0, 1.0 - sum(spread_legge(legge).pesi))
    for peso in reversed(spread_legge(legge).pesi):
        oltre.append(resto)
        resto += peso
    return tuple(_invert(s) for s in reversed(oltre))


def _invert(oltre: float) -> float:
    return -_NORMALE.inv_cdf(oltre) if 0 < oltre < 1 else (_ESTREMO if oltre <= 0 else -_ESTREMO)


def _raise(masse: Masse, almeno: int) -> Masse:
    """Le stesse durate, mai sotto quella."""
    sotto = almeno - masse.dal
    if sotto <= 0:
        return masse
    return Masse(almeno, [sum(masse.pesi[: sotto + 1]), *masse.pesi[sotto + 1 :]])
