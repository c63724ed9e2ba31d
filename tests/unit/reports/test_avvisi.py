"""Le frasi che stanno in più risposte."""

from __future__ import annotations

import pytest

from ldq_planner.reports.avvisi import sum_persone


@pytest.mark.parametrize(
    ("conti", "attesa"),
    [
        ([1000, 200], "1.200 abitanti"),
        ([1000, None], "almeno 1.000 abitanti"),
        ([None, None], "abitanti non noti"),
        ([0], "0 abitanti"),
        ([], "0 abitanti"),
    ],
)
def test_la_somma_dice_se_le_manca_qualcosa(conti: list[int | None], attesa: str) -> None:
    """Zero direbbe che non riguarda nessuno."""
    assert sum_persone(iter(conti), "abitanti") == attesa
