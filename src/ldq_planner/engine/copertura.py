"""Copertura e lacune di ciascun quartiere.

Un contratto a date incerte copre **certamente** i giorni in vigore in ogni lettura (dall'ultimo inizio possibile
alla prima fine possibile) e **possibilmente** quelli in vigore in qualche lettura. Una lacuna è certa fuori dal
possibile, possibile fra il possibile e il certo.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from contextlib import contextmanager
from datetime import timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.periodo import InsiemeGiorni
from ldq_planner.engine.scadenze import compute_effettiva
from ldq_planner.model.copertura import CoperturaQuartiere, Lacuna, TipoLacuna

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.dates.periodo import Periodo
    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.portafoglio import Portafoglio

    Estremi = tuple[date, date]  # primo e ultimo giorno in vigore, compresi

# Le letture più frequenti, fatte in C: con centomila contratti sono metà del tempo.
_CAMPI = attrgetter("quartieri", "inizio", "scadenza_effettiva", "scadenza_base", "opzioni")
_DI_QUARTIERE = attrgetter("id", "nome", "abitanti")
_new = tuple.__new__
_CERTA = TipoLacuna.CERTA
_UN_GIORNO = timedelta(days=1)


class Copertura(NamedTuple):
    """I giorni coperti in ogni lettura, e quelli coperti in almeno una."""

    certa: InsiemeGiorni
    possibile: InsiemeGiorni


def compute_coperture(portafoglio: Portafoglio, finestra: Periodo) -> tuple[CoperturaQuartiere, ...]:
    """Copertura e lacune di ogni quartiere nella finestra, nell'ordine dei dati.

    Estremi: la finestra è chiusa. Le lacune sono in ordine di data; due contratti sugli stessi giorni contano una volta.
    """
    giorni = finestra.giorni
    coperture = []
    with pause_collector():
        certi, incerti = _collect(portafoglio.contratti)
        for quartiere in portafoglio.quartieri:
            id_, nome, abitanti = _DI_QUARTIERE(quartiere)
            lacune = find_lacune(certi.get(id_, []), incerti.get(id_), finestra, abitanti)
            coperti = giorni - sum([lacuna.giorni for lacuna in lacune])
            coperture.append(_new(CoperturaQuartiere, (id_, nome, abitanti, giorni, coperti, lacune)))
        return tuple(coperture)


def find_coperture(contratti: Iterable[Contratto]) -> dict[str, Copertura]:
    """Quartiere → giorni coperti; i quartieri senza contratti non ci sono."""
    certi, incerti = _collect(contratti)
    coperture = {}
    for quartiere, periodi in certi.items():
        certa = InsiemeGiorni.from_estremi(periodi)
        possibile = certa | InsiemeGiorni.from_estremi(incerti[quartiere]) if quartiere in incerti else certa
        coperture[quartiere] = Copertura(certa, possibile)
    return coperture


def find_lacune(
    certi: list[Estremi], incerti: list[Estremi] | None, finestra: Periodo, abitanti: int | None
) -> tuple[Lacuna, ...]:
    """Le lacune della finestra, in ordine di data, dati i periodi certi e quelli solo possibili di un quartiere.

    Unità: abitanti-giorni = `abitanti` × giorni, `None` se gli abitanti non sono noti.
    """
    scoperti = _sweep(certi, finestra, _CERTA, abitanti)
    if not incerti:
        return tuple(scoperti)
    certe = _sweep(certi + incerti, finestra, _CERTA, abitanti)
    forse = InsiemeGiorni.from_estremi(x[:2] for x in scoperti) - InsiemeGiorni.from_estremi(x[:2] for x in certe)
    possibili = [lacuna for tratto in forse for lacuna in _sweep([], tratto, TipoLacuna.POSSIBILE, abitanti)]
    return tuple(sorted(certe + possibili, key=lambda lacuna: lacuna.inizio))


def compute_periodi(inizio: DataIncerta, fine: DataIncerta) -> tuple[list[Estremi], list[Estremi]]:
    """Il periodo in vigore in ogni lettura delle due date, e quello in vigore in qualche lettura; vuoti se non c'è.

    Una fine precede il suo inizio in nessuna lettura: le letture che lo direbbero non contano. Se una delle due non è
    nota nessun giorno è certo, neppure quello che si conosce: chi non sa quando finisce non sa se è durato.
    """
    if fine.ultimo < inizio.primo:
        return [], []
    if not (inizio.is_nota and fine.is_nota):
        return [], [(inizio.primo, fine.ultimo)]
    ultimo_inizio, prima_fine = min(inizio.ultimo, fine.ultimo), max(inizio.primo, fine.primo)
    certo = [(ultimo_inizio, prima_fine)] if ultimo_inizio <= prima_fine else []
    return certo, [(inizio.primo, fine.ultimo)]


def _collect(contratti: Iterable[Contratto]) -> tuple[dict[str, list[Estremi]], dict[str, list[Estremi]]]:
    """Quartiere → periodi certi, e quartiere → periodi possibili dei soli contratti a date incerte."""
    certi: defaultdict[str, list[Estremi]] = defaultdict(list)
    incerti: defaultdict[str, list[Estremi]] = defaultdict(list)
    for contratto in contratti:
        quartieri, inizio, dichiarata, base, opzioni = _CAMPI(contratto)
        fine = dichiarata or (base if base and not opzioni else compute_effettiva(contratto))
        dal, al = inizio.primo, fine.ultimo
        if dal is inizio.ultimo and al is fine.primo and dal <= al:
            periodo = (dal, al)
            for quartiere in quartieri:
                certi[quartiere].append(periodo)
        else:
            certo, possibile = compute_periodi(inizio, fine)
            for quartiere in quartieri:
                certi[quartiere] += certo
                incerti[quartiere] += possibile
    return certi, incerti


def _sweep(periodi: list[Estremi], finestra: Periodo, tipo: TipoLacuna, abitanti: int | None) -> list[Lacuna]:
    """I tratti massimali della finestra che nessun periodo contiene, in ordine. La lista dei periodi viene ordinata."""
    periodi.sort()
    lacune = []
    libero, al = finestra.inizio, finestra.fine
    for inizio, fine in periodi:
        if inizio > libero:
            if inizio > al:
                break
            giorni = (inizio - libero).days
            lacune.append(_new(Lacuna, (libero, inizio - _UN_GIORNO, giorni, tipo, abitanti and abitanti * giorni)))
        if fine >= libero:
            if fine >= al:
                return lacune
            libero = fine + _UN_GIORNO
    giorni = (al - libero).days + 1
    lacune.append(_new(Lacuna, (libero, al, giorni, tipo, abitanti and abitanti * giorni)))
    return lacune


@contextmanager
def pause_collector() -> Iterator[None]:
    """Sospende il raccoglitore di cicli: qui nascono molti valori e nessun ciclo, e ripassarli raddoppia il tempo."""
    attivo = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if attivo:
            if not gc.get_freeze_count():  # ciò che è nato passa fra i vecchi senza essere ripassato
                gc.freeze()
                gc.unfreeze()
            gc.enable()
