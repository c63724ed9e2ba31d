"""Una gara come catena di fasi di durata incerta: in avanti da quando comincia, e all'indietro da quando serve.

I minimi di legge, i termini e i rinvii sono quelli di `Agenda`, ai tempi minimi; qui si aggiunge solo quanto si può tardare. La
legge è quella del giorno di pubblicazione: a un cambio il conto si divide, e torna uno appena ciò che resta è uguale.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.cronoprogramma import Agenda, EventoDiGara
from ldq_planner.engine.durate import FISSATE
from ldq_planner.engine.rischio.durate import Legge, fix, spread_tre_punti
from ldq_planner.engine.rischio.masse import Masse, add_up, gather, point
from ldq_planner.engine.rischio.tappe import FaseIncerta

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ldq_planner.engine.durate import Ipotesi
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.engine.rischio.dipendenza import Nuclei
    from ldq_planner.engine.rischio.masse import Nucleo
    from ldq_planner.model.norme import Fase


class Nodo:
    """Una tappa dopo l'invio sotto una legge, e quella che la segue."""

    __slots__ = ("dopo", "tappa")

    def __init__(self, tappa: FaseIncerta, dopo: Nodo | None) -> None:
        self.tappa, self.dopo = tappa, dopo


class InAvanti(NamedTuple):
    """Il conto in avanti: ogni tappa con i giorni in cui comincia, e i giorni in cui il servizio può cominciare."""

    inizi: list[tuple[FaseIncerta, Nodo | int, Masse]]
    avvio: Masse


