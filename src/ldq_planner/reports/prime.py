"""Che cosa fare per primo: gli atti in ritardo o vicini, e come si dicono in una riga."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import ULTIMO_GIORNO
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
    """Gli atti in ritardo o vicini, uno per gara o contratto: prima dove il servizio finisce prima."""
    stati = {s.id: s for s in quadro.stati}
    per_entita: dict[str, Evento] = {}
    for evento in eventi:
        is_vicino = (evento.giorno - quadro.oggi).days <= max(evento.anticipi, default=0)
        if evento.genere not in _FINISCONO and is_vicino:
            per_entita.setdefault(evento.entita, evento)

    def urge(evento: Evento) -> tuple[date, date, str]:
        fini = [stati[q].ultimo_coperto or stati[q].forse_fino_al for q in evento.quartieri if q in stati]
        return min((f for f in fini if f), default=ULTIMO_GIORNO), evento.giorno, evento.id

    yield from islice(sorted(per_entita.values(), key=urge), quante)


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
