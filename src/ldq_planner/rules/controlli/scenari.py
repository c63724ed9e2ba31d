"""Le regole sugli scenari, da sole: `ldq scenari` non ha bisogno delle altre."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.rules import fine_prima_dell_avvio, scenario_contraddittorio, scenario_superato
from ldq_planner.rules.base.contesto import Contesto, run_nel_quadro

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.errors import Finding
    from ldq_planner.rules.base.regola import Regola

SUGLI_SCENARI: tuple[Regola[Contesto], ...] = (scenario_contraddittorio, scenario_superato, fine_prima_dell_avvio)


def check_scenari(quadro: Quadro) -> Iterator[Finding]:
    """Ciò che in quel giorno non va negli scenari, senza righe né colonne."""
    return run_nel_quadro(SUGLI_SCENARI, Contesto(quadro))
