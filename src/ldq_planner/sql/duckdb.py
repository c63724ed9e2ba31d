"""DuckDB: il motore di colonne che sta dentro il programma, e non vuole né server né Java."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ldq_planner.errors import MissingExtraError
from ldq_planner.model.scambio.piatto import list_campi
from ldq_planner.sql.dialetto import DUCKDB, PARAMETRO
from ldq_planner.sql.guasti import explain_lettura
from ldq_planner.sql.ingresso import open_tavole
from ldq_planner.sql.preparato import find_preparato

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duckdb import DuckDBPyConnection

    from ldq_planner.model.scambio.ingresso import Ingresso
    from ldq_planner.model.scambio.piatto import Campo
    from ldq_planner.sql.dialetto import Dialetto
    from ldq_planner.sql.motore import Riga, Valore

MEMORIA = "1GB"
"""Quanta memoria usa se non se ne dice altra: ciò che non ci sta va nella cartella di lavoro."""
_TIPI = {
    "testo": "VARCHAR",
    "testi": "VARCHAR[]",
    "giorno": "DATE",
    "intero": "INTEGER",
    "booleano": "BOOLEAN",
    "importo": "DECIMAL(15, 2)",
}


class MotoreDuckDB:
    """Una sessione di DuckDB."""

    def __init__(self, sessione: DuckDBPyConnection) -> None:
        self._sessione = sessione
        self._file: tuple[str, ...] = ()
        self.is_preparato = False
        """Vero se le scadenze ci sono già: le ha tenute `ldq prepara`."""

    @property
    def dialetto(self) -> Dialetto:
        """Quello di DuckDB."""
        return DUCKDB

    def open(self, ingresso: Ingresso) -> tuple[str, ...]:
        """Le tavole di quei file, provate; e gli avvisi su ciò che non se ne legge.

        Errori: `InvalidDataError` con il file, e la riga dove la si sa.
        """
        self._file = (*ingresso.contratti, *ingresso.quartieri)
        preparate, detto = find_preparato(ingresso)
        avvisi = open_tavole(self._sessione, ingresso, provate=bool(preparate))
        for tavola, file in preparate.items():
            with explain_lettura((file,)):
                self._sessione.read_parquet(file).create_view(tavola, replace=True)
        self.is_preparato = bool(preparate)
        return (detto, *avvisi) if detto else avvisi

    def read(self, nome: str, percorsi: Sequence[str]) -> None:
        """La tavola che sta in quei Parquet, con le sue colonne e i loro tipi; chi manca è nulla."""
        self._sessione.read_parquet([*percorsi], union_by_name=True).create_view(f"{nome}_letti", replace=True)
        presenti = {riga[0] for riga in self._sessione.execute(f"DESCRIBE {nome}_letti").fetchall()}
        colonne = (
            f"CAST({c.nome if c.nome in presenti else 'NULL'} AS {_name_tipo(c)}) AS {c.nome}"
            for c in list_campi()[nome]
        )
        self._sessione.execute(f"CREATE OR REPLACE VIEW {nome} AS SELECT {', '.join(colonne)} FROM {nome}_letti")

    def save(self, nome: str, testo: str, **valori: Valore) -> None:
        """Tiene il risultato in una tavola."""
        with explain_lettura(self._file):
            self._run(f"CREATE OR REPLACE TABLE {nome} AS {testo}", valori)

    def ask(self, testo: str, **valori: Valore) -> list[Riga]:
        """Le righe del risultato."""
        with explain_lettura(self._file):
            return [*self._run(testo, valori).fetchall()]

    def find_riga(self, tavola: str, id_: str) -> tuple[str, int]:
        """Il file in cui sta quella voce, e la sua riga: 0 se non la si sa, come in un CSV."""
        dove = "SELECT file_letto, riga_letta FROM {} WHERE id = :id ORDER BY ALL LIMIT 1"
        ((file, riga),) = self.ask(dove.format(tavola), id=id_)
        return str(file or tavola), int(riga or 0)

    def write(self, testo: str, percorso: str, formato: str, **valori: Valore) -> int:
        """Scrive le righe del risultato in quel file, o tutte o nessuna; e dice quante sono."""
        vero = Path(percorso).resolve()
        with TemporaryDirectory(prefix=".ldq-", dir=vero.parent) as cartella:
            nuovo = Path(cartella) / vero.name
            copia = f"COPY ({testo}) TO :nuovo (FORMAT {formato})"
            with explain_lettura(self._file):
                ((quante,),) = self._run(copia, {**valori, "nuovo": str(nuovo)}).fetchall()
            nuovo.replace(vero)
        return int(quante)

    def _run(self, testo: str, valori: dict[str, Valore]) -> DuckDBPyConnection:
        return self._sessione.execute(PARAMETRO.sub(r"$\1", testo), valori)


@contextmanager
def open_duckdb(memoria: str | None = None, lavoro: Path | None = None) -> Iterator[MotoreDuckDB]:
    """Un motore che tiene in una cartella le tavole che nella memoria non ci stanno, e la toglie quando ha finito."""
    try:
        import duckdb  # noqa: PLC0415 - componente facoltativo
    except ImportError:
        raise MissingExtraError("per leggere i dati in colonne", "sql") from None
    with TemporaryDirectory(prefix="ldq-", dir=lavoro) as cartella:
        opzioni: dict[str, str | bool] = {
            "memory_limit": memoria or MEMORIA,
            "temp_directory": cartella,
            "preserve_insertion_order": False,
        }
        with duckdb.connect(":memory:", config={**opzioni}) as sessione:
            sessione.execute("SET enable_progress_bar = false")  # la scriverebbe fra le righe di una risposta
            yield MotoreDuckDB(sessione)


def _name_tipo(campo: Campo) -> str:
    if campo.tipo != "voci":
        return _TIPI[campo.tipo]
    return f"STRUCT({', '.join(f'{c.nome} {_name_tipo(c)}' for c in campo.voci)})[]"
