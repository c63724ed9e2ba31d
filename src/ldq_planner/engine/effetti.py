"""Le opzioni con cui si immagina una gara, ciascuna con la stessa richiesta senza di lei."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.model.norme import ELETTRONICA, ORDINARIA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.engine.cronoprogramma import Agenda
    from ldq_planner.engine.durate import Ipotesi
    from ldq_planner.engine.gara import Richiesta
    from ldq_planner.model.cronoprogramma import Cronoprogramma
    from ldq_planner.model.norme import Fase, Valore

_SENZA_OPZIONE = frozenset((ORDINARIA, ELETTRONICA))
"""I casi che ricorrono senza chiederli."""


class Senza(NamedTuple):
    """Un'opzione scritta, il caso di cui parla se è uno, e la richiesta senza di lei."""

    opzione: str
    caso: str
    richiesta: Richiesta


class FaseRidotta(NamedTuple):
    """Una fase che nel caso chiesto ha un termine suo, e quanto dura davvero."""

    fase: Fase
    termine: Valore
    quanti: int


def list_senza(richiesta: Richiesta, servizio: str) -> Iterator[Senza]:
    """Una richiesta per ogni opzione che può spostare una data; `servizio` è il genere che si assume se non lo si dice."""
    for opzione, caso, ipotesi in _list_ipotesi(richiesta.ipotesi, servizio):
        yield Senza(opzione, caso, richiesta._replace(ipotesi=ipotesi))
    if richiesta.importo is not None:
        yield Senza("--importo", "", richiesta._replace(importo=None))


def _list_ipotesi(ipotesi: Ipotesi, servizio: str) -> Iterator[tuple[str, str, Ipotesi]]:
    """L'opzione, il caso di cui parla se è uno, e la gara immaginata senza."""
    for caso in sorted(ipotesi.casi - _SENZA_OPZIONE):
        yield f"--{caso}", caso, ipotesi._replace(casi=ipotesi.casi - {caso})
    if ELETTRONICA not in ipotesi.casi:
        yield f"--no-{ELETTRONICA}", ELETTRONICA, ipotesi._replace(casi=ipotesi.casi | {ELETTRONICA})
    if ipotesi.patrono:
        yield "--patrono", "", ipotesi._replace(patrono=False)
    for fase, giorni in ipotesi.fissate.items():
        altre = {f: g for f, g in ipotesi.fissate.items() if f != fase}
        yield f"--fase {fase}={giorni}", "", ipotesi._replace(fissate=altre)
    if ipotesi.servizio not in ("", servizio):
        yield f"--servizio {ipotesi.servizio}", "", ipotesi._replace(servizio=servizio)


def list_ridotte(agenda: Agenda, crono: Cronoprogramma, caso: str) -> Iterator[FaseRidotta]:
    """Le fasi che il caso può accorciare, nella legge della gara."""
    for fase in agenda.fasi:
        giorno = agenda.durate.find_legge(fase, crono.invio, crono.legge)
        for termine in fase.minimi:
            valore = agenda.diritto.find_valore(termine.parametro, giorno) if termine.caso == caso else None
            if valore is not None:
                yield FaseRidotta(fase, valore, agenda.durate.measure(fase, giorno).quanti)
