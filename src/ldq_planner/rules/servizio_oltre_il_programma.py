"""Il servizio di uno scenario finirebbe dopo un programma di riqualificazione che accompagna.

Perché: l'accompagnamento sociale è pagato dal programma, e dopo la sua fine i soldi possono non esserci. Si guarda la
fine del servizio come si calcola oggi, con l'inizio che la gara può ancora avere, contro i programmi dei quartieri dello
scenario e quello di `fino_a_programma`. Una differenza dentro il margine di una fine indicativa non conta; se durata e
programma sono scritti nello stesso scenario, parla `scenario-contraddittorio`.

Passa (il programma finisce il 31/12/2026):

    scenari:
      - {id: gara, tipo: gara, quartieri: [bovisa], inizio: 2024-01-01, durata_mesi: 36}

Non passa (365 giorni dopo):

    scenari:
      - {id: gara, tipo: gara, quartieri: [bovisa], inizio: 2024-01-01, durata_mesi: 48}

Rimedio: accorciare il servizio, o dire in `nota` da dove vengono i soldi dopo, e in una deroga che va bene così.
"""

from __future__ import annotations

from ldq_planner.errors import Severita
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo
from ldq_planner.rules.base.programmi import find_disallineati

CODICE = "servizio-oltre-il-programma"
SEVERITA = Severita.AVVISO

_RIMEDIO = "accorciare il servizio; se dopo il programma è pagato da altri, dirlo in una deroga"


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per scenario, con i programmi che finiscono prima."""
    for _, messaggio, ref in find_disallineati(contesto, oltre=True):
        yield Rilievo(messaggio, _RIMEDIO, ref)
