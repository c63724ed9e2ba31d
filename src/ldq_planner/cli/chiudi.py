"""`ldq chiudi`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.modifiche import IdContratto, Motivo, Scrittura, Scrivi, SeAncora, change_contratto
from ldq_planner.cli.opzioni import ask_giorno

if TYPE_CHECKING:
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.contratto import Contratto
    from ldq_planner.modifica.decisioni import Atto


def chiudi(
    contratto: IdContratto,
    il: Annotated[date, ask_giorno("--il", "L'ultimo giorno in vigore, compreso.")],
    motivo: Motivo = "",
    scrivi: Scrivi = False,
    se_ancora: SeAncora = "",
    *,
    domanda: Domanda,
) -> None:
    """Segna che un contratto finisce prima del previsto.

    Mostra le righe che cambierebbero e che cosa ne viene; con --scrivi cambia solo quelle.

    Esempio: ldq chiudi gratosoglio-2020 --il 2023-09-30 --oggi 2023-01-17
    """

    def decide(scelto: Contratto, _diritto: Diritto, giorno: date) -> Atto:
        from ldq_planner.modifica.atti import close_contratto

        return close_contratto(scelto, il, giorno, motivo)

    change_contratto(domanda, contratto, decide, scrittura=Scrittura(scrivi, se_ancora))
