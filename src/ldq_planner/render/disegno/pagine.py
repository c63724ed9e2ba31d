"""Una figura alta divisa in pagine, ognuna con il suo asse e la sua legenda: tutto si legge, e nulla manca."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from ldq_planner.render.disegno.tempo import measure_righe
from ldq_planner.reports.figura import describe_righe
from ldq_planner.reports.report import Istogramma

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ldq_planner.reports.report import LineaDelTempo, RigaLinea

ALTEZZA = 1_050.0
"""Di una pagina, in unità del disegno, fra l'asse e la legenda: la figura larga come un foglio A4 vi sta intera."""
_BARRE = 56
"""Quante barre di un istogramma si leggono in una pagina."""


def divide_figura(figura: LineaDelTempo | Istogramma) -> Sequence[LineaDelTempo | Istogramma]:
    """Le pagine della figura, alte circa uguali; una sola se ci sta. Ognuna dice a parole ciò che mostra."""
    if isinstance(figura, Istogramma):
        quante = max(1, _BARRE // max(1, len(figura.serie)))
        barre = [figura.righe[i : i + quante] for i in range(0, len(figura.righe), quante)]
        continua = f"{figura.titolo}: continua." if figura.titolo else "La figura continua."
        pagine = [
            figura._replace(righe=b, descrizione=continua if i else figura.descrizione) for i, b in enumerate(barre)
        ]
        return pagine or [figura]
    parti = _divide_righe(figura.righe, measure_righe(figura))
    if len(parti) <= 1:
        return [figura]
    return [figura._replace(righe=p, descrizione=describe_righe(p, figura.finestra, figura.oggi)) for p in parti]


def _divide_righe(righe: Sequence[RigaLinea], altezze: list[float]) -> list[tuple[RigaLinea, ...]]:
    """Le righe in parti che stanno in una pagina; una riga più alta di una pagina sta da sola."""
    tutto = sum(altezze)
    limite = min(ALTEZZA, tutto / ceil(tutto / ALTEZZA) + max(altezze)) if tutto else ALTEZZA
    parti: list[tuple[RigaLinea, ...]] = []
    occupata = 0.0
    for riga, alta in zip(righe, altezze, strict=True):
        if not parti or occupata + alta > limite:
            parti, occupata = [*parti, ()], 0.0
        parti[-1] = (*parti[-1], riga)
        occupata += alta
    return parti
