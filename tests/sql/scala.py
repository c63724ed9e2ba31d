"""`make test-scala N=100000`: contratti a caso, e ogni motore di colonne contro quello di Python, riga per riga.

Con `LDQ_SPARK=sc://…` anche quel server. Esce con 1 se una sola riga è diversa.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tests.sql.caso import build_caso
from tests.sql.confronto import list_diversi, read_piatto, write_piatto
from tests.sql.mesi import list_mesi_diversi
from tests.sql.servitore import start_sail

from ldq_planner.engine.quadro import Quadro
from ldq_planner.sql.duckdb import open_duckdb
from ldq_planner.sql.spark import open_spark

if TYPE_CHECKING:
    from ldq_planner.sql.motore import Motore

OGGI = date(2023, 1, 17)
_MOSTRATE = 3


def main() -> int:
    """Quante righe sono diverse, per motore."""
    opzioni = argparse.ArgumentParser(description=__doc__)
    opzioni.add_argument("-n", type=int, default=100_000, help="quanti contratti")
    opzioni.add_argument("--seme", type=int, default=1)
    scelte = opzioni.parse_args()
    portafoglio = build_caso(scelte.n, scelte.seme)
    sys.stdout.write(f"{scelte.n} contratti, {len(portafoglio.quartieri)} quartieri\n")
    diverse = 0
    with tempfile.TemporaryDirectory(prefix="ldq-scala-") as nome, ExitStack() as aperti:
        cartella = Path(nome)
        write_piatto(portafoglio, cartella)
        indirizzo = os.environ.get("LDQ_SPARK") or aperti.enter_context(start_sail())
        motori: dict[str, Motore] = {"DuckDB": aperti.enter_context(open_duckdb())}
        motori[indirizzo] = aperti.enter_context(open_spark(indirizzo, str(cartella / "appoggio")))
        for chi, motore in motori.items():
            inizio = time.monotonic()
            read_piatto(motore, cartella)
            trovate = [*list_mesi_diversi(motore, scelte.n, scelte.seme)]
            trovate += list_diversi(Quadro(portafoglio, OGGI), motore)
            diverse += len(trovate)
            sys.stdout.writelines(f"{riga}\n" for riga in trovate[:_MOSTRATE])
            sys.stdout.write(f"{chi}: {len(trovate)} righe diverse, in {time.monotonic() - inizio:.0f} s\n")
    return 1 if diverse else 0


if __name__ == "__main__":
    sys.exit(main())
