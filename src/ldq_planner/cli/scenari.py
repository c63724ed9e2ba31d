"""`ldq scenari`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from ldq_planner.cli.completamento import complete_scenari
from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.filtri import Filtri
from ldq_planner.cli.ipotesi import Regimi, Rischio, read_diritto
from ldq_planner.cli.opzioni import refuse_inutili
from ldq_planner.cli.risposta import answer, require_id

if TYPE_CHECKING:
    from ldq_planner.loading.cartella import Caricato
    from ldq_planner.reports.report import Report


def scenari(
    scenario: Annotated[
        str | None,
        typer.Argument(metavar="[ID]", help="Lo scenario di cui si vuole la scheda.", autocompletion=complete_scenari),
    ] = None,
    confronta: Annotated[
        bool, typer.Option("--confronta", help="I piani fianco a fianco, contro «nessun intervento».")
    ] = False,
    tutto: Annotated[
        bool, typer.Option("--tutto", help="Per intero: anche chi, articoli, motivi, costi, IVA, condizioni.")
    ] = False,
    rischio: Rischio = False,
    *,
    filtri: Annotated[Filtri, "quartiere", "municipio", "ente", "solo", "entro", "responsabile", "primi", "tutti"],
    regimi: Regimi = None,
    domanda: Domanda,
) -> None:
    """Che cosa ogni scenario copre e lascia.

    Per ogni scenario: da quando a quando, entro quando il bando deve partire, le lacune che restano e i ponti leciti, il
    costo stimato, le condizioni, le contraddizioni. Con --confronta, i piani fianco a fianco.

    Esempio: ldq scenari gara-quattro-quartieri --oggi 2023-01-17
    """

    def build(c: Caricato, giorno: date) -> Report:
        from ldq_planner.engine.quadro import Quadro
        from ldq_planner.reports.confronto import build_confronto
        from ldq_planner.reports.scenari import STATI as STATI_DI_SCENARIO
        from ldq_planner.reports.scenari import build_scenari
        from ldq_planner.rules.controlli.scenari import check_scenari

        scelto = require_id(scenario, {s.id: s.nome for s in c.portafoglio.ipotesi.scenari}, "uno scenario")
        if scelto in c.portafoglio.lasciati:
            refuse_inutili("di uno scenario che non è più in gioco", ("--tutto", tutto))
        filtro = filtri.resolve(c.portafoglio, STATI_DI_SCENARIO)
        quadro = Quadro(c.portafoglio, giorno, read_diritto(regimi))
        findings = c.locate(check_scenari(quadro))
        report = (
            build_confronto(quadro, findings)
            if confronta
            else build_scenari(quadro, findings, scelto, filtro, tutto=tutto)
        )
        if not rischio:
            return report
        from ldq_planner.reports.rischi_accanto import add_rischi

        return add_rischi(report, quadro)

    if confronta and scenario:
        raise typer.BadParameter(
            "--confronta mette fianco a fianco tutti i piani: togliere l'ID, o togliere --confronta"
        )
    if scenario is None:
        refuse_inutili("senza l'ID di uno scenario", ("--tutto", tutto))
    elif tutto:
        refuse_inutili("con --tutto, che lo dice già,", ("--rischio", rischio))
    filtri.refuse("nella scheda di uno scenario", scenario)
    filtri.refuse("con --confronta", confronta)
    answer(domanda, build, regimi)
