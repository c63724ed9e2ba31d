"""Gli scenari: funzioni da portafoglio a portafoglio, e ciò che ne segue."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import NON_NOTA, PRIMO_GIORNO, DataIncerta, between
from ldq_planner.dates.periodo import UN_GIORNO, Periodo
from ldq_planner.engine.costi import join_iva, round_centesimi
from ldq_planner.engine.stime import (
    compute_fine,
    estimate_costo,
    estimate_mensile,
    find_fine_fissa,
    is_impossibile,
    list_altre_fini,
    read_iva,
)
from ldq_planner.model.avanzamento import find_avvio
from ldq_planner.model.contratto import Contratto
from ldq_planner.model.copertura import TipoLacuna, sum_fermi
from ldq_planner.model.esito import (
    EsitoCondizione,
    EsitoPiano,
    EsitoQuartiere,
    EsitoScenario,
    LacunaScenario,
    UltimoGiorno,
)
from ldq_planner.model.scelte import list_alternative

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldq_planner.engine.copertura import Coperture
    from ldq_planner.model.copertura import CoperturaQuartiere, Lacuna
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.quartiere import Quartiere
    from ldq_planner.model.scenario import Condizione, Piano, Scenario


def apply_scenario(portafoglio: Portafoglio, scenario: Scenario, oggi: date) -> Portafoglio:
    """Il portafoglio in cui l'atto ipotetico è avvenuto: un contratto in più, con l'id dello scenario.

    Un inizio non noto può essere qualunque giorno dopo `oggi`: la copertura che ne segue è solo possibile.
    """
    return portafoglio.with_contratti(imagine_contratti(portafoglio, (scenario,), oggi))


def apply_piano(portafoglio: Portafoglio, piano: Piano, oggi: date) -> Portafoglio:
    """Il portafoglio in cui tutti gli scenari del piano sono avvenuti; senza scenari è lo stesso portafoglio."""
    return portafoglio.with_contratti(imagine_contratti(portafoglio, list_scenari(portafoglio, piano), oggi))


def list_scenari(portafoglio: Portafoglio, piano: Piano) -> tuple[Scenario, ...]:
    """Gli scenari del piano, nell'ordine dei dati."""
    return tuple(s for s in portafoglio.scenari if s.id in piano.scenari)


def imagine_contratti(portafoglio: Portafoglio, scenari: Iterable[Scenario], oggi: date) -> tuple[Contratto, ...]:
    """I contratti che gli scenari immaginano: di chi finirebbe prima di poter cominciare, nessuno."""
    contratti = (_imagine(portafoglio, scenario, oggi) for scenario in scenari)
    return tuple(c for c in contratti if c is not None)


def is_superato(portafoglio: Portafoglio, scenario: Scenario, oggi: date) -> bool:
    """Vero se doveva cominciare entro oggi in ogni lettura, o se dopo oggi non gli resta un giorno.

    Di una fine indicativa vale il giorno scritto, come in tutto il modulo. Una gara in corso non è superata dal giorno in
    cui doveva cominciare, ma da quello in cui il servizio è cominciato.
    """
    if scenario.is_in_corso:
        fissa, avviato = find_fine_fissa(portafoglio, scenario), find_avvio(scenario.avanzamento)
        return (fissa or NON_NOTA).scritta.ultimo <= oggi or (avviato is not None and avviato <= oggi)
    if scenario.inizio.is_nota and scenario.inizio.ultimo <= oggi:
        return True
    return compute_fine(portafoglio, scenario).scritta.ultimo <= oggi


def compute_inizio(scenario: Scenario, oggi: date) -> DataIncerta:
    """L'inizio, tolte le letture che `oggi` esclude: ciò che oggi non c'è comincia al più presto domani."""
    return scenario.inizio.not_before(oggi + UN_GIORNO)


def start_possibile(scenario: Scenario, oggi: date) -> Scenario:
    """Lo scenario con l'inizio scritto tolte le letture che `oggi` esclude; da lì si conta anche la sua durata."""
    if not scenario.inizio.is_nota:
        return scenario
    return scenario.model_copy(update={"inizio": compute_inizio(scenario, oggi)})


