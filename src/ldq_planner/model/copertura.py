"""Ciò che si calcola sulla copertura di un quartiere."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class TipoLacuna(StrEnum):
    """Certa: scoperto in ogni lettura delle date incerte; possibile: solo in qualcuna."""

    CERTA = "certa"
    POSSIBILE = "possibile"


class Lacuna(NamedTuple):
    """Un tratto massimale di giorni senza copertura nella finestra.

    Estremi: `inizio` e `fine` compresi. Unità: `abitanti_giorni` è residenti × giorni, `None` se i residenti
    non sono noti.
    """

    inizio: date
    fine: date
    giorni: int
    tipo: TipoLacuna
    abitanti_giorni: int | None


class CoperturaQuartiere(NamedTuple):
    """La copertura di un quartiere in una finestra; `giorni_coperti` conta solo quelli certi."""

    id: str
    nome: str
    abitanti: int | None
    giorni: int
    giorni_coperti: int
    lacune: tuple[Lacuna, ...]

    def sum_giorni(self, tipo: TipoLacuna) -> int:
        """I giorni delle lacune di quel tipo."""
        return sum(lacuna.giorni for lacuna in self.lacune if lacuna.tipo is tipo)
