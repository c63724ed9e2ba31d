"""I controlli alla lettura: finché uno parla i dati non si valutano (uscita 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.rules.base.contenuto import Contenuto
from ldq_planner.rules.integrita import (
    contratto_senza_fine,
    fine_prima_dell_inizio,
    id_doppio,
    opzione_fuori_posto,
    riferimento_sconosciuto,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ldq_planner.errors import Finding
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.rules.base.contenuto import RegolaDiIntegrita

INTEGRITA: tuple[RegolaDiIntegrita, ...] = (
    id_doppio,
    riferimento_sconosciuto,
    contratto_senza_fine,
    fine_prima_dell_inizio,
    opzione_fuori_posto,
)


def check_integrita(
    portafoglio: Portafoglio, noti: Mapping[str, frozenset[str]], regole: Mapping[str, bool]
) -> Iterator[Finding]:
    """Tutto ciò che vieta di valutare il portafoglio."""
    contenuto = Contenuto(portafoglio, noti, regole)
    for regola in INTEGRITA:
        yield from regola.check(contenuto)
