"""Con quale probabilità: la distribuzione del primo giorno di servizio, e ciò che ne segue per chi resta scoperto."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta
from itertools import accumulate
from math import sqrt
from typing import NamedTuple

from ldq_planner.model.norme import RICORSO

PERCENTI = (10, 50, 80, 90)
"""Le probabilità, in percento, di cui si dice il giorno in cui il servizio comincia."""
SICUREZZE = (50, 80, 90, 95)
"""Le probabilità, in percento, di cui si dice l'ultimo giorno utile per il bando e per la preparazione."""
TRENTA = 30
"""I giorni oltre cui una lacuna è lunga."""


DESERTA, SOSPENSIONE = "deserta", "sospensione"
"""L'evento di una gara senza offerte valide, e la fase che un ricorso aggiunge."""
EVENTI = {RICORSO: 0.015, DESERTA: 0.05}
"""Ciò che può accadere a una gara, e quanto è probabile se non si sa di meglio: si conta solo se scritto o chiesto."""


OLTRE = 0.05
"""La probabilità che una fase duri più del massimo stimato."""


class DistribuzioneGiorni(NamedTuple):
    """Un giorno che non si conosce: quanto è probabile ciascuno.

    Estremi: il primo peso è di `dal`, gli altri dei giorni che seguono. Unità: i pesi sono probabilità; con `perduta`, quella dei
    giorni troppo lontani per contarli, la somma è uno.
    """

    dal: date
    pesi: tuple[float, ...]
    perduta: float = 0.0

    def find_quantile(self, percento: float) -> date:
        """Il primo giorno entro cui si è sicuri di tanto, compreso."""
        cumulate = list(accumulate(self.pesi))
        posto = bisect_left(cumulate, percento / 100 * (1 - 1e-12))
        return self.dal + timedelta(days=min(posto, len(self.pesi) - 1))

    def compute_entro(self, giorno: date) -> float:
        """La probabilità che sia quel giorno o uno prima."""
        return sum(self.pesi[: max(0, (giorno - self.dal).days + 1)])

    @property
    def al(self) -> date:
        """L'ultimo giorno che pesa."""
        return self.dal + timedelta(days=len(self.pesi) - 1)

    @property
    def media(self) -> float:
        """I giorni da `dal`, in media; senza la parte perduta."""
        return sum(i * p for i, p in enumerate(self.pesi)) / sum(self.pesi)

    @property
    def scarto(self) -> float:
        """Lo scarto quadratico, in giorni."""
        media, totale = self.media, sum(self.pesi)
        return sqrt(sum((i - media) ** 2 * p for i, p in enumerate(self.pesi)) / totale)


class Quantile(NamedTuple):
    """Il giorno entro cui, con quella probabilità in percento, il servizio comincia."""

    percento: int
    giorno: date


class LimiteSicuro(NamedTuple):
    """L'ultimo giorno, compreso, in cui il bando può partire, e la preparazione cominciare, per essere sicuri di tanto.

    Unità: `percento` è la probabilità che il servizio cominci entro quando deve. `None` se nessun giorno di cui si conosce la
    legge basta; della preparazione, anche se è già cominciata.
    """

    percento: int
    bando: date | None
    preparazione: date | None


class EffettoPonte(NamedTuple):
    """Che cosa compra un ponte di tanti mesi, dal primo giorno scoperto che si può ancora coprire ad `al`, compreso.

    Unità: `p_scoperto` è la probabilità che finito il ponte il servizio non sia cominciato; i giorni sono quelli, attesi, che
    restano scoperti da domani in poi.
    """

    mesi: int
    al: date
    p_scoperto: float
    giorni_attesi: float
    abitanti_giorni_attesi: float | None


