"""Quali ponti si giudicano, e con quale articolo."""

from __future__ import annotations

from tests.gare import get_diritto
from tests.portafogli import OGGI, build_portafoglio, build_scenario

from ldq_planner.engine.ponti import PROROGA_TECNICA
from ldq_planner.engine.quadro import Quadro
from ldq_planner.rules.contesto import Contesto
from ldq_planner.rules.sui_ponti import find_fonte, list_ponti


def test_un_ponte_senza_inizio_o_superato_non_si_giudica() -> None:
    """Non c'è ancora nulla da confrontare, o ne parla un'altra regola."""
    ponti = (
        build_scenario("ponte", tipo="ponte", inizio="2023-07-01", durata_mesi=6),
        build_scenario("non-noto", tipo="ponte", durata_mesi=6),
        build_scenario("superato", tipo="ponte", inizio="2023-01-01", durata_mesi=6),
    )
    contesto = Contesto(Quadro(build_portafoglio(scenari=ponti), OGGI), 90)
    assert [ponte.id for ponte in list_ponti(contesto)] == ["ponte"]


def test_l_articolo_e_quello_del_regime_del_giorno() -> None:
    """E senza le norme non si cita nulla a memoria."""
    portafoglio = build_portafoglio()
    assert (
        find_fonte(Contesto(Quadro(portafoglio, OGGI, get_diritto()), 90), PROROGA_TECNICA, OGGI)
        == "D.Lgs. 50/2016, art. 106 c. 11"
    )
    assert find_fonte(Contesto(Quadro(portafoglio, OGGI), 90), PROROGA_TECNICA, OGGI) == ""
