"""Probabilità su giorni interi: si sommano, si piegano sui giorni lavorativi, si leggono all'indietro.

Il prodotto di due serie è quello di due interi che ne portano i pesi in cifre di larghezza fissa: esatto a meno di 2⁻⁴⁰ per
peso, e dieci volte più rapido di una somma per giorno.
"""

from __future__ import annotations

from struct import pack, unpack
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_BYTE = 10
"""Le cifre di un prodotto: 79 bit, perché di due serie una somma al più a uno e l'altra non passa uno."""
_PAROLA = 8
_BASSI = _BYTE - _PAROLA
"""Le cifre di un prodotto che non si leggono: pesano meno di 2⁻⁶¹."""
_UNO = 2.0**39
_UNITA = 256.0**_BASSI / _UNO / _UNO
_NIENTE = 1e-10
"""Il peso sotto cui un estremo si toglie."""


class Giorni(dict[int, int]):
    """Da un giorno a un altro, in ordinali: si calcola la prima volta che lo si chiede."""

    __slots__ = ("_sposta",)

    def __init__(self, sposta: Callable[[int], int]) -> None:
        super().__init__()
        self._sposta = sposta

    def __missing__(self, giorno: int) -> int:
        trovato = self[giorno] = self._sposta(giorno)
        return trovato


class Masse(NamedTuple):
    """Quanto pesa ogni giorno: il primo è `dal`, un ordinale (o una durata), gli altri seguono."""

    dal: int
    pesi: list[float]

    @property
    def dopo(self) -> int:
        """Il primo giorno dopo l'ultimo."""
        return self.dal + len(self.pesi)

    @property
    def totale(self) -> float:
        """La somma dei pesi."""
        return sum(self.pesi)

    def read(self, giorno: int) -> float:
        """Il peso di quel giorno; fuori, zero."""
        posto = giorno - self.dal
        return self.pesi[posto] if 0 <= posto < len(self.pesi) else 0.0

    def list_giorni(self) -> Iterator[tuple[int, float]]:
        """I giorni che pesano, in ordine."""
        return ((g, p) for g, p in enumerate(self.pesi, self.dal) if p)

    def scale(self, fattore: float) -> Masse:
        """Gli stessi giorni, con i pesi moltiplicati."""
        return Masse(self.dal, [p * fattore for p in self.pesi])

    def split(self, limite: int) -> tuple[Masse, Masse]:
        """I giorni fino al limite, compreso, e quelli dopo."""
        quanti = max(0, limite + 1 - self.dal)
        return Masse(self.dal, self.pesi[:quanti]), Masse(max(self.dal, limite + 1), self.pesi[quanti:])

    def trim(self) -> Masse:
        """Senza i giorni di peso nullo, o quasi, alle estremità."""
        primo, dopo = 0, len(self.pesi)
        while primo < dopo and self.pesi[primo] < _NIENTE:
            primo += 1
        while dopo > primo and self.pesi[dopo - 1] < _NIENTE:
            dopo -= 1
        return Masse(self.dal + primo, self.pesi[primo:dopo])

    def trim_dopo(self) -> Masse:
        """Senza i giorni di peso nullo in fondo."""
        dopo = len(self.pesi)
        while dopo and not self.pesi[dopo - 1]:
            dopo -= 1
        return Masse(self.dal, self.pesi[:dopo]) if dopo < len(self.pesi) else self

    def roll(self, rinvii: Giorni) -> Masse:
        """Ogni giorno di riposo portato sul primo lavorativo che lo segue."""
        if not self.pesi:
            return self
        ultimo = rinvii[self.dopo - 1]
        pesi = [*self.pesi, *[0.0] * (ultimo + 1 - self.dopo)]
        for g in range(self.dal, ultimo):
            if rinvii[g] != g:
                pesi[g + 1 - self.dal] += pesi[g - self.dal]
                pesi[g - self.dal] = 0.0
        return Masse(self.dal, pesi)

    def fold(self, dove: Giorni) -> Masse:
        """Ogni giorno portato dove `dove` lo porta: i giorni che seguono, non prima."""
        if not self.pesi:
            return self
        primo = dove[self.dal]
        pesi = [0.0] * (dove[self.dopo - 1] + 1 - primo)
        for giorno, peso in self.list_giorni():
            pesi[dove[giorno] - primo] += peso
        return Masse(primo, pesi)

    def unroll(self, rinvii: Giorni) -> Masse:
        """Quanto vale ogni giorno, se uno di riposo vale come il primo lavorativo che lo segue."""
        pesi = [*self.pesi, 0.0]
        for g in reversed(range(self.dal, self.dopo)):
            if rinvii[g] != g:
                pesi[g - self.dal] = pesi[g + 1 - self.dal]
        return Masse(self.dal, pesi[:-1])


