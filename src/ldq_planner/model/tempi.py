"""Ciò che si calcola sui tempi di uno scenario: entro quando agire, e che cosa succede se non si fa."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from ldq_planner.model.cronoprogramma import Avviso, PassoGara, ValoreAppalto
    from ldq_planner.model.gara_in_corso import Avanzamento
    from ldq_planner.model.ponte import Ponte, PontiInsieme


SENZA_RINNOVO, CON_RINNOVO = "senza rinnovo", "con un rinnovo (come nel contratto di riferimento)"
"""Di che cosa un `ValoreScenario` è il valore."""


class Verdetto(StrEnum):
    """Se il quartiere resterà coperto: anche ai tempi massimi di legge, forse, o nemmeno ai tempi minimi."""

    COPERTO = "coperto"
    A_RISCHIO = "a-rischio"
    LACUNA_CERTA = "lacuna-certa"


class TempiQuartiere(NamedTuple):
    """Che cosa lo scenario promette a un quartiere, secondo quanto dura la gara se comincia oggi.

    Estremi: `serve_dal` è il primo giorno senza contratto certo; gli inizi sono primi giorni di servizio. Unità: giorni
    scoperti da `serve_dal` alla vigilia dell'inizio, tolti quelli dei contratti già firmati; `inevitabili` sono quelli che
    restano anche ai tempi minimi di legge e senza aspettare nessuno; `da_solo` è la prima data possibile in un lotto
    separato, ai tempi probabili. Se lo scenario non può più cominciare, i giorni arrivano alla sua fine.
    """

    id: str
    serve_dal: date
    verdetto: Verdetto
    inizio_minimo: date
    inizio_probabile: date
    inizio_massimo: date
    giorni_scoperti: int
    abitanti_giorni_scoperti: int | None
    giorni_inevitabili: int
    abitanti_giorni_inevitabili: int | None
    da_solo: date
    giorni_per_la_gara_unica: int
    abitanti_giorni_per_la_gara_unica: int | None
    ponte: Ponte | None


class Allineamento(NamedTuple):
    """La fine del servizio contro quella di un programma. Unità: `giorni` positivi se il servizio va oltre."""

    programma: str
    fine_programma: date
    indicativa: bool
    fine_servizio: date
    giorni: int


class CostoAnnuo(NamedTuple):
    """Il costo in un anno solare, in euro."""

    anno: int
    costo: Decimal


class ValoreScenario(NamedTuple):
    """Il valore per le soglie, per aliquota: dell'importo stimato, o dell'importo con il rinnovo."""

    che_cosa: str
    importo: Decimal
    valori: tuple[ValoreAppalto, ...]


class TempiScenario(NamedTuple):
    """Entro quando agire perché lo scenario riesca, e che cosa resta scoperto.

    `inizio_previsto` è il primo giorno di servizio con cui si conta, `None` se non può più cominciare prima della sua fine;
    `serve_dal` il primo giorno senza un contratto certo in un suo quartiere; `obiettivo` il giorno entro cui il servizio
    deve cominciare: l'ultima lettura dell'inizio scritto o, se non è scritto, `serve_dal`. I limiti sono gli ultimi giorni
    utili, ai tempi del profilo; `margine_giorni` = `limite_progetto` − oggi, negativo se è tardi; con la gara in corso è
    `obiettivo` − `primo_avvio`, e i limiti delle fasi già cominciate sono `None`. Le `fasi` sono quelle della gara che dà
    l'inizio previsto: quella che parte all'ultimo giorno utile, quella che comincia oggi, o quella in corso.
    """

    procedura: str
    procedura_nome: str
    procedura_assunta: bool
    profilo: str
    regime: str
    regime_nome: str
    inizio_dichiarato: str
    inizio_calcolato: bool
    inizio_previsto: date | None
    serve_dal: date
    obiettivo: date
    limite_progetto: date | None
    limite_giunta: date | None
    limite_decisione: date | None
    limite_bando: date | None
    margine_giorni: int | None
    primo_avvio: date
    ritardo_giorni: int
    fasi: tuple[PassoGara, ...]
    quartieri: tuple[TempiQuartiere, ...]
    ponti_insieme: PontiInsieme | None
    allineamenti: tuple[Allineamento, ...]
    costi_annui: tuple[CostoAnnuo, ...]
    valori: tuple[ValoreScenario, ...]
    verificato_al: date
    avanzamento: Avanzamento | None = None
    """A che punto è la gara, se i dati ne dicono qualcosa."""
    avvisi: tuple[Avviso, ...] = ()
    """Ciò che chi legge deve sapere: li aggiunge chi li scrive."""

    @property
    def is_in_tempo(self) -> bool:
        """Vero se il servizio può ancora cominciare quando deve."""
        return self.margine_giorni is not None and self.margine_giorni >= 0

    @property
    def is_in_corso(self) -> bool:
        """Vero se la gara è cominciata, e non è finita senza un contratto."""
        return self.avanzamento is not None and self.avanzamento.is_in_corso

    @property
    def netto(self) -> Decimal | None:
        """Il più alto dei valori stimati, in euro senza IVA: quello che decide se si sta sotto la soglia europea."""
        return max((v.netto for stima in self.valori for v in stima.valori), default=None)
