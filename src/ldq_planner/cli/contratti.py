"""`ldq contratti`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from ldq_planner.cli.completamento import complete_contratti
from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.opzioni import Quartieri, refuse_inutili
from ldq_planner.cli.risposta import answer, require_id, require_ids

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
    quartiere: Quartieri = None,
    *,
    domanda: Domanda,
) -> None:
    """I contratti, o la scheda di uno.

    L'elenco ha le tre scadenze (base, effettiva, massima) e gli importi; con un ID, tutto ciò che se ne sa.

    Esempio: ldq contratti lorenteggio-2019 --oggi 2023-01-17
    """

    def build(c: Caricato, giorno: date) -> Report:
        from ldq_planner.engine.quadro import Quadro
        from ldq_planner.reports.contratti import build_contratti

        scelto = require_id(contratto, [x.id for x in c.portafoglio.contratti], "un contratto")
        quartieri = require_ids(quartiere, [q.id for q in c.portafoglio.quartieri], "un quartiere")
        return build_contratti(Quadro(c.portafoglio, giorno), scelto, quartieri)

    refuse_inutili("nella scheda di un contratto", ("--quartiere", contratto and quartiere))
    answer(domanda, build)
