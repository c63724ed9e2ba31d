"""I vuoti fra due contratti che devono ancora venire."""

from __future__ import annotations

from datetime import date

import pytest
from tests.portafogli import OGGI, build_contratto, build_periodo, build_portafoglio

from ldq_planner.engine.quadro import Quadro
from ldq_planner.engine.vuoti import find_vuoti

PRIMO = build_contratto("primo", scadenza_base="2024-12-31")


def test_un_vuoto_dice_i_contratti_che_lo_fanno() -> None:
    """Il rimedio deve nominarli."""
    secondo = build_contratto("secondo", inizio="2025-02-01", durata_mesi=12)
    (vuoto,) = find_vuoti(Quadro(build_portafoglio((PRIMO, secondo)), OGGI))
    assert (vuoto.prima.id, vuoto.dopo.id) == ("primo", "secondo")
    assert vuoto.forse == build_periodo("2025-01-01", "2025-01-31")
    assert vuoto.certi.giorni == 31


def test_di_piu_vuoti_si_dicono_tutti() -> None:
    """Anche quelli lontani."""
    secondo = build_contratto("secondo", inizio="2025-02-01", durata_mesi=12)
    terzo = build_contratto("terzo", inizio="2026-03-01", durata_mesi=12)
    vuoti = find_vuoti(Quadro(build_portafoglio((PRIMO, secondo, terzo)), OGGI))
    assert [(v.prima.id, v.dopo.id) for v in vuoti] == [("primo", "secondo"), ("secondo", "terzo")]


@pytest.mark.parametrize(
    ("inizio", "oggi"),
    [
        pytest.param("2025-01-01", OGGI, id="si-toccano"),
        pytest.param("2024-12-01", OGGI, id="si-sovrappongono"),
        pytest.param("2025-02-01", date(2025, 1, 1), id="oggi-scoperto"),
        pytest.param("2025-02-01", date(2025, 2, 1), id="gia-passato"),
    ],
)
def test_nessun_vuoto(inizio: str, oggi: date) -> None:
    """Dei giorni di oggi parla la lacuna in corso."""
    secondo = build_contratto("secondo", inizio=inizio, durata_mesi=12)
    assert not find_vuoti(Quadro(build_portafoglio((PRIMO, secondo)), oggi))


def test_dopo_l_ultimo_contratto_non_e_un_vuoto() -> None:
    """Nemmeno se la sua fine è indicativa."""
    indicativo = build_contratto("indicativo", scadenza_base="2024-12-31~")
    assert not find_vuoti(Quadro(build_portafoglio((indicativo,)), OGGI))
