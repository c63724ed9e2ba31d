"""La catena percorsa: in avanti da quando comincia, e all'indietro da quando serve.

Una gara deserta riparte dalla decisione di contrarre, senza i fatti di prima, e può esserlo ancora.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.rischio.masse import Masse, add_up, gather, point
from ldq_planner.model.avanzamento import OFFERTE

if TYPE_CHECKING:
    from ldq_planner.engine.rischio.catena import Catena, Nodo
    from ldq_planner.engine.rischio.dipendenza import Nuclei
    from ldq_planner.engine.rischio.fase_incerta import FaseIncerta

    Dove = Nodo | int  # una fase della preparazione, per il suo posto, o una che segue l'invio sotto una legge
_NIENTE = 1e-7
"""Il peso sotto cui non si rifà la gara un'altra volta."""


class InAvanti(NamedTuple):
    """Ogni fase con i giorni in cui comincia, e quelli in cui il servizio può cominciare."""

    inizi: list[tuple[FaseIncerta, Dove, Masse]]
    avvio: Masse


class Cammino(NamedTuple):
    """Una catena, per una lentezza dell'ufficio, e la probabilità che la gara vada deserta."""

    catena: Catena
    nuclei: Nuclei
    deserta: float = 0.0

    # --- in avanti ---------------------------------------------------------------------------------------------

    def distribute(self) -> Masse:
        """I giorni in cui il servizio può cominciare, da dove la gara è, anche rifacendola."""
        if not self.deserta or not self.catena.aperta:
            return self.spread().avvio
        raccolte: dict[Nodo, list[Masse]] = {}
        rifatta, rami = self.catena.restart(), self._find_rami([])
        while rami:
            deserte: list[Masse] = []
            for nodo, ricevute in self._receive(rami, deserte).items():
                raccolte.setdefault(nodo, []).append(ricevute)
            vuote = add_up(deserte)
            rami = {}
            if vuote.totale > _NIENTE:
                rami = self._spread_preparazione(rifatta, rifatta.posto_decisione, vuote, [])
        return self._spread_dopo({nodo: add_up(masse) for nodo, masse in raccolte.items()}, [])

    def _receive(self, rami: dict[Nodo, Masse], deserte: list[Masse]) -> dict[Nodo, Masse]:
        """Le fasi dopo che le offerte sono arrivate, con i giorni in cui cominciano; le gare deserte non vi arrivano."""
        while any(map(_is_prima, rami)):
            seguenti: dict[Nodo, list[Masse]] = {}
            for nodo, masse in rami.items():
                fini = nodo.fase.advance(nodo.fase.get_nucleo(self.nuclei), masse)
                if nodo.fase.id == OFFERTE:
                    deserte.append(fini.scale(self.deserta))
                    fini = fini.scale(1 - self.deserta)
                if nodo.dopo is not None:
                    seguenti.setdefault(nodo.dopo, []).append(fini)
            rami = {nodo: add_up(parti) for nodo, parti in seguenti.items()}
        return rami

    def spread(self) -> InAvanti:
        """Le fasi che restano, da dove la gara è, se non va deserta."""
        if not self.catena.aperta:
            return InAvanti([], point(self.catena.partenza.inizio))
        inizi: list[tuple[FaseIncerta, Dove, Masse]] = []
        return InAvanti(inizi, self._spread_dopo(self._find_rami(inizi), inizi))

    def _find_rami(self, inizi: list[tuple[FaseIncerta, Dove, Masse]]) -> dict[Nodo, Masse]:
        """La prima fase da compiere dopo l'invio, sotto ogni legge che può valere, con i giorni in cui comincia."""
        parte = self.catena.partenza
        if parte.posto <= len(self.catena.preparazione):
            return self._spread_preparazione(self.catena, parte.posto, point(parte.inizio), inizi)
        return {nodo: point(parte.inizio, p) for nodo, p in self.catena.find_rami(self.nuclei).items()}

    def _spread_preparazione(
        self, catena: Catena, da: int, masse: Masse, inizi: list[tuple[FaseIncerta, Dove, Masse]]
    ) -> dict[Nodo, Masse]:
        """La preparazione da quella fase in poi, fino alla prima dopo l'invio."""
        for posto, fase in enumerate(catena.preparazione[da:], da):
            inizi.append((fase, posto, masse))
            masse = fase.advance(fase.get_nucleo(self.nuclei), masse)
        pesi = dict(catena.wait(masse).list_giorni())
        parti: dict[Nodo, list[tuple[int, float]]] = {}
        for giorno, nodo, p in catena.split_invio(self.nuclei, pesi):
            parti.setdefault(nodo, []).append((giorno, pesi[giorno] * p))
        return {nodo: gather(coppie) for nodo, coppie in parti.items()}

    def _spread_dopo(self, rami: dict[Nodo, Masse], inizi: list[tuple[FaseIncerta, Dove, Masse]]) -> Masse:
        """L'avvio, da dove la gara è sotto ogni legge che può valere; i rami da una fase in poi uguali si uniscono."""
        while True:
            seguenti: dict[Nodo | None, list[Masse]] = {}
            for nodo, masse in rami.items():
                inizi.append((nodo.fase, nodo, masse))
                fini = nodo.fase.advance(nodo.fase.get_nucleo(self.nuclei), masse)
                seguenti.setdefault(nodo.dopo, []).append(fini)
            uniti = {nodo: add_up(parti) for nodo, parti in seguenti.items()}
            if None in uniti:
                return uniti[None]
            rami = {nodo: masse for nodo, masse in uniti.items() if nodo is not None}

    # --- all'indietro ------------------------------------------------------------------------------------------

    def value(self, valori: Masse) -> dict[Dove, Masse]:
        """Quanto vale in media cominciare ogni fase ogni giorno, se cominciare il servizio vale così.

        Il posto dopo l'ultima fase della preparazione è l'invio. Fuori dai giorni dei `valori` zero.
        """
        dati: dict[Dove, Masse] = {}
        quante, rifatte, peso = len(self.catena.preparazione), Masse(valori.dal, []), 1.0
        while True:
            dati = {dove: v for dove, v in dati.items() if not isinstance(dove, int) and not _is_prima(dove)}
            invio = self._value_invio(valori, rifatte, dati)
            dati[quante] = self.catena.unwait(invio)
            for posto in reversed(range(quante)):
                fase = self.catena.preparazione[posto]
                dati[posto] = fase.retreat(fase.get_nucleo(self.nuclei), dati[posto + 1])
            peso *= self.deserta
            if peso <= _NIENTE:
                if self.catena.aperta and self.catena.partenza.posto > quante:  # il bando è partito sotto la sua legge
                    for nodo in self.catena.find_rami(self.nuclei).keys() - dati.keys():
                        self._value_dopo(nodo, valori, rifatte, dati)
                return dati
            rifatte = dati[self.catena.posto_decisione]

    def _value_invio(self, valori: Masse, rifatte: Masse, dati: dict[Dove, Masse]) -> Masse:
        rinvii, pesi = self.catena.rinvii, [0.0] * len(valori.pesi)
        lavorativi = [g for g in range(valori.dal, valori.dopo) if rinvii[g] == g]
        for giorno, nodo, p in self.catena.split_invio(self.nuclei, lavorativi):
            if nodo not in dati:
                self._value_dopo(nodo, valori, rifatte, dati)
            pesi[giorno - valori.dal] += p * dati[nodo].read(giorno)
        return Masse(valori.dal, pesi).trim_dopo()

    def _value_dopo(self, nodo: Nodo, valori: Masse, rifatte: Masse, dati: dict[Dove, Masse]) -> None:
        if nodo.dopo is not None and nodo.dopo not in dati:
            self._value_dopo(nodo.dopo, valori, rifatte, dati)
        dopo = valori if nodo.dopo is None else dati[nodo.dopo]
        if self.deserta and nodo.fase.id == OFFERTE:
            dopo = add_up((dopo.scale(1 - self.deserta), rifatte.scale(self.deserta)))
        dati[nodo] = nodo.fase.retreat(nodo.fase.get_nucleo(self.nuclei), dopo)


def _is_prima(nodo: Nodo) -> bool:
    """Vero se la fase viene prima che le offerte siano arrivate: il suo valore dipende da quanto vale rifare la gara."""
    seguente: Nodo | None = nodo
    while seguente is not None and seguente.fase.id != OFFERTE:
        seguente = seguente.dopo
    return seguente is not None
