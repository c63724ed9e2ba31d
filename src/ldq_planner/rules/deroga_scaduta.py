"""Una deroga ha passato il suo ultimo giorno, e non tace più nulla.

Perché: una deroga senza termine è un controllo spento. `fino_al` è compreso: dal giorno dopo la segnalazione torna, e la
deroga scaduta si segnala finché qualcuno non la toglie o non la rinnova con un motivo.

Passa (oggi 31/03/2023):

    deroghe:
      - id: attesa-regione
        regola: lacuna-in-corso
        entita: lorenteggio
        motivo: le risorse aspettano la conferma della Regione
        responsabile: Direzione Casa
        fino_al: 2023-03-31

Non passa (oggi 01/04/2023):

    deroghe:
      - id: attesa-regione
        regola: lacuna-in-corso
        entita: lorenteggio
        motivo: le risorse aspettano la conferma della Regione
        responsabile: Direzione Casa
        fino_al: 2023-03-31

Rimedio: chiedere a chi ne risponde se il motivo vale ancora; se sì scrivere un nuovo `fino_al`, se no togliere la deroga.
"""

from __future__ import annotations

from ldq_planner.dates.testo import format_giorno
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.testo import format_distanza
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo

CODICE = "deroga-scaduta"
SEVERITA = Severita.AVVISO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per ogni deroga il cui ultimo giorno è passato."""
    for deroga in contesto.portafoglio.deroghe:
        passati = (contesto.oggi - deroga.fino_al.primo).days
        if passati > 0:
            yield Rilievo(
                f"la deroga «{deroga.id}» a {deroga.regola} per «{deroga.entita or 'i file'}» valeva fino al "
                f"{format_giorno(deroga.fino_al.primo)}, {format_distanza(-passati)}: non tace più nulla",
                f"chiedere a «{deroga.responsabile}» se vale ancora il motivo («{deroga.motivo}»): se sì scrivere un "
                "nuovo fino_al, se no togliere la deroga",
                Ref("deroghe", deroga.id, ("fino_al",)),
            )
