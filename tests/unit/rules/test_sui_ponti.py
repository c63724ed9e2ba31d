"""I ponti: quanto durano, che cosa prolungano."""

from __future__ import annotations

import pytest
from tests.gare import get_diritto
from tests.portafogli import OGGI, build_contratto, build_opzione, build_portafoglio, build_programma, build_scenario

from ldq_planner.rules.contesto import Contesto
from ldq_planner.rules.sui_ponti import TECNICA, count_mesi_ponte, find_fonte, find_prolungato, list_ponti, sum_proroghe

PRIMO = build_contratto("primo", scadenza_base="2023-06-30")


@pytest.mark.parametrize(
    ("campi", "mesi"),
    [
        pytest.param({"durata_mesi": 5}, 5, id="durata"),
        pytest.param({"fine": "2023-12-31"}, 6, id="mesi-interi"),
        pytest.param({"fine": "2024-01-01"}, 7, id="un-giorno-in-piu"),
        pytest.param({"fine": "non noto"}, None, id="non-noto"),
        pytest.param({"fino_a_programma": "pinqua"}, 9, id="programma"),
    ],
)
def test_i_mesi_di_un_ponte_sono_interi(campi: dict[str, object], mesi: int | None) -> None:
    """Un giorno del settimo mese conta un mese."""
    ponte = build_scenario("ponte", tipo="ponte", inizio="2023-07-01", **campi)
    portafoglio = build_portafoglio((PRIMO,), (ponte,), programmi=(build_programma("2024-03-31"),))
    assert count_mesi_ponte(Contesto(portafoglio, OGGI, 90), ponte) == mesi


def test_un_ponte_prolunga_il_contratto_che_finisce_piu_tardi() -> None:
    """Fra quelli cominciati prima di lui."""
    vecchio = build_contratto("vecchio", inizio="2020-01-01", scadenza_base="2022-12-31")
    dopo = build_contratto("dopo", inizio="2024-01-01", scadenza_base="2025-12-31")
    ponte = build_scenario("ponte", tipo="ponte", inizio="2023-07-01", durata_mesi=6)
    contesto = Contesto(build_portafoglio((vecchio, PRIMO, dopo), (ponte,)), OGGI, 90)
    assert find_prolungato(contesto, "q", ponte) == PRIMO
    assert list(list_ponti(contesto)) == [ponte]


def test_un_ponte_senza_inizio_o_superato_non_si_giudica() -> None:
    """Non c'è ancora nulla da confrontare, o ne parla un'altra regola."""
    ponti = (
        build_scenario("non-noto", tipo="ponte", durata_mesi=6),
        build_scenario("superato", tipo="ponte", inizio="2023-01-01", durata_mesi=6),
    )
    assert not list(list_ponti(Contesto(build_portafoglio((PRIMO,), ponti), OGGI, 90)))


def test_si_sommano_le_sole_proroghe_esercitate() -> None:
    """Un rinnovo non è una proroga, e un'opzione aperta non è ancora niente."""
    opzioni = [
        build_opzione(durata_mesi=12),
        build_opzione(tipo="proroga", durata_mesi=4),
        build_opzione(tipo="proroga", durata_mesi=2),
        build_opzione("aperta", tipo="proroga", durata_mesi=6),
    ]
    assert sum_proroghe(build_contratto(scadenza_base="2022-12-31", opzioni=opzioni)) == 6


def test_l_articolo_e_quello_del_regime_del_giorno() -> None:
    """E senza le norme non si cita nulla a memoria."""
    portafoglio = build_portafoglio()
    assert find_fonte(Contesto(portafoglio, OGGI, 90, get_diritto()), TECNICA, OGGI) == "D.Lgs. 50/2016, art. 106 c. 11"
    assert find_fonte(Contesto(portafoglio, OGGI, 90), TECNICA, OGGI) == ""
