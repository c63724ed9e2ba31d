"""I tempi di uno scenario: entro quando agire, da quando il servizio può cominciare, che cosa resta scoperto."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.incerta import PRIMO_GIORNO
from ldq_planner.dates.periodo import UN_GIORNO, Periodo
from ldq_planner.engine.copertura import find_scoperto
from ldq_planner.engine.cronoprogramma import Agenda
from ldq_planner.engine.durate import PROFILI, Ipotesi
from ldq_planner.engine.ponti import find_ponte
from ldq_planner.engine.scadenze import compute_durata
from ldq_planner.engine.scenari import compute_fine, estimate_costi_annui, estimate_costo, estimate_rinnovo
from ldq_planner.engine.valore import ESCLUSA, INCLUSA, compute_valori
from ldq_planner.model.tempi import (
    CON_RINNOVO,
    SENZA_RINNOVO,
    Allineamento,
    CostoAnnuo,
    TempiQuartiere,
    TempiScenario,
    ValoreScenario,
    Verdetto,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from ldq_planner.dates.periodo import InsiemeGiorni
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.cronoprogramma import Cronoprogramma, ValoreAppalto
    from ldq_planner.model.esito import EsitoScenario
    from ldq_planner.model.norme import Procedura
    from ldq_planner.model.ponte import Ponte
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Condizione, Scenario

PROCEDURA = "aperta"
"""La procedura che si assume quando i dati non la dicono: la più lunga fra quelle sempre ammesse."""
PROFILO = "probabile"


class Gara(NamedTuple):
    """Una gara immaginata tre volte, secondo quanto dura, se comincia oggi."""

    agenda: Agenda
    da_oggi: dict[str, Cronoprogramma]

    @property
    def primo(self) -> date:
        """Il primo giorno di servizio ai tempi probabili."""
        return self.da_oggi[PROFILO].avvio


class GaraChiesta(NamedTuple):
    """Uno scenario come è scritto e come si calcola, e da quando serve a ciascun quartiere."""

    portafoglio: Portafoglio
    scritto: Scenario
    scenario: Scenario
    oggi: date
    obiettivo: date
    bisogni: dict[str, date]


def find_bisogno(certa: InsiemeGiorni, oggi: date) -> date:
    """Il primo giorno senza un contratto certo: quello dopo la copertura di oggi, o quello da cui manca.

    Chi non è mai stato coperto ne ha bisogno da oggi.
    """
    coperto, scoperto = certa.tratto(oggi), find_scoperto(certa, oggi)
    if coperto is not None:
        return coperto.fine + UN_GIORNO
    return oggi if scoperto is None or scoperto.inizio == PRIMO_GIORNO else scoperto.inizio


def find_procedura(diritto: Diritto, scenario: Scenario) -> Procedura:
    """La procedura dello scenario, o quella che si assume se i dati non la dicono."""
    detta = diritto.find_procedura(scenario.procedura) if scenario.procedura else None
    procedura = detta or diritto.find_procedura(PROCEDURA)
    if procedura is None:
        raise LookupError(f"le norme non conoscono la procedura «{PROCEDURA}»")
    return procedura


def imagine_gara(diritto: Diritto, procedura: Procedura, oggi: date) -> Gara:
    """La gara ai tre profili, se la preparazione comincia oggi, o il primo giorno lavorativo dopo."""
    agende = {profilo: Agenda(diritto, Ipotesi(procedura, profilo)) for profilo in PROFILI}
    return Gara(agende[PROFILO], {profilo: agenda.schedule_primo(oggi) for profilo, agenda in agende.items()})


def choose_obiettivo(scenario: Scenario, bisogni: dict[str, date], primo: date) -> date:
    """Il giorno in cui il servizio deve cominciare: quello scritto o, se non è un giorno, quando il primo ne ha bisogno.

    Di un inizio incerto non esce dalle letture.
    """
    if scenario.inizio.is_nota and scenario.inizio.is_certa:
        return scenario.inizio.primo
    serve = min(bisogni.values(), default=primo)
    return max(min(serve, scenario.inizio.ultimo), scenario.inizio.primo) if scenario.inizio.is_nota else serve


def compute_tempi(
    chiesta: GaraChiesta, gara: Gara, indietro: Cronoprogramma | None, crono: Cronoprogramma
) -> TempiScenario:
    """Entro quando agire per lo scenario, e che cosa ne viene a ciascun quartiere.

    `indietro` è la gara che parte all'ultimo giorno utile, `crono` quella che si può ancora fare.
    """
    agenda, scenario = gara.agenda, chiesta.scenario
    return TempiScenario(
        procedura=crono.procedura,
        procedura_assunta=agenda.diritto.find_procedura(chiesta.scritto.procedura or "") is None,
        profilo=PROFILO,
        regime=crono.regime,
        inizio_dichiarato=chiesta.scritto.inizio.testo,
        inizio_calcolato=scenario.inizio != chiesta.scritto.inizio,
        obiettivo=chiesta.obiettivo,
        limite_progetto=indietro.inizio_preparazione if indietro else None,
        limite_giunta=indietro.find_inizio("indirizzo") if indietro else None,
        limite_decisione=indietro.find_inizio("decisione_contrarre") if indietro else None,
        limite_bando=indietro.invio if indietro else None,
        margine_giorni=(indietro.inizio_preparazione - chiesta.oggi).days if indietro else None,
        primo_avvio=gara.primo,
        ritardo_giorni=max(0, (gara.primo - chiesta.obiettivo).days),
        fasi=crono.passi,
        quartieri=tuple(_compute_quartiere(chiesta, gara, crono, q) for q in chiesta.bisogni),
        allineamenti=tuple(_align(chiesta)),
        costi_annui=tuple(
            CostoAnnuo(anno, costo) for anno, costo in estimate_costi_annui(chiesta.portafoglio, scenario)
        ),
        valori=tuple(_value(chiesta, agenda.diritto, crono.pubblicazione)),
        verificato_al=agenda.diritto.find_verificato(crono.pubblicazione),
    )


def date_condizioni(
    esito: EsitoScenario, scenario: Scenario, tempi: TempiScenario | None, diritto: Diritto
) -> EsitoScenario:
    """L'esito con i tempi, e le condizioni con l'ultimo giorno in cui si possono soddisfare."""
    if tempi is None:
        return esito
    condizioni = (
        c._replace(entro=find_entro(tempi, scritta, diritto))
        for c, scritta in zip(esito.condizioni, scenario.condizioni, strict=True)
    )
    return esito._replace(tempi=tempi, condizioni=tuple(condizioni))


def find_entro(tempi: TempiScenario, condizione: Condizione, diritto: Diritto) -> date | None:
    """L'ultimo giorno in cui la condizione si può soddisfare: quello in cui comincia la fase che la chiede, o quello scritto."""
    procedura = diritto.find_procedura(tempi.procedura)
    fasi = diritto.list_fasi(procedura) if procedura else ()
    chiesta = next((f.id for f in fasi if condizione.tipo in f.condizioni), None)
    inizio = next((p.inizio for p in tempi.fasi if p.id == chiesta), None)
    scritto = condizione.entro.ultimo if condizione.entro.is_nota else None
    return min((g for g in (inizio, scritto) if g is not None), default=None)


