"""DuckDB: il motore di colonne che sta dentro il programma, e non vuole né server né Java."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ldq_planner.sql.dialetto import DUCKDB

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ldq_planner.sql.dialetto import Dialetto
    from ldq_planner.sql.motore import Riga, Valore

_PARAMETRO = re.compile(r"(?<!:):([a-z_]+)\b")


class MotoreDuckDB:
    """Una sessione di DuckDB; le tavole `contratti` e `quartieri` ci sono già."""

    def __init__(self, sessione: DuckDBPyConnection) -> None:
        self._sessione = sessione

    @property
    def dialetto(self) -> Dialetto:
        """Quello di DuckDB."""
        return DUCKDB

    def save(self, nome: str, testo: str, **valori: Valore) -> None:
        """Tiene il risultato in una tavola."""
        self._run(f"CREATE OR REPLACE TABLE {nome} AS {testo}", valori)

    def ask(self, testo: str, **valori: Valore) -> list[Riga]:
        """Le righe del risultato."""
        return [*self._run(testo, valori).fetchall()]

    def _run(self, testo: str, valori: dict[str, Valore]) -> DuckDBPyConnection:
        return self._sessione.execute(_PARAMETRO.sub(r"$\1", testo), valori)
