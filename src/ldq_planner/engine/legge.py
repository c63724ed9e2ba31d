"""Quale legge decide le date degli scenari, e quali suoi articoli sono da verificare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.model.legge import LeggeUsata
from ldq_planner.model.norme import DA_VERIFICARE

if TYPE_CHECKING:
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.engine.previsione import Previsione


def list_leggi(previsione: Previsione, diritto: Diritto) -> tuple[LeggeUsata, ...]:
    """Un valore per regime applicato, nell'ordine in cui i regimi cominciano."""
    scenari = {r.id: [id_ for id_, t in previsione.tempi.items() if t.regime == r.id] for r in diritto.norme.regimi}
    return tuple(
        LeggeUsata(
            regime.id,
            regime.nome,
            regime.dal.primo,
            regime.al.primo if regime.al else None,
            tuple(scenari[regime.id]),
            *_split_articoli(previsione, scenari[regime.id]),
        )
        for regime in diritto.norme.regimi
        if scenari[regime.id]
    )


def _split_articoli(previsione: Previsione, scenari: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Gli articoli delle fasi, una volta sola: verificati, e da verificare."""
    fasi = [fase for id_ in scenari for fase in previsione.tempi[id_].fasi if fase.riferimento]
    dubbi = dict.fromkeys(f.riferimento or "" for f in fasi if f.stato_fonte == DA_VERIFICARE)
    certi = dict.fromkeys(f.riferimento or "" for f in fasi if f.riferimento not in dubbi)
    return tuple(certi), tuple(dubbi)
