"""Una deroga ancora valida non tace nessuna segnalazione.

Perché: una deroga dimenticata tacerebbe domani un problema nuovo, che nessuno ha deciso di tacere.

Una deroga tace le segnalazioni della sua regola sulla sua entità: un contratto, un quartiere, uno scenario, un piano, un
programma. Se l'entità è un quartiere, tace anche quelle sui contratti di quel quartiere; quelle su un contratto con più
quartieri solo se ciascuno ha la sua deroga, perché non si taccia ciò che nessuno ha deciso di tacere. Gli errori che
vietano di valutare i dati, e le segnalazioni sulle deroghe stesse o su un file intero, non si derogano. Una deroga è
inutile per la domanda che si fa: con un altro `--oggi` o un altro `--entro` può non esserlo.

Passa (oggi 17/01/2023, e Lorenteggio è scoperto):

    deroghe:
      - id: attesa-regione
        regola: lacuna-in-corso
        entita: lorenteggio
        motivo: le risorse aspettano la conferma della Regione
        responsabile: Direzione Casa
        fino_al: 2023-03-31

Non passa (Mazzini è coperto):

    deroghe:
      - id: attesa-gara
        regola: lacuna-in-corso
        entita: mazzini
        motivo: la gara è in corso
        responsabile: Direzione Casa
        fino_al: 2023-03-31

Rimedio: togliere la deroga, se il problema è risolto; altrimenti correggere `regola` o `entita`.
"""

from __future__ import annotations

from ldq_planner.dates.testo import format_giorno
from ldq_planner.errors import Ref, Severita
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo

CODICE = "deroga-inutile"
SEVERITA = Severita.AVVISO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per ogni deroga valida che non ha taciuto nulla."""
    for deroga in contesto.portafoglio.deroghe:
        if deroga.fino_al.primo >= contesto.oggi and deroga.id not in contesto.deroghe_usate:
            yield Rilievo(
                f"la deroga «{deroga.id}», valida fino al {format_giorno(deroga.fino_al.primo)}, non tace nulla: "
                f"{deroga.regola} non dice niente di «{deroga.entita or 'i file'}»",
                "se il problema è risolto togliere la deroga; altrimenti correggere regola o entita: quella di un "
                "contratto con più quartieri si scrive con l'id del contratto",
                Ref("deroghe", deroga.id, ("entita",)),
            )
