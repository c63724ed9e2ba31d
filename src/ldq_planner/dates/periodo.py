"""Periodi e insiemi di giorni.

Convenzione, decisa qui e basta: fuori da questo modulo un periodo è **chiuso** (`inizio` e `fine` compresi);
dentro, un insieme di giorni è la tupla dei suoi confini semiaperti `(dal₀, dopo₀, dal₁, dopo₁, …)` in giorni
ordinali, strettamente crescenti. Così due periodi che si toccano diventano uno solo, e nessun insieme
non semplificato può esistere.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Estremi = tuple[date, date]  # primo e ultimo giorno di un periodo, compresi

UN_GIORNO = timedelta(days=1)

# Un giorno è dentro un insieme se il numero di confini che non lo seguono è dispari.
_DENTRO, _FUORI = 1, 0


@dataclass(frozen=True, slots=True)
class Periodo:
    """Un periodo chiuso di giorni, lungo almeno un giorno.

    Estremi: `inizio` e `fine` compresi. Errori: `ValueError` se la fine precede l'inizio.
    """

    inizio: date
    fine: date

    def __post_init__(self) -> None:
        if self.fine < self.inizio:
            raise ValueError(f"la fine {self.fine} precede l'inizio {self.inizio}")

    @property
    def giorni(self) -> int:
        """Quanti giorni contiene, estremi compresi."""
        return self.fine.toordinal() - self.inizio.toordinal() + 1

    def __contains__(self, giorno: date) -> bool:
        return self.inizio <= giorno <= self.fine


class InsiemeGiorni:
    """Un insieme di giorni, immutabile e sempre semplificato; si unisce `|`, interseca `&`, sottrae `-`."""

    __slots__ = ("_confini",)
    _confini: tuple[int, ...]

    def __init__(self, periodi: Iterable[Periodo] = ()) -> None:
        self._confini = self.from_estremi((p.inizio, p.fine) for p in periodi)._confini

    @classmethod
    def from_estremi(cls, periodi: Iterable[Estremi]) -> InsiemeGiorni:
        """L'unione dei periodi, dati come coppie di giorni compresi."""
        return cls._unite([(inizio.toordinal(), fine.toordinal() + 1) for inizio, fine in periodi])

    @classmethod
    def _unite(cls, tratti: Iterable[tuple[int, int]]) -> InsiemeGiorni:
        confini: list[int] = []
        unito = 0  # fin dove arriva l'ultimo tratto
        for dal, dopo in sorted(tratti):
            if dal > unito:
                confini += (dal, dopo)
                unito = dopo
            elif dopo > unito:
                confini[-1] = unito = dopo
        return cls._from_confini(confini)

    @classmethod
    def _from_confini(cls, confini: Iterable[int]) -> InsiemeGiorni:
        insieme = cls.__new__(cls)
        insieme._confini = tuple(confini)
        return insieme

    @property
    def confini(self) -> tuple[int, ...]:
        """I confini semiaperti in ordinali: `(dal₀, dopo₀, dal₁, dopo₁, …)`."""
        return self._confini

    @property
    def giorni(self) -> int:
        """Quanti giorni contiene."""
        return sum(self._confini[1::2]) - sum(self._confini[::2])

    def __iter__(self) -> Iterator[Periodo]:
        """I tratti massimali, dal primo all'ultimo."""
        for dal, dopo in self._tratti():
            yield Periodo(date.fromordinal(dal), date.fromordinal(dopo - 1))

    def __contains__(self, giorno: date) -> bool:
        return bisect_right(self._confini, giorno.toordinal()) % 2 == _DENTRO

    def tratto(self, giorno: date) -> Periodo | None:
        """Il tratto massimale che contiene il giorno, se c'è."""
        posto = bisect_right(self._confini, giorno.toordinal())
        if posto % 2 == _FUORI:
            return None
        return Periodo(date.fromordinal(self._confini[posto - 1]), date.fromordinal(self._confini[posto] - 1))

    def clip(self, finestra: Periodo) -> InsiemeGiorni:
        """I giorni della finestra, estremi compresi, che ci sono."""
        return self & InsiemeGiorni((finestra,))

    def complement(self, finestra: Periodo) -> InsiemeGiorni:
        """I giorni della finestra, estremi compresi, che non ci sono."""
        return self._from_confini(self._cut(finestra.inizio.toordinal(), finestra.fine.toordinal() + 1, _FUORI))

    def __or__(self, altro: InsiemeGiorni) -> InsiemeGiorni:
        return self._unite([*self._tratti(), *altro._tratti()])

    def __and__(self, altro: InsiemeGiorni) -> InsiemeGiorni:
        return self._from_confini(c for tratto in self._tratti() for c in altro._cut(*tratto, _DENTRO))

    def __sub__(self, altro: InsiemeGiorni) -> InsiemeGiorni:
        return self._from_confini(c for tratto in self._tratti() for c in altro._cut(*tratto, _FUORI))

    def _tratti(self) -> Iterator[tuple[int, int]]:
        """I tratti massimali come coppie semiaperte `(dal, dopo)`."""
        confini = iter(self._confini)
        return zip(confini, confini, strict=True)

    def _cut(self, dal: int, dopo: int, parte: int) -> tuple[int, ...]:
        """I confini di ciò che in `[dal, dopo)` sta `_DENTRO` l'insieme, oppure `_FUORI`.

        Sono quelli dell'insieme che cadono fra i due estremi, più gli estremi stessi se stanno dalla parte chiesta.
        """
        confini = self._confini
        primo, ultimo = bisect_right(confini, dal), bisect_left(confini, dopo)
        tagliati = confini[primo:ultimo]
        if primo % 2 == parte:
            tagliati = (dal, *tagliati)
        return (*tagliati, dopo) if ultimo % 2 == parte else tagliati

    def __bool__(self) -> bool:
        return bool(self._confini)

    def __eq__(self, altro: object) -> bool:
        return isinstance(altro, InsiemeGiorni) and self._confini == altro._confini

    def __hash__(self) -> int:
        return hash(self._confini)

    def __repr__(self) -> str:
        return f"InsiemeGiorni({', '.join(f'{t.inizio}–{t.fine}' for t in self)})"
