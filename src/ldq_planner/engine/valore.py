"""Il valore di un appalto per le soglie, e le procedure ammesse a quel valore.

Per le soglie conta il valore al netto dell'IVA, con opzioni, rinnovi e tutti i lotti (D.Lgs. 36/2023, art. 14).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.engine.costi import round_centesimi
from ldq_planner.engine.norme import get_fonte
from ldq_planner.model.cronoprogramma import Ammessa, ValoreAppalto

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.norme import Procedura

ESCLUSA, INCLUSA = "esclusa", "inclusa"
_CENTO = 100


def compute_valori(
    diritto: Diritto, importo: Decimal, iva: str | int, giorno: date, servizio: str = ""
) -> tuple[ValoreAppalto, ...]:
    """Il valore netto e le procedure ammesse per un bando di quel giorno; uno per aliquota, se l'aliquota non è nota.

    Unità: come in `list_netti`. `servizio` è il genere da cui dipende la soglia europea.
    """
    return tuple(
        ValoreAppalto(
            aliquota,
            netto,
            tuple(_admit(diritto, p, netto, giorno, servizio) for p in diritto.norme.procedure.procedure),
        )
        for aliquota, netto in list_netti(diritto, importo, iva, giorno)
    )


def list_netti(diritto: Diritto, importo: Decimal, iva: str | int, giorno: date) -> list[tuple[int | None, Decimal]]:
    """Aliquota → l'importo senza IVA; più d'uno, se l'aliquota non è nota.

    Unità: `importo` in euro; `iva` è `esclusa`, `inclusa` (aliquota non nota) o l'aliquota già compresa, in percento.
    """
    if iva == ESCLUSA:
        return [(None, round_centesimi(importo))]
    aliquote = list_aliquote(diritto, giorno) if iva == INCLUSA else (int(iva),)
    return [(a, round_centesimi(importo * _CENTO / (_CENTO + a))) for a in aliquote]


def list_aliquote(diritto: Diritto, giorno: date) -> tuple[int, ...]:
    """Le aliquote dell'IVA che un servizio può avere, dalla più alta."""
    return tuple(sorted((v.valore for _, v in diritto.list_parametri(giorno) if v.unita == "percento"), reverse=True))


def _admit(diritto: Diritto, procedura: Procedura, netto: Decimal, giorno: date, servizio: str) -> Ammessa:
    """Se la procedura è ammessa a quel valore; un limite che la legge di quel giorno non dà non limita."""
    da = diritto.find_limite(procedura.ammessa.da, servizio, giorno)
    sotto = diritto.find_limite(procedura.ammessa.sotto, servizio, giorno)
    is_ammessa = (da is None or netto >= da.valore) and (sotto is None or netto < sotto.valore)
    limite = sotto or da or diritto.find_articolo(giorno, procedura.id)
    return Ammessa(procedura.id, procedura.nome, is_ammessa and is_prevista(procedura, giorno), *get_fonte(limite))


def is_prevista(procedura: Procedura, giorno: date) -> bool:
    """Vero se la legge di quel giorno già prevede la procedura."""
    return procedura.dal is None or procedura.dal.primo <= giorno
