"""JSON Lines: `contratti.jsonl`, che ogni comando legge al posto di `contratti.yaml`.

La prima riga dice il giorno dei dati; ogni altra è un contratto, con le chiavi e i valori del YAML.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ldq_planner.render.esportazione import SOLO_CONTRATTI, UNICO, Esportato

if TYPE_CHECKING:
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.render.esportazione import Modi


def export(portafoglio: Portafoglio, _modi: Modi) -> Esportato:
    """I contratti, uno per riga, nell'ordine del file."""
    testata = {"aggiornato_al": str(portafoglio.registro.aggiornato_al)}
    # Un campo con il valore di chi non lo scrive non si scrive: nel YAML `null` non c'è.
    voci = (c.model_dump(mode="json", exclude_defaults=True) for c in portafoglio.contratti)
    righe = (json.dumps(voce, ensure_ascii=False) + "\n" for voce in (testata, *voci))
    return Esportato({UNICO: "".join(righe).encode()}, (SOLO_CONTRATTI,))
