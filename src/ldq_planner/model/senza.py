"""Chi resta senza laboratorio, da quando, e che cosa lo riporta."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class SenzaLaboratorio(NamedTuple):
    """Un quartiere che è, o resterà, certamente senza laboratorio: la prima lacuna che non è già finita.

    Estremi: `dal` e `fino_al` sono il primo e l'ultimo giorno senza; `dal` è `None` se il laboratorio non c'è mai stato,
    `fino_al` se nulla lo riporta. Unità: `giorni` da `dal` a `fino_al`, zero se agendo in tempo non ne resta nessuno.
    """

    id: str
    nome: str
    abitanti: int | None
    abitanti_circa: bool
    gia: bool
    """Vero se lo è già il giorno della domanda."""
    dal: date | None
    fino_al: date | None
    giorni: int | None
    abitanti_giorni: int | None
    scenario: str | None
    """Lo scenario che lo riporta; `None` se è un contratto già scritto, o nulla."""
    sospeso: bool
    """Vero se un contratto è in vigore, ma fermo."""
