"""Ciò che le regole si dividono."""

from __future__ import annotations

from tests.portafogli import OGGI, build_contratto, build_portafoglio

from ldq_planner.engine.preavvisi import Anticipo
from ldq_planner.engine.quadro import Quadro
from ldq_planner.rules.base.contesto import Contesto

QUADRO = Quadro(
    build_portafoglio(
        (
            build_contratto("primo", scadenza_base="2023-03-31"),
            build_contratto("secondo", inizio="2023-05-01", durata_mesi=12),
            build_contratto("terzo", inizio="2024-06-01", durata_mesi=12),
        )
    ),
    OGGI,
)


def test_un_vuoto_che_comincia_presto_lo_dice_chi_scade() -> None:
    """Di uno stesso vuoto parla una regola sola: quella della scadenza, se è ora, altrimenti quella della lacuna."""
    presto, tardi = Contesto(QUADRO, Anticipo(90)), Contesto(QUADRO, Anticipo(30))
    assert ([s.contratto.id for s in presto.senza_seguito], [v.prima.id for v in presto.vuoti]) == (
        ["primo"],
        ["secondo"],
    )
    assert ([s.contratto.id for s in tardi.senza_seguito], [v.prima.id for v in tardi.vuoti]) == (
        [],
        ["primo", "secondo"],
    )


def test_cio_che_serve_a_piu_regole_si_calcola_una_volta_sola() -> None:
    """Con centomila contratti conta."""
    contesto = Contesto(QUADRO)
    assert contesto.senza_seguito is contesto.senza_seguito
    assert contesto.vuoti is contesto.vuoti
