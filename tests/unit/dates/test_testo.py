"""Le date come le legge una persona."""

from __future__ import annotations

from datetime import date

import pytest

from ldq_planner.dates.incerta import parse_data
from ldq_planner.dates.mesi import MESI
from ldq_planner.dates.testo import format_data, format_giorno, format_periodo


@pytest.mark.parametrize(
    ("giorno", "testo"), [("2023-06-30", "30/06/2023"), ("2023-01-02", "02/01/2023"), ("0219-06-21", "21/06/0219")]
)
def test_un_giorno_e_gg_mm_aaaa(giorno: str, testo: str) -> None:
    """Con tutti gli zeri."""
    assert format_giorno(date.fromisoformat(giorno)) == testo


@pytest.mark.parametrize(
    ("fine", "testo"),
    [
        (date(2025, 1, 28), "dal 01/01/2025 al 28/01/2025 (compresi)"),
        (date(2025, 1, 1), "il 01/01/2025"),
        (None, "dal 01/01/2025 in poi"),
    ],
)
def test_un_periodo_si_dice_con_i_suoi_estremi(fine: date | None, testo: str) -> None:
    """Un giorno solo non ha due estremi da dire compresi; ciò che non finisce ne ha uno."""
    assert format_periodo(date(2025, 1, 1), fine, " (compresi)") == testo


@pytest.mark.parametrize(
    ("scritta", "testo"),
    [
        ("2023-06-30", "30/06/2023"),
        ("2025-12-31~", "31/12/2025 (indicativa)"),
        ("2018-06", "giugno 2018"),
        ("2018-06~", "giugno 2018 (indicativa)"),
        ("2018", "2018"),
        ("2018~", "2018 (indicativa)"),
        ("2023-01-18..2023-12-31", "tra 18/01/2023 e 31/12/2023"),
        ("2023-01-01..2023-12-31", "tra 01/01/2023 e 31/12/2023"),
        ("non noto", "non noto"),
    ],
)
def test_una_data_dice_quanto_e_incerta(scritta: str, testo: str) -> None:
    """Con le parole del documento, non con un giorno scelto al suo posto."""
    assert format_data(parse_data(scritta)) == testo


@pytest.mark.parametrize(("mese", "nome"), list(enumerate(MESI, start=1)), ids=MESI)
def test_i_mesi_hanno_il_loro_nome(mese: int, nome: str) -> None:
    """Da gennaio a dicembre."""
    assert format_data(parse_data(f"2023-{mese:02d}")) == f"{nome} 2023"
    assert (MESI[0], MESI[-1], len(MESI)) == ("gennaio", "dicembre", 12)
