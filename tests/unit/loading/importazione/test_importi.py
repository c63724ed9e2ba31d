"""Gli importi degli altri: si leggono o non si leggono, non si indovinano."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldq_planner.loading.importazione.importi import VIRGOLA, Numero, read_importo
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
    assert read_importo(testo)[:2] == (letto, problema)


@pytest.mark.parametrize(
    ("testo", "letto", "valuta", "iva"),
    [
        ("€ 12.345,00 + IVA", "12345.00", "EUR", "esclusa"),
        ("12.345,00 IVA esclusa", "12345.00", "", "esclusa"),
        ("10.000,00 (IVA inclusa)", "10000.00", "", "inclusa"),
        ("1000 oltre IVA al 22%", "1000", "", "esclusa"),
        ("12.345 €", "12345.00", "EUR", ""),
        ("EUR 12345,6", "12345.60", "EUR", ""),
        ("USD 5,000.00", "5000.00", "USD", ""),
        ("CHF 1'234.50", "1234.50", "CHF", ""),
        ("£ 100.00", "100.00", "GBP", ""),
        ("12\u00a0345,60", "12345.60", "", ""),
        ("2500,-", "2500.00", "", ""),
        (".50", "0.50", "", ""),
        (",50", "0.50", "", ""),
        (".00", "0.00", "", ""),
        ("10.000,00/anno", "", "", ""),
        ("12 34", "", "", ""),
        ("1.23.456", "", "", ""),
    ],
)
def test_la_moneta_e_l_iva_si_leggono_accanto_alle_cifre(testo: str, letto: str, valuta: str, iva: str) -> None:
    """In una colonna in cui la virgola è dei decimali."""
    importo = read_importo(testo, VIRGOLA)
    assert ((importo.testo and Decimal(importo.testo)), importo.valuta, importo.iva) == (
        letto and Decimal(letto),
        valuta,
        iva,
    )


def test_una_cella_che_e_un_numero_non_chiede_alla_colonna() -> None:
    """In un foglio di calcolo 1.234 è uno e qualcosa, anche se gli altri scrivono all'italiana."""
    assert read_importo("1.234", VIRGOLA).testo == "1234.00"
    assert read_importo(Numero("1.234"), VIRGOLA).testo == "1.23"


@given(st.decimals(0, 10**12, places=2))
def test_cio_che_scriviamo_noi_si_rilegge(importo: Decimal) -> None:
    """All'italiana, con l'euro davanti."""
    assert Decimal(read_importo(format_euro(importo)).testo) == importo
