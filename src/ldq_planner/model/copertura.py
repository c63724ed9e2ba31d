"""Ciò che si calcola sulla copertura di un quartiere."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
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


class GiorniFermi(NamedTuple):
    """Quanti dei giorni scoperti lo sono a contratto in vigore, per quella causa; `forse` sono quelli solo possibili."""

    causa: Causa
    giorni: int
    forse: int


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

    def sum_fermi(self) -> tuple[GiorniFermi, ...]:
        """I giorni di ogni causa; nessuno se ogni lacuna è di contratto."""
        return sum_fermi(GiorniFermi(x.causa, *_split(x)) for x in self.lacune if x.causa)


def sum_fermi(voci: Iterable[GiorniFermi]) -> tuple[GiorniFermi, ...]:
    """Una voce per causa, con i giorni di tutte; nessuna per chi non ne ha."""
    tutte = tuple(voci)
    somme = (
        GiorniFermi(c, sum(v.giorni for v in tutte if v.causa is c), sum(v.forse for v in tutte if v.causa is c))
        for c in Causa
    )
    return tuple(s for s in somme if s.giorni or s.forse)


def _split(lacuna: Lacuna) -> tuple[int, int]:
    return (lacuna.giorni, 0) if lacuna.tipo is TipoLacuna.CERTA else (0, lacuna.giorni)
