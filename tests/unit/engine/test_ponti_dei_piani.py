"""I ponti che si aggiungono ai piani: uno per quartiere, fino al primo scenario che vi comincia."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.gare import get_diritto
from tests.portafogli import OGGI, build_contratto, build_portafoglio, build_scenario

from ldq_planner.api import forecast_scenari
from ldq_planner.model.scenario import Piano

if TYPE_CHECKING:
    from ldq_planner.model.scenario import Scenario

SCADUTO = build_contratto(scadenza_base="2022-12-31")
LUNGA = build_scenario("lunga", procedura="aperta", inizio="2024-06-01", durata_mesi=12)
CORTA = build_scenario("corta", procedura="affidamento-diretto", inizio="2023-04-01", durata_mesi=6)


def bridge(*scenari: Scenario, piani: dict[str, tuple[str, ...]]) -> dict[str, dict[str, Any]]:
    """Piano con i ponti → id di ogni ponte, e quanti mesi dura."""
    scritti = [Piano(id=id_, nome=id_, scenari=suoi) for id_, suoi in piani.items()]
    previsto = forecast_scenari(build_portafoglio([SCADUTO], scenari, piani=scritti), OGGI, get_diritto()).portafoglio
    noti = {s.id for s in scenari}
    return {
        p.id: {id_: previsto.scenari_by_id[id_].durata_mesi for id_ in p.scenari if id_ not in noti}
        for p in previsto.piani
        if p.id.endswith("-con-ponti")
    }


def test_il_ponte_arriva_al_primo_che_comincia() -> None:
    """Dal 18/01 alla vigilia del 01/04: tre mesi, anche se l'altra gara comincia molto dopo."""
    assert bridge(LUNGA, CORTA, piani={"p": ("lunga", "corta")}) == {"p-con-ponti": {"ponte-q": 3}}


def test_in_due_piani_lo_stesso_quartiere_puo_aspettare_due_gare() -> None:
    """Ciascuno ha il suo ponte, con il suo nome: prima l'ultimo copriva gli altri."""
    ponti = bridge(LUNGA, CORTA, piani={"presto": ("corta",), "tardi": ("lunga",)})
    assert ponti == {"presto-con-ponti": {"ponte-q-corta": 3}, "tardi-con-ponti": {"ponte-q-lunga": 17}}


def test_chi_ha_gia_un_ponte_scritto_non_ne_chiede_altri() -> None:
    """Lo ha deciso chi ha scritto il piano, anche se lascia un vuoto."""
    ponte = build_scenario("mio", tipo="ponte", inizio="2023-02-01", durata_mesi=2)
    assert bridge(ponte, CORTA, piani={"p": ("mio", "corta")}) == {}


def test_il_nome_di_un_ponte_non_copre_quello_di_uno_scenario() -> None:
    """Uno scenario dei dati può chiamarsi come il ponte che si calcola."""
    omonimo = build_scenario("ponte-q", tipo="ponte", inizio="2024-01-01", durata_mesi=2)
    assert bridge(omonimo, CORTA, piani={"p": ("corta",)}) == {"p-con-ponti": {"ponte-q-calcolato": 3}}
