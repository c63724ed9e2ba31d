"""Ciò che chi importa dice di un file: quale colonna è quale campo, e tutto quello che altrimenti si indovina."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

Mappa = dict[str, str]
"""Campo → nome della colonna."""


class Istruzioni(NamedTuple):
    """Ciò che chi importa dice di un file, e che allora non si indovina."""

    colonne: Mapping[str, str] = MappingProxyType({})
    ordine_date: str = ""
    epoca: int = 0
    """L'anno zero dei numeri di un foglio di calcolo: 1900 o 1904."""
    secolo: int = 0
    """Il secolo degli anni di due cifre: 1900 o 2000."""
    decimali: str = ""
    codifica: str = ""
    foglio: str = ""
    intestazione: tuple[int, ...] = ()
    """La riga dei nomi delle colonne, o le due righe da unire."""
    luoghi: str = ""
    """`elenco` se una cella può nominare più luoghi, `uno` se è sempre un nome solo."""
    alias: Mapping[str, str] = MappingProxyType({})
    """Un nome, ridotto all'osso → il luogo che è."""
