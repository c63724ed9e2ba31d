"""Come si dice lo stato di un quartiere o di un contratto: in una parola, con il suo segno."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno, format_periodo
from ldq_planner.model.copertura import Causa
from ldq_planner.model.stato import Stato, StatoContratto
from ldq_planner.model.testo import format_giorni
from ldq_planner.reports.presidio import say_ridotto
from ldq_planner.reports.report import Tono, Voce

if TYPE_CHECKING:
    from ldq_planner.model.stato import Fermo, StatoQuartiere

TONI = {
    Stato.MAI_COPERTO: Tono.ALLARME,
    Stato.SCOPERTO: Tono.ALLARME,
    Stato.NON_SI_SA: Tono.INCERTO,
    Stato.INCERTO: Tono.INCERTO,
    Stato.IN_SCADENZA: Tono.ATTENZIONE,
    Stato.COPERTO: Tono.BENE,
}
STATI = {
    StatoContratto.FUTURO: Voce("→ futuro", Tono.SPENTO),
    StatoContratto.IN_CORSO: Voce("✓ in corso", Tono.BENE),
    StatoContratto.SOSPESO: Voce("✗ sospeso", Tono.ALLARME),
    StatoContratto.INCERTO: Voce("? incerto", Tono.INCERTO),
    StatoContratto.SCADUTO: Voce("✗ scaduto", Tono.SPENTO),
}


def describe_stato(stato: StatoQuartiere) -> Voce:
    """Lo stato in una parola con il suo segno, e da quanto dura se è scoperto."""
    if stato.stato is Stato.SCOPERTO and stato.fermo:
        return Voce(f"✗ {say_fermo(stato.fermo)}", Tono.ALLARME)
    parole = {
        Stato.MAI_COPERTO: "✗ MAI COPERTO",
        Stato.SCOPERTO: f"✗ scoperto da {format_giorni(stato.giorni_scoperti or 0)}",
        Stato.NON_SI_SA: f"? non si sa dal {format_giorno(stato.non_si_sa_dal)}" if stato.non_si_sa_dal else "",
        Stato.INCERTO: "? incerto",
        Stato.IN_SCADENZA: "! in scadenza",
        Stato.COPERTO: "✓ coperto",
    }
    if stato.presidio and stato.presidio.ridotto:
        come = "! coperto" if stato.stato is Stato.COPERTO else f"{parole[stato.stato]}, coperto"
        return Voce(f"{come} {say_ridotto(stato.presidio)}", Tono.ATTENZIONE)
    return Voce(parole[stato.stato], TONI[stato.stato])


def say_fermo(fermo: Fermo) -> str:
    """«sospeso dal 01/02/2024, non si sa fino a quando», «chiuso fino al 31/08/2026»."""
    if fermo.causa is Causa.CHIUSURA:
        return f"chiuso fino al {format_giorno(fermo.al)}" if fermo.al else "chiuso"
    if fermo.al is None:
        return f"sospeso dal {format_giorno(fermo.dal)}, non si sa fino a quando"
    return f"sospeso {format_periodo(fermo.dal, fermo.al)}"