def evaluate_scenario(portafoglio: Portafoglio, coperture: Coperture, scenario: Scenario, oggi: date) -> EsitoScenario:
    """Che cosa lo scenario copre, che cosa lascia scoperto, quanto si stima che costi; `coperture` è quella dei contratti."""
    fine = compute_fine(portafoglio, scenario)
    finestra = compute_finestra(portafoglio, coperture, scenario, oggi)
    mensile, is_possibile = estimate_mensile(portafoglio, scenario), not is_impossibile(portafoglio, scenario)
    date_ = {"inizio": scenario.inizio, "fine": fine}
    return EsitoScenario(
        id=scenario.id,
        nome=scenario.nome,
        tipo=scenario.tipo,
        quartieri=scenario.quartieri,
        inizio=scenario.inizio if scenario.inizio.is_nota and is_possibile else None,
        fine=fine if fine.is_nota else None,
        date_indicative=tuple(nome for nome, data in date_.items() if data.is_indicativa),
        impossibile=not is_possibile,
        durata_mesi=scenario.durata_mesi,
        durata_giorni=scenario.durata_giorni,
        durata_minima=scenario.durata_minima,
        programma=scenario.fino_a_programma,
        dal=finestra.inizio,
        al=finestra.fine,
        lacune=tuple(
            LacunaScenario(q.id, x.inizio, x.fine, x.giorni, x.tipo, x.abitanti_giorni, x.causa)
            for q, lacune in find_lacune(portafoglio, coperture, scenario, oggi)
            for x in lacune
        ),
        costo_stimato=estimate_costo(portafoglio, scenario),
        costo_mensile_stimato=None if mensile is None else round_centesimi(mensile),
        iva=read_iva(portafoglio, scenario),
        stima_motivo=scenario.stima_costo.motivo if scenario.stima_costo else None,
        altre_fini=tuple(list_altre_fini(portafoglio, scenario)),
        condizioni=tuple(_evaluate_condizione(c, scenario) for c in scenario.condizioni),
        scelto=scenario.stato == "scelto" or None,
        alternative=tuple(s.id for s in list_alternative(scenario, portafoglio.scenari)),
    )


def find_lacune(
    portafoglio: Portafoglio, coperture: Coperture, scenario: Scenario, oggi: date
) -> Iterator[tuple[Quartiere, tuple[Lacuna, ...]]]:
    """Ogni quartiere dello scenario, nell'ordine dei dati, con le lacune che gli restano nella sua finestra."""
    finestra = compute_finestra(portafoglio, coperture, scenario, oggi)
    con = coperture.plus(imagine_contratti(portafoglio, (scenario,), oggi))
    return ((q, con.lacune(q, finestra)) for q in portafoglio.quartieri if q.id in scenario.quartieri)


def compute_finestra(portafoglio: Portafoglio, coperture: Coperture, scenario: Scenario, oggi: date) -> Periodo:
    """Dove cercare le lacune dello scenario: da oggi alla sua fine, compresi.

    Comincia prima se un suo quartiere è già scoperto, o se lo scenario doveva già essere cominciato.
    """
    inizi = [oggi]
    if scenario.inizio.is_nota:
        inizi.append(scenario.inizio.primo)
    scoperti = (coperture.scoperto_dal(quartiere, oggi) for quartiere in scenario.quartieri)
    inizi += [giorno for giorno in scoperti if giorno and giorno > PRIMO_GIORNO]
    return Periodo(min(inizi), _end_finestra(portafoglio, scenario, oggi))


def _end_finestra(portafoglio: Portafoglio, scenario: Scenario, oggi: date) -> date:
    fine = compute_fine(portafoglio, scenario)
    return max(oggi, fine.scritta.ultimo) if fine.is_nota else oggi


def evaluate_piani(
    portafoglio: Portafoglio, coperture: Coperture, oggi: date, finestra: Periodo | None = None
) -> tuple[EsitoPiano, ...]:
    """I piani nella stessa finestra (senza, `compute_finestra_comune`), «nessun intervento» per primo.

    `coperture` è quella dei contratti.
    """
    finestra = finestra or compute_finestra_comune(portafoglio, oggi)
    base = [coperture.compute(q, finestra) for q in portafoglio.quartieri]
    piani = []
    for piano in portafoglio.piani:
        con = coperture.plus(imagine_contratti(portafoglio, list_scenari(portafoglio, piano), oggi))
        coppie = ((con.compute(q, finestra), b) for q, b in zip(portafoglio.quartieri, base, strict=True))
        piani.append(_evaluate_piano(portafoglio, piano, tuple(_compare(dopo, prima) for dopo, prima in coppie)))
    return tuple(piani)


def compute_finestra_comune(portafoglio: Portafoglio, oggi: date) -> Periodo:
    """I giorni in cui si confrontano i piani: da oggi all'ultimo giorno di uno scenario, non oltre la fine della domanda, compresi."""
    possibili = (s for s in portafoglio.scenari if _imagine(portafoglio, s, oggi) is not None)
    fini = (_end_finestra(portafoglio, scenario, oggi) for scenario in possibili)
    return Periodo(oggi, min(max(fini, default=oggi), find_fine_domanda(portafoglio, oggi)))