# --- un quartiere --------------------------------------------------------------------------------------------------


def _compute_quartiere(chiesta: GaraChiesta, gara: Gara, crono: Cronoprogramma, id_: str) -> TempiQuartiere:
    serve, scritto = chiesta.bisogni[id_], chiesta.scritto.inizio
    fissato = scritto.primo if scritto.is_nota and scritto.is_certa else date.min
    minimo, probabile, massimo = (max(gara.da_oggi[p].avvio, fissato, serve) for p in PROFILI)
    inizio = chiesta.scenario.inizio.primo
    scoperti = (max(inizio, serve) - serve).days
    inevitabili = max(0, (gara.da_oggi["minimo"].avvio - serve).days)
    da_solo = max(gara.primo, serve)
    per_la_gara = max(0, (max(inizio, serve) - da_solo).days)
    abitanti = chiesta.portafoglio.quartieri_by_id[id_].abitanti

    def count(giorni: int) -> int | None:
        return None if abitanti is None else abitanti * giorni

    return TempiQuartiere(
        id=id_,
        serve_dal=serve,
        verdetto=_judge(serve, minimo, massimo),
        inizio_minimo=minimo,
        inizio_probabile=probabile,
        inizio_massimo=massimo,
        giorni_scoperti=scoperti,
        abitanti_giorni_scoperti=count(scoperti),
        giorni_inevitabili=inevitabili,
        abitanti_giorni_inevitabili=count(inevitabili),
        da_solo=da_solo,
        giorni_per_la_gara_unica=per_la_gara,
        abitanti_giorni_per_la_gara_unica=count(per_la_gara),
        ponte=_bridge(chiesta, gara, crono, id_, scoperti),
    )


