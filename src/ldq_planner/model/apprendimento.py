"""Quanto sono durate le gare passate, e ciò che se ne impara: le osservazioni, le durate imparate, `durate.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.model.base import GiorniDiFase, Giorno, Id, IdNorma, Importo, Intero, Modello, Testo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

INIZIO, BANDO, OFFERTE, ESITO, STIPULA, AVVIO = (
    *("inizio", "invio_bando", "ricezione_offerte"),
    *("aggiudicazione", "stipula", "avvio"),
)
"""Le fasi che dividono una gara: il suo inizio, il bando, le offerte, l'esito, il contratto, il servizio."""

ENTRO = 60
"""Si prova a dire chi finisce entro tanti giorni."""


class GaraPassata(NamedTuple):
    """Una gara già cominciata, finita o no: in quale giorno si è compiuta ciascuna fase di cui lo si sa."""

    id: str
    procedura: str
    """L'id di una procedura delle norme o, se non lo è, il nome che le dà la fonte."""
    eventi: Mapping[str, date]
    """Fase → il giorno in cui si è compiuta; `inizio` è quello in cui è cominciata la prima."""
    visibili: tuple[str, ...]
    """Le fasi di cui la fonte può dire il giorno, in ordine."""
    vista_al: date
    """L'ultimo giorno a cui la si conosce: fino ad allora ciò che non è compiuto durava ancora."""
    valore: Decimal | None = None


class TrattoDiGara(NamedTuple):
    """Le fasi che seguono `dopo`, fino a `fase` compresa."""

    dopo: str
    fase: str


class Osservazione(NamedTuple):
    """Quanto è durato un tratto; se non è finito, quanto durava quando si è smesso di guardare.

    Unità: `giorni` di calendario.
    """

    giorni: int
    finita: bool
    dal: date
    """Il giorno in cui il tratto è cominciato."""


class Quantili(NamedTuple):
    """Entro quanti giorni finiscono 5, 10, 50, 90, 95 gare su cento; `None` se le osservazioni non ci arrivano."""

    p5: int | None
    p10: int | None
    p50: int | None
    p90: int | None
    p95: int | None


class TrattoImparato(NamedTuple):
    """Un tratto di una procedura: quante gare, la stima delle norme, ciò che si è osservato e ciò che se ne impara."""

    procedura: str
    dopo: str
    fase: str
    nome: str
    """Come si dice il tratto: «dal bando all'esito»."""
    da_eur: Decimal | None
    """Il valore delle gare, da questo compreso; `None` se non c'è un minimo."""
    sotto_eur: Decimal | None
    """Il valore delle gare, sotto questo; `None` se non c'è un massimo."""
    gare: int
    finite: int
    non_finite: int
    """Quelle che duravano ancora quando le si è guardate: contano per i giorni che si sono viste durare."""
    predefinita: Quantili | None
    """La stima delle norme, sommate le fasi; `None` se la procedura non è delle norme."""
    osservata: Quantili
    """Kaplan–Meier: solo le gare osservate."""
    imparata: Quantili
    """Le osservazioni e, per `k` gare, la stima delle norme."""
    dal: date
    """Il bando più vecchio fra quelli contati."""
    al: date
    """L'ultimo giorno a cui si conoscono."""

    @property
    def is_senza_massimo(self) -> bool:
        """Vero se la procedura è delle norme, ma troppo poche gare si sono viste finire per dire quanto dura al più."""
        return self.predefinita is not None and self.imparata.p95 is None


class GareLette(NamedTuple):
    """Le gare di una fonte, e che cosa vogliono dire i suoi giorni."""

    fonte: str
    gare: tuple[GaraPassata, ...]
    significato: str


class Punteggio(NamedTuple):
    """Quanto bene si sono previste le gare tenute da parte, in un modo: con le `norme`, con le sole `gare`, o con entrambe.

    Unità: `logaritmo` è la media dei logaritmi della probabilità data a ciò che è accaduto (più alto è meglio); `brier`
    l'errore quadratico medio nel dire chi finisce in tempo, fra zero e uno (più basso è meglio).
    """

    come: str
    """`norme`, `gare` o `imparata`."""
    logaritmo: float
    brier: float | None


class Taratura(NamedTuple):
    """La prova di ciò che si è imparato, dal bando all'esito: su gare tenute da parte, e sulle ultime già finite."""

    gare: int
    punteggi: tuple[Punteggio, ...]
    entro_giorni: int
    """I giorni entro cui, per `brier`, si prova a dire chi finisce."""
    decimi: tuple[float, ...]
    """In quale decimo di ciò che si prevedeva sono finite, in parte del tutto: se la previsione è giusta, un decimo in ognuno."""
    ultime: int
    """Quante delle ultime gare si sono guardate, ciascuna con ciò che si sapeva il giorno del suo bando."""
    ultime_entro: int
    """Quante di queste sono finite entro il giorno di cui si era sicuri."""
    provate: int
    """Lo stesso per tutte le gare di cui lo si può dire, e non solo per le ultime."""
    provate_entro: int
    sicuri: float
    """Quanto sicuri, fra zero e uno."""


class Lezione(NamedTuple):
    """Le gare da cui si è imparato, e che cosa."""

    fonti: tuple[GareLette, ...]
    tratti: tuple[TrattoImparato, ...]
    k: int
    nomi: Mapping[str, str]
    """Id di una procedura → il suo nome."""
    scritto: str | None = None
    taratura: Taratura | None = None


class DurataImparata(Modello):
    """Quanto durano le fasi di una procedura dopo `dopo` e fino a `fase`, imparato da gare già fatte."""

    id: Id
    procedura: IdNorma
    """L'id di una procedura delle norme (`ldq norme`)."""
    dopo: IdNorma
    """La fase alla cui fine il tratto comincia; `inizio` se comincia con la gara."""
    fase: IdNorma
    """La fase con cui il tratto finisce."""
    da_eur: Importo | None = None
    """Vale per gare di questo valore o più, in euro; senza, da zero."""
    sotto_eur: Importo | None = None
    """Vale per gare sotto questo valore, in euro; senza, per ogni valore più alto."""
    minimo: GiorniDiFase
    """I giorni entro cui finisce una gara su venti."""
    probabile: GiorniDiFase
    """I giorni entro cui ne finisce una su due: la mediana."""
    massimo: GiorniDiFase
    """I giorni oltre cui ne dura una su venti."""
    stima_minimo: GiorniDiFase
    """Gli stessi tre numeri secondo le stime delle norme, sommate le fasi, quando si è imparato."""
    stima_probabile: GiorniDiFase
    """La mediana secondo le norme."""
    stima_massimo: GiorniDiFase
    """I giorni oltre cui, secondo le norme, ne dura una su venti."""
    gare: Intero
    """Quante gare si sono osservate, una volta ciascuna anche se a lotti."""
    finite: Intero
    """Quante di queste erano finite."""
    non_finite: Intero
    """Quante duravano ancora."""
    dal: Giorno
    """Il giorno del tratto più vecchio, certo."""
    al: Giorno
    """L'ultimo giorno a cui le gare si conoscono, certo."""
    significato: Testo
    """Che cosa vogliono dire davvero i giorni della fonte."""
    fonte: Testo


class FileDurate(Modello):
    """`durate.yaml`: le durate imparate da gare già fatte, al posto delle stime. Lo scrive `ldq impara`; può mancare."""

    k: Intero
    """Quante gare vale la stima delle norme."""
    imparate: tuple[DurataImparata, ...] = ()
