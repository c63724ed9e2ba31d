"""`ldq proroga`."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ldq_planner.cli.domanda import Domanda
from ldq_planner.cli.modifiche import (
    FonteDellAtto,
    Forza,
    IdContratto,
    Motivo,
    Posto,
    Scrittura,
    Scrivi,
    SeAncora,
    prolong_contratto,
)
from ldq_planner.cli.opzioni import ask, ask_giorno


def proroga(
    contratto: IdContratto,
    fino_al: Annotated[date, ask_giorno("--fino-al", "L'ultimo giorno in vigore, compreso.")],
    importo: Annotated[str | None, ask("--importo", "EUR", "L'importo della proroga, con l'IVA del contratto.")] = None,
    opzione: Posto = None,
    motivo: Motivo = "",
    fonte: FonteDellAtto = "",
    forza: Forza = False,
    scrivi: Scrivi = False,
    se_ancora: SeAncora = "",
    *,
    domanda: Domanda,
) -> None:
    """Proroga un contratto fino a un giorno.

    Usa la proroga prevista, se è ancora aperta; altrimenti ne aggiunge una tecnica. Mostra le righe che cambierebbero e che
    cosa ne viene; con --scrivi cambia solo quelle. A contratto scaduto, od oltre il massimo di legge, si rifiuta.

    Esempio: ldq proroga mazzini-2020 --fino-al 2023-12-31 --oggi 2023-01-17
    """
    from ldq_planner.cli.ipotesi import parse_euro
    from ldq_planner.modifica.decisioni import Decisione

    euro = parse_euro(importo)
    decisione = Decisione("proroga", domanda.giorno, fino_al, None, euro, opzione, motivo, fonte, forza)
    prolong_contratto(domanda, contratto, decisione, scrittura=Scrittura(scrivi, se_ancora))
