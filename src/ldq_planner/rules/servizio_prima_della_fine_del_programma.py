"""Il servizio di uno scenario finirebbe prima di un programma di riqualificazione che accompagna.

Perché: il programma prevede l'accompagnamento fino alla sua fine, e negli ultimi mesi il quartiere resterebbe senza. Si
guarda la fine del servizio come si calcola oggi, contro i programmi dei quartieri dello scenario. Una differenza dentro
il margine di una fine indicativa non conta; con `durata_minima: sì` i mesi sono «almeno», e la regola tace; se durata e
programma sono scritti nello stesso scenario, parla `scenario-contraddittorio`.

Passa (il programma finisce il 31/12/2026):

    scenari:
      - {id: gara, tipo: gara, quartieri: [bovisa], inizio: 2024-01-01, durata_mesi: 36}

Non passa (365 giorni prima):

    scenari:
      - {id: gara, tipo: gara, quartieri: [bovisa], inizio: 2024-01-01, durata_mesi: 24}

Rimedio: allungare il servizio o prevederne il seguito; oppure scrivere `durata_minima: sì`.
"""

from __future__ import annotations

from ldq_planner.errors import Severita
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo
from ldq_planner.rules.base.programmi import find_disallineati

CODICE = "servizio-prima-della-fine-del-programma"
SEVERITA = Severita.AVVISO

_RIMEDIO = "allungare il servizio o prevederne il seguito; se i mesi sono un minimo, scrivere durata_minima: sì"


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per scenario, con i programmi che finiscono dopo."""
    for scenario, messaggio, ref in find_disallineati(contesto, oltre=False):
        if not scenario.durata_minima:
            yield Rilievo(messaggio, _RIMEDIO, ref)
