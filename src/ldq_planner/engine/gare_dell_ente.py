"""Come si immagina la gara di uno scenario: la sua procedura, le sue durate e i suoi casi, poi quelli dell'ente."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.engine.durate import CASI_DI_SEMPRE, ENTE, SCENARIO, Ipotesi

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldq_planner.model.norme import FileProcedure, Procedura
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario


def imagine_ipotesi(
    portafoglio: Portafoglio, scenario: Scenario | None, procedure: FileProcedure, procedura: Procedura
) -> Ipotesi:
    """Le ipotesi della gara: durate e casi dello scenario, se c'è, poi quelli dell'ente, che valgono dove la procedura li ha."""
    sue = (scenario and scenario.durate) or {}
    casi = (scenario and scenario.casi) or set(portafoglio.gare.casi).intersection(procedure.list_casi(procedura))
    dell_ente = {fase: giorni for fase, giorni in portafoglio.gare.durate.items() if fase in procedura.fasi}
    return Ipotesi(
        procedura,
        casi=CASI_DI_SEMPRE | set(casi),
        fissate=dell_ente | sue,
        servizio=scenario.servizio if scenario else "",
        imparate=_find_imparate(portafoglio, scenario, procedura, procedure),
        origini=dict.fromkeys(dell_ente, ENTE) | dict.fromkeys(sue, SCENARIO),
    )


def _find_imparate(
    portafoglio: Portafoglio, scenario: Scenario | None, procedura: Procedura, procedure: FileProcedure
) -> Mapping[str, tuple[int, ...]]:
    """Fase → la stima imparata da gare già fatte, se l'ente l'ha scritta."""
    if portafoglio.imparate is None:
        return {}
    from ldq_planner.engine.durate_imparate import find_imparate  # noqa: PLC0415 - quasi nessuna cartella ne ha

    return find_imparate(portafoglio, scenario, procedura, procedure)
