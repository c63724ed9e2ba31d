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
    giorno in cui cade (`None`: non si rinvia). Se il lavoro salta dei giorni chiusi, `conta` dà quanti giorni aperti ci sono fino a
    ogni giorno, e `rinvii` porta da quanti sono al giorno. `gia`: quanto i fatti dicono che almeno dura. Un giorno `fissato` vale per chi
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
    conta: Giorni | None = None

    @property
    def is_incerta(self) -> bool:
        """Vero se può durare di più o di meno."""
        return self.legge is not None and self.fissata is None and (len(self.legge.pesi) > 1 or self.legge.coda > 0)

    def get_nucleo(self, nuclei: Nuclei) -> Nucleo | None:
        """Quanto dura, per una lentezza dell'ufficio; `None` se dura sempre il suo minimo."""
        return None if self.legge is None else nuclei.get(self.legge, self.almeno, self.gia)

    def measure_gia(self, inizio: int, non_prima: int) -> int:
        """Quanti giorni almeno dura, se è cominciata allora e non può essere compiuta prima di quel giorno."""
        minimo = self.minimo[inizio] if self.minimo is not None else self._reach(inizio, self.almeno)
        durata = 0 if minimo >= non_prima else non_prima - inizio
        while durata > 0 and self._reach(inizio, durata - 1) >= non_prima:
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
        parti = [self._spread(nucleo, comuni)]
        parti += [gather(self._spread_da(nucleo, g, minimo, inizio.read(g))) for g, minimo in tardi.items()]
        return add_up(parti).trim()

    def _find_tardi(self, nucleo: Nucleo, inizio: Masse) -> dict[int, int]:
        """I giorni da cui il minimo porta oltre la durata più breve, e dove."""
        if self.minimo is None:
            return {}
        tardi = ((g, self.minimo[g]) for g, _ in inizio.list_giorni())
        return {g: minimo for g, minimo in tardi if minimo > self._reach(g, nucleo.dal)}

    def _reach(self, inizio: int, durata: int) -> int:
        fine = (inizio if self.conta is None else self.conta[inizio]) + durata
        return fine if self.rinvii is None else self.rinvii[fine]

    def _spread(self, nucleo: Nucleo, inizio: Masse) -> Masse:
        if self.rinvii is None:
            return nucleo.convolve(inizio)
        if self.conta is None:
            return nucleo.convolve(inizio).roll(self.rinvii)
        return nucleo.convolve(inizio.fold(self.conta)).fold(self.rinvii)

    def _spread_da(self, nucleo: Nucleo, giorno: int, minimo: int, peso: float) -> Iterator[tuple[int, float]]:
        for durata, p in enumerate(nucleo.pesi, nucleo.dal):
            yield max(minimo, self._reach(giorno, durata)), peso * p

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
        dati = self._gather(nucleo, valori)
        if self.minimo is not None:
            for g in range(dati.dal, dati.dopo):
                minimo = self.minimo[g]
                if minimo > self._reach(g, nucleo.dal):
                    fini = self._spread_da(nucleo, g, minimo, 1.0)
                    dati.pesi[g - dati.dal] = sum(valori.read(fine) * p for fine, p in fini)
        return dati.trim_dopo()

    def _gather(self, nucleo: Nucleo, valori: Masse) -> Masse:
        if self.rinvii is None:
            return nucleo.correlate(valori)
        if self.conta is None or not valori.pesi:
            return nucleo.correlate(valori.unroll(self.rinvii))
        conta, rinvii, giorni = self.conta, self.rinvii, range(valori.dal, valori.dopo)
        primo = conta[valori.dal]
        aperti = range(primo, conta[valori.dopo - 1] + 1)
        dati = nucleo.correlate(Masse(primo, [valori.read(rinvii[n]) for n in aperti]))
        return Masse(valori.dal, [dati.read(conta[g]) for g in giorni])
