"""I tempi di uno scenario: entro quando agire, da quando il servizio può cominciare, quanto vale."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.avanzamento import describe_avanzamento
from ldq_planner.engine.cronoprogramma import INVIO, Agenda
from ldq_planner.engine.durate import PROFILI, Ipotesi
from ldq_planner.engine.gara_in_corso import GaraInCorso
from ldq_planner.engine.ponti import sum_ponti
from ldq_planner.engine.stime import (
    compute_fine,
    estimate_costi_annui,
    estimate_costo,
    estimate_rinnovo,
    is_impossibile,
    read_iva,
)
from ldq_planner.engine.tempi_quartiere import compute_quartiere
from ldq_planner.engine.valore import ESCLUSA, INCLUSA, compute_valori, list_netti
from ldq_planner.model.avanzamento import AVVIO, Svolgimento
from ldq_planner.model.tempi import (
    CON_RINNOVO,
    SENZA_RINNOVO,
    Allineamento,
    CostoAnnuo,
    TempiScenario,
    ValoreScenario,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from ldq_planner.engine.norme import Diritto
    from ldq_planner.engine.tempi_quartiere import GaraChiesta
    from ldq_planner.model.cronoprogramma import Cronoprogramma
    from ldq_planner.model.norme import Procedura
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario

PROCEDURA = "aperta"
"""La procedura che si assume quando i dati non la dicono: la più lunga fra quelle sempre ammesse."""
PROFILO = "probabile"
_PRIMA = "progettazione"


class Gara(NamedTuple):
    """Una gara immaginata tre volte, secondo quanto dura, se comincia oggi; o da dove i fatti l'hanno portata."""

    agenda: Agenda
    da_oggi: dict[str, Cronoprogramma]

    @property
    def primo(self) -> date:
        """Il primo giorno di servizio ai tempi probabili."""
        return self.da_oggi[PROFILO].avvio

    @property
    def fissato(self) -> date | None:
        """Il primo giorno di servizio, se un fatto lo dice o un atto lo ha già fissato."""
        is_detto = isinstance(self.agenda, GaraInCorso) and self.agenda.get(AVVIO) != Svolgimento()
        return self.primo if is_detto else None


class GaraPrevista(NamedTuple):
    """La gara di uno scenario: quella che gli dà l'inizio previsto, e quella che parte all'ultimo giorno utile, se c'è."""

    agenda: Agenda
    crono: Cronoprogramma
    indietro: Cronoprogramma | None

    def is_in_tempo(self, oggi: date) -> bool:
        """Vero se oggi la preparazione può ancora cominciare perché il servizio parta quando deve."""
        return self.indietro is not None and self.indietro.inizio_preparazione >= oggi

    @property
    def in_corso(self) -> GaraInCorso | None:
        """La gara con i suoi fatti, se ne ha."""
        return self.agenda if isinstance(self.agenda, GaraInCorso) else None


def find_procedura(diritto: Diritto, scenario: Scenario) -> Procedura:
    """La procedura dello scenario, o quella che si assume se i dati non la dicono."""
    detta = diritto.find_procedura(scenario.procedura) if scenario.procedura else None
    procedura = detta or diritto.find_procedura(PROCEDURA)
    if procedura is None:
        raise LookupError(f"le norme non conoscono la procedura «{PROCEDURA}»")
    return procedura


def imagine_gara(diritto: Diritto, ipotesi: Ipotesi, oggi: date) -> Gara:
    """La gara ai tre profili, se la preparazione comincia oggi, o il primo giorno lavorativo dopo."""
    agende = {profilo: Agenda(diritto, ipotesi._replace(profilo=profilo)) for profilo in PROFILI}
    return Gara(agende[PROFILO], {profilo: agenda.schedule_primo(oggi) for profilo, agenda in agende.items()})


def follow_gara(diritto: Diritto, ipotesi: Ipotesi, svolgimenti: Mapping[str, Svolgimento], oggi: date) -> Gara:
    """La gara ai tre profili, da dove i fatti l'hanno portata."""
    agende = {p: GaraInCorso(diritto, ipotesi._replace(profilo=p), svolgimenti, oggi) for p in PROFILI}
    return Gara(agende[PROFILO], {profilo: agenda.follow() for profilo, agenda in agende.items()})


