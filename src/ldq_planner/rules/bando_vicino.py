"""Si avvicina l'ultimo giorno utile per cominciare a preparare una gara.

Perché: è l'unico momento in cui basta agire per non restare scoperti: dopo servono un ponte o la fortuna dei tempi
minimi. Parla quando mancano al più `in_scadenza` giorni (`ldq.toml`, 90 se non è scritta), oggi compreso; passato il
giorno parla `bando-in-ritardo`. Si guarda l'inizio scritto nello scenario, nella sua ultima lettura, ai tempi probabili.

Passa (oggi 02/11/2022: mancano più di 90 giorni al 28/02/2023):

    scenari:
      - {id: gara, tipo: gara, inizio: 2024-01-01, durata_mesi: 24}

Non passa (oggi 17/01/2023):

    scenari:
      - {id: gara, tipo: gara, inizio: 2024-01-01, durata_mesi: 24}

Rimedio: cominciare la preparazione della gara, e dirlo (`ldq fatto`); se non si farà, scartarlo (`ldq scarta`).

Fonte: i termini della procedura, dal regime del giorno del bando (`ldq norme`).
"""

from __future__ import annotations

from ldq_planner.dates.testo import format_giorno
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.testo import format_distanza, format_quando
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo
from ldq_planner.rules.base.gare import find_limiti, list_gare_richieste, say_cominciata

CODICE = "bando-vicino"
SEVERITA = Severita.AVVISO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per gara da cominciare a preparare."""
    for gara in list_gare_richieste(contesto):
        limiti = None if gara.tempi.is_in_corso else find_limiti(gara)
        if limiti is None:
            continue
        mancano = (limiti.preparazione - contesto.oggi).days
        if 0 <= mancano <= contesto.portafoglio.soglie.in_scadenza:
            yield Rilievo(
                f"per cominciare «{gara.scenario.id}» {format_quando(gara.scenario.inizio)}{gara.sicuri}, la preparazione deve cominciare "
                f"entro il {format_giorno(limiti.preparazione)}, {format_distanza(mancano)}, e il bando partire entro il "
                f"{format_giorno(limiti.bando)}",
                f"cominciare la preparazione (ldq scenari {gara.scenario.id} dice le fasi e i loro limiti), e dirlo: "
                f"{say_cominciata(gara)}; se la gara non si farà: ldq scarta {gara.scenario.id}",
                Ref("scenari", gara.scenario.id, ("inizio",)),
                fonte=limiti.fonti[0],
            )