def point(giorno: int, peso: float = 1.0) -> Masse:
    """Un giorno solo."""
    return Masse(giorno, [peso])


def gather(coppie: Iterable[tuple[int, float]]) -> Masse:
    """La somma dei pesi dati giorno per giorno."""
    somme: dict[int, float] = {}
    for giorno, peso in coppie:
        somme[giorno] = somme.get(giorno, 0.0) + peso
    if not somme:
        return Masse(0, [])
    dal = min(somme)
    pesi = [0.0] * (max(somme) + 1 - dal)
    for giorno, peso in somme.items():
        pesi[giorno - dal] = peso
    return Masse(dal, pesi)


def add_up(parti: Iterable[Masse]) -> Masse:
    """La somma di più masse."""
    piene = [m for m in parti if m.pesi]
    if len(piene) == 1:
        return piene[0]
    if not piene:
        return Masse(0, [])
    dal = min(m.dal for m in piene)
    pesi = [0.0] * (max(m.dopo for m in piene) - dal)
    for m in piene:
        for i, p in enumerate(m.pesi, m.dal - dal):
            pesi[i] += p
    return Masse(dal, pesi)


class Nucleo:
    """Una durata, pronta per sommarla a un giorno."""

    __slots__ = ("_intero", "dal", "pesi")

    def __init__(self, masse: Masse) -> None:
        self.dal, self.pesi = masse
        self._intero = _pack(self.pesi)

    @property
    def ultima(self) -> int:
        """La durata più lunga."""
        return self.dal + len(self.pesi) - 1

    def convolve(self, masse: Masse) -> Masse:
        """Il giorno più la durata."""
        if not masse.pesi:
            return masse
        return Masse(masse.dal + self.dal, self._multiply(masse.pesi, 0, len(masse.pesi) + len(self.pesi) - 1))

    def correlate(self, valori: Masse) -> Masse:
        """Quanto vale in media ogni giorno più la durata, da `valori.dal` finché vale; fuori dai `valori` zero."""
        quanti, massimo = len(valori.pesi), max(valori.pesi, default=0.0)
        if not massimo:
            return valori
        prodotto = self._multiply([v / massimo for v in reversed(valori.pesi)], 0, max(0, quanti - self.dal))
        return Masse(valori.dal, [p * massimo for p in reversed(prodotto)])

    def _multiply(self, pesi: Sequence[float], primo: int, dopo: int) -> list[float]:
        """Il prodotto delle due serie, dal posto `primo` a prima di `dopo`."""
        cifre = (self._intero * _pack(pesi)).to_bytes(_BYTE * (len(pesi) + len(self.pesi)), "little")
        cifre = cifre[primo * _BYTE : dopo * _BYTE]
        alte = bytearray(_PAROLA * (dopo - primo))
        for i in range(_PAROLA):
            alte[i::_PAROLA] = cifre[_BASSI + i :: _BYTE]
        return [p * _UNITA for p in unpack(f"<{dopo - primo}Q", alte)]


def _pack(pesi: Sequence[float]) -> int:
    """L'intero che porta ogni peso in `_BYTE` cifre."""
    parole = pack(f"<{len(pesi)}Q", *[int(p * _UNO + 0.5) for p in pesi])
    cifre = bytearray(_BYTE * len(pesi))
    for i in range(_PAROLA):
        cifre[i::_BYTE] = parole[i::_PAROLA]
    return int.from_bytes(cifre, "little")
