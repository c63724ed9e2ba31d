"""Copertura e lacune di ciascun quartiere.

Un contratto a date incerte copre **certamente** i giorni in vigore in ogni lettura (dall'ultimo inizio possibile
alla prima fine possibile) e **possibilmente** quelli in vigore in qualche lettura. Una lacuna è certa fuori dal
possibile, possibile fra il possibile e il certo.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.periodo import InsiemeGiorni, Periodo, pack
from ldq_planner.engine.scadenze import compute_effettiva
from ldq_planner.model.copertura import CoperturaQuartiere, Lacuna, TipoLacuna

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.portafoglio import Portafoglio


_giorno = lru_cache(maxsize=None)(date.fromordinal)
_CERTA, _POSSIBILE = TipoLacuna.CERTA, TipoLacuna.POSSIBILE


class Copertura(NamedTuple):
    """I giorni coperti in ogni lettura, e quelli coperti in almeno una."""

    certa: InsiemeGiorni
    possibile: InsiemeGiorni


_MAI = Copertura(InsiemeGiorni(), InsiemeGiorni())


def compute_coperture(portafoglio: Portafoglio, finestra: Periodo) -> tuple[CoperturaQuartiere, ...]:
    """Copertura e lacune di ogni quartiere nella finestra, nell'ordine dei dati.

    Estremi: la finestra è chiusa. Le lacune sono in ordine di data; due contratti sugli stessi giorni contano una volta.
    """
    with pause_collector():
        certi, incerti = _collect(portafoglio.contratti)
        return tuple([_measure(q, _unite(certi.get(q.id), incerti.get(q.id)), finestra) for q in portafoglio.quartieri])


def find_coperture(contratti: Iterable[Contratto]) -> dict[str, Copertura]:
    """Quartiere → giorni coperti; i quartieri senza contratti non ci sono."""
    certi, incerti = _collect(contratti)
    return {quartiere: _unite(periodi, incerti.get(quartiere)) for quartiere, periodi in certi.items()}


def _collect(contratti: Iterable[Contratto]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Quartiere → periodi certi, e quartiere → periodi possibili dei soli contratti a date incerte."""
    certi: defaultdict[str, list[int]] = defaultdict(list)
    incerti: defaultdict[str, list[int]] = defaultdict(list)
    for contratto in contratti:
        inizio, fine = contratto.inizio, compute_effettiva(contratto)
        dal, al = inizio.primo, fine.primo
        if inizio.ultimo == dal <= al == fine.ultimo:
            periodo = pack(dal.toordinal(), al.toordinal() + 1)
            for quartiere in contratto.quartieri:
                certi[quartiere].append(periodo)
        else:
            certo, possibile = compute_periodi(contratto)
            for quartiere in contratto.quartieri:
                certi[quartiere] += certo
                incerti[quartiere] += possibile
    return certi, incerti


def _unite(certi: list[int] | None, incerti: list[int] | None) -> Copertura:
    if certi is None:
        return _MAI
    certa = InsiemeGiorni.from_packed(certi)
    return Copertura(certa, certa | InsiemeGiorni.from_packed(incerti) if incerti else certa)


def compute_periodi(contratto: Contratto) -> tuple[list[int], list[int]]:
    """Il periodo certo e quello possibile di un contratto, impacchettati; una lista vuota se non c'è.

    Una fine precede il suo inizio in nessuna lettura: le letture che lo direbbero non contano.
    """
    inizio, fine = contratto.inizio, compute_effettiva(contratto)
    if fine.ultimo < inizio.primo:
        return [], []
    ultimo_inizio, prima_fine = min(inizio.ultimo, fine.ultimo), max(fine.primo, inizio.primo)
    certo = [pack(ultimo_inizio.toordinal(), prima_fine.toordinal() + 1)] if ultimo_inizio <= prima_fine else []
    return certo, [pack(inizio.primo.toordinal(), fine.ultimo.toordinal() + 1)]


def find_lacune(copertura: Copertura, finestra: Periodo, abitanti: int | None) -> tuple[Lacuna, ...]:
    """Le lacune della finestra, in ordine di data.

    Unità: abitanti-giorni = `abitanti` × giorni, `None` se gli abitanti non sono noti.
    """
    certe = _build(copertura.possibile.complement(finestra), _CERTA, abitanti)
    if copertura.possibile is copertura.certa:
        return tuple(certe)
    possibili = _build((copertura.possibile - copertura.certa).clip(finestra), _POSSIBILE, abitanti)
    return tuple(sorted([*certe, *possibili], key=lambda lacuna: lacuna.inizio))


def _build(giorni: InsiemeGiorni, tipo: TipoLacuna, abitanti: int | None) -> list[Lacuna]:
    confini = iter(giorni.confini)
    lacune = []
    for dal, dopo in zip(confini, confini, strict=True):
        lunga = dopo - dal
        persone = None if abitanti is None else abitanti * lunga
        lacune.append(Lacuna(_giorno(dal), _giorno(dopo - 1), lunga, tipo, persone))
    return lacune


def _measure(quartiere: Quartiere, copertura: Copertura, finestra: Periodo) -> CoperturaQuartiere:
    abitanti, giorni = quartiere.abitanti, finestra.giorni
    lacune = find_lacune(copertura, finestra, abitanti)
    coperti = giorni - sum([lacuna.giorni for lacuna in lacune])
    return CoperturaQuartiere(quartiere.id, quartiere.nome, abitanti, giorni, coperti, lacune)


@contextmanager
def pause_collector() -> Iterator[None]:
    """Sospende il raccoglitore di cicli: qui si creano molti valori, nessuno ne forma, e ripassarli tutti raddoppia il tempo."""
    attivo = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if attivo:
            gc.enable()
