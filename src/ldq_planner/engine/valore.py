"""Il valore di un appalto per le soglie, e le procedure ammesse a quel valore.

Per le soglie conta il valore al netto dell'IVA, con opzioni, rinnovi e tutti i lotti (D.Lgs. 36/2023, art. 14).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ldq_planner.engine.ammissione import Appalto, admit
from ldq_planner.engine.costi import round_centesimi
from ldq_planner.model.cronoprogramma import Ammessa, ValoreAppalto

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from ldq_planner.engine.norme import Diritto

APPALTO_QUALUNQUE = Appalto()
ESCLUSA, INCLUSA = "esclusa", "inclusa"
_CENTO = 100


def compute_valori(
    diritto: Diritto, importo: Decimal, iva: str | int, giorno: date, appalto: Appalto = APPALTO_QUALUNQUE
) -> tuple[ValoreAppalto, ...]:
    """Il valore netto e le procedure ammesse per un bando di quel giorno; uno per aliquota, se l'aliquota non è nota.

    Unità: come in `list_netti`. Di `appalto` conta ciò che non è il valore.
    """
    return tuple(
        ValoreAppalto(aliquota, netto, tuple(_list_ammesse(diritto, appalto._replace(netto=netto), giorno)))
        for aliquota, netto in list_netti(diritto, importo, iva, giorno)
    )


def _list_ammesse(diritto: Diritto, appalto: Appalto, giorno: date) -> Iterator[Ammessa]:
    """Ogni procedura, e che cosa la esclude."""
    for procedura in diritto.norme.procedure.procedure:
        ammessa = admit(diritto, procedura, appalto, giorno)
        yield ammessa._replace(condizioni=ammessa.motivi)


def list_netti(diritto: Diritto, importo: Decimal, iva: str | int, giorno: date) -> list[tuple[int | None, Decimal]]:
    """Aliquota → l'importo senza IVA; più d'uno, se l'aliquota non è nota.

    Unità: `importo` in euro; `iva` è `esclusa`, `inclusa` (aliquota non nota) o l'aliquota già compresa, in percento.
    """
    if iva == ESCLUSA:
        return [(None, round_centesimi(importo))]
    aliquote = list_aliquote(diritto, giorno) if iva == INCLUSA else (int(iva),)
    return [(a, round_centesimi(importo * _CENTO / (_CENTO + a))) for a in aliquote]


@lru_cache(maxsize=8)
def list_aliquote(diritto: Diritto, giorno: date) -> tuple[int, ...]:
    """Le aliquote dell'IVA che un servizio può avere, dalla più alta."""
    return tuple(sorted((v.valore for _, v in diritto.list_parametri(giorno) if v.unita == "percento"), reverse=True))
