"""Quanto dura un tratto, da poche gare: i due estremi di `k`, e chi non ha ancora finito."""

from __future__ import annotations

from datetime import date

import pytest

from ldq_planner.engine.apprendimento.stima import estimate, find_quantili
from ldq_planner.model.apprendimento import Osservazione

PRIMA = [0.0, 0.25, 0.5, 0.25]


def see(giorni: int, *, finita: bool = True) -> Osservazione:
    """Una gara durata tanto, o che dura da tanto."""
    return Osservazione(giorni, finita, date(2020, 1, 1))


def test_senza_gare_resta_la_stima_di_prima() -> None:
    """Comunque pesi."""
    assert estimate((), PRIMA, 10) == pytest.approx(PRIMA)


def test_una_stima_che_pesa_molto_non_si_sposta() -> None:
    """Una gara contro un miliardo."""
    assert estimate([see(3)], PRIMA, 1e9) == pytest.approx(PRIMA)


def test_il_conto_a_mano() -> None:
    """Due gare e una stima che ne vale due: il giorno 1 rischia (2·0,25 + 1) / (2 + 2), il 2 (2·0,5) / (2·0,75 + 1), il 3 uno."""
    masse = estimate([see(1), see(2, finita=False)], PRIMA, 2)
    assert masse == pytest.approx([0, 1.5 / 4, 2.5 / 4 * 1 / 2.5, 2.5 / 4 * 1.5 / 2.5])


def test_chi_non_ha_finito_allunga() -> None:
    """Lasciarlo fuori direbbe che si finisce sempre entro quattro giorni."""
    finite = [see(2), see(4)]
    assert find_quantili(estimate(finite)).p90 == 4
    assert find_quantili(estimate([*finite, see(5, finita=False)])).p90 is None


def test_chi_esce_lo_stesso_giorno_conta_ancora() -> None:
    """Come in ogni Kaplan–Meier: in quel giorno era ancora aperto."""
    assert estimate([see(2), see(2, finita=False)]) == pytest.approx([0, 0, 0.5])
