"""Ciò che uno scenario darebbe se la preparazione cominciasse, o il bando uscisse, un altro giorno."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.model.ponte import Ponte


class AltroQuartiere(NamedTuple):
    """Un quartiere dello scenario in una prova: i giorni senza un contratto, in ogni lettura o forse, e il suo ponte."""

    id: str
    giorni: int
    giorni_forse: int
    ponte: Ponte | None


class AltroGiorno(NamedTuple):
    """La prova di un giorno: quando il servizio comincia e finisce, e che cosa resta.

    Non ha un inizio il servizio che non può cominciare, né una fine quello di cui non è nota.

    Estremi: compresi.
    """

    inizio: date | None
    fine: date | None
    quartieri: tuple[AltroQuartiere, ...]


class AltriGiorni(NamedTuple):
    """Le prove di uno scenario: com'è oggi, poi una per giorno chiesto; nessuna, se quel passo è già fatto."""

    scenario: str
    oggi: AltroGiorno
    preparazione: tuple[AltroGiorno, ...]
    bando: tuple[AltroGiorno, ...]
