"""Le fasi di una gara in poche colonne: il bando, e ciò che prende giorni."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.reports.report import TRATTINO, Cella, Tabella

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ldq_planner.model.cronoprogramma import PassoGara

_FUORI_CATENA = ("precondizione", "parallela")


def build_fasi_brevi(quando: str, fasi: Sequence[PassoGara], *, indietro: bool) -> Tabella:
    """Fase, dal, al, giorni e, all'indietro, entro; `quando` dice per quale gara."""
    righe = tuple(
        (shorten_fase(f.nome), f.inizio, f.fine, f.giorni, *(fill((f.limite,)) if indietro else ()))
        for f in list_essenziali(fasi)
    )
    return Tabella("", (f"Fase{quando}", "Dal", "Al", "Giorni", *(("Entro",) if indietro else ())), righe)


def list_essenziali(fasi: Sequence[PassoGara]) -> list[PassoGara]:
    """Il bando, e le fasi che prendono giorni: non ciò che dev'esserci prima, né ciò che corre accanto alle altre."""
    return [f for f in fasi if f.tipo == "evento" or (f.giorni and f.tipo not in _FUORI_CATENA)]


def shorten_fase(nome: str) -> str:
    """Il nome di una fase fino alla prima virgola: `Stipula del contratto`."""
    return nome.partition(",")[0]


def fill(celle: Iterable[Cella]) -> tuple[Cella, ...]:
    """Le celle, con un trattino dove non c'è nulla da dire."""
    return tuple(TRATTINO if cella is None else cella for cella in celle)
