"""`ldq scarta`."""

from __future__ import annotations

from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.modifiche import (
    Annulla,
    AttoDetto,
    IdScenario,
    IlGiorno,
    Motivo,
    Scrittura,
    Scrivi,
    SeAncora,
    take_scelta,
)


def scarta(
    scenario: IdScenario,
    il: IlGiorno = None,
    atto: AttoDetto = "",
    motivo: Motivo = "",
    annulla: Annulla = False,
    scrivi: Scrivi = False,
    se_ancora: SeAncora = "",
    *,
    domanda: Domanda,
) -> None:
    """Segna che uno scenario è scartato.

    Non si conta e non si chiede più: resta nella storia, con il giorno, l'atto e il motivo. Con --annulla torna allo studio. Mostra le righe
    che cambierebbero e che cosa ne viene; con --scrivi cambia solo quelle.

    Esempio: ldq scarta lorenteggio-adp --il 2023-01-16 --motivo onerosa --oggi 2023-01-17
    """
    take_scelta(
        domanda, scenario, "scartato", (il, atto, motivo), annulla=annulla, scrittura=Scrittura(scrivi, se_ancora)
    )
