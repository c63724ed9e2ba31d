"""Quanto si aspetta un servizio, se la sua gara comincia oggi."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.periodo import UN_GIORNO
from ldq_planner.engine.cronoprogramma import Agenda

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.engine.durate import Ipotesi
    from ldq_planner.engine.norme import Diritto


class Attesa(NamedTuple):
    """Da quando il servizio può cominciare se la gara comincia oggi: ai tempi minimi di legge, e a quelli probabili.

    `fonti` sono gli articoli che danno i tempi minimi.
    """

    procedura: str
    oggi: date
    minimo: date
    probabile: date
    fonti: tuple[str, ...]

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
    fonti = dict.fromkeys(p.riferimento for p in minimo.passi if p.origine == "legge" and p.riferimento)
    probabile = Agenda(diritto, ipotesi._replace(profilo="probabile")).schedule_primo(oggi).avvio
    return Attesa(ipotesi.procedura.nome, oggi, minimo.avvio, probabile, tuple(fonti))