def _judge(serve: date, minimo: date, massimo: date) -> Verdetto:
    if minimo > serve:
        return Verdetto.LACUNA_CERTA
    return Verdetto.COPERTO if massimo <= serve else Verdetto.A_RISCHIO


def _bridge(chiesta: GaraChiesta, gara: Gara, crono: Cronoprogramma, id_: str, scoperti: int) -> Ponte | None:
    """Il ponte dal primo giorno che si può ancora coprire alla vigilia dell'inizio."""
    dal = max(chiesta.bisogni[id_], chiesta.oggi + UN_GIORNO)
    al = chiesta.scenario.inizio.primo - UN_GIORNO
    if not scoperti or al < dal:
        return None
    return find_ponte(chiesta.portafoglio, gara.agenda.diritto, id_, Periodo(dal, al), chiesta.oggi, crono)


# --- programma, valore ---------------------------------------------------------------------------------------------


def _align(chiesta: GaraChiesta) -> Iterator[Allineamento]:
    """La fine del servizio (quella della durata, se è scritta) contro i programmi dei suoi quartieri."""
    scenario = chiesta.scenario
    fine = compute_fine(chiesta.portafoglio, scenario)
    per_durata = compute_durata(scenario) or fine
    if not per_durata.is_nota:
        return
    servizio = per_durata.scritta.ultimo
    suoi = {p for q in chiesta.portafoglio.quartieri if q.id in scenario.quartieri for p in q.programmi}
    for programma in chiesta.portafoglio.programmi:
        if programma.id in suoi | {scenario.fino_a_programma} and programma.fine.is_nota:
            fine_programma = programma.fine.scritta.ultimo
            giorni = (servizio - fine_programma).days
            yield Allineamento(programma.id, fine_programma, programma.fine.is_indicativa, servizio, giorni)


def _value(chiesta: GaraChiesta, diritto: Diritto, giorno: date) -> Iterator[ValoreScenario]:
    """Il valore stimato per le soglie, per ogni aliquota: da solo, e con un rinnovo come quello preso a riferimento."""
    costo = estimate_costo(chiesta.portafoglio, chiesta.scenario)
    if costo is None:
        return
    letture = _read_iva(chiesta)

    def value(importo: Decimal) -> tuple[ValoreAppalto, ...]:
        return tuple(v for iva in letture for v in compute_valori(diritto, importo, iva, giorno))

    yield ValoreScenario(SENZA_RINNOVO, costo, value(costo))
    rinnovo = estimate_rinnovo(chiesta.portafoglio, chiesta.scenario)
    if rinnovo is not None:
        yield ValoreScenario(CON_RINNOVO, costo + rinnovo, value(costo + rinnovo))


def _read_iva(chiesta: GaraChiesta) -> tuple[str, ...]:
    """Se la stima contiene l'IVA: come il contratto da cui viene; se non si sa, tutt'e due le letture."""
    stima = chiesta.scenario.stima_costo
    if stima is not None and stima.mensile_eur is None:
        riferimento = chiesta.portafoglio.contratti_by_id.get(stima.come_contratto or "")
        if riferimento is not None and riferimento.iva is not None:
            return (riferimento.iva,)
    return (ESCLUSA, INCLUSA)
