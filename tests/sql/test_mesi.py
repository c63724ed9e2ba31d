"""I mesi dell'art. 2963 c.c., in ogni dialetto."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.sql.mesi import list_mesi_diversi

if TYPE_CHECKING:
    from ldq_planner.sql.motore import Motore

_QUANTI = 3_000
"""In `make test-scala`, centomila."""


def test_duckdb(duckdb: Motore) -> None:
    """Anche a fine mese, e in un anno bisestile."""
    assert list(list_mesi_diversi(duckdb, _QUANTI, 1)) == []


def test_spark_connect(spark: Motore) -> None:
    """Lo stesso conto."""
    assert list(list_mesi_diversi(spark, _QUANTI, 2)) == []
