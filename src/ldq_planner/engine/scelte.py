"""Le scelte da fare fra scenari alternativi, ed entro quando."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.periodo import UN_GIORNO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.scenario import Scenario


class Alternativa(NamedTuple):
    """Uno scenario fra cui scegliere, e l'ultimo giorno utile per cominciarlo, compreso; `None` se non se ne sa uno."""

    scenario: Scenario
    limite: date | None


class SceltaDaFare(NamedTuple):
    """Gli scenari di un gruppo fra cui nessuno ha ancora scelto, nell'ordine del file."""

    gruppo: str
    alternative: tuple[Alternativa, ...]

    @property
    def giorno(self) -> date | None:
        """L'ultimo giorno in cui si possono ancora scegliere tutte; `None` se di nessuna si sa."""
        return min((a.limite for a in self.alternative if a.limite), default=None)

    @property
    def quartieri(self) -> tuple[str, ...]:
        """I quartieri di cui si decide."""
        return tuple(dict.fromkeys(q for a in self.alternative for q in a.scenario.quartieri))


def list_scelte(quadro: Quadro) -> Iterator[SceltaDaFare]:
    """Le scelte da fare, nell'ordine del file."""
    for gruppo, scenari in quadro.portafoglio.indecisi.items():
        yield SceltaDaFare(gruppo, tuple(Alternativa(s, _find_limite(quadro, s)) for s in scenari))


def _find_limite(quadro: Quadro, scenario: Scenario) -> date | None:
    """Di una gara, quando se ne comincia la preparazione; di un ponte, la vigilia del servizio."""
    tempi = quadro.previsione.tempi.get(scenario.id) if quadro.previsione else None
    if tempi is not None:
        return tempi.limite_progetto
    is_ponte = scenario.tipo == "ponte" and scenario.inizio.is_nota
    return scenario.inizio.primo - UN_GIORNO if is_ponte else None
