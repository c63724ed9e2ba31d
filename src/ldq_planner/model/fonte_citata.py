"""Da dove vengono i fatti di una risposta, quando si allontana dal programma."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class FonteCitata(NamedTuple):
    """Da dove vengono i fatti di una risposta, o la legge che vi si applica."""

    titolo: str
    autore: str
    giorno: date | None
    nota: str = ""
