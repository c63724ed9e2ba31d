"""L'istogramma in caratteri: per ogni riga una barra per serie, lunga quanto il suo valore, e il valore in fondo."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from ldq_planner.model.testo import format_numero
from ldq_planner.render.linea import ETICHETTA_MASSIMA, Pezzo
from ldq_planner.render.valori import clean, cut
from ldq_planner.reports.report import IGNOTO, Tono

if TYPE_CHECKING:
    from ldq_planner.reports.report import Istogramma

_BARRA, _MEZZA = "█", "▌"
_BARRA_MINIMA = 10


def draw_istogramma(figura: Istogramma, larghezza: int) -> list[list[Pezzo]]:
    """Le righe del disegno: titolo, barre, e sotto il nome intero di ogni serie accanto al suo numero."""
    nomi = [cut(clean(nome), ETICHETTA_MASSIMA) for nome, _ in figura.righe]
    margine = max(map(len, nomi), default=0) + 1
    scritti = [[IGNOTO if v is None else format_numero(v) for v in valori] for _, valori in figura.righe]
    cifre = max((len(testo) for riga in scritti for testo in riga), default=0)
    massimo = max((v or 0 for _, valori in figura.righe for v in valori), default=0)
    caselle = max(larghezza - margine - cifre - len("10 ") - 2, _BARRA_MINIMA)
    titolo = f"{clean(figura.titolo)}, in {figura.unita}" if figura.titolo else f"In {figura.unita}"
    righe = [[Pezzo(riga)] for riga in wrap(titolo, larghezza, break_on_hyphens=False)]
    for nome, (_, valori), testi in zip(nomi, figura.righe, scritti, strict=True):
        for numero, (valore, testo) in enumerate(zip(valori, testi, strict=True), 1):
            inizio = f"{nome if numero == 1 else '':<{margine}}{numero} "
            righe.append([Pezzo(inizio), *_draw_barra(valore, massimo, caselle), Pezzo(testo)])
    for numero, serie in enumerate(figura.serie, 1):
        rientro = f"{'':<{margine}}{numero} "
        scritte = wrap(clean(serie), larghezza, initial_indent=rientro, subsequent_indent=" " * len(rientro))
        righe += [[Pezzo(riga)] for riga in scritte]
    return righe


def _draw_barra(valore: int | None, massimo: int, caselle: int) -> list[Pezzo]:
    """La barra e uno spazio; ciò che non è zero ha almeno mezza casella."""
    mezze = -(-2 * caselle * (valore or 0) // massimo) if massimo else 0
    barra = _BARRA * (mezze // 2) + _MEZZA * (mezze % 2)
    return [Pezzo(barra, Tono.ALLARME), Pezzo(" ")] if barra else []
