"""`ldq scegli`."""

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


def scegli(
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
    """Segna che uno scenario è scelto.

    Delle sue alternative (quelle dello stesso gruppo che servono uno stesso quartiere) non si chiede più nulla: restano nella
    storia. Con --annulla la scelta cade, e lo scenario torna allo studio. Mostra le righe che cambierebbero e che cosa ne viene;
    con --scrivi cambia solo quelle.

    Esempio: ldq scegli gara-quattro-quartieri --il 2023-01-16 --motivo urgente --oggi 2023-01-17
    """
    take_scelta(
        domanda, scenario, "scelto", (il, atto, motivo), annulla=annulla, scrittura=Scrittura(scrivi, se_ancora)
    )
