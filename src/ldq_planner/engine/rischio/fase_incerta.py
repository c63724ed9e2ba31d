"""Una fase di durata incerta: dal giorno in cui comincia a quello in cui è compiuta, e ritorno."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.rischio.masse import Masse, add_up, gather

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.engine.rischio.dipendenza import Nuclei
    from ldq_planner.engine.rischio.durate import Legge
    from ldq_planner.engine.rischio.masse import Giorni, Nucleo


class FaseIncerta(NamedTuple):
    """Una fase da un giorno all'altro, in ordinali: il più tardi fra il suo minimo e il giorno più la durata, rinviato.

    `minimo` dà il primo giorno in cui è compiuta chi comincia quel giorno (`None`: lo stesso); `rinvii` porta la durata sul
    giorno in cui cade (`None`: non si rinvia). `gia`: quanto i fatti dicono che almeno dura. Un giorno `fissato` vale per chi
    comincia entro quel giorno; `entro` è quello, fissato per una fase che segue, che una stima non passa.
    """

    id: str
    nome: str
    legge: Legge | None
    almeno: int = 0
    minimo: Giorni | None = None
    rinvii: Giorni | None = None
    gia: int = 0
    fissata: int | None = None
    entro: int | None = None

    @property
    def is_incerta(self) -> bool:
        """Vero se può durare di più o di meno."""
        return self.legge is not None and self.fissata is None and (len(self.legge.pesi) > 1 or self.legge.coda > 0)

    def get_nucleo(self, nuclei: Nuclei) -> Nucleo | None:
        """Quanto dura, per una lentezza dell'ufficio; `None` se dura sempre il suo minimo."""
        return None if self.legge is None else nuclei.get(self.legge, self.almeno, self.gia)

    def measure_gia(self, inizio: int, non_prima: int) -> int:
        """Quanti giorni almeno dura, se è cominciata allora e non può essere compiuta prima di quel giorno."""
        minimo = self.minimo[inizio] if self.minimo is not None else self._reach(inizio + self.almeno)
        durata = 0 if minimo >= non_prima else non_prima - inizio
        while durata > 0 and self._reach(inizio + durata - 1) >= non_prima:
            durata -= 1
        return durata

    def advance(self, nucleo: Nucleo | None, inizio: Masse) -> Masse:
        """Quando è compiuta, se comincia allora."""
        if self.fissata is not None:
            prima, dopo = inizio.split(self.fissata)
            return add_up((gather([(self.fissata, prima.totale)]), self._advance(nucleo, dopo)))
        if self.entro is not None:
            prima, dopo = inizio.split(self.entro)
            in_tempo, tardi = self._advance(nucleo, prima).split(self.entro)
            return add_up((in_tempo, gather([(self.entro, tardi.totale)]), dopo))
        return self._advance(nucleo, inizio)

    def _advance(self, nucleo: Nucleo | None, inizio: Masse) -> Masse:
        if nucleo is None:
            return inizio if self.minimo is None else gather((self.minimo[g], p) for g, p in inizio.list_giorni())
        tardi = self._find_tardi(nucleo, inizio)
        comuni = inizio
        if tardi:
            comuni = Masse(inizio.dal, [0.0 if g in tardi else p for g, p in enumerate(inizio.pesi, inizio.dal)]).trim()
        fini = nucleo.convolve(comuni)
        parti = [fini.roll(self.rinvii) if self.rinvii is not None else fini]
        parti += [gather(self._spread_da(nucleo, g, minimo, inizio.read(g))) for g, minimo in tardi.items()]
        return add_up(parti).trim()

    def _find_tardi(self, nucleo: Nucleo, inizio: Masse) -> dict[int, int]:
        """I giorni da cui il minimo porta oltre la durata più breve, e dove."""
        if self.minimo is None:
            return {}
        tardi = ((g, self.minimo[g]) for g, _ in inizio.list_giorni())
        return {g: minimo for g, minimo in tardi if minimo > self._reach(g + nucleo.dal)}

    def _reach(self, giorno: int) -> int:
        return giorno if self.rinvii is None else self.rinvii[giorno]

    def _spread_da(self, nucleo: Nucleo, giorno: int, minimo: int, peso: float) -> Iterator[tuple[int, float]]:
        for durata, p in enumerate(nucleo.pesi, nucleo.dal):
            yield max(minimo, self._reach(giorno + durata)), peso * p

    def retreat(self, nucleo: Nucleo | None, valori: Masse) -> Masse:
        """Quanto vale in media cominciarla ogni giorno, se compiuta vale così; fuori dai `valori` zero."""
        if self.fissata is not None:
            vale, dati = valori.read(self.fissata), self._retreat(nucleo, valori)
            prima = [vale] * max(0, self.fissata + 1 - valori.dal)
            return Masse(valori.dal, [*prima, *dati.pesi[len(prima) :]])
        if self.entro is not None:
            vale = valori.read(self.entro)
            chiusi = Masse(valori.dal, [p if g <= self.entro else vale for g, p in enumerate(valori.pesi, valori.dal)])
            prima = self._retreat(nucleo, chiusi).split(self.entro)[0].pesi
            return Masse(valori.dal, [*prima, *valori.pesi[len(prima) :]])
        return self._retreat(nucleo, valori)

    def _retreat(self, nucleo: Nucleo | None, valori: Masse) -> Masse:
        giorni = range(valori.dal, valori.dopo)
        if nucleo is None:
            if self.minimo is None:
                return valori
            return Masse(valori.dal, [valori.read(self.minimo[g]) for g in giorni]).trim_dopo()
        dati = nucleo.correlate(valori if self.rinvii is None else valori.unroll(self.rinvii))
        if self.minimo is not None:
            for g in range(dati.dal, dati.dopo):
                minimo = self.minimo[g]
                if minimo > self._reach(g + nucleo.dal):
                    fini = self._spread_da(nucleo, g, minimo, 1.0)
                    dati.pesi[g - dati.dal] = sum(valori.read(fine) * p for fine, p in fini)
        return dati.trim_dopo()
