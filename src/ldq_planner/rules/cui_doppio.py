"""Due acquisti diversi hanno lo stesso CUI.

Perché: il CUI è di un acquisto solo, e non cambia mai; diviso in lotti, ogni lotto ne ha uno suo. Doppio, nel programma degli
acquisti una delle due righe si perde. Si guardano gli scenari in gioco, fra loro e con i contratti che non ne vengono; due
alternative dello stesso gruppo sono lo stesso acquisto.

Passa:

    scenari:
      - {id: nord, cui: S01199250158202300012}
      - {id: sud, cui: S01199250158202300013}

Non passa:

    scenari:
      - {id: nord, cui: S01199250158202300012}
      - {id: sud, cui: S01199250158202300012}

Rimedio: lasciarlo a chi lo ha nel programma; all'altro dare il suo (`ldq acquisti` ne propone uno libero). Se il contratto viene
dallo scenario, scriverlo nel contratto: `scenario: ID`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.errors import Ref, Severita
from ldq_planner.model.scelte import are_alternative
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo

if TYPE_CHECKING:
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario

CODICE = "cui-doppio"
SEVERITA = Severita.AVVISO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per scenario il cui CUI è già di un altro, o di un contratto."""
    portafoglio = contesto.portafoglio
    for posto, scenario in enumerate(portafoglio.scenari):
        prima = [s for s in portafoglio.scenari[:posto] if _are_doppi(s, scenario)]
        if altro := _find_altro(portafoglio, scenario, prima):
            yield Rilievo(
                f"il CUI «{scenario.cui}» di «{scenario.id}» è anche {altro}",
                "lasciarlo a chi lo ha nel programma degli acquisti; all'altro dare il suo (ldq acquisti ne propone uno libero)",
                Ref("scenari", scenario.id, ("cui",)),
            )


def _are_doppi(uno: Scenario, altro: Scenario) -> bool:
    return uno.cui is not None and uno.cui == altro.cui and not are_alternative(uno, altro)


def _find_altro(portafoglio: Portafoglio, scenario: Scenario, prima: list[Scenario]) -> str:
    """Di chi altro è il suo CUI; vuoto se di nessuno."""
    if prima:
        return f"dello scenario «{prima[0].id}»"
    suoi = (c for c in portafoglio.contratti if scenario.cui and c.cui == scenario.cui and c.scenario != scenario.id)
    contratto = next(suoi, None)
    return f"del contratto «{contratto.id}», che non dice di venire da lì" if contratto else ""
