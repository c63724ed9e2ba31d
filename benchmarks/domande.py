"""Le domande su una città intera, contro la più semplice che legge e scrive tutto: `ldq contratti --format json`.

Processi interi sullo stesso portafoglio: se ciò che segue dai contratti si calcola una volta, una domanda sugli scenari non
costa più di quella sui contratti, e il rapporto, che le fa tutte, ne costa poche.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from misura import LDQ, Rapporto, compare, measure_processo
from portafoglio import GIORNO, Grandezza, write_portafoglio

GRANDEZZA = Grandezza(contratti=20_000, quartieri=1_000, scenari=8)
COPPIE = 5


def run(coppie: int = COPPIE) -> list[Rapporto]:
    """I rapporti fra gli scenari, il rapporto e i contratti."""
    with tempfile.TemporaryDirectory() as cartella:
        write_portafoglio(Path(cartella), GRANDEZZA, righe=True)

        def measure(*domanda: str) -> float:
            return measure_processo([LDQ, *domanda, "--oggi", GIORNO, "--dati", cartella])

        def compare_contratti(*domanda: str) -> float:
            return compare(lambda: measure(*domanda), lambda: measure("contratti", "--format", "json"), coppie)

        return [
            Rapporto("ldq scenari di 20.000 contratti ÷ ldq contratti --format json", compare_contratti("scenari"), 1),
            Rapporto(
                "ldq rapporto -o x.html ÷ ldq contratti --format json",
                compare_contratti("rapporto", "-o", f"{cartella}/x.html"),
                4,
            ),
        ]
