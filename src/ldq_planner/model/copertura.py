"""Ciò che si calcola sulla copertura di un quartiere."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.model.presidio import Presidio


class TipoLacuna(StrEnum):
    """Certa: scoperto in ogni lettura delle date incerte; possibile: solo in qualcuna."""

    CERTA = "certa"
    POSSIBILE = "possibile"


class Causa(StrEnum):
    """Perché un contratto in vigore non copre."""

    SOSPENSIONE = "sospensione"
    CHIUSURA = "chiusura"
    """La pausa che torna ogni anno."""


class Lacuna(NamedTuple):
    """Un tratto massimale di giorni senza copertura nella finestra, per la stessa causa.

    Estremi: `inizio` e `fine` compresi. Unità: `abitanti_giorni` è residenti × giorni, `None` se i residenti
    non sono noti. `causa` c'è solo se un contratto è in vigore, e fermo.
    """

    inizio: date
    fine: date
    giorni: int
    tipo: TipoLacuna
    abitanti_giorni: int | None
    causa: Causa | None = None

    @staticmethod
    def list_facoltativi() -> tuple[str, ...]:
        """I campi che una risposta dice solo se c'è qualcosa da dire."""
        return ("causa",)


class CoperturaQuartiere(NamedTuple):
    """La copertura di un quartiere in una finestra; `giorni_coperti` conta solo quelli certi."""

    id: str
    nome: str
    abitanti: int | None
    giorni: int
    giorni_coperti: int
    lacune: tuple[Lacuna, ...]
    presidi_ridotti: tuple[Presidio, ...] = ()
    """I giorni coperti con meno operatori del riferimento: non sono lacune."""

    @staticmethod
    def list_facoltativi() -> tuple[str, ...]:
        """I campi che una risposta dice solo se c'è qualcosa da dire."""
        return ("presidi_ridotti",)

    def sum_giorni(self, tipo: TipoLacuna) -> int:
        """I giorni delle lacune di quel tipo."""
        return sum(lacuna.giorni for lacuna in self.lacune if lacuna.tipo is tipo)
