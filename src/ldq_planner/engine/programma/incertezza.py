"""Il piano con l'incertezza: con quale probabilità ogni gara dà il servizio, e quanti abitanti-giorni ci si attende scoperti.

Il conto è quello di `ldq rischio`, con i giorni degli uffici, e si fa una volta, per una gara che comincia oggi; per una che
comincia un altro giorno si sposta di quanto si sposta, in media, il giorno del servizio.
"""

from __future__ import annotations

from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.programma.catena_degli_uffici import DelPiano
from ldq_planner.engine.programma.lavoro import GaraInCorsoDegliUffici
from ldq_planner.engine.programma.parti import Attesi
from ldq_planner.engine.rischio.cammino import Cammino
from ldq_planner.engine.rischio.conto import Ipotetica, build_conto
from ldq_planner.engine.rischio.dipendenza import RHO, get_nuclei
from ldq_planner.engine.rischio.masse import Masse
from ldq_planner.model.rischio import DistribuzioneGiorni

if TYPE_CHECKING:
    from ldq_planner.engine.programma.gara import GaraPossibile
    from ldq_planner.engine.programma.parti import Conseguenza, ParteDiGara
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.engine.rischio.catena import Catena
    from ldq_planner.engine.rischio.conto import Conto

_PERDUTA = 1e-3
"""Per sapere di quanto una settimana sposta l'avvio basta contare meno lontano."""
_ORIZZONTE = 366 * 5
"""I giorni da oggi in cui una gara del piano può cominciare."""


class AvvioIncerto(NamedTuple):
    """Il primo giorno in cui una gara può dare il servizio, pronto per contare i giorni che passano prima.

    Unità: `dal` è un ordinale, il giorno del primo peso; `passati` i giorni attesi senza servizio da `dal` fino a prima di
    ogni giorno che pesa.
    """

    dal: int
    pesi: tuple[float, ...]
    totale: float
    passati: tuple[float, ...]

    def shift(self, giorni: int) -> AvvioIncerto:
        """Lo stesso, tanti giorni dopo."""
        return self._replace(dal=self.dal + giorni)

    def describe(self) -> DistribuzioneGiorni:
        """La sua distribuzione."""
        return DistribuzioneGiorni(date.fromordinal(self.dal), self.pesi, max(0.0, 1.0 - self.totale))

    def wait(self, parte: ParteDiGara, obiettivo: date) -> list[Attesi]:
        """Quartiere per quartiere, che cosa ci si attende se la parte ha quell'avvio."""
        presto, entro = parte.begin(date.min).toordinal(), obiettivo.toordinal()
        in_tempo = self.totale - self._count(entro, entro + 1)
        attesi = []
        for lunga in parte.attese_lunghe:
            confini = lunga.scoperti.confini
            tratti = zip(confini[::2], confini[1::2], strict=True)
            giorni = sum(self._count_non_prima(dal, dopo, presto) for dal, dopo in tratti)
            p_lacuna = self._count_non_prima(confini[0], confini[0] + 1, presto) if confini else 0.0
            attesi.append(Attesi(in_tempo, p_lacuna, giorni))
        return attesi

    def _count_non_prima(self, dal: int, dopo: int, presto: int) -> float:
        """Come `_count`, se il servizio non comincia comunque prima di un giorno."""
        prima = max(0, min(dopo, presto) - dal)
        return self.totale * prima + self._count(dal + prima, dopo)

    def _count(self, dal: int, dopo: int) -> float:
        """I giorni fra i due, il secondo escluso, ciascuno con la probabilità che il servizio non sia cominciato."""
        return self._pass(dopo) - self._pass(dal)

    def _pass(self, giorno: int) -> float:
        quanti = giorno - self.dal
        return self.totale * quanti if quanti < 0 else self.passati[min(quanti, len(self.pesi))]


def make_avvio(distribuzione: DistribuzioneGiorni) -> AvvioIncerto:
    """L'avvio con quella distribuzione."""
    pesi, totale = distribuzione.pesi, sum(distribuzione.pesi)
    passati = (0.0, *accumulate(totale - entro for entro in accumulate(pesi)))
    return AvvioIncerto(distribuzione.dal.toordinal(), pesi, totale, passati)


