"""Uno scenario aggiunge, e non tocca ciò che c'è."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import assume, given
from tests.portafogli import OGGI
from tests.properties.strategie import TUTTO, con_scenari, days, portafogli, scenari

from ldq_planner.api import evaluate_piani, evaluate_scenario
from ldq_planner.dates.incerta import NON_NOTA
from ldq_planner.dates.periodo import Periodo
from ldq_planner.engine.copertura import Coperture, compute_coperture
from ldq_planner.engine.scenari import apply_piano, apply_scenario, compute_finestra
from ldq_planner.model.copertura import TipoLacuna

if TYPE_CHECKING:
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario

DOMANI = OGGI + timedelta(days=1)


def days_coperti(portafoglio: Portafoglio, quartiere: str) -> tuple[set[int], set[int]]:
    """I giorni certi e quelli possibili del quartiere."""
    copertura = Coperture(portafoglio.contratti)[quartiere]
    return days(copertura.certa), days(copertura.possibile)


@given(con_scenari())
def test_nessun_intervento_e_lo_stesso_portafoglio(portafoglio: Portafoglio) -> None:
    """Proprio lo stesso oggetto: nulla da ricalcolare, nulla che possa differire."""
    nessuno = portafoglio.piani[0]
    assert apply_piano(portafoglio, nessuno, OGGI) is portafoglio


@given(con_scenari())
def test_il_piano_vuoto_non_ha_differenze_ed_e_il_primo(portafoglio: Portafoglio) -> None:
    """Tutti gli altri si misurano da lì."""
    nessuno = evaluate_piani(portafoglio, OGGI)[0]
    assert (nessuno.id, nessuno.differenza_giorni) == ("nessun-intervento", 0)
    assert {q.differenza_giorni for q in nessuno.quartieri} == {0}


@given(portafogli(), scenari())
def test_uno_scenario_che_non_puo_cominciare_lascia_lo_stesso_portafoglio(
    portafoglio: Portafoglio, scenario: Scenario
) -> None:
    """Se finisce prima di domani e il suo inizio non è noto, o è dopo la fine."""
    assert scenario.fine is not None
    primo = DOMANI if not scenario.inizio.is_nota else scenario.inizio.not_before(DOMANI).primo
    assume(scenario.fine.scritta.ultimo < primo)
    assert apply_scenario(portafoglio, scenario, OGGI) is portafoglio


@given(portafogli(), scenari())
def test_uno_scenario_aggiunge_copertura_e_non_ne_toglie(portafoglio: Portafoglio, scenario: Scenario) -> None:
    """I contratti che ci sono restano; negli altri quartieri non cambia nulla."""
    con = apply_scenario(portafoglio, scenario, OGGI)
    assert con.contratti[: len(portafoglio.contratti)] == portafoglio.contratti
    for quartiere in (q.id for q in portafoglio.quartieri):
        certi, possibili = days_coperti(portafoglio, quartiere)
        certi_con, possibili_con = days_coperti(con, quartiere)
        assert certi <= certi_con
        assert possibili <= possibili_con
        if quartiere not in scenario.quartieri:
            assert (certi, possibili) == (certi_con, possibili_con)


@given(portafogli(), scenari())
def test_cio_che_uno_scenario_aggiunge_comincia_domani(portafoglio: Portafoglio, scenario: Scenario) -> None:
    """Oggi e ieri restano come sono, anche se doveva già essere cominciato."""
    con = apply_scenario(portafoglio, scenario, OGGI)
    for quartiere in scenario.quartieri:
        for prima, dopo in zip(days_coperti(portafoglio, quartiere), days_coperti(con, quartiere), strict=True):
            assert all(giorno >= DOMANI.toordinal() for giorno in dopo - prima)


@given(portafogli(), scenari())
def test_senza_un_inizio_noto_nessun_giorno_in_piu_e_certo(portafoglio: Portafoglio, scenario: Scenario) -> None:
    """Può non cominciare in tempo: nemmeno l'ultimo giorno, nemmeno se è domani."""
    ignoto = scenario.model_copy(update={"inizio": NON_NOTA})
    con = apply_scenario(portafoglio, ignoto, OGGI)
    for quartiere in scenario.quartieri:
        assert days_coperti(con, quartiere)[0] == days_coperti(portafoglio, quartiere)[0]


@given(portafogli(), scenari())
def test_le_lacune_dell_esito_sono_quelle_del_portafoglio_con_lo_scenario(
    portafoglio: Portafoglio, scenario: Scenario
) -> None:
    """Nella finestra dello scenario, e solo nei suoi quartieri."""
    esito = evaluate_scenario(portafoglio, scenario, OGGI)
    finestra = Periodo(esito.dal, esito.al)
    assert finestra == compute_finestra(portafoglio, Coperture(portafoglio.contratti), scenario, OGGI)
    assert OGGI in finestra
    attese = [
        (c.id, *lacuna)
        for c in compute_coperture(apply_scenario(portafoglio, scenario, OGGI), finestra)
        if c.id in scenario.quartieri
        for lacuna in c.lacune
    ]
    assert [tuple(lacuna) for lacuna in esito.lacune] == attese


@given(portafogli(), scenari())
def test_aggiungere_contratti_alla_copertura_e_ricominciare_da_capo(
    portafoglio: Portafoglio, scenario: Scenario
) -> None:
    """`plus` paga solo ciò che si aggiunge, e dà gli stessi giorni; la copertura di prima non cambia."""
    prima, insieme = Coperture(portafoglio.contratti), apply_scenario(portafoglio, scenario, OGGI).contratti
    dopo = prima.plus(insieme[len(portafoglio.contratti) :])
    for quartiere in portafoglio.quartieri:
        assert dopo[quartiere.id] == Coperture(insieme)[quartiere.id]
        assert prima[quartiere.id] == Coperture(portafoglio.contratti)[quartiere.id]


@given(con_scenari())
def test_un_piano_non_scopre_nessuno(portafoglio: Portafoglio) -> None:
    """Rispetto a «nessun intervento» i giorni certamente scoperti non crescono, e i totali tornano."""
    nessuno, piano = evaluate_piani(portafoglio, OGGI)
    assert piano.differenza_giorni == piano.giorni_scoperti - nessuno.giorni_scoperti <= 0
    assert piano.giorni_scoperti == sum(q.giorni_scoperti for q in piano.quartieri)
    assert piano.giorni_forse_scoperti == sum(q.giorni_forse_scoperti for q in piano.quartieri)


@given(con_scenari())
def test_un_piano_e_i_suoi_scenari_uno_dopo_l_altro(portafoglio: Portafoglio) -> None:
    """Prenderli insieme o in fila porta alla stessa copertura."""
    piano = portafoglio.piani[1]
    in_fila = portafoglio
    for scenario in portafoglio.scenari:
        if scenario.id in piano.scenari:
            in_fila = apply_scenario(in_fila, scenario, OGGI)
    insieme = apply_piano(portafoglio, piano, OGGI)
    assert compute_coperture(insieme, TUTTO) == compute_coperture(in_fila, TUTTO)
    tipi = {lacuna.tipo for c in compute_coperture(insieme, TUTTO) for lacuna in c.lacune}
    assert tipi <= set(TipoLacuna)
