"""`ldq copertura`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from ldq_planner.cli.domanda import DomandaInColonne
from ldq_planner.cli.filtri import Filtri
from ldq_planner.cli.ipotesi import Regimi, read_diritto
from ldq_planner.cli.opzioni import Al, Dal
from ldq_planner.cli.risposta import answer, choose_finestra

if TYPE_CHECKING:
    from ldq_planner.loading.cartella import Caricato
    from ldq_planner.reports.report import Report


def copertura(
    dal: Dal = None,
    al: Al = None,
    *,
    filtri: Annotated[Filtri, "quartiere", "municipio", "ente", "solo", "entro", "responsabile", "primi", "tutti"],
    regimi: Regimi = None,
    domanda: DomandaInColonne,
) -> None:
    """Le lacune di copertura in una finestra.

    Per ogni quartiere i giorni senza laboratorio, certi e possibili, e la linea del tempo che li mostra. Con -o figura.svg,
    .png o .mmd è una figura, con i contratti, le opzioni, gli scenari e le fini dei programmi.

    Esempio: ldq copertura --dal 2023-01-01 --al 2023-12-31 --oggi 2023-01-17
    """

    def build(c: Caricato, giorno: date) -> Report:
        from ldq_planner.engine.quadro import Quadro
        from ldq_planner.model.stato import Stato
        from ldq_planner.reports.copertura import build_copertura

        filtro = filtri.resolve(c.portafoglio, Stato)
        finestra = choose_finestra(dal, al, giorno)
        quadro = Quadro(c.portafoglio, giorno, read_diritto(regimi))
        return build_copertura(quadro, finestra, filtro, quadro.forecast().scritti)

    answer(domanda, build, regimi)
