"""I ponti allo studio, e dove la legge dice che si possono fare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.engine.ponti import find_articolo
from ldq_planner.rules.domande import is_superato

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.model.scenario import Scenario
    from ldq_planner.rules.contesto import Contesto


def list_ponti(contesto: Contesto) -> Iterator[Scenario]:
    """I ponti allo studio non superati, con l'inizio scritto."""
    for scenario in contesto.portafoglio.scenari:
        is_ponte = scenario.tipo == "ponte" and scenario.inizio.is_nota
        if is_ponte and not is_superato(contesto.portafoglio, scenario, contesto.oggi):
            yield scenario


def find_fonte(contesto: Contesto, strumento: str, giorno: date) -> str:
    """L'articolo che regge lo strumento quel giorno; vuoto senza le norme."""
    articolo = find_articolo(contesto.diritto, strumento, giorno) if contesto.diritto else None
    return articolo.fonte if articolo else ""
