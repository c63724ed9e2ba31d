"""Gli scenari valutati e il report `ldq/scenari/1`: ciò che l'elenco, la scheda e il confronto hanno in comune."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.engine.scenari import evaluate_scenario
from ldq_planner.engine.tempi import date_condizioni
from ldq_planner.reports.avvisi import announce_eta
from ldq_planner.reports.report import Blocco, Report

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.engine.norme import Diritto
    from ldq_planner.engine.previsione import Previsione
    from ldq_planner.errors import Finding
    from ldq_planner.model.esito import EsitoPiano, EsitoScenario
    from ldq_planner.model.portafoglio import Portafoglio


def evaluate_tutti(
    previsione: Previsione, diritto: Diritto, oggi: date, findings: tuple[Finding, ...]
) -> tuple[EsitoScenario, ...]:
    """Gli scenari scritti nei dati, con i loro tempi, le condizioni datate e le segnalazioni."""
    return tuple(
        date_condizioni(
            evaluate_scenario(previsione.portafoglio, s, oggi), s, previsione.tempi.get(s.id), diritto
        )._replace(segnalazioni=select_findings(findings, s.id))
        for s in previsione.portafoglio.scenari
        if s.id not in previsione.ponti
    )


def build_report(
    portafoglio: Portafoglio,
    oggi: date,
    comando: str,
    esiti: tuple[tuple[EsitoScenario, ...], tuple[EsitoPiano, ...]],
    blocchi: tuple[Blocco, ...],
) -> Report:
    """Il report `ldq/scenari/1`, uguale per le macchine qualunque cosa legga la persona."""
    avvisi = announce_eta(portafoglio, oggi, comando)
    scenari, piani = esiti
    return Report(
        schema="ldq/scenari/1",
        titolo="Confronto dei piani" if "--confronta" in comando else "Scenari",
        oggi=oggi,
        dati_aggiornati_al=portafoglio.dati_aggiornati_al,
        blocchi=(*avvisi, *blocchi),
        dati={"scenari": scenari, "piani": piani, "avvisi": tuple(a.testo for a in avvisi)},
        elenco=scenari,
    )


def select_findings(findings: tuple[Finding, ...], id_: str) -> tuple[Finding, ...]:
    """Le segnalazioni che guardano quello scenario."""
    return tuple(f for f in findings if f.ref is not None and f.ref.id == id_)
