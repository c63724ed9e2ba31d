"""Ciò che si chiede di una gara, e ciò che sta attorno alle sue date: l'altra lettura, i termini da non passare."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.periodo import UN_GIORNO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from ldq_planner.engine.cronoprogramma import Agenda, Ipotesi
    from ldq_planner.model.cronoprogramma import Cronoprogramma, PassoGara
    from ldq_planner.model.norme import Valore

VICINO = timedelta(days=7)
"""A quanti giorni da un cambio di regime si mostrano le due letture."""


class Richiesta(NamedTuple):
    """Che cosa si chiede di una gara: uno solo fra `servizio_dal`, `invio` e `da`.

    Unità: `importo` in euro per tutta la durata, opzioni comprese; `iva` come in `engine.valore`.
    """

    ipotesi: Ipotesi
    servizio_dal: date | None = None
    invio: date | None = None
    da: date | None = None
    importo: Decimal | None = None
    iva: str | int = ""
    durata_mesi: int | None = None


def read_altrimenti(agenda: Agenda, crono: Cronoprogramma) -> Cronoprogramma | None:
    """La stessa gara sotto l'altro regime, se la pubblicazione cade a pochi giorni da un cambio."""
    for regime in agenda.diritto.norme.regimi[1:]:
        cambio = regime.dal.primo
        if abs(crono.pubblicazione - cambio) <= VICINO:
            altro = cambio if crono.pubblicazione < cambio else cambio - UN_GIORNO
            return agenda.schedule_invio(crono.invio, altro)
    return None


def list_termini(agenda: Agenda, crono: Cronoprogramma) -> Iterator[tuple[PassoGara, Valore, date]]:
    """Ogni fase con un termine massimo di legge: la fase, il termine, il giorno in cui scade."""
    passi = {p.id: p for p in crono.passi}
    for fase in agenda.fasi:
        for valore in agenda.find_massimi(fase, crono.pubblicazione):
            giorno = agenda.find_termine(valore, crono)
            if giorno is not None:
                yield passi[fase.id], valore, giorno