def find_fine_domanda(portafoglio: Portafoglio, oggi: date) -> date:
    """L'ultimo giorno che serve a chi decide oggi: la fine dell'anno in cui comincia l'ultimo scenario, o di quello dopo oggi.

    Ciò che accade dopo, quando gli scenari finiscono, è la domanda di un altro giorno: contarlo gonfierebbe le lacune.
    """
    possibili = [s for s in portafoglio.scenari if s.inizio.is_nota and _imagine(portafoglio, s, oggi) is not None]
    anni = (compute_inizio(s, oggi).scritta.ultimo.year for s in possibili)
    return date(max((oggi.year + 1, *anni)), 12, 31)


def _evaluate_piano(portafoglio: Portafoglio, piano: Piano, quartieri: tuple[EsitoQuartiere, ...]) -> EsitoPiano:
    suoi = list_scenari(portafoglio, piano)
    impossibili = tuple(s.id for s in suoi if is_impossibile(portafoglio, s))
    costi = {s.id: estimate_costo(portafoglio, s) for s in suoi if s.id not in impossibili}
    noti = [costo for costo in costi.values() if costo is not None]
    return EsitoPiano(
        id=piano.id,
        nome=piano.nome,
        scenari=piano.scenari,
        quartieri=quartieri,
        giorni_scoperti=sum(q.giorni_scoperti for q in quartieri),
        giorni_forse_scoperti=sum(q.giorni_forse_scoperti for q in quartieri),
        abitanti_giorni_scoperti=sum(q.abitanti_giorni_scoperti or 0 for q in quartieri),
        abitanti_giorni_forse_scoperti=sum(q.abitanti_giorni_forse_scoperti or 0 for q in quartieri),
        differenza_giorni=sum(q.differenza_giorni for q in quartieri),
        costo_stimato=sum(noti, Decimal(0)) if noti or not costi else None,
        iva=join_iva(read_iva(portafoglio, s) for s in suoi if costi.get(s.id) is not None),
        scenari_senza_stima=tuple(id_ for id_, costo in costi.items() if costo is None),
        scenari_impossibili=impossibili,
        fermi=sum_fermi(voce for q in quartieri for voce in q.fermi),
    )


def _compare(con: CoperturaQuartiere, senza: CoperturaQuartiere) -> EsitoQuartiere:
    certi, forse = con.sum_giorni(TipoLacuna.CERTA), con.sum_giorni(TipoLacuna.POSSIBILE)
    differenza = certi - senza.sum_giorni(TipoLacuna.CERTA)
    persone = con.abitanti
    return EsitoQuartiere(
        id=con.id,
        giorni_scoperti=certi,
        giorni_forse_scoperti=forse,
        abitanti_giorni_scoperti=None if persone is None else persone * certi,
        abitanti_giorni_forse_scoperti=None if persone is None else persone * forse,
        differenza_giorni=differenza,
        differenza_abitanti_giorni=None if persone is None else persone * differenza,
        fermi=con.sum_fermi(),
    )


def _imagine(portafoglio: Portafoglio, scenario: Scenario, oggi: date) -> Contratto | None:
    """Il contratto che lo scenario immagina, o niente se finirebbe prima di poter cominciare.

    Di una fine indicativa vale il giorno scritto: è quello che si bandirebbe.
    """
    scenario = start_possibile(scenario, oggi)
    inizio, fine = compute_inizio(scenario, oggi), compute_fine(portafoglio, scenario).scritta
    if not scenario.inizio.is_nota and inizio.primo < fine.ultimo:
        fine = between(inizio.primo, fine.ultimo)  # può non cominciare in tempo: nemmeno l'ultimo giorno è certo
    elif not scenario.inizio.is_nota or fine.ultimo < inizio.primo:
        return None
    return Contratto(
        id=scenario.id,
        quartieri=scenario.quartieri,
        tipo="appalto-di-servizi",
        titolo=scenario.nome,
        inizio=inizio,
        scadenza_base=fine,
        fonte=scenario.fonte,
    )


def find_senza_gara(condizione: Condizione, scenario: Scenario) -> UltimoGiorno | None:
    """L'ultimo giorno di una condizione quando le fasi non si conoscono: quello scritto, o la vigilia dell'inizio."""
    if condizione.entro.is_nota:
        return UltimoGiorno(condizione.entro.ultimo, scritto=True)
    return UltimoGiorno(scenario.inizio.ultimo - UN_GIORNO) if scenario.inizio.is_nota else None


def _evaluate_condizione(condizione: Condizione, scenario: Scenario) -> EsitoCondizione:
    termine = find_senza_gara(condizione, scenario)
    return EsitoCondizione(
        condizione.testo, condizione.tipo, condizione.soddisfatta, termine and termine.giorno, condizione.fonte
    )