def is_valore_ignoto(portafoglio: Portafoglio, scenario: Scenario, gara: GaraPrevista) -> bool:
    """Vero se il bando è uscito, e i dati ne hanno solo una stima di cui non si sa se contiene l'IVA."""
    is_uscito = gara.in_corso is not None and gara.in_corso.bando_partito
    return is_uscito and read_iva(portafoglio, scenario) is None


def choose_obiettivo(scenario: Scenario, serve: date, ultimo: date) -> date:
    """Il giorno entro cui il servizio deve cominciare: l'ultima lettura di quello scritto o, senza, quando serve al primo.

    `ultimo` è l'ultimo giorno che il servizio può avere: cominciare dopo non ha senso.
    """
    return scenario.inizio.ultimo if scenario.inizio.is_nota else min(serve, ultimo)


def choose_inizio(scenario: Scenario, serve: date, ultimo: date, primo: date) -> date:
    """Quando il servizio comincerebbe: quando serve al primo, senza uscire dalle letture scritte, e non prima di poterlo.

    Se serve solo dopo la sua fine, comincia al primo giorno possibile.
    """
    if scenario.inizio.is_nota:
        return max(min(serve, scenario.inizio.ultimo), scenario.inizio.primo, primo)
    return primo if serve > ultimo else max(serve, primo)


def choose_gara(gara: Gara, obiettivo: date, inizio: date, oggi: date) -> GaraPrevista:
    """La gara che dà quell'inizio: l'ultima utile, se oggi si può ancora fare; altrimenti quella che comincia oggi.

    Di una gara in corso c'è una lettura sola; finché il bando non parte se ne sa ancora l'ultimo giorno utile.
    """
    if isinstance(gara.agenda, GaraInCorso):
        ultima = None if gara.agenda.bando_partito else gara.agenda.restart().schedule_indietro(obiettivo)
        return GaraPrevista(gara.agenda, gara.da_oggi[PROFILO], ultima)
    indietro = gara.agenda.schedule_indietro(obiettivo)
    prevista = GaraPrevista(gara.agenda, gara.da_oggi[PROFILO], indietro)
    if inizio != obiettivo:
        ultima = gara.agenda.schedule_indietro(inizio) if inizio > gara.primo else None
        return prevista._replace(crono=ultima) if ultima and ultima.inizio_preparazione >= oggi else prevista
    return prevista._replace(crono=indietro) if indietro and prevista.is_in_tempo(oggi) else prevista


def compute_tempi(chiesta: GaraChiesta, gara: Gara, prevista: GaraPrevista) -> TempiScenario:
    """Entro quando agire per lo scenario, e che cosa ne viene a ciascun quartiere."""
    agenda, crono, _ = prevista
    portafoglio, scenario = chiesta.portafoglio, chiesta.scenario
    quartieri = tuple(compute_quartiere(chiesta, gara.da_oggi, crono, q) for q in chiesta.bisogni)
    return TempiScenario(
        procedura=crono.procedura,
        procedura_nome=agenda.ipotesi.procedura.nome,
        procedura_assunta=agenda.diritto.find_procedura(chiesta.scritto.procedura or "") is None,
        profilo=PROFILO,
        regime=crono.regime,
        regime_nome=agenda.diritto.name_regime(crono.regime),
        inizio_dichiarato=chiesta.scritto.inizio.testo,
        inizio_calcolato=scenario.inizio != chiesta.scritto.inizio,
        inizio_previsto=None if is_impossibile(portafoglio, scenario) else scenario.inizio.primo,
        serve_dal=min(chiesta.bisogni.values()),
        obiettivo=chiesta.obiettivo,
        limite_progetto=_find_limite(prevista, _PRIMA),
        limite_giunta=_find_limite(prevista, "indirizzo"),
        limite_decisione=_find_limite(prevista, "decisione_contrarre"),
        limite_bando=_find_limite(prevista, INVIO),
        margine_giorni=_measure_margine(chiesta, prevista),
        primo_avvio=gara.primo,
        ritardo_giorni=max(0, (gara.primo - chiesta.obiettivo).days),
        fasi=crono.passi,
        quartieri=quartieri,
        ponti_insieme=sum_ponti(agenda.diritto, {q.id: q.ponte for q in quartieri if q.ponte}, chiesta.oggi),
        allineamenti=tuple(_align(chiesta)),
        costi_annui=tuple(CostoAnnuo(anno, costo) for anno, costo in estimate_costi_annui(portafoglio, scenario)),
        valori=tuple(_value(chiesta, agenda, crono.pubblicazione)),
        verificato_al=agenda.diritto.find_verificato(crono.pubblicazione),
        avanzamento=describe_avanzamento(chiesta.scritto, agenda, crono, _list_limiti(chiesta, prevista)),
    )


