"""`ldq scegli`."""

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


def scegli(
    scenario: IdScenario,
    il: IlGiorno = None,
    atto: AttoDetto = "",
    motivo: Motivo = "",
    scrivi: Scrivi = False,
    *,
    domanda: Domanda,
) -> None:
    """Segna che uno scenario è scelto.

    Delle sue alternative (quelle dello stesso gruppo che servono uno stesso quartiere) non si chiede più nulla: restano nella
    storia. Mostra le righe che cambierebbero e che cosa ne viene; con --scrivi cambia solo quelle.

    Esempio: ldq scegli gara-quattro-quartieri --il 2023-01-16 --motivo urgente --oggi 2023-01-17
    """

    def decide(portafoglio: Portafoglio, scelto: Scenario, _diritto: Diritto, giorno: date) -> Atto:
        from ldq_planner.modifica.scelte import SceltaPresa, choose_scenario

        return choose_scenario(portafoglio, scelto, SceltaPresa(il or giorno, atto, motivo), giorno)

    change_scenario(domanda, scenario, decide, scrivi=scrivi)
