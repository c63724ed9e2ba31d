"""Quale legge decide le date degli scenari, e quali suoi articoli sono da verificare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.model.diritto import LeggeUsata
from ldq_planner.model.norme import DA_VERIFICARE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.engine.norme import Diritto
    from ldq_planner.engine.previsione import Previsione


def list_leggi(previsione: Previsione, diritto: Diritto) -> Iterator[LeggeUsata]:
    """Un valore per regime applicato, nell'ordine in cui i regimi cominciano; ogni articolo una volta sola."""
    for regime in diritto.norme.regimi:
        tempi = {id_: t for id_, t in previsione.tempi.items() if t.regime == regime.id}
        articoli = [(f.riferimento, f.stato_fonte) for t in tempi.values() for f in t.fasi if f.riferimento]
        dubbi = dict.fromkeys(articolo for articolo, verifica in articoli if verifica == DA_VERIFICARE)
        certi = dict.fromkeys(articolo for articolo, _ in articoli if articolo not in dubbi)
        if tempi:
            fine = regime.al.primo if regime.al else None
            yield LeggeUsata(regime.id, regime.nome, regime.dal.primo, fine, tuple(tempi), tuple(certi), tuple(dubbi))
