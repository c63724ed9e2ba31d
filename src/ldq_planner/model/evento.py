"""I giorni che stanno in un calendario."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class Evento(NamedTuple):
    """Un giorno in cui qualcosa scade o va fatto.

    `id` non dipende dal giorno: se la data si corregge, l'evento si sposta. Unità: `anticipi` in giorni prima di `giorno`.
    """

    id: str
    giorno: date
    genere: str
    titolo: str
    descrizione: str
    quartieri: tuple[str, ...]
    anticipi: tuple[int, ...]
