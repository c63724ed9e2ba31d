"""iCalendar (RFC 5545): un evento di tutto il giorno per ogni giorno che conta, con i suoi avvisi.

L'identità di un evento non dipende dalla data, e il suo numero d'ordine cresce con il giorno della domanda: chi importa di
nuovo il file sposta gli eventi e non li raddoppia; ciò che non è più da fare è annullato, e ciò che è in ritardo sta a oggi.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from ldq_planner.dates.periodo import UN_GIORNO
from ldq_planner.dates.testo import format_giorno
from ldq_planner.render.valori import clean

if TYPE_CHECKING:
    from icalendar import Alarm, Event

    from ldq_planner.model.evento import Evento
    from ldq_planner.render import Tela
    from ldq_planner.reports.report import Report

_PRIMO = date(2000, 1, 1)
_ORA_DI_AVVISO = timedelta(hours=9)


def render(report: Report, _tela: Tela) -> bytes:
    """Il calendario degli eventi del report."""
    from icalendar import Calendar, vText  # noqa: PLC0415 - un extra: lo carica solo chi lo vuole

    calendario = Calendar()
    calendario.add("prodid", "-//ldq//ldq-planner//IT")
    calendario.add("version", "2.0")
    calendario.add("calscale", "GREGORIAN")
    calendario.add("x-wr-calname", vText(clean(report.titolo)))  # lo standard non la conosce: da sé sarebbe testo nudo
    for evento in report.eventi:
        calendario.add_component(_build_evento(evento, report))
    for evento in report.compiuti:
        voce = _build_evento(evento._replace(anticipi=()), report)
        voce.add("status", "CANCELLED")
        calendario.add_component(voce)
    return bytes(calendario.to_ical())


def _build_evento(evento: Evento, report: Report) -> Event:
    """L'evento di tutto il giorno, che non occupa chi lo guarda."""
    from icalendar import Event  # noqa: PLC0415 - come sopra

    oggi = report.oggi or _PRIMO
    in_ritardo = evento.fino_al < oggi
    giorno = oggi if in_ritardo else evento.giorno
    titolo = clean(f"In ritardo – {evento.titolo}" if in_ritardo else evento.titolo)
    voce = Event()
    voce.add("uid", evento.uid)
    voce.add("dtstamp", datetime.combine(oggi, time(), UTC))
    voce.add("sequence", max(0, (oggi - _PRIMO).days))
    voce.add("dtstart", giorno)
    voce.add("dtend", giorno + UN_GIORNO)
    voce.add("summary", titolo)
    voce.add("description", _describe(evento, report))
    voce.add("categories", [evento.genere.value, *map(clean, evento.responsabili)])
    voce.add("transp", "TRANSPARENT")
    voce.add("class", "PUBLIC")
    for giorni in evento.anticipi:
        if evento.giorno - timedelta(days=giorni) >= oggi:  # un avviso già passato suonerebbe all'importazione
            voce.add_component(_build_avviso(titolo, giorni))
    return voce


def _build_avviso(titolo: str, giorni: int) -> Alarm:
    """Un avviso alle nove del mattino, tanti giorni prima."""
    from icalendar import Alarm  # noqa: PLC0415 - come sopra

    quando = "oggi" if giorni == 0 else f"fra {giorni} {'giorno' if giorni == 1 else 'giorni'}"
    avviso = Alarm()
    avviso.add("action", "DISPLAY")
    avviso.add("description", f"{quando}: {titolo}")
    avviso.add("trigger", _ORA_DI_AVVISO - timedelta(days=giorni))
    return avviso


def _describe(evento: Evento, report: Report) -> str:
    """Perché, che cosa fare, dove leggerne di più, e a quando risale."""
    quando = [f"Calcolato il {format_giorno(report.oggi)}"] if report.oggi else []
    quando += [f"dati del {format_giorno(report.dati_aggiornati_al)}"] if report.dati_aggiornati_al else []
    parti = (
        evento.descrizione,
        f"Che cosa fare: {evento.da_fare}",
        f"Per saperne di più: {evento.comando}",
        f"{', '.join(quando)}." if quando else "",
    )
    return "\n\n".join(clean(parte) for parte in parti if parte)
