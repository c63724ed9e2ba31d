"""`ldq contratti`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from ldq_planner.cli.completamento import complete_contratti
from ldq_planner.cli.domanda import DomandaInColonne
from ldq_planner.cli.filtri import Filtri
from ldq_planner.cli.risposta import answer, require_id

if TYPE_CHECKING:
    from ldq_planner.loading.cartella import Caricato
    from ldq_planner.reports.report import Report


def contratti(
    contratto: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]", help="Il contratto di cui si vuole la scheda.", autocompletion=complete_contratti
        ),
    ] = None,
    *,
    filtri: Annotated[Filtri, "quartiere", "municipio", "ente", "solo", "entro", "responsabile", "primi", "tutti"],
    domanda: DomandaInColonne,
) -> None:
    """I contratti, o la scheda di uno.

    L'elenco ha le tre scadenze (base, effettiva, massima) e gli importi; con un ID, tutto ciò che se ne sa.

    Esempio: ldq contratti lorenteggio-2019 --oggi 2023-01-17
    """

    def build(c: Caricato, giorno: date) -> Report:
        from ldq_planner.engine.quadro import Quadro
        from ldq_planner.model.stato import StatoContratto
        from ldq_planner.reports.contratti import build_contratti

        scelto = require_id(contratto, {x.id: x.titolo for x in c.portafoglio.contratti}, "un contratto")
        filtro = filtri.resolve(c.portafoglio, StatoContratto)
        return build_contratti(Quadro(c.portafoglio, giorno), scelto, filtro)

    filtri.refuse("nella scheda di un contratto", contratto)
    answer(domanda, build)
