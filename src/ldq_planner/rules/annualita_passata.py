"""L'anno in cui la procedura doveva avviarsi è passato, e non è avviata.

Perché: un acquisto della prima annualità che non si avvia nell'anno va riproposto nel programma dell'anno dopo, o detto fra quelli
che non tornano; altrimenti non è più in nessun programma. È avviato quando il bando, o l'invito, è uscito.

Passa (oggi 17/01/2023):

    annualita: 2023

Non passa:

    annualita: 2022

Rimedio: se è cominciata, dirlo (`ldq fatto`); se non si farà, scartarla (`ldq scarta`), e sta nella scheda I; altrimenti
riproporla: l'anno nuovo in `annualita`, con lo stesso CUI.

Fonte: D.Lgs. 36/2023, Allegato I.5, art. 7; prima, D.M. 14/2018, art. 7.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.engine.acquisti import say_comando
from ldq_planner.errors import Ref, Severita
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo

if TYPE_CHECKING:
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario

CODICE = "annualita-passata"
SEVERITA = Severita.AVVISO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per scenario in gioco, non avviato, con l'anno passato."""
    for scenario in contesto.portafoglio.scenari:
        anno = scenario.annualita
        if anno is not None and anno < contesto.oggi.year and not scenario.is_bando_uscito:
            yield Rilievo(
                f"«{scenario.id}» doveva avviarsi nel {anno}, e nei dati la procedura non è avviata",
                _say_rimedio(contesto.portafoglio, scenario, contesto.oggi.year),
                Ref("scenari", scenario.id, ("annualita",)),
            )


def _say_rimedio(portafoglio: Portafoglio, scenario: Scenario, anno: int) -> str:
    cominciata = f"ldq fatto {scenario.id} pubblicazione --il GIORNO" if scenario.tipo == "gara" else "dirlo nei dati"
    return (
        f"se è cominciata: {cominciata}; se non si farà: ldq scarta {scenario.id}; altrimenti riproporla nel programma del "
        f"{anno} (annualita: {anno}, con lo stesso CUI): {say_comando(portafoglio, scenario, anno)}"
    )
