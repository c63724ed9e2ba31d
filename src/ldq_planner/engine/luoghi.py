"""Di quali quartieri si parla: quelli di un contratto, di uno scenario, di un programma."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ldq_planner.errors import Ref
    from ldq_planner.model.portafoglio import Portafoglio


def list_quartieri(portafoglio: Portafoglio, ref: Ref | None) -> tuple[str, ...]:
    """Gli id dei quartieri di ciò di cui si parla, ciascuno una volta; nessuno se riguarda tutti i dati."""
    trovati: tuple[str, ...] = ()
    match ref.kind if ref else "":
        case "quartieri":
            trovati = (ref.id,) if ref and ref.id in portafoglio.quartieri_by_id else ()
        case "programmi":
            trovati = tuple(q.id for q in portafoglio.quartieri if ref and ref.id in q.programmi)
        case "contratti" | "scenari" | "piani":
            trovati = _list_di_chi_serve(portafoglio, ref.id if ref else "")
    return tuple(dict.fromkeys(trovati))


def _list_di_chi_serve(portafoglio: Portafoglio, id_: str) -> tuple[str, ...]:
    servente = portafoglio.contratti_by_id.get(id_) or portafoglio.scenari_by_id.get(id_)
    if servente is not None:
        return servente.quartieri
    piani = (p.scenari for p in portafoglio.ipotesi.piani if p.id == id_)
    return tuple(q for scenari in piani for s in scenari for q in _list_di_chi_serve(portafoglio, s))
