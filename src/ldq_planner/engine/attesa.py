"""Quanto si aspetta un servizio, se la sua gara comincia oggi o è in corso."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.periodo import UN_GIORNO
from ldq_planner.engine.cronoprogramma import Agenda
from ldq_planner.engine.tempi import follow_gara

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ldq_planner.engine.durate import Ipotesi
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.avanzamento import Svolgimento
    from ldq_planner.model.cronoprogramma import Cronoprogramma


class Attesa(NamedTuple):
    """Da quando il servizio può cominciare se la gara comincia oggi: ai tempi minimi di legge, e a quelli probabili.

    Di una gara `in_corso`, da dove i suoi fatti l'hanno portata.
    `fonti` sono gli articoli che danno i tempi minimi.
    """

    procedura: str
    oggi: date
    minimo: date
    probabile: date
    fonti: tuple[str, ...]
    in_corso: bool = False
    prudenza: int | None = None
    """Se c'è, `probabile` è il giorno di cui si è sicuri di tanto, in percento."""

    @property
    def giorni_minimi(self) -> int:
        """Quanti giorni deve durare ancora il contratto perché ai tempi minimi non resti un vuoto."""
        return (self.minimo - self.oggi - UN_GIORNO).days

    @property
    def giorni_probabili(self) -> int:
        """Quanti giorni deve durare ancora il contratto perché ai tempi probabili non resti un vuoto."""
        return (self.probabile - self.oggi - UN_GIORNO).days


def compute_attesa(diritto: Diritto, ipotesi: Ipotesi, oggi: date) -> Attesa | None:
    """L'attesa di chi comincia oggi quella gara; `None` se di quel giorno non è nota la legge."""
    if oggi < diritto.primo_giorno:
        return None
    minimo = Agenda(diritto, ipotesi._replace(profilo="minimo")).schedule_primo(oggi)
    probabile = Agenda(diritto, ipotesi._replace(profilo="probabile")).schedule_primo(oggi).avvio
    return Attesa(ipotesi.procedura.nome, oggi, minimo.avvio, probabile, _list_fonti(minimo))


def follow_attesa(diritto: Diritto, ipotesi: Ipotesi, svolgimenti: Mapping[str, Svolgimento], oggi: date) -> Attesa:
    """L'attesa di una gara in corso, da dove i fatti l'hanno portata."""
    gara = follow_gara(diritto, ipotesi, svolgimenti, oggi)
    minimo = gara.da_oggi["minimo"]
    return Attesa(ipotesi.procedura.nome, oggi, minimo.avvio, gara.primo, _list_fonti(minimo), in_corso=True)


def _list_fonti(crono: Cronoprogramma) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p.riferimento for p in crono.passi if p.origine == "legge" and p.riferimento))
