"""I ponti: quale contratto prolungano, quanto durano, dove lo dice la legge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.periodo import Periodo
from ldq_planner.engine.ponti import count_ponte
from ldq_planner.engine.scenari import compute_fine
from ldq_planner.rules.domande import is_superato

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.norme import Valore
    from ldq_planner.model.scenario import Scenario
    from ldq_planner.rules.contesto import Contesto

TECNICA = "proroga-tecnica"
_MASSIMO = "proroga_tecnica_mesi"


def list_ponti(contesto: Contesto) -> Iterator[Scenario]:
    """I ponti allo studio non superati, con l'inizio scritto."""
    for scenario in contesto.portafoglio.scenari:
        is_ponte = scenario.tipo == "ponte" and scenario.inizio.is_nota
        if is_ponte and not is_superato(contesto.portafoglio, scenario, contesto.oggi):
            yield scenario


def count_mesi_ponte(contesto: Contesto, ponte: Scenario) -> int | None:
    """I mesi interi che il ponte copre; `None` se la fine non è nota."""
    if ponte.durata_mesi is not None:
        return ponte.durata_mesi
    fine, inizio = compute_fine(contesto.portafoglio, ponte).scritta, ponte.inizio.scritta
    if not fine.is_nota or fine.primo < inizio.ultimo:
        return None
    return count_ponte(Periodo(inizio.ultimo, fine.primo))


def find_prolungato(contesto: Contesto, quartiere: str, ponte: Scenario) -> Contratto | None:
    """Il contratto del quartiere che finisce più tardi fra quelli cominciati prima del ponte."""
    contratti = contesto.portafoglio.contratti_by_quartiere[quartiere]
    prima = [c for c in contratti if c.inizio.primo < ponte.inizio.ultimo]
    return max(prima, key=lambda c: contesto.scadenze[c.id].ultimo, default=None)


def sum_proroghe(contratto: Contratto) -> int:
    """I mesi delle proroghe esercitate."""
    return sum(o.durata_mesi or 0 for o in contratto.opzioni if o.tipo == "proroga" and o.stato == "esercitata")


def find_massimo(contesto: Contesto, giorno: date) -> Valore | None:
    """La durata massima della proroga tecnica per quel giorno; `None` senza le norme."""
    diritto = contesto.diritto
    return diritto.find_valore(_MASSIMO, max(giorno, diritto.primo_giorno)) if diritto else None


def find_fonte(contesto: Contesto, strumento: str, giorno: date) -> str:
    """L'articolo che regge lo strumento quel giorno; vuoto senza le norme."""
    diritto = contesto.diritto
    articolo = diritto.find_articolo(max(giorno, diritto.primo_giorno), strumento) if diritto else None
    return articolo.fonte if articolo else ""
