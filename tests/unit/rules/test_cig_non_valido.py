"""Il controllo delle cifre di un CIG."""

from __future__ import annotations

import pytest

from ldq_planner.rules.cig_non_valido import explain_cig


@pytest.mark.parametrize("cig", ["1234567CE7", "00000010D3", "Z3D1234567", "A01D5289C5", "B61102E182"])
def test_un_cig_valido(cig: str) -> None:
    """Classico, SmartCIG, e due veri di quelli dal 2024."""
    assert explain_cig(cig) == ""


@pytest.mark.parametrize("numero", ["1234567", "7654321", "0000001"])
def test_ogni_altro_controllo_e_sbagliato(numero: str) -> None:
    """Dei 4.096 controlli che si possono scrivere ne vale uno."""
    assert sum(not explain_cig(f"{numero}{controllo:03X}") for controllo in range(0x1000)) == 1


@pytest.mark.parametrize("cig", ["0000000000", "LABORATORI", "12345678AB", "Z3E1234567", "A01D5289CG"])
def test_un_cig_che_non_torna(cig: str) -> None:
    """Zeri, lettere a caso, controlli sbagliati."""
    assert explain_cig(cig)