def _find_limite(prevista: GaraPrevista, fase: str) -> date | None:
    """L'ultimo giorno in cui la fase può cominciare, se non è già cominciata; il progetto apre la preparazione."""
    if prevista.indietro is None or (prevista.in_corso is not None and not prevista.in_corso.is_da_cominciare(fase)):
        return None
    return prevista.indietro.inizio_preparazione if fase == _PRIMA else prevista.indietro.find_inizio(fase)


def _list_limiti(chiesta: GaraChiesta, prevista: GaraPrevista) -> dict[str, date]:
    """Fase di una gara in corso → l'ultimo giorno in cui compierla perché il servizio cominci in tempo."""
    if prevista.in_corso is None:
        return {}
    uscito = prevista.in_corso.bando_partito
    con = prevista.in_corso.add_limiti(prevista.crono, chiesta.obiettivo) if uscito else prevista.indietro
    return {p.id: p.limite for p in con.passi if p.limite is not None} if con else {}


def _measure_margine(chiesta: GaraChiesta, prevista: GaraPrevista) -> int | None:
    """Quanti giorni si può ancora tardare: prima di cominciare, o con la gara in corso."""
    if prevista.in_corso is not None:
        return (chiesta.obiettivo - prevista.crono.avvio).days
    return (prevista.indietro.inizio_preparazione - chiesta.oggi).days if prevista.indietro else None


# --- programma, valore ---------------------------------------------------------------------------------------------


def _align(chiesta: GaraChiesta) -> Iterator[Allineamento]:
    """La fine del servizio contro i programmi dei suoi quartieri; di un servizio che non può cominciare, nulla."""
    portafoglio, scenario = chiesta.portafoglio, chiesta.scenario
    fine = compute_fine(portafoglio, scenario)
    if not fine.is_nota or is_impossibile(portafoglio, scenario):
        return
    servizio = fine.scritta.ultimo
    suoi = {p for q in portafoglio.quartieri if q.id in scenario.quartieri for p in q.programmi}
    for programma in portafoglio.programmi:
        if programma.id in suoi | {scenario.fino_a_programma} and programma.fine.is_nota:
            fine_programma = programma.fine.scritta.ultimo
            giorni = (servizio - fine_programma).days
            yield Allineamento(programma.id, fine_programma, programma.fine.is_indicativa, servizio, giorni)


def find_netto(chiesta: GaraChiesta, prevista: GaraPrevista) -> Decimal | None:
    """Il più alto dei valori stimati, in euro senza IVA: quello che decide se si sta sotto la soglia europea."""
    diritto, giorno = prevista.agenda.diritto, prevista.crono.pubblicazione
    importi = [importo for _, importo in _list_importi(chiesta)]
    netti = (
        n for importo in importi for iva in _read_letture(chiesta) for n in list_netti(diritto, importo, iva, giorno)
    )
    return max((netto for _, netto in netti), default=None)


def _list_importi(chiesta: GaraChiesta) -> Iterator[tuple[str, Decimal]]:
    """Il costo stimato: da solo, e con un rinnovo come quello preso a riferimento."""
    costo = estimate_costo(chiesta.portafoglio, chiesta.scenario)
    if costo is None:
        return
    yield SENZA_RINNOVO, costo
    rinnovo = estimate_rinnovo(chiesta.portafoglio, chiesta.scenario)
    if rinnovo is not None:
        yield CON_RINNOVO, costo + rinnovo


def _read_letture(chiesta: GaraChiesta) -> tuple[str, ...]:
    """Se la stima contiene l'IVA; l'una e l'altra, se non si sa."""
    iva = read_iva(chiesta.portafoglio, chiesta.scenario)
    return (iva,) if iva else (ESCLUSA, INCLUSA)


def _value(chiesta: GaraChiesta, agenda: Agenda, giorno: date) -> Iterator[ValoreScenario]:
    """Il valore stimato per le soglie, per ogni aliquota."""
    appalto, letture = agenda.ipotesi.describe_appalto(chiesta.scenario.durata_mesi), _read_letture(chiesta)
    for che_cosa, importo in _list_importi(chiesta):
        valori = (compute_valori(agenda.diritto, importo, iva, giorno, appalto) for iva in letture)
        yield ValoreScenario(che_cosa, importo, tuple(v for suoi in valori for v in suoi))
