"""`ldq calendario`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from ldq_planner.cli.completamento import complete_scenari
from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.filtri import Filtri
from ldq_planner.cli.ipotesi import DIECI_ANNI, Regimi, read_diritto
from ldq_planner.cli.opzioni import ask
from ldq_planner.cli.risposta import answer, require_ids

if TYPE_CHECKING:
    from ldq_planner.loading.cartella import Caricato
    from ldq_planner.reports.report import Report


def calendario(
    scenario: Annotated[
        list[str] | None,
        ask("--scenario", "ID", "Solo gli atti di questo scenario; si può ripetere.", autocompletion=complete_scenari),
    ] = None,
    anticipo: Annotated[
        list[int] | None,
        ask(
            "--anticipo",
            "GIORNI",
            "Quanti giorni prima avvisare; si può ripetere. Senza, 90, 30 e 7; per gli atti di una gara anche 180.",
            min=0,
            max=DIECI_ANNI,
        ),
    ] = None,
    *,
    filtri: Filtri,
    regimi: Regimi = None,
    domanda: Domanda,
) -> None:
    """Le scadenze e gli atti da fare, da leggere o da mettere in un calendario.

    Le scadenze dei contratti, le opzioni da esercitare, l'ultimo giorno utile per ogni atto di una gara, le condizioni, la
    fine di deroghe e programmi. In un file .ics sono eventi con i loro avvisi: si importa in un calendario suo, e a importarlo
    di nuovo gli eventi si spostano.

    Esempio: ldq calendario --quartiere mazzini --oggi 2023-01-17
    """

    def build(c: Caricato, giorno: date) -> Report:
        from ldq_planner.engine.quadro import Quadro
        from ldq_planner.reports.calendario import STATI, Scelta, build_calendario

        scenari = require_ids(scenario, {s.id: s.nome for s in c.portafoglio.ipotesi.scenari}, "uno scenario")
        anticipi = tuple(sorted(set(anticipo or ()), reverse=True))
        quadro = Quadro(c.portafoglio, giorno, read_diritto(regimi))
        return build_calendario(quadro, Scelta(filtri.resolve(c.portafoglio, STATI), scenari, anticipi))

    answer(domanda, build, regimi)
