"""Quante persone tengono aperto un laboratorio, e se sono meno di prima o di quante ne vuole l'ente."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class Presidio(NamedTuple):
    """Gli operatori di un quartiere in un tratto di giorni coperti; `operatori` è `None` se non è noto.

    Estremi: `inizio` e `fine` compresi. `riferimento` è il minimo dell'ente o, senza, l'ultima équipe piena di prima;
    (`minimo_dell_ente` dice quale); `ridotto` se gli operatori sono meno. Unità: `abitanti_per_operatore` è residenti / operatori, arrotondato.
    """

    inizio: date
    fine: date
    giorni: int
    operatori: int | None
    riferimento: int | None
    minimo_dell_ente: bool
    ridotto: bool
    abitanti_per_operatore: int | None
