"""Le frasi che stanno in ogni risposta: quanto sono vecchi i dati."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.model.testo import format_numero
from ldq_planner.reports.report import Nota, Tono

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.model.portafoglio import Portafoglio


def announce_eta(portafoglio: Portafoglio, oggi: date, comando: str) -> tuple[Nota, ...]:
    """Un avviso se i dati sono più vecchi della soglia dell'ente, con il comando che li guarda nel loro giorno."""
    aggiornati = portafoglio.dati_aggiornati_al
    giorni = (oggi - aggiornati).days
    if giorni <= portafoglio.soglie.dati_vecchi:
        return ()
    frase = (
        f"Attenzione: i dati sono fermi al {format_giorno(aggiornati)}, {format_numero(giorni)} giorni prima "
        f"del giorno chiesto ({format_giorno(oggi)}): ciò che è accaduto dopo qui non si vede. "
        f"Per il quadro a quel giorno: ldq {comando} --oggi {aggiornati.isoformat()}"
    )
    return (Nota(frase, Tono.ATTENZIONE),)
