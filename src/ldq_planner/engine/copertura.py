"""Copertura e lacune di ciascun quartiere.

Un contratto a date incerte copre **certamente** i giorni in vigore in ogni lettura (dall'ultimo inizio possibile
alla prima fine possibile) e **possibilmente** quelli in vigore in qualche lettura. Una lacuna è certa fuori dal
possibile, possibile fra il possibile e il certo.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.periodo import InsiemeGiorni, Periodo, pack
from ldq_planner.engine.scadenze import compute_effettiva
from ldq_planner.model.copertura import CoperturaQuartiere, Lacuna, TipoLacuna

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.quartiere import Quartiere


class Copertura(NamedTuple):
    """I giorni coperti in ogni lettura, e quelli coperti in almeno una."""

    certa: InsiemeGiorni
    possibile: InsiemeGiorni


def compute_coperture(portafoglio: Portafoglio, finestra: Periodo) -> tuple[CoperturaQuartiere, ...]:
    """Copertura e lacune di ogni quartiere nella finestra, nell'ordine dei dati.

    Estremi: la finestra è chiusa. Le lacune sono in ordine di data; due contratti sugli stessi giorni contano una volta.
    """
    coperture = find_coperture(portafoglio.contratti)
    vuota = Copertura(InsiemeGiorni(), InsiemeGiorni())
    return tuple(_measure(q, coperture.get(q.id, vuota), finestra) for q in portafoglio.quartieri)


def find_coperture(contratti: Iterable[Contratto]) -> dict[str, Copertura]:
    """Quartiere → giorni coperti; i quartieri senza contratti non ci sono."""
    certi: dict[str, list[int]] = {}
    incerti: dict[str, list[int]] = {}
    for contratto in contratti:
        inizio, fine = contratto.inizio, compute_effettiva(contratto)
        if inizio.is_certa and fine.is_certa:
            periodo = pack(inizio.primo.toordinal(), fine.primo.toordinal() + 1)
            for quartiere in contratto.quartieri:
                certi.setdefault(quartiere, []).append(periodo)
            continue
        certo, possibile = compute_periodi(contratto)
        for quartiere in contratto.quartieri:
            incerti.setdefault(quartiere, []).append(possibile)
            certi.setdefault(quartiere, [])
            if certo is not None:
                certi[quartiere].append(certo)
    coperture = {}
    for quartiere, periodi in certi.items():
        certa = possibile_ = InsiemeGiorni.from_packed(periodi)
        if quartiere in incerti:
            possibile_ = certa | InsiemeGiorni.from_packed(incerti[quartiere])
        coperture[quartiere] = Copertura(certa, possibile_)
    return coperture


def compute_periodi(contratto: Contratto) -> tuple[int | None, int]:
    """Il periodo certo (se c'è) e quello possibile di un contratto, impacchettati.

    Una fine precede il suo inizio in nessuna lettura: le letture che lo direbbero non contano.
    """
    inizio, fine = contratto.inizio, compute_effettiva(contratto)
    prima_fine = max(fine.primo, inizio.primo)
    certo = None
    if inizio.ultimo <= prima_fine:
        certo = pack(inizio.ultimo.toordinal(), prima_fine.toordinal() + 1)
    return certo, pack(inizio.primo.toordinal(), max(fine.ultimo, inizio.primo).toordinal() + 1)


def find_lacune(copertura: Copertura, finestra: Periodo, abitanti: int | None) -> tuple[Lacuna, ...]:
    """Le lacune della finestra, in ordine di data.

    Unità: abitanti-giorni = `abitanti` × giorni, `None` se gli abitanti non sono noti.
    """
    intera = InsiemeGiorni((finestra,))
    certe = _build(intera - copertura.possibile, TipoLacuna.CERTA, abitanti)
    if copertura.possibile is copertura.certa:
        return tuple(certe)
    possibili = _build((copertura.possibile - copertura.certa) & intera, TipoLacuna.POSSIBILE, abitanti)
    return tuple(sorted([*certe, *possibili], key=lambda lacuna: lacuna.inizio))


def _build(giorni: InsiemeGiorni, tipo: TipoLacuna, abitanti: int | None) -> list[Lacuna]:
    confini = iter(giorni.confini)
    from_ordinal = date.fromordinal
    return [
        Lacuna(
            from_ordinal(dal),
            from_ordinal(dopo - 1),
            dopo - dal,
            tipo,
            None if abitanti is None else abitanti * (dopo - dal),
        )
        for dal, dopo in zip(confini, confini, strict=True)
    ]


def _measure(quartiere: Quartiere, copertura: Copertura, finestra: Periodo) -> CoperturaQuartiere:
    lacune = find_lacune(copertura, finestra, quartiere.abitanti)
    coperti = finestra.giorni - sum(lacuna.giorni for lacuna in lacune)
    return CoperturaQuartiere(quartiere.id, quartiere.nome, quartiere.abitanti, finestra.giorni, coperti, lacune)
