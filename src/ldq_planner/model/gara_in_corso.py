"""Ciò che si calcola di una gara già cominciata: a che punto è ogni fase, e quanto ci ha messo."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class StatoFase(StrEnum):
    """A che punto è una fase."""

    FATTA = "fatta"
    DATA_PER_FATTA = "data-per-fatta"
    """Nessun fatto la nomina, ma una che la segue è cominciata."""
    IN_CORSO = "in-corso"
    FISSATA = "fissata"
    """In corso o da fare, con un giorno che un atto ha già fissato."""
    PREVISTA = "prevista"


class FaseSeguita(NamedTuple):
    """Una fase di una gara già cominciata.

    Estremi: come in `PassoGara`; `inizio` e `fine` sono `None` se è data per fatta, e il giorno non si sa; `limite`, di una
    fase non ancora compiuta, è l'ultimo giorno in cui può compiersi senza che il servizio cominci tardi. Unità: `giorni` sono
    quelli che ha preso, o che sono passati da quando è cominciata; `stima_giorni` quelli che le durate le davano;
    `ritardo_giorni` quelli in più; `margine` da `fine` a `limite`.
    """

    id: str
    nome: str
    chi: str
    stato: StatoFase
    inizio: date | None
    fine: date | None
    giorni: int | None
    stima_giorni: int | None
    ritardo_giorni: int
    atto: str | None
    is_detta: bool = False
    """Vero se un fatto la nomina."""
    minimo: str | None = None
    """Quanto la legge le dà almeno, con la sua unità: per esempio «30 giorni»."""
    non_prima_del: date | None = None
    """Il primo giorno in cui può compiersi per quel minimo, se un fatto dice da quando corre."""
    limite: date | None = None
    margine: int | None = None

    @property
    def is_compiuta(self) -> bool:
        """Vero se non c'è più nulla da fare."""
        return self.stato in (StatoFase.FATTA, StatoFase.DATA_PER_FATTA)


class TentativoChiuso(NamedTuple):
    """Una gara finita senza un contratto."""

    esito: str
    il: date
    atto: str | None


class Avanzamento(NamedTuple):
    """A che punto è la gara di uno scenario; senza fasi, se dopo l'ultimo esito non è ricominciata."""

    fasi: tuple[FaseSeguita, ...]
    chiusi: tuple[TentativoChiuso, ...]
    bando_partito: bool

    @property
    def is_in_corso(self) -> bool:
        """Vero se è cominciata, e non è finita senza un contratto."""
        return bool(self.fasi)

    @property
    def in_ritardo(self) -> tuple[FaseSeguita, ...]:
        """Le fasi ancora aperte oltre la loro durata."""
        return tuple(f for f in self.fasi if f.ritardo_giorni and not f.is_compiuta)
