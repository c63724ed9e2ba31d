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


def compute_valori(diritto: Diritto, importo: Decimal, iva: str | int, giorno: date) -> tuple[ValoreAppalto, ...]:
    """Il valore netto e le procedure ammesse per un bando di quel giorno; uno per aliquota, se l'aliquota non è nota.

    Unità: `importo` in euro; `iva` è `esclusa`, `inclusa` (aliquota non nota) o l'aliquota già compresa, in percento.
    """
    if iva == ESCLUSA:
        return (_evaluate(diritto, importo, None, giorno),)
    aliquote = list_aliquote(diritto, giorno) if iva == INCLUSA else (int(iva),)
    return tuple(_evaluate(diritto, importo * _CENTO / (_CENTO + a), a, giorno) for a in aliquote)


def list_aliquote(diritto: Diritto, giorno: date) -> tuple[int, ...]:
    """Le aliquote dell'IVA che un servizio può avere, dalla più alta."""
    return tuple(sorted((v.valore for _, v in diritto.list_parametri(giorno) if v.unita == "percento"), reverse=True))


def _evaluate(diritto: Diritto, netto: Decimal, aliquota: int | None, giorno: date) -> ValoreAppalto:
    netto = round_centesimi(netto)
    ammesse = (_admit(diritto, p, netto, giorno) for p in diritto.norme.procedure.procedure)
    return ValoreAppalto(aliquota, netto, tuple(ammesse))


def _admit(diritto: Diritto, procedura: Procedura, netto: Decimal, giorno: date) -> Ammessa:
    """Se la procedura è ammessa a quel valore; un limite che la legge di quel giorno non dà non limita."""
    da = diritto.find_valore(procedura.ammessa.da, giorno) if procedura.ammessa.da else None
    sotto = diritto.find_valore(procedura.ammessa.sotto, giorno) if procedura.ammessa.sotto else None
    is_ammessa = (da is None or netto >= da.valore) and (sotto is None or netto < sotto.valore)
    limite = sotto or da or diritto.find_articolo(giorno, procedura.id)
    return Ammessa(procedura.id, procedura.nome, is_ammessa, *get_fonte(limite))
