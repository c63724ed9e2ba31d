"""Gli scenari valutati e il report `ldq/scenari/1`: ciò che l'elenco, la scheda e il confronto hanno in comune."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.reports.avvisi import announce_dati, list_testi
from ldq_planner.reports.avvisi_gara import add_avvisi
from ldq_planner.reports.report import Blocco, Report
from ldq_planner.reports.scelte import ScenarioLasciato, list_lasciati

if TYPE_CHECKING:
    from collections.abc import Collection

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.errors import Finding
    from ldq_planner.model.esito import EsitoPiano, EsitoScenario


class RispostaScenari(NamedTuple):
    """`ldq/scenari/1`."""

    scenari: tuple[EsitoScenario, ...]
    piani: tuple[EsitoPiano, ...]
    lasciati: tuple[ScenarioLasciato, ...]
    avvisi: tuple[str, ...]

    @staticmethod
    def list_facoltativi() -> tuple[str, ...]:
        """I campi che una risposta dice solo se c'è qualcosa da dire."""
        return ("lasciati",)


def evaluate_tutti(quadro: Quadro, findings: tuple[Finding, ...]) -> tuple[EsitoScenario, ...]:
    """Gli scenari scritti nei dati, con gli avvisi sui loro tempi e le loro segnalazioni."""
    tempi = add_avvisi(quadro.forecast())
    sue = {e.id: tuple(f for f in findings if f.ref is not None and f.ref.id == e.id) for e in quadro.esiti}
    return tuple(e._replace(tempi=tempi.get(e.id), segnalazioni=sue[e.id]) for e in quadro.esiti)


def build_report(
    quadro: Quadro,
    comando: str,
    scenari: tuple[EsitoScenario, ...],
    blocchi: tuple[Blocco, ...],
    lasciati: Collection[str] | None = None,
) -> Report:
    """Il report `ldq/scenari/1`, uguale per le macchine qualunque cosa legga la persona; `lasciati` sono tutti, o quelli."""
    avvisi = announce_dati(quadro, comando)
    return Report(
        schema="ldq/scenari/1",
        titolo="Scenari",
        oggi=quadro.oggi,
        dati_aggiornati_al=quadro.portafoglio.dati_aggiornati_al,
        blocchi=(*avvisi, *blocchi),
        dati=RispostaScenari(scenari, quadro.piani, list_lasciati(quadro.portafoglio, lasciati), list_testi(avvisi)),
        elenco=scenari,
    )
