"""Quanto dura una fase, quando non si sa: tre punti, tre percentili, o ciò che si è osservato."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from itertools import accumulate
from math import exp, log
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.rischio.masse import Masse
from ldq_planner.model.rischio import OLTRE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PERDUTA = 4e-8
"""La probabilità, di ogni fase, che si rinuncia a contare."""
_ORIZZONTE = 3650
"""La durata, in giorni, oltre cui non si conta."""
_META = 0.5


class Legge(NamedTuple):
    """Le durate possibili di una fase, in giorni interi, e quanto è probabile ciascuna.

    Oltre l'ultima la probabilità `coda` scende ogni giorno della stessa `ragione`: chi è già lì ha sempre da attendere quanto
    chi vi è appena arrivato.
    """

    primo: int
    pesi: tuple[float, ...]
    coda: float = 0.0
    ragione: float = 0.0

    def spread(self, perduta: float = PERDUTA) -> Masse:
        """Le durate con la loro probabilità, coda compresa finché ne resta più di `perduta`."""
        pesi, coda = list(self.pesi), self.coda
        while coda > perduta and len(pesi) < _ORIZZONTE:
            pesi.append(coda * (1 - self.ragione))
            coda *= self.ragione
        return Masse(self.primo, pesi)

    @property
    def mediana(self) -> int:
        """I giorni entro cui finisce una volta su due."""
        _, pesi = self.spread()
        return self.primo + bisect_left(list(accumulate(pesi)), _META)

    def condition(self, almeno: int) -> Legge | None:
        """La stessa legge di chi sa che dura almeno tanto; `None` se nessuna durata resta."""
        tolti = max(0, almeno - self.primo)
        oltre = max(0, tolti - len(self.pesi))
        pesi, coda = self.pesi[tolti:], self.coda * self.ragione**oltre
        resta = sum(pesi) + coda
        if oltre:  # la coda somiglia a sé stessa anche quando in virgola mobile è già zero
            return Legge(almeno, (), 1.0, self.ragione) if self.coda else None
        if resta <= 0:
            return None
        return Legge(self.primo + tolti, tuple(p / resta for p in pesi), coda / resta, self.ragione)


def fix(giorni: int) -> Legge:
    """Una durata che si conosce."""
    return Legge(giorni, (1.0,))


@lru_cache(maxsize=256)
def spread_tre_punti(minimo: int, probabile: int, massimo: int) -> Legge:
    """La doppia triangolare: metà delle volte al più quanto è più probabile, e qualche volta oltre il massimo.

    Oltre il massimo si attende ancora, in media, quanto chi ha appena passato il valore più probabile. Tre zeri restano zero.

    Esempio:
        >>> legge = spread_tre_punti(20, 50, 150)
        >>> round(legge.coda, 2), len(legge.pesi)
        (0.05, 131)
    """
    if minimo == probabile == massimo:
        return fix(probabile)
    attesa = max(1.0, max(massimo - probabile, probabile - minimo if massimo == probabile else 0) / 3)

    def cumulate(x: float) -> float:
        if x <= probabile:
            return _META * ((x - minimo) / (probabile - minimo)) ** 2 if x > minimo else 0.0
        if x >= massimo:
            return 1 - OLTRE
        return 1 - OLTRE - (_META - OLTRE) * ((massimo - x) / (massimo - probabile)) ** 2

    def entro(giorno: int) -> float:
        if giorno == massimo:
            return 1 - OLTRE
        return cumulate(giorno + _META) if minimo < probabile or giorno >= probabile else 0.0

    fini = [entro(giorno) for giorno in range(minimo, massimo + 1)]
    return Legge(minimo, _subtract(fini), OLTRE, 1 - 1 / attesa)


def spread_percentili(dieci: float, cinquanta: float, novanta: float) -> Legge:
    """La log-metalog di tre termini, dai giorni entro cui finisce il 10, il 50 e il 90 per cento delle volte.

    Errori: `ValueError` se non crescono, o se sono così storti che nessuna legge di questa forma li ha.
    """
    if not 0 < dieci < cinquanta < novanta:
        raise ValueError(f"i tre percentili devono crescere da più di zero: {dieci}, {cinquanta}, {novanta}")
    peso = log(9)
    centro, ampia = log(cinquanta), log(novanta / dieci) / (2 * peso)
    storta = log(novanta * dieci / cinquanta**2) / (0.8 * peso)
    if abs(storta) >= _STORTA * ampia:
        raise ValueError(f"i tre percentili sono troppo storti per una log-metalog: {dieci}, {cinquanta}, {novanta}")

    def quantile(y: float) -> float:
        logit = log(y / (1 - y))
        return exp(min(centro + ampia * logit + storta * (y - _META) * logit, 100.0))

    ultimo = min(_ORIZZONTE, int(quantile(1 - PERDUTA)) + 1)
    fini = [_invert(quantile, giorno + _META) for giorno in range(ultimo + 1)]
    return Legge(0, _subtract(fini))


_STORTA = 1.66711
"""Quanto il terzo termine di una log-metalog può stare al secondo perché cresca ovunque (Keelin 2016)."""


def spread_osservate(durate: Sequence[int]) -> Legge:
    """Ciò che si è osservato, ogni volta con lo stesso peso.

    Errori: `ValueError` se non si è osservato nulla.
    """
    if not durate:
        raise ValueError("nessuna durata osservata")
    primo = min(durate)
    pesi = [0.0] * (max(durate) + 1 - primo)
    for durata in durate:
        pesi[durata - primo] += 1 / len(durate)
    return Legge(primo, tuple(pesi))


def spread_rischi(primo: int, rischi: Sequence[float]) -> Legge:
    """Le durate di chi, arrivato a ogni giorno da `primo`, vi finisce con quella probabilità; poi con l'ultima."""
    restano = [1.0, *accumulate((1 - h for h in rischi), lambda a, b: a * b)]
    pesi = tuple(s * h for s, h in zip(restano, rischi, strict=False))
    return Legge(primo, pesi, restano[-1], 1 - rischi[-1] if rischi else 0.0)


def _subtract(fini: list[float]) -> tuple[float, ...]:
    return tuple(max(0.0, dopo - prima) for prima, dopo in zip([0.0, *fini], fini, strict=False))


def _invert(quantile: Callable[[float], float], x: float) -> float:
    """La probabilità di durare al più `x`."""
    basso, alto = 0.0, 1.0
    for _ in range(50):
        mezzo = (basso + alto) / 2
        if 0 < mezzo < 1 and quantile(mezzo) <= x:
            basso = mezzo
        else:
            alto = mezzo
    return basso
