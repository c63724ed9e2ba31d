"""Dalle gare passate alle osservazioni: quanto è durato ogni tratto, o quanto durava quando si è smesso di guardare."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING

from ldq_planner.model.apprendimento import AVVIO, BANDO, ESITO, Osservazione, TrattoDiGara

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldq_planner.model.apprendimento import GaraPassata

INTERI = (TrattoDiGara(BANDO, ESITO), TrattoDiGara(BANDO, AVVIO))
"""I tratti lunghi, che si contano anche se di ciò che hanno dentro si sa di più."""


def observe(gare: Iterable[GaraPassata]) -> dict[TrattoDiGara, list[tuple[GaraPassata, Osservazione]]]:
    """TrattoDiGara → le gare di cui si è osservato, una volta ciascuna."""
    viste: dict[TrattoDiGara, list[tuple[GaraPassata, Osservazione]]] = defaultdict(list)
    for gara in gare:
        for tratto, osservazione in _observe(gara):
            viste[tratto].append((gara, osservazione))
    return viste


def _observe(gara: GaraPassata) -> Iterator[tuple[TrattoDiGara, Osservazione]]:
    """I tratti fra due giorni noti che si seguono, quello in cui la gara è ora, e quelli interi."""
    note = [fase for fase in gara.visibili if fase in gara.eventi]
    tratti = [TrattoDiGara(a, b) for a, b in itertools.pairwise(note)]
    seguenti = gara.visibili[gara.visibili.index(note[-1]) + 1 :] if note else ()
    tratti += [TrattoDiGara(note[-1], seguenti[0])] if seguenti else []
    tratti += [t for t in INTERI if t not in tratti and t.dopo in gara.eventi and t.fase in gara.visibili]
    for tratto in tratti:
        dal, al = gara.eventi[tratto.dopo], gara.eventi.get(tratto.fase)
        giorni = ((al or gara.vista_al) - dal).days
        if giorni >= 0:  # un esito scritto prima del suo bando non è una durata
            yield tratto, Osservazione(giorni, al is not None, dal)


def count_rovesciate(gare: Iterable[GaraPassata]) -> int:
    """Quante gare hanno una fase compiuta prima di quella che la precede."""
    return sum(_is_rovesciata(g) for g in gare)


def _is_rovesciata(gara: GaraPassata) -> bool:
    giorni = [gara.eventi[fase] for fase in gara.visibili if fase in gara.eventi]
    return giorni != sorted(giorni)
