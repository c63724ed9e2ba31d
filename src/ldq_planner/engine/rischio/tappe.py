"""Una fase come passo di un conto di probabilità: dal giorno in cui comincia a quello in cui è compiuta, e ritorno."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.rischio.masse import Masse, add_up, fold, gather

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ldq_planner.engine.rischio.durate import Legge
    from ldq_planner.engine.rischio.masse import Nucleo

    Sposta = Callable[[int], int]


class FaseIncerta(NamedTuple):
    """Una fase da un giorno all'altro, in ordinali: il più tardi fra il suo minimo e il giorno più la durata, rinviato.

    `minimo` dà il primo giorno in cui è compiuta chi comincia quel giorno (`None`: lo stesso); `rinvia` porta la durata sul
    giorno in cui cade (`None`: non si rinvia). Un giorno `fissato` vale per chi comincia entro quel giorno; `entro` è quello,
    fissato per una fase che segue, che una stima non passa.
    """

    id: str
    nome: str
    legge: Legge | None
    almeno: int = 0
    minimo: Sposta | None = None
    rinvia: Sposta | None = None
    fissata: int | None = None
    entro: int | None = None

    def advance(self, nucleo: Nucleo | None, inizio: Masse) -> Masse:
        """Quando è compiuta, se comincia allora."""
        if self.fissata is None and self.entro is None:
            return self._advance(nucleo, inizio)
        limite = self.entro if self.fissata is None else self.fissata
        assert limite is not None  # noqa: S101 - uno dei due c'è
        prima, dopo = _split(inizio, limite)
        if self.fissata is not None:
            return add_up((gather([(limite, prima.totale)]), self._advance(nucleo, dopo)))
        fini = self._advance(nucleo, prima)
        return add_up((gather((min(g, limite), p) for g, p in _list_giorni(fini)), dopo))

    def _advance(self, nucleo: Nucleo | None, inizio: Masse) -> Masse:
        if nucleo is None:
            return inizio if self.minimo is None else gather((self.minimo(g), p) for g, p in _list_giorni(inizio))
        tardi = self._find_tardi(nucleo, inizio)
        comuni = Masse(inizio.dal, [0.0 if g in tardi else p for g, p in enumerate(inizio.pesi, inizio.dal)])
        fini = nucleo.convolve(comuni)
        parti = [fold(fini, self.rinvia) if self.rinvia else fini]
        parti += [
            gather(self._spread_da(nucleo, g, minimo, inizio.pesi[g - inizio.dal])) for g, minimo in tardi.items()
        ]
        return add_up(parti).trim()

    def _find_tardi(self, nucleo: Nucleo, inizio: Masse) -> dict[int, int]:
        """I giorni da cui il minimo porta oltre la durata più breve, e dove."""
        if self.minimo is None:
            return {}
        tardi = ((g, self.minimo(g)) for g, p in _list_giorni(inizio))
        return {g: minimo for g, minimo in tardi if minimo > self._reach(g + nucleo.dal)}

    def _reach(self, giorno: int) -> int:
        return self.rinvia(giorno) if self.rinvia else giorno

    def _spread_da(self, nucleo: Nucleo, giorno: int, minimo: int, peso: float) -> Iterator[tuple[int, float]]:
        for durata, p in enumerate(nucleo.pesi, nucleo.dal):
            yield max(minimo, self._reach(giorno + durata)), peso * p

    def retreat(self, nucleo: Nucleo | None, valori: Masse) -> Masse:
        """Quanto vale in media cominciarla ogni giorno, se compiuta vale così; fuori dai `valori` zero."""
        dati = self._retreat(nucleo, valori)
        if self.fissata is not None:
            vale = _read(valori, self.fissata)
            return Masse(dati.dal, [vale if g <= self.fissata else p for g, p in enumerate(dati.pesi, dati.dal)])
        if self.entro is None:
            return dati
        limite, vale = self.entro, _read(valori, self.entro)
        chiusi = Masse(valori.dal, [p if g <= limite else vale for g, p in enumerate(valori.pesi, valori.dal)])
        stretti = self._retreat(nucleo, chiusi)
        return Masse(dati.dal, [stretti.pesi[i] if valori.dal + i <= limite else p for i, p in enumerate(valori.pesi)])

    def _retreat(self, nucleo: Nucleo | None, valori: Masse) -> Masse:
        dal, dopo = valori.dal, valori.dopo
        if nucleo is None:
            if self.minimo is None:
                return valori
            return Masse(dal, [_read(valori, self.minimo(g)) for g in range(dal, dopo)])
        rinviati = valori
        if self.rinvia is not None:
            rinviati = Masse(dal, [_read(valori, self.rinvia(g)) for g in range(dal, dopo)])
        dati = nucleo.correlate(rinviati, dal, dopo)
        if self.minimo is not None:
            for g in range(dal, dopo):
                minimo = self.minimo(g)
                if minimo > self._reach(g + nucleo.dal):
                    fini = self._spread_da(nucleo, g, minimo, 1.0)
                    dati.pesi[g - dal] = sum(_read(valori, fine) * p for fine, p in fini)
        return dati


def _list_giorni(masse: Masse) -> Iterator[tuple[int, float]]:
    return ((g, p) for g, p in enumerate(masse.pesi, masse.dal) if p)


def _read(valori: Masse, giorno: int) -> float:
    return valori.pesi[giorno - valori.dal] if valori.dal <= giorno < valori.dopo else 0.0


def _split(masse: Masse, limite: int) -> tuple[Masse, Masse]:
    """I giorni fino al limite, compreso, e quelli dopo."""
    quanti = max(0, limite + 1 - masse.dal)
    return Masse(masse.dal, masse.pesi[:quanti]), Masse(max(masse.dal, limite + 1), masse.pesi[quanti:])
