"""Uno scenario non può più cominciare prima della sua fine.

Perché: i piani che lo contano promettono un servizio che non ci sarà: il tempo della gara passa l'ultimo giorno scritto per
il servizio, o quello del programma. Uno scenario così non copre, non costa e non allunga la finestra dei piani. Si guarda
il primo giorno possibile ai tempi probabili, se la preparazione comincia oggi; di una fine indicativa il giorno scritto.
Degli scenari superati parla `scenario-superato`.

Passa (oggi 17/01/2023: una gara aperta che si prepara da oggi dà il servizio dal 19/11/2023):

    scenari:
      - {id: gara, tipo: gara, procedura: aperta, fine: 2024-06-30}

Non passa:

    scenari:
      - {id: gara, tipo: gara, procedura: aperta, fine: 2023-06-30}

Rimedio: spostare la fine, o scartare lo scenario (`ldq scarta`) e coprire quei giorni in un altro modo.

Fonte: i termini della procedura, dal regime del giorno del bando (`ldq norme`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_data, format_giorno
from ldq_planner.engine.scenari import is_superato
from ldq_planner.engine.stime import compute_fine, is_impossibile
from ldq_planner.errors import Severita
from ldq_planner.model.testo import format_quando
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo
from ldq_planner.rules.base.frasi import locate_fine_di_scenario
from ldq_planner.rules.base.gare import list_gare, say_ai_minimi

if TYPE_CHECKING:
    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.model.scenario import Scenario
    from ldq_planner.rules.base.gare import GaraAlloStudio

CODICE = "fine-prima-dell-avvio"
SEVERITA = Severita.CRITICO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per scenario che comincerebbe dopo la sua fine."""
    previsione, gare = contesto.quadro.previsione, {g.scenario.id: g for g in list_gare(contesto)}
    portafoglio = previsione.portafoglio if previsione else contesto.portafoglio
    for scritto in contesto.portafoglio.scenari:
        scenario = portafoglio.scenari_by_id[scritto.id]
        if is_impossibile(portafoglio, scenario) and not is_superato(contesto.portafoglio, scritto, contesto.oggi):
            fine = compute_fine(portafoglio, scenario)
            yield Rilievo(
                f"lo scenario «{scenario.id}» non può più cominciare prima della sua fine ({format_data(fine)}): "
                f"{_say_inizio(scenario, gare.get(scenario.id), fine, contesto)}",
                f"spostare la fine, o coprire quei giorni in un altro modo (ldq scenari {scenario.id} dice i ponti) e: ldq scarta "
                f"{scenario.id}",
                locate_fine_di_scenario(portafoglio, scenario),
            )


def _say_inizio(scenario: Scenario, gara: GaraAlloStudio | None, fine: DataIncerta, contesto: Contesto) -> str:
    if gara is None or not gara.tempi.inizio_calcolato:
        return f"comincerebbe {format_quando(scenario.inizio)}"
    primo = format_giorno(gara.tempi.primo_avvio)
    if gara.tempi.is_in_corso:
        return f"la gara è in corso, e comincia il {primo}"
    bastano = say_ai_minimi(gara, fine.scritta.ultimo, contesto.oggi)
    return f"preparandolo da oggi comincia il {primo}, e {bastano}"
