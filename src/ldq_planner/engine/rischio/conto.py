"""Il primo giorno in cui una gara può dare il servizio: per ogni lentezza dell'ufficio, e con gli eventi che si contano."""

from __future__ import annotations

from datetime import date
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.gara_in_corso import GaraInCorso
from ldq_planner.engine.rischio.cammino import Cammino
from ldq_planner.engine.rischio.catena import Catena
from ldq_planner.engine.rischio.dipendenza import get_nuclei, list_strati
from ldq_planner.engine.rischio.masse import Masse, add_up
from ldq_planner.model.norme import RICORSO
from ldq_planner.model.rischio import DESERTA, SICUREZZE, SOSPENSIONE, DistribuzioneGiorni, LimiteSicuro

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldq_planner.engine.cronoprogramma import Agenda
    from ldq_planner.engine.rischio.dipendenza import Strato
    from ldq_planner.engine.rischio.durate import Legge

_QUASI_TUTTO = 98
_UN_MESE = 31
_PERDUTA = 1e-6
"""Per un giorno utile basta una probabilità esatta a meno di 0,00001."""


class Ipotetica(NamedTuple):
    """Una gara da contare: com'è immaginata, o dove i fatti l'hanno portata, e quanto durano le fasi di cui si sa di più."""

    agenda: Agenda
    oggi: date
    leggi: Mapping[str, Legge]

    def build(self, *, ricorso: bool = False) -> Catena:
        """Le sue fasi, con la sospensione della stipula se c'è un ricorso."""
        ipotesi, agenda = self.agenda.ipotesi, self.agenda
        if ricorso:
            ipotesi = ipotesi._replace(casi=ipotesi.casi | {RICORSO})
        gara = None
        if isinstance(agenda, GaraInCorso):
            gara = GaraInCorso(agenda.diritto, ipotesi._replace(profilo="probabile"), agenda.svolgimenti, self.oggi)
        return Catena(agenda.diritto, ipotesi, self.oggi, self.leggi, gara, self.find_attesa())

    def find_attesa(self) -> date | None:
        """Il giorno dell'invio, se conviene attendere un'altra legge."""
        if isinstance(self.agenda, GaraInCorso):
            subito, scelto = self.agenda.schedule_fatti(), self.agenda.follow()
        else:
            subito, scelto = self.agenda.schedule_da(self.oggi), self.agenda.schedule_primo(self.oggi)
        return scelto.invio if scelto.invio > subito.invio else None


class Conto(NamedTuple):
    """Le catene di una gara, ciascuna con la sua probabilità, e le lentezze dell'ufficio pesate con ciò che i fatti ne dicono."""

    catene: tuple[tuple[float, Catena], ...]
    rho: float
    strati: tuple[Strato, ...]
    deserta: float = 0.0

    @property
    def catena(self) -> Catena:
        """Le fasi senza ricorso."""
        return self.catene[0][1]

    def separate(self) -> Conto:
        """Lo stesso, se ogni fase tarda per conto suo."""
        return self._replace(rho=0.0, strati=list_strati(0.0))

    def distribute(self) -> DistribuzioneGiorni:
        """Il primo giorno in cui la gara può dare il servizio."""
        return join_strati(self.distribute_strati())

    def distribute_strati(self) -> list[Masse]:
        """Lo stesso, per ogni lentezza dell'ufficio; i pesi di ciascuna sommano alla sua probabilità."""
        return [
            add_up(self._walk(catena, s).distribute().scale(s.peso * p) for p, catena in self.catene)
            for s in self.strati
        ]

    def _walk(self, catena: Catena, strato: Strato) -> Cammino:
        return Cammino(catena, get_nuclei(self.rho, strato.z), self.deserta)

    def find_limiti(
        self, obiettivo: date, distribuzione: DistribuzioneGiorni, sicurezze: tuple[int, ...] = SICUREZZE
    ) -> tuple[LimiteSicuro, ...]:
        """Gli ultimi giorni utili, senza i fatti della gara; nessuno se il bando è già partito.

        Si torna indietro quanto la gara dura quasi sempre, e non prima della prima legge conosciuta.
        """
        parte, quante = self.catena.partenza, len(self.catena.preparazione)
        if parte.posto > quante:
            return ()
        lunga = (distribuzione.find_quantile(_QUASI_TUTTO).toordinal() - parte.inizio) + _UN_MESE
        al = obiettivo.toordinal()
        dal = max(self.catena.diritto.primo_giorno.toordinal(), al - lunga)
        bandi, preparazioni = self._value(dal, al) if dal <= al else ([], [])
        is_cominciata = bool(parte.posto or parte.osservate or parte.non_prima)
        return tuple(
            LimiteSicuro(
                p, self._find_ultimo(dal, bandi, p), None if is_cominciata else self._find_ultimo(dal, preparazioni, p)
            )
            for p in sicurezze
        )

    def _value(self, dal: int, al: int) -> tuple[list[float], list[float]]:
        """Per ogni giorno fra i due, compresi, la probabilità di fare in tempo se vi parte il bando, o la preparazione."""
        certo = Masse(dal, [1.0] * (al + 1 - dal))
        bandi, preparazioni = [], []
        for peso, catena in self.catene:
            intera = catena.restart()
            for s in self.strati:
                dati = Cammino(intera, get_nuclei(self.rho, s.z, _PERDUTA), self.deserta).value(certo)
                bandi.append(dati[len(intera.preparazione)].scale(s.peso * peso))
                preparazioni.append(dati[0].scale(s.peso * peso))
        return add_up(bandi).pesi, add_up(preparazioni).pesi

    def _find_ultimo(self, dal: int, valori: list[float], percento: int) -> date | None:
        """L'ultimo giorno lavorativo in cui si è sicuri di tanto."""
        giorni = (dal + i for i in reversed(range(len(valori))) if valori[i] >= percento / 100)
        trovato = next((g for g in giorni if self.catena.rinvii[g] == g), None)
        return None if trovato is None else date.fromordinal(trovato)


def join_strati(masse: list[Masse]) -> DistribuzioneGiorni:
    """La distribuzione che le lentezze danno insieme."""
    avvio = add_up(masse)
    return DistribuzioneGiorni(date.fromordinal(avvio.dal), tuple(avvio.pesi), max(0.0, 1.0 - avvio.totale))


def build_conto(gara: Ipotetica, rho: float, eventi: Mapping[str, float]) -> Conto:
    """Il conto di una gara; `eventi`: evento → la sua probabilità.

    Un ricorso arriva prima che la stipula cominci: di una gara che è già lì non si conta.
    """
    base = gara.build()
    catene: tuple[tuple[float, Catena], ...] = ((1.0, base),)
    p = eventi.get(RICORSO, 0.0)
    if p:
        con = gara.build(ricorso=True)
        if con.aperta != SOSPENSIONE:
            catene = ((1.0 - p, base), (p, con))
    return Conto(catene, rho, _weigh_strati(base, rho), eventi.get(DESERTA, 0.0))


def _weigh_strati(catena: Catena, rho: float) -> tuple[Strato, ...]:
    """Le lentezze dell'ufficio, pesate con ciò che si è visto; ciò che nessuna spiega non si conta."""
    strati = list_strati(rho)
    indizi = zip(*(catena.list_indizi(get_nuclei(rho, s.z)) for s in strati), strict=True)
    utili = [colonna for colonna in indizi if any(colonna)]
    pesi = [s.peso * prod(colonna[i] for colonna in utili) for i, s in enumerate(strati)]
    totale = sum(pesi)
    return tuple(s._replace(peso=p / totale) for s, p in zip(strati, pesi, strict=True))