class Catena(Agenda):
    """Le fasi da cui il servizio dipende, con la loro incertezza. Non cambia mai.

    `leggi`: fase → quanto dura, se non è la stima delle norme.
    """

    def __init__(self, diritto: Diritto, ipotesi: Ipotesi, leggi: Mapping[str, Legge] | None = None) -> None:
        super().__init__(diritto, ipotesi._replace(profilo="minimo"))
        self._leggi = leggi or {}
        self._lavorativi: dict[int, int] = {}
        self._minimi: dict[tuple[str, int, int], int] = {}
        self._nodi: dict[tuple[object, ...], Nodo] = {}
        self._nodi_del_tratto: dict[int, Nodo] = {}
        self._percorso = list(self._trace_percorso())
        self.preparazione = [self._build_preparazione(f) for f in self._prima]
        self._pubblicazione = self._parallele[0] if self._parallele else None

    def _trace_percorso(self) -> list[Fase]:
        """Le fasi dopo l'invio da cui il servizio dipende, in ordine."""
        fase, percorso = self._dopo[-1], []
        while fase.id in self._precedenti:
            percorso.append(fase)
            fase = self._precedenti[fase.id]
        return percorso[::-1]

    # --- giorni ------------------------------------------------------------------------------------------------

    def roll(self, giorno: int) -> int:
        """Il primo giorno lavorativo da quello, compreso."""
        if giorno not in self._lavorativi:
            self._lavorativi[giorno] = self.calendario.next_lavorativo(date.fromordinal(giorno)).toordinal()
        return self._lavorativi[giorno]

    # --- tappe -------------------------------------------------------------------------------------------------

    def find_legge(self, fase: Fase) -> Legge | None:
        """Quanto dura la fase; `None` se dura sempre il suo minimo, o quanto è stato fissato."""
        if fase.id in self.ipotesi.fissate:
            return None
        if fase.id in self._leggi:
            return self._leggi[fase.id]
        return spread_tre_punti(*fase.stima) if fase.stima is not None and any(fase.stima) else None

    def _build_preparazione(self, fase: Fase) -> FaseIncerta:
        fissata = self.ipotesi.fissate.get(fase.id)
        if fissata is None:
            return FaseIncerta(fase.id, fase.nome, self.find_legge(fase) or fix(0), fase.almeno, rinvia=self.roll)
        return FaseIncerta(fase.id, fase.nome, fix(fissata), rinvia=self.roll if fissata else None)

    def find_nodo(self, pubblicazione: int) -> Nodo:
        """La prima tappa dopo l'invio, per un bando pubblicato quel giorno."""
        giorno = max(date.fromordinal(pubblicazione), self.diritto.primo_giorno)
        tratto = self.diritto.find_tratto(giorno)
        if tratto not in self._nodi_del_tratto:
            self._nodi_del_tratto[tratto] = self._build_nodi(giorno)
        return self._nodi_del_tratto[tratto]

    def _build_nodi(self, giorno: date) -> Nodo:
        """Le tappe sotto la legge di quel giorno: due leggi uguali da una fase in poi hanno le stesse."""
        nodo: Nodo | None = None
        firma: tuple[object, ...] = ()
        for fase in reversed(self._percorso):
            durata = self.durate.measure(fase, giorno)
            da = durata.valore.da if durata.valore else None
            firma = (fase.id, durata.quanti, durata.unita, durata.origine, da, firma)
            if firma not in self._nodi:
                self._nodi[firma] = Nodo(self._build_tappa(fase, giorno), nodo)
            nodo = self._nodi[firma]
        assert nodo is not None  # noqa: S101 - dopo l'invio c'è almeno l'avvio
        return nodo

    def _build_tappa(self, fase: Fase, giorno: date) -> FaseIncerta:
        durata = self.durate.measure(fase, giorno)
        legge = None if durata.origine in FISSATE else self.find_legge(fase)
        almeno = durata.quanti if durata.unita == "giorni" and legge else 0
        minimo = None
        if durata.quanti or fase.almeno or self._precedenti[fase.id].tipo == "dilatorio":
            minimo = partial(self._end_minimo, fase, giorno)
        return FaseIncerta(fase.id, fase.nome, legge, almeno, minimo, None if fase.tipo == "avvio" else self.roll)

    def _end_minimo(self, fase: Fase, legge: date, giorno: int) -> int:
        """Il primo giorno in cui la fase può essere compiuta, se quella prima lo è in quel giorno."""
        chiave = (fase.id, self.diritto.find_tratto(legge), giorno)
        if chiave not in self._minimi:
            prima = self._precedenti[fase.id]
            fine = date.fromordinal(giorno)
            prende = bool(self.durate.measure(prima, legge).quanti)
            eventi = {prima.id: EventoDiGara(date.fromordinal(giorno - prende), fine)}
            self._minimi[chiave] = self._end(fase, prima, eventi, legge).toordinal()
        return self._minimi[chiave]

    # --- la pubblicazione --------------------------------------------------------------------------------------

    def list_pubblicazioni(self, nuclei: Nuclei, invio: int) -> Iterator[tuple[int, float]]:
        """I giorni in cui il bando inviato può essere pubblicato."""
        fase = self._pubblicazione
        if fase is None:
            yield invio, 1.0
            return
        legge = self.find_legge(fase) or fix(self.ipotesi.fissate.get(fase.id, 0))
        for durata, p in enumerate(nuclei.get(legge, 0).pesi, nuclei.get(legge, 0).dal):
            yield (self.roll(invio + durata) if durata else invio), p

    def split_invio(self, nuclei: Nuclei, invio: int) -> dict[Nodo, float]:
        """La prima tappa sotto ogni legge che può valere per un bando inviato quel giorno, e quanto è probabile."""
        giorni = list(self.list_pubblicazioni(nuclei, invio))
        primo, ultimo = self.find_nodo(giorni[0][0]), self.find_nodo(giorni[-1][0])
        if primo is ultimo:
            return {primo: 1.0}
        divisi: dict[Nodo, float] = {}
        for giorno, p in giorni:
            nodo = self.find_nodo(giorno)
            divisi[nodo] = divisi.get(nodo, 0.0) + p
        return divisi

    # --- in avanti ---------------------------------------------------------------------------------------------

    def start(self, oggi: date) -> Masse:
        """La preparazione che comincia quel giorno, o il primo lavorativo dopo."""
        return point(self.roll(oggi.toordinal()))

    def spread(self, nuclei: Nuclei, inizio: Masse) -> InAvanti:
        """Le fasi, se la preparazione comincia allora."""
        inizi: list[tuple[FaseIncerta, Nodo | int, Masse]] = []
        for posto, tappa in enumerate(self.preparazione):
            inizi.append((tappa, posto, inizio))
            inizio = tappa.advance(_get(nuclei, tappa), inizio)
        avvio, dopo = self.spread_invio(nuclei, inizio)
        return InAvanti([*inizi, *dopo], avvio)

    def spread_invio(self, nuclei: Nuclei, invio: Masse) -> tuple[Masse, list[tuple[FaseIncerta, Nodo | int, Masse]]]:
        """L'avvio, se il bando parte allora, con le fasi che vi portano."""
        parti: dict[Nodo, list[tuple[int, float]]] = {}
        for giorno, peso in enumerate(invio.pesi, invio.dal):
            if peso:
                for nodo, p in self.split_invio(nuclei, giorno).items():
                    parti.setdefault(nodo, []).append((giorno, peso * p))
        return self.spread_dopo(nuclei, {nodo: gather(coppie) for nodo, coppie in parti.items()})

    def spread_dopo(
        self, nuclei: Nuclei, rami: dict[Nodo, Masse]
    ) -> tuple[Masse, list[tuple[FaseIncerta, Nodo | int, Masse]]]:
        """L'avvio, da dove la gara è sotto ogni legge che può valere; i rami che restano uguali si uniscono."""
        inizi: list[tuple[FaseIncerta, Nodo | int, Masse]] = []
        while True:
            seguenti: dict[Nodo | None, list[Masse]] = {}
            for nodo, masse in rami.items():
                inizi.append((nodo.tappa, nodo, masse))
                fini = nodo.tappa.advance(_get(nuclei, nodo.tappa), masse)
                seguenti.setdefault(nodo.dopo, []).append(fini)
            uniti = {nodo: add_up(masse) for nodo, masse in seguenti.items()}
            if None in uniti:
                return uniti[None], inizi
            rami = {nodo: masse for nodo, masse in uniti.items() if nodo is not None}

    # --- all'indietro ------------------------------------------------------------------------------------------

    def value_invio(self, nuclei: Nuclei, valori: Masse) -> tuple[Masse, dict[Nodo, Masse]]:
        """Quanto vale in media inviare il bando ogni giorno, se cominciare il servizio vale così; e ogni tappa dopo."""
        dati: dict[Nodo, Masse] = {}
        dal, pesi = valori.dal, [0.0] * len(valori.pesi)
        for giorno in range(valori.dal, valori.dopo):
            if self.roll(giorno) == giorno:
                divisi = self.split_invio(nuclei, giorno).items()
                pesi[giorno - dal] = sum(p * self._value(nuclei, n, valori, dati).pesi[giorno - dal] for n, p in divisi)
        return Masse(dal, pesi), dati

    def _value(self, nuclei: Nuclei, nodo: Nodo, valori: Masse, dati: dict[Nodo, Masse]) -> Masse:
        if nodo not in dati:
            dopo = valori if nodo.dopo is None else self._value(nuclei, nodo.dopo, valori, dati)
            dati[nodo] = nodo.tappa.retreat(_get(nuclei, nodo.tappa), dopo)
        return dati[nodo]

    def value_preparazione(self, nuclei: Nuclei, invio: Masse) -> list[Masse]:
        """Quanto vale in media cominciare ogni fase della preparazione, nell'ordine, se inviare il bando vale così."""
        dati, dopo = [], invio
        for tappa in reversed(self.preparazione):
            dopo = tappa.retreat(_get(nuclei, tappa), dopo)
            dati.append(dopo)
        return dati[::-1]


def _get(nuclei: Nuclei, tappa: FaseIncerta) -> Nucleo | None:
    return None if tappa.legge is None else nuclei.get(tappa.legge, tappa.almeno)
