"""Ciò che è cambiato da un giorno a oggi: per il tempo che passa, o perché sono cambiati i dati."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ldq_planner.errors import Finding
    from ldq_planner.model.stato import Stato, StatoQuartiere


class Perche(StrEnum):
    """Che cosa ha mosso una conclusione: il tempo, se con i dati di allora oggi sarebbe la stessa; altrimenti i dati."""

    TEMPO = "tempo"
    DATI = "dati"


class StatoMutato(NamedTuple):
    """Un quartiere che allora stava in un altro modo; `prima` è `None` se i dati di allora non lo conoscevano."""

    quartiere: StatoQuartiere
    prima: Stato | None
    perche: Perche


class SegnalazioneMutata(NamedTuple):
    """Una segnalazione che allora non c'era, o pesava in un altro modo; una risolta si dà com'era."""

    segnalazione: Finding
    perche: Perche


class Novita(NamedTuple):
    """Tutto ciò che è cambiato; ogni elenco è vuoto se in quello non è cambiato nulla."""

    stati: tuple[StatoMutato, ...]
    nuove: tuple[SegnalazioneMutata, ...]
    aggravate: tuple[SegnalazioneMutata, ...]
    attenuate: tuple[SegnalazioneMutata, ...]
    risolte: tuple[SegnalazioneMutata, ...]
