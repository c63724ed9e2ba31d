"""Quanto dura un tratto, da osservazioni in parte non finite e da una stima di prima che vale `k` gare.

Una gara che dura ancora dice che dura almeno tanto: lasciarla fuori accorcia la stima.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ldq_planner.model.apprendimento import Quantili

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ldq_planner.model.apprendimento import Osservazione

_NULLA = 1e-12


def estimate(osservazioni: Sequence[Osservazione], prima: Sequence[float] = (), k: float = 0) -> list[float]:
    """La probabilità che il tratto finisca in ciascun giorno, da zero; ciò che manca a uno è «oltre».

    Ogni giorno finisce, di chi è ancora aperto, h = (k·S₀·h₀ + finite quel giorno) / (k·S₀ + aperte quel giorno), dove S₀ e
    h₀ sono della stima di `prima`. Con `k` zero è Kaplan–Meier.
    """
    finite = Counter(o.giorni for o in osservazioni if o.finita)
    uscite = Counter(o.giorni for o in osservazioni)
    aperte, resta, sopravvive = len(osservazioni), sum(prima), 1.0
    masse: list[float] = []
    for giorno in range(max((*uscite, len(prima) - 1), default=-1) + 1):
        attesa = prima[giorno] if giorno < len(prima) else 0.0
        esposte = k * resta + aperte
        rischio = min(1.0, (k * attesa + finite[giorno]) / esposte) if esposte > _NULLA else 0.0
        masse.append(sopravvive * rischio)
        sopravvive *= 1 - rischio
        resta = max(0.0, resta - attesa)
        aperte -= uscite[giorno]
    return masse


def find_quantile(masse: Sequence[float], quota: float) -> int | None:
    """Il primo giorno entro cui il tratto finisce con quella probabilità; `None` se non ci si arriva."""
    somma = 0.0
    for giorno, massa in enumerate(masse):
        somma += massa
        if somma >= quota - _NULLA * 1e3:
            return giorno
    return None


def find_quantili(masse: Sequence[float]) -> Quantili:
    """I giorni entro cui finiscono 5, 10, 50, 90, 95 gare su cento."""
    return Quantili(*(find_quantile(masse, quota) for quota in (0.05, 0.1, 0.5, 0.9, 0.95)))
