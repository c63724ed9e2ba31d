"""I piani con i ponti leciti: accanto a ciascuno, lo stesso con i ponti che coprono l'attesa delle sue gare."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.scenari import list_scenari
from ldq_planner.engine.stime import is_impossibile
from ldq_planner.model.scenario import imagine_ponte

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldq_planner.model.ponte import Ponte
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Piano, Scenario
    from ldq_planner.model.tempi import TempiScenario


class _AttesaDiGara(NamedTuple):
    """Un quartiere che in un piano aspetta una gara, e il ponte che copre l'attesa."""

    quartiere: str
    gara: str
    ponte: Ponte


def add_ponti(portafoglio: Portafoglio, tempi: Mapping[str, TempiScenario]) -> Portafoglio:
    """Il portafoglio in cui ogni piano ne ha accanto uno con i ponti che nessun requisito esclude."""
    dei_piani = {p.id: _list_attese(portafoglio, p, tempi) for p in portafoglio.piani_in_gioco}
    nomi = _name_ponti(portafoglio, {(a.quartiere, a.gara) for attese in dei_piani.values() for a in attese})
    ponti: dict[str, Scenario] = {}
    piani = []
    for piano in portafoglio.piani_in_gioco:
        attese = {nomi[a.quartiere, a.gara]: a for a in dei_piani[piano.id]}
        ponti |= {id_: _imagine(portafoglio, id_, a) for id_, a in attese.items()}
        piani.append(piano)
        if attese:
            piani.append(piano.with_ponti(tuple(attese), is_sicuro=all(a.ponte.is_sicuro for a in attese.values())))
    aggiunti = {"scenari": (*portafoglio.scenari, *ponti.values()), "piani": tuple(piani)}
    return replace(portafoglio, ipotesi=portafoglio.ipotesi.model_copy(update=aggiunti)) if ponti else portafoglio


def _imagine(portafoglio: Portafoglio, id_: str, attesa: _AttesaDiGara) -> Scenario:
    """Il ponte di quell'attesa, con il nome della gara che aspetta."""
    return imagine_ponte(id_, attesa.quartiere, portafoglio.name(attesa.gara), attesa.ponte.dal, attesa.ponte.mesi)


def _list_attese(portafoglio: Portafoglio, piano: Piano, tempi: Mapping[str, TempiScenario]) -> list[_AttesaDiGara]:
    """I quartieri del piano con un ponte lecito: quello che porta al primo scenario che vi comincia, se è una gara.

    Chi nel piano ha già un ponte scritto, che viene prima, non ne chiede altri.
    """
    possibili = [s for s in list_scenari(portafoglio, piano) if s.inizio.is_nota and not is_impossibile(portafoglio, s)]
    primi: dict[str, str] = {}
    for scenario in sorted(possibili, key=lambda s: (s.inizio.primo, s.id)):
        primi = dict.fromkeys(scenario.quartieri, scenario.id) | primi
    return [
        _AttesaDiGara(q.id, id_, q.ponte)
        for id_ in piano.scenari
        if id_ in tempi
        for q in tempi[id_].quartieri
        if primi.get(q.id) == id_ and q.ponte is not None and q.ponte.is_lecito
    ]


def _name_ponti(portafoglio: Portafoglio, attese: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Quartiere e gara → l'id del ponte: con la gara, se in un altro piano il quartiere ne aspetta un'altra."""
    volte = Counter(quartiere for quartiere, _ in attese)
    nomi = {}
    for quartiere, gara in sorted(attese):
        id_ = f"ponte-{quartiere}" if volte[quartiere] == 1 else f"ponte-{quartiere}-{gara}"
        while id_ in portafoglio.scenari_by_id:
            id_ = f"{id_}-calcolato"
        nomi[quartiere, gara] = id_
    return nomi
