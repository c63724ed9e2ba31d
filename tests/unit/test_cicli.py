"""Dove nascono molti valori e nessun ciclo la ricerca dei cicli è ferma, e dopo è com'era."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from ldq_planner.cicli import pause_cicli

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("prepara", [gc.enable, gc.disable], ids=["era accesa", "era spenta"])
def test_dentro_e_ferma_e_dopo_e_com_era(prepara: Callable[[], None]) -> None:
    """Anche annidata, come quando `compute_coperture` chiede le coperture."""
    prepara()
    prima = gc.isenabled()
    try:
        with pause_cicli(), pause_cicli():
            assert not gc.isenabled()
        assert gc.isenabled() is prima
    finally:
        gc.enable()
