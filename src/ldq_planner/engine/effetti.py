"""Che cosa cambia di una gara per ciascuna delle opzioni con cui la si immagina."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.cronoprogramma import Agenda
from ldq_planner.model.norme import ELETTRONICA, PREINFORMAZIONE, URGENZA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.engine.durate import Ipotesi
    from ldq_planner.engine.gara import Richiesta
    from ldq_planner.model.cronoprogramma import Cronoprogramma
    from ldq_planner.model.norme import Fase, Valore


class FaseRidotta(NamedTuple):
    """Una fase che nel caso chiesto ha un termine suo, e quanto dura davvero."""

    fase: Fase
    termine: Valore
    quanti: int


class Effetto(NamedTuple):
    """Un'opzione chiesta, e la stessa gara senza; senza nessuna legge nota, `senza` manca."""

    opzione: str
    senza: Cronoprogramma | None
    ridotte: tuple[FaseRidotta, ...] = ()
    """Le fasi che l'opzione può accorciare, nella legge della gara."""


def list_effetti(agenda: Agenda, crono: Cronoprogramma, richiesta: Richiesta) -> tuple[Effetto, ...]:
    """Un effetto per opzione chiesta: urgenza, preinformazione, offerte non elettroniche, patrono."""
    return tuple(
        Effetto(opzione, richiesta.schedule(Agenda(agenda.diritto, senza)), tuple(_reduce(agenda, crono, caso)))
        for opzione, caso, senza in _list_chieste(agenda.ipotesi)
    )


def _list_chieste(ipotesi: Ipotesi) -> Iterator[tuple[str, str, Ipotesi]]:
    """L'opzione, il caso di cui parla, e la gara immaginata senza."""
    for caso in (URGENZA, PREINFORMAZIONE):
        if caso in ipotesi.casi:
            yield f"--{caso}", caso, ipotesi._replace(casi=ipotesi.casi - {caso})
    if ELETTRONICA not in ipotesi.casi:
        yield f"--no-{ELETTRONICA}", ELETTRONICA, ipotesi._replace(casi=ipotesi.casi | {ELETTRONICA})
    if ipotesi.patrono:
        yield "--patrono", "", ipotesi._replace(patrono=False)


def _reduce(agenda: Agenda, crono: Cronoprogramma, caso: str) -> Iterator[FaseRidotta]:
    for fase in agenda.fasi:
        giorno = agenda.durate.find_legge(fase, crono.invio, crono.legge)
        for termine in fase.minimi:
            valore = agenda.diritto.find_valore(termine.parametro, giorno) if termine.caso == caso else None
            if valore is not None:
                yield FaseRidotta(fase, valore, agenda.durate.measure(fase, giorno).quanti)
