"""La causa comune: le fasi di un ufficio sono lente insieme (copula normale a un fattore).

Fissato quanto l'ufficio è lento, le fasi sono indipendenti: si fa il conto per quindici lentezze, e si pesano. I nodi sono a
passo fisso, perché così l'errore scende più in fretta che con quelli di Gauss–Hermite, se la risposta è ripida.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from math import erfc, exp, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.rischio.durate import PERDUTA
from ldq_planner.engine.rischio.masse import Masse, Nucleo

if TYPE_CHECKING:
    from ldq_planner.engine.rischio.durate import Legge

RHO = 0.3
"""Quanto due fasi qualunque vanno insieme, se non si dice altro."""
_RHO_MASSIMO = 0.95
_PASSO, _PER_PARTE = 0.6, 7
_LONTANO = 1e-12
_QUASI_MAI = 1e-5
_ESTREMO = 8.0
"""Oltre tanti scarti la normale non ha più peso."""
_NORMALE = NormalDist()


class Strato(NamedTuple):
    """Quanto l'ufficio è lento, in scarti dalla norma, e quanto è probabile."""

    z: float
    peso: float


def list_strati(rho: float) -> tuple[Strato, ...]:
    """Le lentezze da provare; senza causa comune, una sola.

    Errori: `ValueError` se `rho` non sta fra zero e 0,95: oltre, quindici lentezze non bastano.
    """
    if not 0 <= rho <= _RHO_MASSIMO:
        raise ValueError(f"rho deve stare fra 0 e {_RHO_MASSIMO}: {rho}")
    if not rho:
        return (Strato(0.0, 1.0),)
    nodi = [_PASSO * k for k in range(-_PER_PARTE, _PER_PARTE + 1)]
    pesi = [exp(-z * z / 2) for z in nodi]
    return tuple(Strato(z, p / sum(pesi)) for z, p in zip(nodi, pesi, strict=True))


class Nuclei:
    """Le durate di ogni fase, per una lentezza dell'ufficio; di ognuna si rinuncia a contare la parte `perduta`.

    Non cambiano mai.
    """

    def __init__(self, rho: float, z: float, perduta: float = PERDUTA) -> None:
        self._rho, self._z, self._perduta = rho, z, perduta
        self._masse: dict[Legge, Masse] = {}
        self._nuclei: dict[tuple[Legge, int, int], Nucleo] = {}

    def get(self, legge: Legge, almeno: int, gia: int = 0) -> Nucleo:
        """La durata, mai sotto il minimo `almeno`, di chi dura già `gia`."""
        chiave = (legge, almeno, gia)
        if chiave not in self._nuclei:
            self._nuclei[chiave] = Nucleo(_raise(self._condition(legge, gia), almeno))
        return self._nuclei[chiave]

    def survive(self, legge: Legge, gia: int) -> float:
        """La probabilità di durare almeno tanto; uno se la lentezza non la distingue più, tanto è improbabile."""
        if _is_estrema(legge, gia):
            return 1.0
        return 1.0 - sum(self.spread(legge).split(gia - 1)[0].pesi)

    def _condition(self, legge: Legge, gia: int) -> Masse:
        if gia <= legge.primo:
            return self.spread(legge)
        restano = legge.condition(gia)
        if restano is None:
            raise LookupError("nessuna durata resta: la catena lo dice prima")
        if _is_estrema(legge, gia):
            return restano.spread(self._perduta)
        _, dopo = self.spread(legge).split(gia - 1)
        return dopo.scale(1 / dopo.totale) if dopo.totale else restano.spread(self._perduta)

    def spread(self, legge: Legge) -> Masse:
        """Le durate con la loro probabilità."""
        if legge not in self._masse:
            is_certa = len(legge.pesi) == 1 and not legge.coda
            self._masse[legge] = self._tilt(legge) if self._rho and not is_certa else legge.spread(self._perduta)
        return self._masse[legge]

    def _tilt(self, legge: Legge) -> Masse:
        """Le stesse durate, per chi è lento tanto."""
        radice, scala = sqrt(self._rho), sqrt(2 * (1 - self._rho))
        oltre = [erfc((c - radice * self._z) / scala) / 2 for c in _list_scarti(legge)]
        primo = max(0, sum(s > 1.0 - self._perduta for s in oltre) - 1)
        dopo = min(len(oltre), sum(s >= self._perduta for s in oltre) + 1)
        pesi = [a - b for a, b in pairwise([1.0, *oltre[primo:dopo]])]
        return Masse(legge.primo + primo, pesi)


@lru_cache(maxsize=256)
def get_nuclei(rho: float, z: float, perduta: float = PERDUTA) -> Nuclei:
    """Le durate di ogni fase, per quella lentezza: le stesse per ogni gara che si conta."""
    return Nuclei(rho, z, perduta)


def _is_estrema(legge: Legge, gia: int) -> bool:
    """Vero se quasi nessuna durata arriva lì: di quanto l'ufficio è lento non si sa più dire nulla."""
    return sum(legge.spread().split(gia - 1)[1].pesi) < _QUASI_MAI


@lru_cache(maxsize=256)
def _list_scarti(legge: Legge) -> tuple[float, ...]:
    """Di ogni durata, in scarti della normale, la probabilità di non passarla."""
    masse = legge.spread(_LONTANO)  # una lentezza rara porta lontano
    oltre, resto = [], (_LONTANO if legge.coda else 0.0)
    for peso in reversed(masse.pesi):
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
