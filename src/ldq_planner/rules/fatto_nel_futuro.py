"""Un fatto di una gara è detto compiuto, o cominciato, in un giorno che deve ancora venire.

Perché: ciò che non è ancora accaduto può non accadere: lo si conta come un giorno fissato, e non come un fatto. Di solito è un
anno battuto male, o una data prevista scritta nel campo sbagliato.

Passa (oggi 27/11/2026):

    avanzamento:
      - {fase: ricezione_offerte, fissata_al: 2026-11-30}

Non passa:

    avanzamento:
      - {fase: ricezione_offerte, conclusa: 2026-11-30}

Rimedio: correggere il giorno; se è previsto da un atto, scriverlo in `fissata_al`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.testo import format_distanza
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.model.avanzamento import FattoDiGara

CODICE = "fatto-nel-futuro"
SEVERITA = Severita.CRITICO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per giorno detto compiuto, o cominciato, dopo oggi."""
    for scenario in contesto.portafoglio.scenari:
        for posto, fatto in enumerate(scenario.avanzamento):
            for campo, giorno in _list_giorni(fatto):
                if giorno > contesto.oggi:
                    quando = f"{format_giorno(giorno)}, {format_distanza((giorno - contesto.oggi).days)}"
                    yield Rilievo(
                        f"nella gara di «{scenario.id}» «{fatto.fase or fatto.esito}» è scritta come accaduta il {quando}",
                        "correggere il giorno; se un atto lo ha fissato, scriverlo in fissata_al",
                        Ref("scenari", scenario.id, ("avanzamento", posto, campo)),
                    )


def _list_giorni(fatto: FattoDiGara) -> Iterator[tuple[str, date]]:
    for campo, giorno in (("iniziata", fatto.iniziata), ("conclusa", fatto.conclusa), ("il", fatto.il)):
        if giorno is not None:
            yield campo, giorno.primo
