"""Uno scenario che doveva già essere cominciato, o che è già finito.

Perché: uno scenario parla del futuro. Se il suo inizio è passato in ogni lettura, o il contratto c'è, e allora il suo
posto è fra i contratti, o non c'è, e allora i piani che lo contano promettono una copertura che non può più arrivare.
Lo stesso se la sua fine è oggi o è passata; di una fine indicativa vale il giorno scritto.

Passa (oggi 17/01/2023):

    scenari:
      - {id: gara, inizio: 2023, durata_mesi: 24}

Non passa:

    scenari:
      - {id: gara, inizio: 2023-01-01, durata_mesi: 24}

Rimedio: se il contratto c'è, scriverlo (`ldq affida`); se la gara è cominciata, dirlo (`ldq fatto`); se non si farà, scartarlo
(`ldq scarta`); altrimenti aggiornarne le date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_data
from ldq_planner.engine.scenari import is_superato
from ldq_planner.engine.stime import compute_fine
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.avanzamento import find_avvio
from ldq_planner.model.testo import format_quando
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo
from ldq_planner.rules.base.frasi import locate_fine_di_scenario

if TYPE_CHECKING:
    from ldq_planner.model.scenario import Scenario

CODICE = "scenario-superato"
SEVERITA = Severita.AVVISO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per scenario superato."""
    for scenario in contesto.portafoglio.scenari:
        if is_superato(contesto.portafoglio, scenario, contesto.oggi):
            ref, motivo = _explain(contesto, scenario)
            yield Rilievo(
                f"lo scenario «{scenario.id}» è superato: {motivo}",
                _say_rimedio(scenario),
                ref,
            )


def _say_rimedio(scenario: Scenario) -> str:
    """I comandi, da copiare, per ciascuna delle cose che possono essere accadute."""
    scritto = scenario.inizio.primo if scenario.inizio.is_certa else "GIORNO"
    inizio = find_avvio(scenario.avanzamento) or scritto
    is_da_dire = scenario.tipo == "gara" and not scenario.is_in_corso
    cominciata = f"se la gara è cominciata: ldq fatto {scenario.id} pubblicazione --il GIORNO; " if is_da_dire else ""
    return (
        f"se il contratto c'è: ldq affida {scenario.id} --dal {inizio}; {cominciata}se non si farà: ldq scarta {scenario.id}; "
        "altrimenti aggiornarne le date"
    )


def _explain(contesto: Contesto, scenario: Scenario) -> tuple[Ref, str]:
    """Il campo che lo dice, e come."""
    if scenario.inizio.is_nota and scenario.inizio.ultimo <= contesto.oggi:
        return Ref("scenari", scenario.id, ("inizio",)), f"doveva cominciare {format_quando(scenario.inizio)}"
    fine = compute_fine(contesto.portafoglio, scenario)
    ref = locate_fine_di_scenario(contesto.portafoglio, scenario)
    return ref, f"non gli resta un giorno dopo oggi, la sua fine è {format_data(fine)}"
