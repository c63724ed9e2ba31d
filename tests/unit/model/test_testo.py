"""Numeri, importi, elenchi e momenti come li legge una persona."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ldq_planner.dates.incerta import NON_NOTA, DataIncerta, between, parse_data
from ldq_planner.model.testo import (
    format_distanza,
    format_elenco,
    format_euro,
    format_giorni,
    format_numero,
    format_quando,
)


@pytest.mark.parametrize(
    ("numero", "testo"), [(0, "0"), (999, "999"), (4200, "4.200"), (117600, "117.600"), (-856704, "−856.704")]
)
def test_i_numeri_hanno_i_punti_delle_migliaia(numero: int, testo: str) -> None:
    """117.600 abitanti-giorni."""
    assert format_numero(numero) == testo


@pytest.mark.parametrize(
    ("importo", "testo"),
    [
        ("828415.20", "€ 828.415,20"),
        ("23011.53", "€ 23.011,53"),
        ("0", "€ 0,00"),
        ("1000000", "€ 1.000.000,00"),
        ("0.005", "€ 0,00"),
        ("0.015", "€ 0,02"),
    ],
)
def test_gli_importi_hanno_due_decimali(importo: str, testo: str) -> None:
    """Mezzo centesimo va al pari, come nei conti."""
    assert format_euro(Decimal(importo)) == testo


@pytest.mark.parametrize(
    ("giorni", "testo"), [(0, "0 giorni"), (1, "1 giorno"), (28, "28 giorni"), (1433, "1.433 giorni")]
)
def test_i_giorni_concordano_con_il_numero(giorni: int, testo: str) -> None:
    """Uno solo è «1 giorno»."""
    assert format_giorni(giorni) == testo


@pytest.mark.parametrize(("giorni", "testo"), [(28, "fra 28 giorni"), (0, "oggi"), (-1, "1 giorno fa")])
def test_una_distanza_dice_da_che_parte_e(giorni: int, testo: str) -> None:
    """Avanti, oggi, indietro."""
    assert format_distanza(giorni) == testo


@pytest.mark.parametrize(
    ("voci", "testo"),
    [
        ([], ""),
        (["Mazzini"], "Mazzini"),
        (["Mazzini", "San Siro"], "Mazzini e San Siro"),
        (["Gratosoglio", "Mazzini", "San Siro"], "Gratosoglio, Mazzini e San Siro"),
    ],
)
def test_gli_elenchi_finiscono_con_la_congiunzione(voci: list[str], testo: str) -> None:
    """Senza virgola prima della «e»."""
    assert format_elenco(voci) == testo


@pytest.mark.parametrize(
    ("data", "testo"),
    [
        (parse_data("2023-06-30"), "il 30/06/2023"),
        (parse_data("2025-12-31~"), "il 31/12/2025 (indicativa)"),
        (parse_data("2018-06"), "a giugno 2018"),
        (parse_data("2018-06~"), "a giugno 2018 (indicativa)"),
        (parse_data("2018"), "nel 2018"),
        (between(date(2023, 1, 18), date(2023, 12, 31)), "fra il 18/01/2023 e il 31/12/2023"),
        (NON_NOTA, "in un giorno non noto"),
    ],
)
def test_ogni_data_ha_la_sua_preposizione(data: DataIncerta, testo: str) -> None:
    """Così sta in una frase."""
    assert format_quando(data) == testo
