"""`ldq rinnova`."""

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
from ldq_planner.model.scalari import MAX_MESI


def rinnova(
    contratto: IdContratto,
    mesi: Annotated[
        int | None, ask("--mesi", "N", "Quanto dura, se non è quanto previsto.", min=1, max=MAX_MESI)
    ] = None,
    fino_al: Annotated[date | None, ask_giorno("--fino-al", "Ultimo giorno, compreso, al posto di --mesi.")] = None,
    importo: Annotated[str | None, ask("--importo", "EUR", "L'importo del rinnovo, con l'IVA del contratto.")] = None,
    opzione: Posto = None,
    motivo: Motivo = "",
    fonte: FonteDellAtto = "",
    forza: Forza = False,
    scrivi: Scrivi = False,
    se_ancora: SeAncora = "",
    *,
    domanda: Domanda,
) -> None:
    """Segna come esercitato il rinnovo previsto da un contratto.

    Mostra le righe che cambierebbero e che cosa ne viene; con --scrivi cambia solo quelle. Un rinnovo che il contratto non
    prevede, o a contratto scaduto, si rifiuta.

    Esempio: ldq rinnova mazzini-2020 --mesi 6 --forza --motivo prova --oggi 2023-01-17
    """
    from ldq_planner.cli.ipotesi import parse_euro, require_al_piu_uno
    from ldq_planner.modifica.decisioni import Decisione

    require_al_piu_uno(("--mesi", mesi), ("--fino-al", fino_al))
    euro = parse_euro(importo)
    decisione = Decisione("rinnovo", domanda.giorno, fino_al, mesi, euro, opzione, motivo, fonte, forza)
    prolong_contratto(domanda, contratto, decisione, scrittura=Scrittura(scrivi, se_ancora))