class RischioQuartiere(NamedTuple):
    """Quanto è probabile che il quartiere resti scoperto, dal primo giorno senza un contratto certo alla vigilia del servizio.

    Unità: giorni e abitanti-giorni attesi; le probabilità fra zero e uno. `indipendente` è la stessa senza la causa comune.
    """

    id: str
    serve_dal: date
    inizio: tuple[Quantile, ...]
    """Quando il servizio comincerebbe qui: non prima di quando serve, né di quando è scritto."""
    p_lacuna: float
    p_lacuna_indipendente: float
    p_oltre_trenta: float
    giorni_attesi: float
    abitanti_giorni_attesi: float | None
    ponti: tuple[EffettoPonte, ...]


class RischioFase(NamedTuple):
    """Quanto una fase decide del rischio.

    Unità: `media` in giorni di calendario; `guadagno` è quanti giorni scoperti in meno, sommati sui quartieri, se durasse una
    settimana in meno (mai sotto il suo minimo di legge); `scarto_tolto` di quanti giorni si stringe lo scarto dell'avvio se
    durasse quanto è più probabile.
    """

    id: str
    nome: str
    media: float
    guadagno: float
    abitanti_giorni: float
    scarto_tolto: float


class EffettoEvento(NamedTuple):
    """Lo stesso rischio con un evento solo, e senza: la probabilità dell'evento e l'avvio che ne viene."""

    evento: str
    probabilita: float
    in_tempo_con: float
    in_tempo_senza: float
    avvio_con: tuple[Quantile, ...]
    avvio_senza: tuple[Quantile, ...]


class RischioScenario(NamedTuple):
    """Con quale probabilità la gara di uno scenario dà il servizio in tempo, se comincia oggi o da dove i fatti l'hanno portata.

    Sono stime del modello, non fatti. `avvio` è il primo giorno in cui la gara può dare il servizio; `obiettivo` quello entro
    cui deve. Ogni figura ha accanto, senza la causa comune, quella `indipendente`. Se i fatti sono oltre ogni durata ritenuta
    possibile, `oltre` dice in quale fase, e di distribuzione non ce n'è.
    """

    id: str
    nome: str
    procedura: str
    rho: float
    eventi: tuple[str, ...]
    obiettivo: date
    probabile: date
    """L'avvio del cronoprogramma ai tempi probabili."""
    distribuzione: DistribuzioneGiorni | None
    bando: date | None = None
    """Quando il bando esce, ai tempi probabili, se si comincia oggi o da dove si è; `None` se è già uscito."""
    avvio: tuple[Quantile, ...] = ()
    avvio_indipendente: tuple[Quantile, ...] = ()
    in_tempo: float = 0.0
    in_tempo_indipendente: float = 0.0
    p_mai: float = 0.0
    """La probabilità che non si cominci prima della fine scritta del servizio."""
    quartieri: tuple[RischioQuartiere, ...] = ()
    limiti: tuple[LimiteSicuro, ...] = ()
    fasi: tuple[RischioFase, ...] = ()
    effetti: tuple[EffettoEvento, ...] = ()
    oltre: str | None = None

    @staticmethod
    def list_facoltativi() -> tuple[str, ...]:
        """I campi che una risposta dice solo se c'è qualcosa da dire."""
        return ("distribuzione", "oltre")


class RischioPiano(NamedTuple):
    """Il rischio delle gare di un piano prese insieme.

    Unità: `tutti_in_tempo` è la probabilità che ogni gara dia il servizio entro quando deve, con la causa comune a tutte;
    i giorni e gli abitanti-giorni attesi sono le somme di quelli dei quartieri.
    """

    id: str
    nome: str
    scenari: tuple[str, ...]
    tutti_in_tempo: float
    tutti_in_tempo_indipendente: float
    giorni_attesi: float
    abitanti_giorni_attesi: float


class RischioQuadro(NamedTuple):
    """Il rischio di ogni gara dei dati, e di ogni piano che ne ha."""

    scenari: tuple[RischioScenario, ...]
    piani: tuple[RischioPiano, ...]
