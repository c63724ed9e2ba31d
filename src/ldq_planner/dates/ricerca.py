"""Cercare un giorno lavorativo con una funzione che non decresce: l'inverso di un conto in avanti."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ldq_planner.dates.periodo import UN_GIORNO

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from ldq_planner.dates.calendario import Calendario
    from ldq_planner.dates.periodo import Periodo

_SUBITO = timedelta(0)


def find_primo(calendario: Calendario, evento: Callable[[date], date], giorno: date) -> date:
    """Il primo giorno lavorativo d con `evento(d)` ≥ `giorno`; `evento` non decresce, e non precede il suo giorno."""
    d = calendario.next_lavorativo(giorno - (evento(calendario.next_lavorativo(giorno)) - giorno))
    while evento(d) < giorno:
        d = calendario.next_lavorativo(d + UN_GIORNO)
    while evento(prima := calendario.last_lavorativo(d - UN_GIORNO)) >= giorno:
        d = prima
    return d


def find_ultimo(calendario: Calendario, start: Callable[[date], date], dove: Periodo, entro: date) -> date | None:
    """L'ultimo giorno lavorativo del periodo con `start` ≤ `entro`, se c'è; `start` non vi decresce.

    Estremi: il periodo comincia e finisce in un giorno lavorativo, compresi. Si arretra di quanto si è in ritardo, perché
    da un giorno all'altro la durata cambia poco; poi si dimezza.
    """
    cattivo = dove.fine
    ritardo = start(cattivo) - entro
    if ritardo <= _SUBITO:
        return cattivo
    while ritardo > _SUBITO:
        prova = max(dove.inizio, calendario.last_lavorativo(cattivo - ritardo))
        ritardo = start(prova) - entro
        if ritardo > _SUBITO:
            if prova == dove.inizio:
                return None
            cattivo = prova
    buono = prova
    while (mezzo := calendario.next_lavorativo(buono + UN_GIORNO)) < cattivo:
        mezzo = max(mezzo, calendario.last_lavorativo(buono + (cattivo - buono) / 2))
        if start(mezzo) <= entro:
            buono = mezzo
        else:
            cattivo = mezzo
    return buono


def invert(calendario: Calendario, end: Callable[[date], date], limite: date) -> date:
    """L'ultimo giorno lavorativo d con `end(d)` ≤ `limite`; `end` non decresce, e non precede il suo giorno."""
    d = calendario.last_lavorativo(limite - (end(calendario.last_lavorativo(limite)) - limite))
    while end(d) > limite:
        d = calendario.last_lavorativo(d - UN_GIORNO)
    while end(dopo := calendario.next_lavorativo(d + UN_GIORNO)) <= limite:
        d = dopo
    return d
