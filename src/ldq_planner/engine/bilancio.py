"""I costi per anno di un portafoglio: contratti affidati, e scenari di ogni piano."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from ldq_planner.engine.costi import NON_NOTA, compute_costi_annui
from ldq_planner.engine.stime import estimate_costi_annui, is_impossibile, read_iva
from ldq_planner.model.bilancio import Bilancio, ConIva, CostiAnno, CostoPiano

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

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
    scenari = {
        s.id: estimate_costi_annui(portafoglio, s)
        for s in portafoglio.scenari
        if s.id in scelti and not is_impossibile(portafoglio, s)
    }
    totale = _sum(contratti.values())
    piani = {p.id: _sum(scenari[id_] for id_ in p.scenari if id_ in scenari) for p in piani_scelti}
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
        tuple(_split_ive(portafoglio, contratti, scenari)),
        _list_ignoti(contratti),
        _list_ignoti(scenari),
    )


def _split_ive(
    portafoglio: Portafoglio, contratti: Mapping[str, Costi], scenari: Mapping[str, Costi]
) -> Iterator[ConIva]:
    """Chi è nelle somme, secondo l'IVA dei suoi importi."""
    di_contratto = {id_: portafoglio.contratti_by_id[id_].iva or NON_NOTA for id_, costi in contratti.items() if costi}
    di_scenario = {s.id: read_iva(portafoglio, s) or NON_NOTA for s in portafoglio.scenari if scenari.get(s.id)}
    for iva in sorted({*di_contratto.values(), *di_scenario.values()}):
        suoi = (tuple(id_ for id_, sua in di_chi.items() if sua == iva) for di_chi in (di_contratto, di_scenario))
        yield ConIva(iva, *suoi)


def _sum(costi: Iterable[Costi]) -> dict[int, Decimal]:
    """Anno → somma."""
    somma: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for di_uno in costi:
        for anno, costo in di_uno:
            somma[anno] += costo
    return somma


def _list_ignoti(costi: dict[str, Costi]) -> tuple[str, ...]:
    return tuple(id_ for id_, di_uno in costi.items() if not di_uno)
