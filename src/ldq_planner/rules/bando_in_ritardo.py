"""È passato l'ultimo giorno utile per il bando, o per cominciare a prepararlo.

Perché: la data d'inizio scritta nello scenario non si può più mantenere, ai tempi probabili; chi la legge conta su un
servizio che comincerà più tardi. Si guarda l'inizio scritto, nella sua ultima lettura: uno scenario senza inizio non
promette nulla, e quando serve lo dice `scadenza-senza-seguito`. Se la gara è già cominciata lo si scrive nel suo
`avanzamento` (`ldq fatto`), e ne parla `gara-in-ritardo`. Degli scenari superati parla `scenario-superato`, di chi non
può più cominciare prima della sua fine `fine-prima-dell-avvio`.

Passa (oggi 17/01/2023: una gara aperta si prepara entro il 28/02/2023):

    scenari:
      - {id: gara, tipo: gara, inizio: 2024-01-01, durata_mesi: 24}

Non passa (oggi 30/05/2023):

    scenari:
      - {id: gara, tipo: gara, inizio: 2024-01-01, durata_mesi: 24}

Rimedio: spostare l'inizio al primo giorno possibile e prevedere un ponte fino ad allora (`ldq scenari` dice quale).

Fonte: i termini della procedura, dal regime del giorno del bando (`ldq norme`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.testo import format_distanza, format_giorni, format_quando
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo
from ldq_planner.rules.base.gare import find_limiti, list_gare_richieste, say_ai_minimi, say_cominciata

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.rules.base.gare import GaraAlloStudio, Limiti

CODICE = "bando-in-ritardo"
SEVERITA = Severita.CRITICO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per gara il cui inizio scritto non si fa più in tempo a mantenere."""
    for gara in list_gare_richieste(contesto):
        limiti = None if gara.tempi.is_in_corso else find_limiti(gara)
        if limiti is None or limiti.preparazione >= contesto.oggi or gara.tempi.inizio_previsto is None:
            continue
        is_bando = limiti.bando < contesto.oggi
        yield Rilievo(
            f"per cominciare «{gara.scenario.id}» {format_quando(gara.scenario.inizio)}{gara.sicuri}, "
            f"{_say_limite(limiti, contesto.oggi, is_bando=is_bando)}; {_say_ora(gara, limiti, contesto.oggi)}",
            _say_rimedio(gara, is_bando=is_bando),
            Ref("scenari", gara.scenario.id, ("inizio",)),
            fonte=limiti.fonti[is_bando],
        )


def _say_limite(limiti: Limiti, oggi: date, *, is_bando: bool) -> str:
    limite = limiti.bando if is_bando else limiti.preparazione
    quando = f"entro il {format_giorno(limite)}, {format_distanza((limite - oggi).days)}"
    if is_bando:
        return f"il bando doveva partire {quando}"
    bando = f"(il bando, entro il {format_giorno(limiti.bando)})"
    return f"la preparazione doveva cominciare {quando} {bando}"


def _say_ora(gara: GaraAlloStudio, limiti: Limiti, oggi: date) -> str:
    """Quando comincerebbe se la preparazione partisse oggi, e se i tempi minimi basterebbero ancora."""
    primo = gara.tempi.primo_avvio
    dopo = f", {format_giorni((primo - limiti.inizio).days)} dopo" if primo > limiti.inizio else ""
    bastano = say_ai_minimi(gara, limiti.inizio, oggi)
    comincia = "comincia il" if gara.prudenza is None else "comincia, con la stessa sicurezza, il"
    return f"preparandola da oggi il servizio {comincia} {format_giorno(primo)}{dopo}: {bastano}"


def _say_rimedio(gara: GaraAlloStudio, *, is_bando: bool) -> str:
    primo = format_giorno(gara.tempi.primo_avvio)
    spostare = f"spostare l'inizio al {primo} o dopo, e prevedere un ponte fino ad allora (ldq scenari)"
    if is_bando:
        return f"{spostare}; se il bando è uscito, dirlo: ldq fatto {gara.scenario.id} pubblicazione --il GIORNO"
    return f"{spostare}; se la preparazione è già cominciata, dirlo: {say_cominciata(gara)}"
