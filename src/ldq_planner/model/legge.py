"""La legge che ha deciso le date di una risposta."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class LeggeUsata(NamedTuple):
    """Un regime applicato alle gare di alcuni scenari, con gli articoli che ne vengono.

    Estremi: `dal` e `al` compresi, giorni di pubblicazione del bando; `al` è `None` se nessun cambio è noto.
    """

    regime: str
    nome: str
    dal: date
    al: date | None
    scenari: tuple[str, ...]
    verificati: tuple[str, ...]
    """Gli articoli letti in una fonte."""
    da_verificare: tuple[str, ...]
    """Gli articoli da ricontrollare prima di usarli in un atto."""
