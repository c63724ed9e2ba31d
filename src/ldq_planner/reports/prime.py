"""Che cosa fare per primo: gli atti in ritardo o vicini, e come si dicono in una riga."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.model.evento import GenereEvento
from ldq_planner.model.testo import format_distanza, format_elenco, lower_prima

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.evento import Evento
    from ldq_planner.model.portafoglio import Portafoglio

_FINISCONO = (GenereEvento.SCADENZA, GenereEvento.PROGRAMMA, GenereEvento.DEROGA)
"""Ciò che accade da sé, e non si fa."""


def choose_prime(quadro: Quadro, eventi: Sequence[Evento], quante: int) -> Iterator[Evento]:
    """Gli atti in ritardo o vicini, uno per gara o contratto: per primo quello che andava fatto prima."""
    per_entita: dict[str, Evento] = {}
    for evento in eventi:
        is_vicino = (evento.giorno - quadro.oggi).days <= max(evento.anticipi, default=0)
        if evento.genere not in _FINISCONO and is_vicino:
            per_entita.setdefault(evento.entita, evento)
    yield from islice(sorted(per_entita.values(), key=lambda e: (e.fino_al, e.id)), quante)


def say_prima(portafoglio: Portafoglio, evento: Evento, oggi: date) -> str:
    """`«Gara unica» (Mazzini): cominciare il progetto del servizio, entro il 28/02/2023, fra 42 giorni`."""
    giorni = (evento.fino_al - oggi).days
    entro = f"{'entro' if giorni >= 0 else 'andava fatto entro'} il {format_giorno(evento.fino_al)}, {format_distanza(giorni)}"
    nome = portafoglio.name(evento.entita)
    if nome == evento.entita:  # non è una cosa sola: il titolo dice già tutto
        return f"{evento.titolo}: {entro}"
    dove = format_elenco([portafoglio.nomi[q] for q in evento.quartieri])
    return f"{portafoglio.quote(evento.entita)}{f' ({dove})' if dove else ''}: {say_atto(evento)}, {entro}"


def say_atto(evento: Evento) -> str:
    """Che cosa fare; di una fase della gara, quale."""
    if evento.genere is GenereEvento.FASE:
        return lower_prima(evento.titolo.split(":")[0])
    return lower_prima(evento.da_fare.split(". ")[0].rstrip("."))
