"""Ciò che si calcola sui tempi di uno scenario: entro quando agire, e che cosa succede se non si fa."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from ldq_planner.model.cronoprogramma import Avviso, PassoGara, ValoreAppalto
    from ldq_planner.model.ponte import Ponte


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
    scoperti da `serve_dal` alla vigilia dell'inizio; `inevitabili` sono quelli che restano anche ai tempi minimi di
    legge e senza aspettare nessuno; `da_solo` è la prima data possibile in un lotto separato, ai tempi probabili.
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

    `obiettivo` è il giorno in cui il servizio deve cominciare; i limiti sono gli ultimi giorni utili, ai tempi del
    profilo; `margine_giorni` = `limite_progetto` − oggi, negativo se è tardi. Se è tardi, `fasi` sono quelle di una gara
    che comincia oggi; altrimenti quelle della gara che parte all'ultimo giorno utile.
    """

    procedura: str
    procedura_assunta: bool
    profilo: str
    regime: str
    inizio_dichiarato: str
    inizio_calcolato: bool
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
    allineamenti: tuple[Allineamento, ...]
    costi_annui: tuple[CostoAnnuo, ...]
    valori: tuple[ValoreScenario, ...]
    verificato_al: date
    avvisi: tuple[Avviso, ...] = ()
    """Ciò che chi legge deve sapere: li aggiunge chi li scrive."""
