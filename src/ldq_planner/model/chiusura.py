"""Un periodo che torna ogni anno, come la pausa d'agosto."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_GIORNO = r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
ANNUALE = re.compile(rf"{_GIORNO}\.\.{_GIORNO}", re.ASCII)
COME_SI_SCRIVE_UNA_CHIUSURA = (
    "scrivere MM-GG..MM-GG, estremi compresi: 08-01..08-31 è agosto, 12-24..01-06 passa l'anno"
)
_BISESTILE = 2024


class Annuale(NamedTuple):
    """Mese e giorno del primo e dell'ultimo giorno, compresi; se l'ultimo viene prima, è dell'anno dopo."""

    dal: tuple[int, int]
    al: tuple[int, int]

    def __str__(self) -> str:
        """Come si scrive nei dati."""
        return "{:02d}-{:02d}..{:02d}-{:02d}".format(*self.dal, *self.al)

    def list_estremi(self, primo: date, ultimo: date) -> Iterator[tuple[date, date]]:
        """I periodi, dal primo all'ultimo, che toccano quei giorni: primo e ultimo giorno, compresi.

        Un 29 febbraio, negli anni che non ce l'hanno, è il 28 alla fine e il primo marzo all'inizio.
        """
        for anno in range(max(primo.year - 1, 1), ultimo.year + 1):
            dal, al = _date(anno, self.dal), _end(anno + (self.al < self.dal), self.al)
            if dal <= ultimo and primo <= al and dal <= al:
                yield dal, al


def parse_annuale(testo: str) -> Annuale:
    """Un periodo scritto `MM-GG..MM-GG`.

    Errori: `ValueError` se non è scritto così, o se uno dei due giorni non è in nessun anno.
    Esempio:
        >>> parse_annuale("08-01..08-31")
        Annuale(dal=(8, 1), al=(8, 31))
    """
    trovato = ANNUALE.fullmatch(testo)
    if trovato is None:
        raise ValueError(f"«{testo}» non è un periodo dell'anno; {COME_SI_SCRIVE_UNA_CHIUSURA}")
    mese, giorno, al_mese, al_giorno = map(int, trovato.groups())
    date(_BISESTILE, mese, giorno), date(_BISESTILE, al_mese, al_giorno)
    return Annuale((mese, giorno), (al_mese, al_giorno))


def _date(anno: int, giorno: tuple[int, int]) -> date:
    return date(anno, *giorno) if giorno[1] <= monthrange(anno, giorno[0])[1] else date(anno, giorno[0] + 1, 1)


def _end(anno: int, giorno: tuple[int, int]) -> date:
    return date(anno, giorno[0], min(giorno[1], monthrange(anno, giorno[0])[1]))
