"""Il bando di una gara cade a pochi giorni da un cambio di legge.

Perché: la legge è quella del giorno in cui il bando è **pubblicato**: pochi giorni prima o dopo cambiano i termini, e
con loro le date della gara e la validità dei suoi atti. Parla delle gare allo studio, per il giorno del bando che si
può ancora fare; di un bando già partito la legge non cambia più.

Passa (bando mesi dopo luglio 2023, quando comincia il codice nuovo):

    scenari:
      - {id: gara, tipo: gara, procedura: aperta, inizio: 2024-07-01, durata_mesi: 24}

Non passa (bando pubblicato il 03/07/2023, il terzo giorno del codice nuovo):

    scenari:
      - {id: gara, tipo: gara, procedura: aperta, inizio: 2024-02-12, durata_mesi: 24}

Rimedio: scegliere il giorno del bando lontano dal cambio, o preparare gli atti secondo la legge del giorno giusto.

Fonte: il regime del giorno del bando (`ldq norme`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.gara import read_altrimenti
from ldq_planner.engine.gara_in_corso import is_partito
from ldq_planner.errors import Ref, Severita
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo
from ldq_planner.rules.base.gare import list_gare

if TYPE_CHECKING:
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.cronoprogramma import Cronoprogramma

CODICE = "cambio-di-regime-vicino"
SEVERITA = Severita.AVVISO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per gara con il bando a ridosso di un cambio."""
    for gara in list_gare(contesto):
        altra = None if is_partito(gara.agenda) else read_altrimenti(gara.agenda, gara.crono)
        if altra is not None:
            yield Rilievo(
                f"bando di «{gara.scenario.id}»: {say_cambio(gara.agenda.diritto, gara.crono, altra)}",
                "pubblicare lontano dal cambio, o preparare gli atti secondo la legge del giorno in cui il bando uscirà",
                Ref("scenari", gara.scenario.id, ("inizio",)),
                fonte=gara.agenda.diritto.find_regime(gara.crono.pubblicazione).fonte,
            )


def say_cambio(diritto: Diritto, crono: Cronoprogramma, altra: Cronoprogramma) -> str:
    """Che cosa cambierebbe se valesse la legge dall'altra parte del cambio."""
    stipula = altra.find_fine("stipula")
    return (
        f"pubblicato il {format_giorno(crono.pubblicazione)} vale «{diritto.name_regime(crono.regime)}», ma a pochi giorni comincia o "
        f"finisce «{diritto.name_regime(altra.regime)}»: sotto quello la stipula cadrebbe il {format_giorno(stipula) if stipula else '–'} e il "
        f"servizio il {format_giorno(altra.avvio)}"
    )
