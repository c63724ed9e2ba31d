"""Gli importi degli altri: si leggono o non si leggono, non si indovinano."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldq_planner.loading.importazione.importi import read_importo
from ldq_planner.model.testo import format_euro


@pytest.mark.parametrize(
    ("testo", "letto", "problema"),
    [
        ("14664.00", "14664.00", ""),
        ("1.234,56", "1234.56", ""),
        ("€ 1.234.567,8", "1234567.80", ""),
        ("1234,5 EUR", "1234.50", ""),
        ("1,234,567.89", "1234567.89", ""),
        ("277497.000000", "277497.00", ""),
        ("3987864.4", "3987864.4", ""),
        ("0", "0", ""),
        ("", "", ""),
        ("n.d.", "", ""),
        ("1.234", "", "importo-ambiguo"),
        ("1,234", "", "importo-ambiguo"),
        ("-5", "", "importo-negativo"),
        ("dieci", "", "importo-illeggibile"),
        ("1e99", "", "importo-illeggibile"),
        ("10.005", "", "importo-ambiguo"),
        ("1000.005", "1000.00", "importo-arrotondato"),
    ],
)
def test_un_importo_si_legge_o_si_dice_perche_no(testo: str, letto: str, problema: str) -> None:
    """Migliaia o decimali? Se non è chiaro, non è noto."""
    assert read_importo(testo) == (letto, problema)


@given(st.decimals(0, 10**12, places=2))
def test_cio_che_scriviamo_noi_si_rilegge(importo: Decimal) -> None:
    """All'italiana, con l'euro davanti."""
    assert Decimal(read_importo(format_euro(importo)).testo) == importo
