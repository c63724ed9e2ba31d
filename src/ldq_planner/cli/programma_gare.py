"""`ldq programma-gare`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.ipotesi import Regimi, read_diritto
from ldq_planner.cli.opzioni import ask
from ldq_planner.cli.risposta import answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from ldq_planner.engine.norme import Diritto
    from ldq_planner.engine.programma.esito import PianoDelleGare
    from ldq_planner.loading.cartella import Caricato
    from ldq_planner.reports.report import Report


def programma_gare(
    risorse: Annotated[
        Path | None,
        ask("--risorse", "FILE", "Uffici, sedute e soldi da un altro file; senza, risorse.yaml dei dati, se c'è."),
    ] = None,
    tutto: Annotated[
        bool, typer.Option("--tutto", help="Anche il carico di ogni ufficio, settimana per settimana.")
    ] = False,
    ottimo: Annotated[
        bool, typer.Option("--ottimo", help="Il piano migliore, con la prova di quanto al più ne è lontano (HiGHS).")
    ] = False,
    rischio: Annotated[
        bool,
        typer.Option(
            "--rischio", help="Gli abitanti-giorni attesi, come li conta ldq rischio, e quanto è sicura ogni gara."
        ),
    ] = False,
    scrivi: Annotated[
        bool, typer.Option("--scrivi", help="Scrive in scenari.yaml gli inizi che il piano sceglie, e li mostra.")
    ] = False,
    regimi: Regimi = None,
    *,
    domanda: Domanda,
) -> None:
    """Quando cominciare ogni gara, con questi uffici e soldi.

    Per ogni gara degli scenari in gioco: quando preparare, la Giunta, il bando, il servizio, i lotti e i ponti che convengono,
    perché non prima. Poi quanto varrebbe un posto in più in ogni ufficio, e quanto si spende ogni anno. Gli uffici e i soldi
    stanno in risorse.yaml.

    Esempio: ldq programma-gare --oggi 2023-01-17
    """

    def plan(c: Caricato, oggi: date, diritto: Diritto) -> PianoDelleGare:
        from ldq_planner.engine.programma.piano import make_piano
        from ldq_planner.engine.quadro import Quadro
        from ldq_planner.loading.cartella import with_risorse

        dati = with_risorse(c, risorse) if risorse else c
        return make_piano(Quadro(dati.portafoglio, oggi, diritto), ottimo=ottimo, rischio=rischio)

    def build(c: Caricato, giorno: date) -> Report:
        from ldq_planner.reports.programma_gare import build_programma_gare

        return build_programma_gare(plan(c, giorno, read_diritto(regimi)), tutto=tutto)

    if scrivi:
        _write_inizi(domanda, plan, regimi)
    else:
        answer(domanda, build, regimi)


def _write_inizi(
    domanda: Domanda, plan: Callable[[Caricato, date, Diritto], PianoDelleGare], regimi: Path | None
) -> None:
    """Scrive gli inizi del piano, e mostra le righe cambiate e che cosa ne viene."""
    from ldq_planner.cli.modifiche import Modifica, Scrittura, propose
    from ldq_planner.model.archivio import SCENARI

    def cambia(c: Caricato, diritto: Diritto, oggi: date) -> Modifica:
        from ldq_planner.modifica.programma_gare import write_piano

        atto = write_piano(plan(c, oggi, diritto))
        fine = atto.fine.ultimo if atto.fine is not None else None
        return Modifica(atto.frase, SCENARI, ("scenari",), atto.cambiamenti, atto.avvertenze, fine)

    propose(domanda, cambia, scrittura=Scrittura(chiesta=True), regimi=regimi)
