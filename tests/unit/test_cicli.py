"""Dove nascono molti valori e nessun ciclo la ricerca dei cicli è ferma, e dopo è com'era."""

from __future__ import annotations

import gc

import pytest

from ldq_planner.cicli import pause_cicli


@pytest.fixture(params=[True, False], ids=["accesa", "spenta"])
def era_accesa(request: pytest.FixtureRequest) -> bool:
    accesa = gc.isenabled()
    request.addfinalizer(gc.enable if accesa else gc.disable)
    (gc.enable if request.param else gc.disable)()
    return bool(request.param)


def test_dentro_e_ferma_e_dopo_e_com_era(era_accesa: bool) -> None:
    with pause_cicli():
        assert not gc.isenabled()
    assert gc.isenabled() is era_accesa


def test_anche_se_dentro_qualcosa_va_storto(era_accesa: bool) -> None:
    with pytest.raises(ZeroDivisionError), pause_cicli():
        _ = 1 / 0
    assert gc.isenabled() is era_accesa
