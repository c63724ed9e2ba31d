"""La fine di uno scenario, una per ogni conto, e quanto si stima che costi fino a lì."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.portafogli import build_contratto, build_opzione, build_portafoglio, build_programma, build_scenario

from ldq_planner.engine.stime import (
    compute_fine,
    estimate_costi_annui,
    estimate_costo,
    estimate_rinnovo,
    is_impossibile,
    list_altre_fini,
    read_iva,
)
from ldq_planner.model.esito import AltraFine

STIMA = {"mensile_eur": "100", "motivo": "prova"}
PINQUA = build_portafoglio(programmi=[build_programma("2026-12-31~")])


@pytest.mark.parametrize(
    ("campi", "fine"),
    [
        pytest.param({"inizio": "2023-07-01", "durata_mesi": 12}, "2024-06-30", id="dalla-durata"),
        pytest.param(
            {"inizio": "2023-07-01", "durata_mesi": 12, "fino_a_programma": "pinqua"},
            "2026-12-31~",
            id="il-programma-prima-della-durata",
        ),
        pytest.param(
            {"inizio": "2023-07-01", "durata_mesi": 12, "fino_a_programma": "pinqua", "fine": "2025-03-31"},
            "2025-03-31",
            id="la-fine-scritta-prima-di-tutto",
        ),
        pytest.param({"inizio": "2023", "durata_mesi": 36}, "2025-12-31..2026-12-30", id="da-un-inizio-incerto"),
        pytest.param({"durata_mesi": 36}, "non noto", id="da-un-inizio-non-noto"),
        pytest.param({"inizio": "2023-07-01", "durata_giorni": 720}, "2025-06-19", id="dalla-durata-in-giorni"),
        pytest.param(
            {"inizio": "2023", "durata_giorni": 30}, "2023-01-30..2024-01-29", id="giorni-da-un-inizio-incerto"
        ),
        pytest.param({"inizio": "2023-07-01"}, "non noto", id="nessuna"),
        pytest.param({"inizio": "2023-07-01", "durata_mesi": 12, "fine": "non noto"}, "2024-06-30", id="la-prima-nota"),
    ],
)
def test_la_fine_e_quella_scritta_poi_quella_del_programma_poi_la_durata(campi: dict[str, Any], fine: str) -> None:
    """In quest'ordine."""
    portafoglio = build_portafoglio(programmi=[build_programma("2026-12-31~")])
    assert str(compute_fine(portafoglio, build_scenario(**campi))) == fine


def test_un_programma_senza_una_fine_nota_lascia_decidere_la_durata() -> None:
    """Chi scrive tutt'e due sa almeno quanto dura."""
    portafoglio = build_portafoglio(programmi=[build_programma("non noto")])
    scenario = build_scenario(inizio="2023-07-01", durata_mesi=12, fino_a_programma="pinqua", stima_costo=STIMA)
    assert str(compute_fine(portafoglio, scenario)) == "2024-06-30"
    assert estimate_costo(portafoglio, scenario) == 1200


@pytest.mark.parametrize(
    ("campi", "impossibile"),
    [
        pytest.param({"inizio": "2026-12-31", "fino_a_programma": "pinqua"}, False, id="un-giorno-solo"),
        pytest.param({"inizio": "2027-01-01", "fino_a_programma": "pinqua"}, True, id="il-giorno-dopo"),
        pytest.param({"inizio": "2026-12", "fine": "2026-12-01"}, False, id="in-una-lettura-comincia"),
        pytest.param({"inizio": "non noto", "fine": "2020-01-01"}, False, id="senza-inizio-non-si-sa"),
        pytest.param({"inizio": "2027-01-01", "durata_mesi": 1}, False, id="una-durata-c-è-sempre"),
    ],
)
def test_e_impossibile_chi_comincerebbe_dopo_la_sua_fine(campi: dict[str, Any], *, impossibile: bool) -> None:
    """Di una fine indicativa vale il giorno scritto; chi è impossibile non costa."""
    scenario = build_scenario(stima_costo=STIMA, **campi)
    assert is_impossibile(PINQUA, scenario) is impossibile
    if impossibile:
        assert estimate_costo(PINQUA, scenario) is None
        assert estimate_costi_annui(PINQUA, scenario) == ()
        assert list(list_altre_fini(PINQUA, scenario)) == []


@pytest.mark.parametrize(
    ("campi", "altre"),
    [
        pytest.param({"durata_mesi": 12}, [], id="la-durata-è-la-fine"),
        pytest.param({"durata_mesi": 12, "fine": "2023-12-31"}, [], id="d-accordo"),
        pytest.param(
            {"durata_mesi": 12, "fine": "2024-01-15"},
            [AltraFine(12, "mesi", date(2023, 12, 31), -15, Decimal("1200.00"))],
            id="i-mesi-finiscono-prima",
        ),
        pytest.param(
            {"durata_mesi": 12, "durata_giorni": 380},
            [AltraFine(380, "giorni", date(2024, 1, 15), 15, Decimal("1248.39"))],
            id="i-giorni-finiscono-dopo-i-mesi",
        ),
        pytest.param({"durata_mesi": 12, "durata_minima": "sì", "fine": "non noto"}, [], id="nessun-altra"),
    ],
)
def test_un_altra_durata_scritta_dice_dove_porterebbe(campi: dict[str, Any], altre: list[AltraFine]) -> None:
    """Quanti giorni prima o dopo, e con quale costo."""
    assert list(list_altre_fini(PINQUA, build_scenario(inizio="2023-01-01", stima_costo=STIMA, **campi))) == altre


def test_l_iva_della_stima_e_quella_del_contratto_da_cui_viene() -> None:
    """Di un importo scritto a mano, quella che si scrive."""
    portafoglio = build_portafoglio([build_contratto("simile", iva="inclusa", durata_mesi=12, importo_eur="1200")])
    come = {"come_contratto": "simile", "motivo": "prova"}
    altro = {"come_contratto": "altro", "motivo": "prova"}
    stime = (come, {**come, "mensile_eur": "90"}, STIMA, {**STIMA, "iva": "esclusa"}, altro)
    ive = [read_iva(portafoglio, build_scenario(stima_costo=stima)) for stima in stime]
    assert ive == ["inclusa", None, None, "esclusa", None]


def test_una_proroga_tecnica_non_entra_nel_valore() -> None:
    """Nel valore per le soglie contano le opzioni che il bando prevede."""
    opzioni = [build_opzione(durata_mesi=6), build_opzione(tipo="proroga-tecnica", durata_mesi=3)]
    contratto = build_contratto("vecchio", durata_mesi=12, importo_eur="1200", opzioni=opzioni)
    scenario = build_scenario(stima_costo={"come_contratto": "vecchio", "motivo": "prova"})
    assert estimate_rinnovo(build_portafoglio([contratto], [scenario]), scenario) == Decimal("600.00")
