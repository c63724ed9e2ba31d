"""`ldq quartieri`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from ldq_planner.cli.completamento import complete_quartieri
from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.filtri import Filtri
from ldq_planner.cli.risposta import answer, require_id

if TYPE_CHECKING:
    from ldq_planner.loading.cartella import Caricato
    from ldq_planner.reports.report import Report


def quartieri(
    quartiere: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]", help="Il quartiere di cui si vuole la scheda.", autocompletion=complete_quartieri
        ),
    ] = None,
    *,
    filtri: Annotated[Filtri, "municipio", "ente", "solo", "entro", "responsabile", "primi", "tutti"],
    domanda: Domanda,
) -> None:
    """I quartieri, o la scheda di uno.

    L'elenco dice chi vi abita e dov'è il laboratorio; con un ID, sede, équipe, attività, storia dei contratti.

    Esempio: ldq quartieri lorenteggio --oggi 2023-01-17
    """

    def build(c: Caricato, giorno: date) -> Report:
        from ldq_planner.engine.quadro import Quadro
        from ldq_planner.model.stato import Stato
        from ldq_planner.reports.quartieri import build_quartieri

        scelto = require_id(quartiere, c.portafoglio.nomi, "un quartiere")
        return build_quartieri(Quadro(c.portafoglio, giorno), scelto, filtri.resolve(c.portafoglio, Stato))

    filtri.refuse("nella scheda di un quartiere", quartiere)
    answer(domanda, build)
