"""Periodi e insiemi di giorni.

Convenzione, decisa qui e basta: fuori da questo modulo un periodo è **chiuso** (`inizio` e `fine` compresi);
dentro, un insieme di giorni è la tupla dei suoi confini semiaperti `(dal₀, dopo₀, dal₁, dopo₁, …)` in giorni
ordinali, strettamente crescenti. Così due periodi che si toccano diventano uno solo, e nessun insieme
non semplificato può esistere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_BIT = 22  # un ordinale sta in 22 bit (9999-12-31 è 3.652.059)
_MASCHERA = (1 << _BIT) - 1


@dataclass(frozen=True, slots=True, order=True)
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


def pack(dal: int, dopo: int) -> int:
    """Un periodo semiaperto di ordinali in un solo intero, che si ordina come la coppia."""
    return dal << _BIT | dopo


class InsiemeGiorni:
    """Un insieme di giorni, immutabile e sempre semplificato; si unisce `|`, interseca `&`, sottrae `-`."""

    __slots__ = ("_confini",)
    _confini: tuple[int, ...]

    def __init__(self, periodi: Iterable[Periodo] = ()) -> None:
        self._confini = _sweep([pack(p.inizio.toordinal(), p.fine.toordinal() + 1) for p in periodi])

    @classmethod
    def from_packed(cls, periodi: list[int]) -> InsiemeGiorni:
        """L'unione di periodi già impacchettati con `pack`; la lista viene ordinata sul posto."""
        return cls._from_confini(_sweep(periodi))

    @classmethod
    def _from_confini(cls, confini: tuple[int, ...]) -> InsiemeGiorni:
        insieme = cls()
        insieme._confini = confini
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
        coppie = iter(self._confini)
        for dal, dopo in zip(coppie, coppie, strict=True):
            yield Periodo(date.fromordinal(dal), date.fromordinal(dopo - 1))

    def __contains__(self, giorno: date) -> bool:
        return self.tratto(giorno) is not None

    def tratto(self, giorno: date) -> Periodo | None:
        """Il tratto massimale che contiene il giorno, se c'è."""
        return next((tratto for tratto in self if giorno in tratto), None)

    def clip(self, finestra: Periodo) -> InsiemeGiorni:
        """La parte che cade nella finestra, estremi compresi."""
        return self & InsiemeGiorni((finestra,))

    def __or__(self, altro: InsiemeGiorni) -> InsiemeGiorni:
        return self._merge(altro, lambda a, b: a or b)

    def __and__(self, altro: InsiemeGiorni) -> InsiemeGiorni:
        return self._merge(altro, lambda a, b: a and b)

    def __sub__(self, altro: InsiemeGiorni) -> InsiemeGiorni:
        if not altro._confini:
            return self
        return self._merge(altro, lambda a, b: a and not b)

    def _merge(self, altro: InsiemeGiorni, tiene: Callable[[bool, bool], bool]) -> InsiemeGiorni:
        """Scorre insieme i confini dei due insiemi e tiene quelli dove la risposta di `tiene` cambia."""
        uno, due = self._confini, altro._confini
        confini: list[int] = []
        i = j = 0
        dentro = False
        while i < len(uno) or j < len(due):
            prossimo = min(uno[i] if i < len(uno) else _MASCHERA, due[j] if j < len(due) else _MASCHERA)
            while i < len(uno) and uno[i] == prossimo:
                i += 1
            while j < len(due) and due[j] == prossimo:
                j += 1
            if tiene(i % 2 == 1, j % 2 == 1) is not dentro:
                dentro = not dentro
                confini.append(prossimo)
        return self._from_confini(tuple(confini))

    def __bool__(self) -> bool:
        return bool(self._confini)

    def __eq__(self, altro: object) -> bool:
        return isinstance(altro, InsiemeGiorni) and self._confini == altro._confini

    def __hash__(self) -> int:
        return hash(self._confini)

    def __repr__(self) -> str:
        return f"InsiemeGiorni({', '.join(f'{t.inizio}–{t.fine}' for t in self)})"


def _sweep(periodi: list[int]) -> tuple[int, ...]:
    """Ordina e fonde periodi impacchettati: i confini dell'unione."""
    if not periodi:
        return ()
    periodi.sort()
    primo = periodi[0]
    confini = [primo >> _BIT]
    dopo = primo & _MASCHERA
    for periodo in periodi:
        dal = periodo >> _BIT
        if dal > dopo:
            confini += (dopo, dal)
            dopo = periodo & _MASCHERA
        elif periodo & _MASCHERA > dopo:
            dopo = periodo & _MASCHERA
    confini.append(dopo)
    return tuple(confini)
