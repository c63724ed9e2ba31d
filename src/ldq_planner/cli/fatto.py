"""`ldq fatto`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from ldq_planner.cli.completamento import complete_fatti
from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.ipotesi import Regimi
from ldq_planner.cli.modifiche import AttoDetto, FonteDellAtto, IdScenario, Scrittura, Scrivi, SeAncora, change_scenario
from ldq_planner.cli.opzioni import ask, ask_giorno

if TYPE_CHECKING:
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario
    from ldq_planner.modifica.decisioni import Atto


def fatto(
    scenario: IdScenario,
    fase: Annotated[
        str,
        typer.Argument(
            metavar="FASE",
            help="Una fase della gara (ldq norme), o l'esito: aggiudicata, deserta, revocata, annullata.",
            autocompletion=complete_fatti,
        ),
    ],
    il: Annotated[date | None, ask_giorno("--il", "Il giorno in cui la fase è compiuta, o dell'esito.")] = None,
    iniziata: Annotated[date | None, ask_giorno("--iniziata", "Il giorno in cui la fase è cominciata.")] = None,
    fissata_al: Annotated[
        date | None, ask_giorno("--fissata-al", "Il giorno in cui un atto già pubblicato dice che si compirà.")
    ] = None,
    atto: AttoDetto = "",
    chi: Annotated[str, ask("--chi", "TESTO", "Chi l'ha fatto: un ufficio, un ruolo.")] = "",
    fonte: FonteDellAtto = "",
    scrivi: Scrivi = False,
    se_ancora: SeAncora = "",
    regimi: Regimi = None,
    *,
    domanda: Domanda,
) -> None:
    """Segna ciò che di una gara è accaduto.

    Una fase compiuta (--il), cominciata (--iniziata) o con un termine già fissato (--fissata-al); oppure un esito. Le date che
    restano si contano da lì. Mostra le righe nuove e che cosa ne viene; con --scrivi le aggiunge, se non contraddicono gli altri
    fatti.

    Esempio: ldq fatto gara-quattro-quartieri pubblicazione --il 2023-01-16 --oggi 2023-01-17
    """
    from ldq_planner.modifica.fatti import FattoDetto, make_rifiuto, record_fatto

    detto = FattoDetto(fase, il, iniziata, fissata_al, atto, chi, fonte)

    def decide(_portafoglio: Portafoglio, scelto: Scenario, diritto: Diritto, giorno: date) -> Atto:
        return record_fatto(scelto, detto, diritto, giorno)

    change_scenario(
        domanda, scenario, decide, scrittura=Scrittura(scrivi, se_ancora), rifiuta=make_rifiuto, regimi=regimi
    )
