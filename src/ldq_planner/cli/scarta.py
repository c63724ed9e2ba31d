"""`ldq scarta`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.modifiche import AttoDetto, IdScenario, IlGiorno, Motivo, Scrivi, change_scenario

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario
    from ldq_planner.modifica.decisioni import Atto


def scarta(
    scenario: IdScenario,
    il: IlGiorno = None,
    atto: AttoDetto = "",
    motivo: Motivo = "",
    scrivi: Scrivi = False,
    *,
    domanda: Domanda,
) -> None:
    """Segna che uno scenario è scartato.

    Non si conta e non si chiede più: resta nella storia, con il giorno, l'atto e il motivo. Mostra le righe che cambierebbero e
    che cosa ne viene; con --scrivi cambia solo quelle.

    Esempio: ldq scarta lorenteggio-adp --il 2023-01-16 --motivo onerosa --oggi 2023-01-17
    """

    def decide(portafoglio: Portafoglio, scelto: Scenario, _diritto: Diritto, giorno: date) -> Atto:
        from ldq_planner.modifica.scelte import SceltaPresa, discard_scenario

        return discard_scenario(portafoglio, scelto, SceltaPresa(il or giorno, atto, motivo), giorno)

    change_scenario(domanda, scenario, decide, scrivi=scrivi)
