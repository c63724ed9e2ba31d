"""`ldq spiega`."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from ldq_planner.cli.completamento import complete_tutto
from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.ipotesi import Regimi, read_diritto
from ldq_planner.cli.opzioni import Al, Dal, refuse_inutili
from ldq_planner.cli.risposta import answer, choose_finestra, choose_formato, require_id, show

if TYPE_CHECKING:
    from ldq_planner.loading.cartella import Caricato
    from ldq_planner.reports.report import Report


def spiega(
    che_cosa: Annotated[
        str,
        typer.Argument(
            metavar="ID|CODICE",
            help="Un contratto, un quartiere, uno scenario, un piano; o il codice di una regola.",
            autocompletion=complete_tutto,
        ),
    ],
    dal: Dal = None,
    al: Al = None,
    regimi: Regimi = None,
    *,
    domanda: Domanda,
) -> None:
    """Come si arriva a una data o a una lacuna.

    Passo per passo, per un contratto, un quartiere, uno scenario o un piano; o il manuale di una regola.

    Esempio: ldq spiega lorenteggio-2019 --oggi 2023-01-17
    """
    from ldq_planner.rules.controlli.elenco import find_regola

    if find_regola(che_cosa) is not None:  # il suo manuale non ha bisogno di dati
        from ldq_planner.reports.check import build_manuale

        refuse_inutili("nel manuale di una regola", ("--dal", dal), ("--al", al))
        show(build_manuale(che_cosa), choose_formato(domanda), domanda.uscita)
        return

    def build(c: Caricato, giorno: date) -> Report:
        from ldq_planner.reports.spiega import build_spiega, list_spiegabili

        require_id(
            che_cosa, list_spiegabili(c.portafoglio), "un contratto, un quartiere, uno scenario, un piano né una regola"
        )
        if che_cosa not in c.portafoglio.quartieri_by_id:
            refuse_inutili("se non si chiede di un quartiere", ("--dal", dal), ("--al", al))
        return build_spiega(
            c.portafoglio, giorno, choose_finestra(dal, al, giorno), che_cosa, partial(read_diritto, regimi)
        )

    answer(domanda, build, regimi)
