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
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.periodo import InsiemeGiorni, Periodo, pack
from ldq_planner.engine.scadenze import compute_effettiva
from ldq_planner.model.copertura import CoperturaQuartiere, Lacuna, TipoLacuna

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.portafoglio import Portafoglio


_Periodi = dict[str, list[int]]
_CERTA, _POSSIBILE = TipoLacuna.CERTA, TipoLacuna.POSSIBILE


class Copertura(NamedTuple):
    """I giorni coperti in ogni lettura, e quelli coperti in almeno una."""

    certa: InsiemeGiorni
    possibile: InsiemeGiorni


def compute_coperture(portafoglio: Portafoglio, finestra: Periodo) -> tuple[CoperturaQuartiere, ...]:
    """Copertura e lacune di ogni quartiere nella finestra, nell'ordine dei dati.

    Estremi: la finestra è chiusa. Le lacune sono in ordine di data; due contratti sugli stessi giorni contano una volta.
    """
    giorni = finestra.giorni
    misure = []
    with pause_collector():
        certi, incerti = _collect(portafoglio.contratti)
        for quartiere in portafoglio.quartieri:
            id_, abitanti = quartiere.id, quartiere.abitanti
            lacune = find_lacune(certi.get(id_, []), incerti.get(id_, []), finestra, abitanti)
            coperti = giorni - sum([lacuna.giorni for lacuna in lacune])
            misure.append(CoperturaQuartiere(id_, quartiere.nome, abitanti, giorni, coperti, lacune))
    return tuple(misure)


def find_coperture(contratti: Iterable[Contratto]) -> dict[str, Copertura]:
    """Quartiere → giorni coperti; i quartieri senza contratti non ci sono."""
    certi, incerti = _collect(contratti)
    coperture = {}
    for quartiere, periodi in certi.items():
        certa = InsiemeGiorni.from_packed(periodi)
        possibile = certa | InsiemeGiorni.from_packed(incerti[quartiere]) if quartiere in incerti else certa
        coperture[quartiere] = Copertura(certa, possibile)
    return coperture


def find_lacune(certi: list[int], incerti: list[int], finestra: Periodo, abitanti: int | None) -> tuple[Lacuna, ...]:
    """Le lacune della finestra, in ordine di data, dati i periodi impacchettati certi e solo possibili.

    Unità: abitanti-giorni = `abitanti` × giorni, `None` se gli abitanti non sono noti.
    """
    scoperti = InsiemeGiorni.outside_packed(certi, finestra)
    if not incerti:
        return tuple(_build(scoperti, _CERTA, abitanti))
    certe = InsiemeGiorni.outside_packed(certi + incerti, finestra)
    lacune = _build(certe, _CERTA, abitanti) + _build(scoperti - certe, _POSSIBILE, abitanti)
    return tuple(sorted(lacune, key=lambda lacuna: lacuna.inizio))


def _collect(contratti: Iterable[Contratto]) -> tuple[_Periodi, _Periodi]:
    """Quartiere → periodi certi, e quartiere → periodi possibili dei soli contratti a date incerte."""
    certi: defaultdict[str, list[int]] = defaultdict(list)
    incerti: defaultdict[str, list[int]] = defaultdict(list)
    for contratto in contratti:
        inizio, fine = contratto.inizio, compute_effettiva(contratto)
        dal, ultimo_inizio, _ = inizio
        al, ultima_fine, _ = fine
        if ultimo_inizio == dal <= al == ultima_fine:
            periodo = pack(dal, al)
            for quartiere in contratto.quartieri:
                certi[quartiere].append(periodo)
        else:
            certo, possibile = compute_periodi(inizio, fine)
            for quartiere in contratto.quartieri:
                certi[quartiere] += certo
                incerti[quartiere] += possibile
    return certi, incerti


def compute_periodi(inizio: DataIncerta, fine: DataIncerta) -> tuple[list[int], list[int]]:
    """Il periodo in vigore in ogni lettura delle due date e quello in qualche lettura, impacchettati, se ci sono.

    Una fine precede il suo inizio in nessuna lettura: le letture che lo direbbero non contano.
    """
    if fine.ultimo < inizio.primo:
        return [], []
    ultimo_inizio, prima_fine = min(inizio.ultimo, fine.ultimo), max(inizio.primo, fine.primo)
    certo = [pack(ultimo_inizio, prima_fine)] if ultimo_inizio <= prima_fine else []
    return certo, [pack(inizio.primo, fine.ultimo)]


def _build(giorni: InsiemeGiorni, tipo: TipoLacuna, abitanti: int | None) -> list[Lacuna]:
    confini = iter(giorni.confini)
    giorno = date.fromordinal
    return [
        Lacuna(giorno(dal), giorno(dopo - 1), dopo - dal, tipo, None if abitanti is None else abitanti * (dopo - dal))
        for dal, dopo in zip(confini, confini, strict=True)
    ]


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