class Incertezza:
    """L'avvio incerto di ogni gara del piano; ciò che due gare hanno in comune si conta una volta."""

    def __init__(self, quadro: Quadro, rho: float = RHO) -> None:
        self.quadro, self.rho = quadro, rho
        self._firme: dict[str, object] = {}
        self._conti: dict[object, Conto] = {}
        self._avvii: dict[object, AvvioIncerto] = {}
        self._medie: dict[object, Masse] = {}

    def find_avvio(self, gara: GaraPossibile, giorno: date) -> AvvioIncerto | None:
        """L'avvio incerto della gara che comincia quel giorno; di una in corso, da dove i fatti l'hanno portata.

        Nulla se i fatti sono oltre ogni durata ritenuta possibile.
        """
        if self.find_oltre(gara):
            return None
        firma = self._sign(gara)
        if firma not in self._avvii:
            self._avvii[firma] = make_avvio(self._conti[firma].distribute())
        if gara.agenda is None:
            return self._avvii[firma]
        return self._avvii[firma].shift(round(self._average(firma, giorno) - self._average(firma, self.quadro.oggi)))

    def find_oltre(self, gara: GaraPossibile) -> str | None:
        """La fase di una gara in corso che dura già più di ogni durata ritenuta possibile, se ce n'è una."""
        firma = self._sign(gara)
        if firma not in self._conti:
            self._conti[firma] = build_conto(self._imagine(gara), self.rho, list_eventi(gara))
        return self._conti[firma].catena.find_oltre(get_nuclei(0.0, 0.0)) if gara.agenda is None else None

    def _average(self, firma: object, giorno: date) -> float:
        """Il giorno in cui in media la gara darebbe il servizio, se ogni fase tardasse per conto suo: da quello di oggi."""
        catena = self._conti[firma].catena
        if firma not in self._medie:
            self._medie[firma] = _value_inizi(catena)
        noto = min(giorno.toordinal(), catena.partenza.inizio + _ORIZZONTE)  # oltre, un giorno sposta di un giorno
        return self._medie[firma].read(catena.rinvii[noto]) + giorno.toordinal() - noto

    def _imagine(self, gara: GaraPossibile) -> Ipotetica:
        if gara.agenda is not None:
            return DelPiano(gara.agenda, self.quadro.oggi, {})
        prevista = self.quadro.forecast().gare[next(iter(gara.scenari))]
        if prevista.in_corso is None:
            return Ipotetica(prevista.agenda, self.quadro.oggi, {})
        return DelPiano(GaraInCorsoDegliUffici(prevista.in_corso, gara.lavoro), self.quadro.oggi, {})

    def _sign(self, gara: GaraPossibile) -> object:
        """Ciò da cui dipende quanto dura la gara: del suo valore, solo se sotto ogni legge sta sotto la soglia."""
        if gara.id not in self._firme:
            self._firme[gara.id] = gara.id
            if gara.agenda is not None:
                ipotesi, diritto = gara.agenda.ipotesi, gara.agenda.diritto
                cambi = (diritto.primo_giorno, *diritto.list_cambi(ipotesi.servizio))
                sotto = tuple(gara.agenda.durate.is_sotto_soglia(giorno) for giorno in cambi)
                firma = ipotesi._replace(netto=None, servizio="").chiave
                eventi = tuple(sorted(list_eventi(gara).items()))
                self._firme[gara.id] = (firma, ipotesi.patrono, sotto, id(gara.lavoro), eventi)
        return self._firme[gara.id]


def _value_inizi(catena: Catena) -> Masse:
    """Per ogni giorno in cui la gara può cominciare, quando in media darebbe il servizio: all'indietro, tutti insieme."""
    cammino, dal = Cammino(catena, get_nuclei(0.0, 0.0, _PERDUTA)), catena.partenza.inizio
    avvio = cammino.distribute()
    quanti = _ORIZZONTE + avvio.dopo - dal
    return cammino.value(Masse(dal, [n / avvio.totale for n in range(quanti)]))[0]


def list_eventi(gara: GaraPossibile) -> dict[str, float]:
    """Gli eventi scritti nei suoi scenari; se più d'uno ha lo stesso, il più probabile."""
    eventi: dict[str, float] = {}
    for parte in gara.parti:
        for evento, p in parte.scenario.list_rischi().items():
            eventi[evento] = max(p, eventi.get(evento, 0.0))
    return eventi


def add_attesi(
    gara: GaraPossibile, conseguenze: tuple[Conseguenza, ...], avvio: AvvioIncerto | None
) -> tuple[Conseguenza, ...]:
    """Le conseguenze di una mossa, con ciò che ci si attende accanto ai tempi probabili; se non si sa, solo questi."""
    if avvio is None:
        return conseguenze
    return tuple(
        c._replace(
            attese=tuple(a._replace(attesi=x) for a, x in zip(c.attese, avvio.wait(parte, c.obiettivo), strict=True))
        )
        for c, parte in zip(conseguenze, gara.parti, strict=True)
    )
