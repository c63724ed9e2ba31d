"""Quanto prima di una scadenza bisogna agire: il tempo che la procedura chiede, o quello che l'ente vuole."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.mesi import end_of_mesi
from ldq_planner.engine.cronoprogramma import Agenda, Ipotesi

if TYPE_CHECKING:
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.norme import Procedura
    from ldq_planner.model.preavviso import Preavviso

_UN_GIORNO = timedelta(days=1)


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
        return (self.minimo - self.oggi - _UN_GIORNO).days

    @property
    def giorni_probabili(self) -> int:
        """Quanti giorni deve durare ancora il contratto perché ai tempi probabili non resti un vuoto."""
        return (self.probabile - self.oggi - _UN_GIORNO).days


def compute_attesa(diritto: Diritto, procedura: Procedura, oggi: date) -> Attesa | None:
    """L'attesa di chi comincia oggi quella procedura; `None` se di quel giorno non è nota la legge."""
    if oggi < diritto.primo_giorno:
        return None
    minimo = Agenda(diritto, Ipotesi(procedura, "minimo")).schedule_da(oggi)
    fonti = dict.fromkeys(p.riferimento for p in minimo.passi if p.origine == "legge" and p.riferimento)
    probabile = Agenda(diritto, Ipotesi(procedura, "probabile")).start_da(oggi)
    return Attesa(procedura.nome, oggi, minimo.avvio, probabile, tuple(fonti))


def find_ultima_scadenza(preavviso: Preavviso, oggi: date, tempo: int | None) -> date | None:
    """L'ultima scadenza, compresa, per cui il preavviso chiede di parlare; `None` se è una quota e il tempo non è noto.

    Giorni e mesi comprendono l'ultimo: con 90, chi scade fra 90 giorni esatti. Di una quota parla chi ha meno giorni.
    Unità: `tempo` in giorni.
    Esempio:
        >>> from ldq_planner.model.preavviso import parse_preavviso
        >>> find_ultima_scadenza(parse_preavviso("6m"), date(2023, 1, 17), None)
        datetime.date(2023, 7, 17)
        >>> find_ultima_scadenza(parse_preavviso("50%"), date(2023, 1, 17), 100)
        datetime.date(2023, 3, 7)
    """
    if preavviso.mesi:
        return end_of_mesi(oggi + _UN_GIORNO, preavviso.mesi)
    if preavviso.quota is None:
        return add_giorni(oggi, preavviso.giorni or 0)
    return None if tempo is None else add_giorni(oggi, ceil(preavviso.quota * tempo) - 1)


def add_giorni(giorno: date, giorni: int) -> date:
    """Il giorno che viene tanti giorni dopo, o l'ultimo che si può scrivere."""
    return giorno + timedelta(days=min(giorni, (date.max - giorno).days))
