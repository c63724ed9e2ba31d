"""`ldq acquisti`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.ipotesi import Regimi, read_diritto
from ldq_planner.cli.opzioni import ask
from ldq_planner.cli.risposta import answer

if TYPE_CHECKING:
    from ldq_planner.loading.cartella import Caricato
    from ldq_planner.reports.report import Report

_PRIMO, _ULTIMO = 1900, 2100


def acquisti(
    anno: Annotated[
        int | None,
        ask("--anno", "ANNO", "Il primo anno del programma; senza, quello dopo la domanda.", min=_PRIMO, max=_ULTIMO),
    ] = None,
    aliquota: Annotated[
        int | None,
        ask(
            "--aliquota",
            "PERCENTO",
            "L'aliquota dell'IVA, per le stime che non l'hanno e per la soglia.",
            min=0,
            max=100,
        ),
    ] = None,
    regimi: Regimi = None,
    *,
    domanda: Domanda,
) -> None:
    """Il programma degli acquisti che la legge chiede, con le sue schede.

    Dal 2024 il programma triennale, con le schede G (risorse), H (acquisti) e I (non riproposti); prima il biennale, con A, B
    e C. Le colonne sono quelle pubblicate, i costi con l'IVA; ciò che nei dati manca è detto riga per riga. In un CSV sta la
    scheda degli acquisti.

    Esempio: ldq acquisti --anno 2024 --oggi 2023-01-17
    """

    def build(c: Caricato, giorno: date) -> Report:
        from ldq_planner.engine.quadro import Quadro
        from ldq_planner.reports.acquisti import build_acquisti
        from ldq_planner.reports.righe_acquisti import ProgrammaChiesto, plan_acquisti

        diritto = read_diritto(regimi)
        chiesto = ProgrammaChiesto(anno or giorno.year + 1, aliquota)
        programma = plan_acquisti(Quadro(c.portafoglio, giorno, diritto), diritto, chiesto)
        return build_acquisti(programma, giorno, c.portafoglio.dati_aggiornati_al)

    answer(domanda, build, regimi)
