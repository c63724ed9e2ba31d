"""Chi è cambiato, per il tempo che passa, fra un giorno e oggi; e chi finisce nei giorni che vengono."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.sql.sintesi import CONTO, make_conto

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.model.sintesi import ContoQuartieri
    from ldq_planner.sql.motore import Motore

MOSSI = "mossi"
"""La tavola dei quartieri di cui si dice qualcosa di nuovo."""
_RIMASTI = "scoperto_dal > :da AND scoperto_dal <= :oggi"
_PROSSIMI = "prossima_fine >= :oggi AND prossima_fine <= :fino_al"


class Mossi(NamedTuple):
    """Quanti sono rimasti senza da allora, e quanti possono restarlo nei giorni che vengono."""

    rimasti: ContoQuartieri
    prossimi: ContoQuartieri


def find_mossi(motore: Motore, da: date, oggi: date, fino_al: date, primi: int) -> Mossi:
    """I conti, e la tavola dei primi: chi è rimasto senza, poi chi finisce prima; fra loro, chi ha più abitanti.

    Estremi: `da` è escluso, perché quel giorno lo si sapeva; `oggi` e `fino_al` compresi.
    """
    motore.save(
        MOSSI,
        f"""SELECT luogo, id FROM stati WHERE ({_RIMASTI}) OR ({_PROSSIMI})
        ORDER BY CASE WHEN {_RIMASTI} THEN 0 ELSE 1 END, prossima_fine, coalesce(abitanti, 0) DESC, id LIMIT {int(primi)}""",
        da=da,
        oggi=oggi,
        fino_al=fino_al,
    )
    (rimasti,) = motore.ask(f"SELECT {CONTO} FROM stati WHERE {_RIMASTI}", da=da, oggi=oggi)
    (prossimi,) = motore.ask(f"SELECT {CONTO} FROM stati WHERE {_PROSSIMI}", oggi=oggi, fino_al=fino_al)
    return Mossi(make_conto(rimasti), make_conto(prossimi))
