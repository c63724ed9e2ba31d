"""Quanto almeno costa ogni piano: dai prezzi di uffici e soldi, in numeri interi. Qualunque prezzo dà un limite vero.

HiGHS trova i prezzi con le mosse a metà, su poche colonne per volta: si aggiungono quelle che ai prezzi di adesso convengono,
finché non ce n'è più. Il limite si rifà poi con gli interi, e gli arrotondamenti di HiGHS non lo possono alzare.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.programma.highs import relax_colonne

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ldq_planner.engine.programma.modello import ModelloDelPiano

GIRI, PER_GIRO, OGNI = 40, 4, 6
"""Quante volte al più si rifanno i prezzi; quante mosse di una gara si aggiungono per volta; da una ogni quante si comincia."""
BIT = 28
"""I decimali dei prezzi."""


class Stima(NamedTuple):
    """Quanto vale almeno ogni piano, e ogni piano che ha una certa colonna."""

    limite: int
    almeno: list[int]
    quote: dict[int, float]
    """Colonna → quanta se ne sceglierebbe, potendo sceglierne anche mezza; solo dove non è nulla."""


def estimate(modello: ModelloDelPiano, obiettivo: int, partenza: frozenset[int]) -> Stima:
    """La stima migliore che danno i prezzi; `partenza` sono le colonne di un piano che si può fare."""
    costi = [c.valore[obiettivo] for c in modello.colonne]
    dentro, migliore = sorted({*partenza, *range(0, len(costi), OGNI)}), Stima(0, [], {})
    for _ in range(GIRI):
        quote, trovati = relax_colonne(modello, costi, dentro)
        prezzi = [round(p * (1 << BIT)) for p in trovati]
        ridotti = _reduce(modello, costi, prezzi)
        stima = Stima(*_bound(modello, prezzi, ridotti), {j: q for j, q in zip(dentro, quote, strict=True) if q > 0})
        migliore = max(migliore, stima, key=lambda s: (bool(s.almeno), s.limite))
        nuove = _list_convenienti(modello, ridotti) - set(dentro)
        if not nuove:
            break
        dentro = sorted({*dentro, *nuove})
    return migliore


def _reduce(modello: ModelloDelPiano, costi: Sequence[int], prezzi: Sequence[int]) -> list[int]:
    """Il costo di ogni colonna, tolto ciò che vale quello che occupa. Unità: 2 ** -BIT."""
    somme = [0, *accumulate(prezzi)]
    return [
        (costo << BIT)
        - sum(somme[al] - somme[dal] for dal, al in colonna.tratti)
        - sum(prezzi[riga] * quanto for riga, quanto in colonna.voci)
        for costo, colonna in zip(costi, modello.colonne, strict=True)
    ]


def _bound(modello: ModelloDelPiano, prezzi: Sequence[int], ridotti: Sequence[int]) -> tuple[int, list[int]]:
    """Di ogni gara si sceglie al più una mossa: il guadagno che resta è al più quello della migliore."""
    base = sum(p * (riga.dal if p > 0 else riga.al) for p, riga in zip(prezzi, modello.righe, strict=True))
    guadagni: dict[str, int] = {}
    for colonna, ridotto in zip(modello.colonne, ridotti, strict=True):
        guadagni[colonna.chi] = min(guadagni.get(colonna.chi, 0), ridotto)
    base += sum(guadagni.values())
    return max(0, _ceil(base)), [max(0, _ceil(base + max(0, r))) for r in ridotti]


def _list_convenienti(modello: ModelloDelPiano, ridotti: Sequence[int]) -> set[int]:
    """Di ogni gara, le poche colonne che ai prezzi di adesso costano meno di nulla."""
    sue: dict[str, list[tuple[int, int]]] = {}
    for j, (colonna, ridotto) in enumerate(zip(modello.colonne, ridotti, strict=True)):
        if ridotto < 0:
            sue.setdefault(colonna.chi, []).append((ridotto, j))
    return {j for negative in sue.values() for _, j in sorted(negative)[:PER_GIRO]}


def _ceil(quanto: int) -> int:
    return -(-quanto >> BIT)
