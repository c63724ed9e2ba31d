"""I controlli alla lettura: finché uno parla i dati non si valutano (uscita 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.rules.base.regola import run_regole
from ldq_planner.rules.integrita import (
    contratto_senza_fine,
    decorrenza_fuori_posto,
    durata_imparata_contraddittoria,
    fase_sconosciuta,
    fatti_contraddittori,
    fatto_incompleto,
    fine_prima_dell_inizio,
    id_doppio,
    limite_senza_effetto,
    opzione_fuori_posto,
    riferimento_sconosciuto,
    sospensione_fuori_posto,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.errors import Finding
    from ldq_planner.rules.base.contenuto import Contenuto
    from ldq_planner.rules.base.regola import Regola

INTEGRITA: tuple[Regola[Contenuto], ...] = (
    id_doppio,
    riferimento_sconosciuto,
    contratto_senza_fine,
    fine_prima_dell_inizio,
    opzione_fuori_posto,
    fatto_incompleto,
    fase_sconosciuta,
    fatti_contraddittori,
    decorrenza_fuori_posto,
    sospensione_fuori_posto,
    durata_imparata_contraddittoria,
    limite_senza_effetto,
)


def check_integrita(contenuto: Contenuto) -> Iterator[Finding]:
    """Tutto ciò che vieta di valutare il portafoglio."""
    return run_regole(INTEGRITA, contenuto)
