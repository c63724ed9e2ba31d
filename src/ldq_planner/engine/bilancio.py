"""I costi per anno di un portafoglio: contratti affidati, e scenari di ogni piano."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from ldq_planner.engine.costi import compute_costi_annui
from ldq_planner.engine.scenari import estimate_costi_annui
from ldq_planner.model.bilancio import Bilancio, CostiAnno, CostoPiano

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Piano

    Costi = tuple[tuple[int, Decimal], ...]

ZERO = Decimal("0.00")


def compute_bilancio(portafoglio: Portafoglio, piani_scelti: tuple[Piano, ...]) -> Bilancio:
    """I costi di ogni anno solare in cui ce n'è di noti, dal primo, per i piani scelti.

    Ciò che ha un importo o una data non noti non entra nelle somme: è nominato a parte.
    """
    contratti = {c.id: compute_costi_annui(c) for c in portafoglio.contratti}
    scelti = {id_ for p in piani_scelti for id_ in p.scenari}
    scenari = {s.id: estimate_costi_annui(portafoglio, s) for s in portafoglio.scenari if s.id in scelti}
    totale = _sum(contratti.values())
    piani = {p.id: _sum(scenari[id_] for id_ in p.scenari) for p in piani_scelti}
    anni = sorted({*totale, *(anno for costi in piani.values() for anno in costi)})
    return Bilancio(
        tuple(
            CostiAnno(
                anno,
                totale.get(anno, ZERO),
                tuple(CostoPiano(id_, costi.get(anno, ZERO)) for id_, costi in piani.items()),
            )
            for anno in anni
        ),
        _list_ignoti(contratti),
        _list_ignoti(scenari),
    )


def _sum(costi: Iterable[Costi]) -> dict[int, Decimal]:
    """Anno → somma."""
    somma: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for di_uno in costi:
        for anno, costo in di_uno:
            somma[anno] += costo
    return somma


def _list_ignoti(costi: dict[str, Costi]) -> tuple[str, ...]:
    return tuple(id_ for id_, di_uno in costi.items() if not di_uno)
