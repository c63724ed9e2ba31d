"""Lo stato di un quartiere e di un contratto nel giorno della domanda."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.dates.incerta import DataIncerta


class Stato(StrEnum):
    """Lo stato di un quartiere, dal più urgente."""

    MAI_COPERTO = "mai-coperto"
    SCOPERTO = "scoperto"
    INCERTO = "incerto"
    IN_SCADENZA = "in-scadenza"
    COPERTO = "coperto"


class StatoContratto(StrEnum):
    """Lo stato di un contratto."""

    FUTURO = "futuro"
    IN_CORSO = "in-corso"
    INCERTO = "incerto"
    SCADUTO = "scaduto"


class StatoQuartiere(NamedTuple):
    """Chi copre un quartiere oggi, fino a quando, da quanto è scoperto.

    Unità: `giorni_alla_scadenza` = scadenza − oggi (negativi se è passata; con una scadenza incerta conta la
    prima lettura); `giorni_scoperti` = giorni certamente scoperti fino a oggi compreso, `None` se lo è da
    sempre; `abitanti_giorni_scoperti` = residenti × giorni scoperti.
    """

    id: str
    nome: str
    municipio: int | None
    abitanti: int | None
    abitanti_circa: bool
    stato: Stato
    contratto: str | None
    scadenza: DataIncerta | None
    scadenza_massima: DataIncerta | None
    giorni_alla_scadenza: int | None
    coperto_fino_al: date | None
    scoperto_dal: date | None
    giorni_scoperti: int | None
    abitanti_giorni_scoperti: int | None
    contratto_successivo: str | None
    scenari: tuple[str, ...]


class Totali(NamedTuple):
    """I totali di uno stato: residenti scoperti oggi (certamente) e la prossima scadenza."""

    quartieri_scoperti: int
    abitanti_scoperti: int
    abitanti_giorni_scoperti: int
    prossima_scadenza: date | None
    quartieri_in_prossima_scadenza: tuple[str, ...]
