"""Le regole sugli scenari, da sole: `ldq scenari` non ha bisogno delle altre."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.rules import scenario_contraddittorio, scenario_superato
from ldq_planner.rules.contesto import Contesto, Regola

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.errors import Finding

SUGLI_SCENARI: tuple[Regola, ...] = (scenario_contraddittorio, scenario_superato)


def check_scenari(quadro: Quadro) -> Iterator[Finding]:
    """Ciò che in quel giorno non va negli scenari, senza righe né colonne."""
    return run_regole(SUGLI_SCENARI, Contesto(quadro, 0))


def run_regole(regole: tuple[Regola, ...], contesto: Contesto) -> Iterator[Finding]:
    """Le segnalazioni di ogni regola, nell'ordine."""
    for regola in regole:
        yield from regola.check(contesto)
