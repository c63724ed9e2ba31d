"""Ciò che più regole dicono con le stesse parole."""

from __future__ import annotations

import pytest
from tests.portafogli import OGGI, build_contratto, build_opzione, build_portafoglio, build_scenario

from ldq_planner.engine.quadro import Quadro
from ldq_planner.rules.base.contesto import Contesto
from ldq_planner.rules.base.frasi import locate_fine, say_abitanti_giorni, say_scenari


@pytest.mark.parametrize(
    ("campi", "campo"),
    [
        pytest.param({"durata_mesi": 12}, ("durata_mesi",), id="durata"),
        pytest.param({"durata_mesi": 12, "scadenza_base": "2022-12-31"}, ("scadenza_base",), id="base"),
        pytest.param({"durata_mesi": 12, "scadenza_effettiva": "2023-06-30"}, ("scadenza_effettiva",), id="effettiva"),
        pytest.param(
            {
                "durata_mesi": 12,
                "opzioni": [
                    build_opzione(durata_mesi=6),
                    build_opzione(durata_mesi=6),
                    build_opzione("aperta", tipo="proroga", durata_mesi=6),
                ],
            },
            ("opzioni", 1, "durata_mesi"),
            id="ultima-opzione-esercitata",
        ),
        pytest.param(
            {
                "durata_mesi": 12,
                "opzioni": [build_opzione(tipo="proroga", scadenza="2023-03-31")],
            },
            ("opzioni", 0, "scadenza"),
            id="scadenza-dell-opzione",
        ),
    ],
)
def test_la_fine_sta_nel_campo_che_la_da(campi: dict[str, object], campo: tuple[str | int, ...]) -> None:
    """Una segnalazione sulla scadenza indica la riga da cui la scadenza viene."""
    assert locate_fine(build_contratto(**campi)).campo == campo


@pytest.mark.parametrize(
    ("inizi", "detto"),
    [
        pytest.param({}, "", id="nessuno"),
        pytest.param({"a": "2022"}, "", id="superato"),
        pytest.param({"a": "2024"}, "; è allo studio «Gara a» (inizio: 2024), non ancora un contratto", id="uno"),
        pytest.param(
            {"a": "2024", "b": "non noto"},
            "; sono allo studio «Gara a» (inizio: 2024) e «Gara b» (inizio: non noto), non ancora contratti",
            id="due",
        ),
    ],
)
def test_gli_scenari_allo_studio_si_dicono_con_il_loro_inizio(inizi: dict[str, str], detto: str) -> None:
    """Uno scenario in due quartieri si nomina una volta; uno superato mai."""
    scenari = tuple(build_scenario(id_, inizio=inizio, durata_mesi=12) for id_, inizio in inizi.items())
    assert say_scenari(Contesto(Quadro(build_portafoglio((), scenari), OGGI)), ["q", "q"]) == detto


def test_gli_abitanti_giorni_si_tacciono_se_non_si_sanno() -> None:
    """Una somma a metà ingannerebbe."""
    contesto = Contesto(Quadro(build_portafoglio(abitanti={"q": 1000, "p": None}), OGGI))
    assert say_abitanti_giorni(contesto, [("q", 3)]) == "3.000 abitanti-giorni"
    assert say_abitanti_giorni(contesto, [("q", 3), ("p", 3)]) == ""
