"""L'istogramma in SVG: per ogni riga una barra per serie, con il valore scritto in fondo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.model.testo import format_numero
from ldq_planner.render.disegno.foglio import LARGHEZZA, MARGINE, close_foglio, draw_legenda, draw_testata
from ldq_planner.render.disegno.segno import INCHIOSTRO, TENUE, escape, measure, tag, wrap, write
from ldq_planner.render.disegno.trama import SERIE, define_motivi, draw_rettangolo
from ldq_planner.reports.report import IGNOTO

if TYPE_CHECKING:
    from ldq_planner.render.disegno.foglio import Cartiglio
    from ldq_planner.render.disegno.trama import Trama
    from ldq_planner.reports.report import Istogramma

_CORPO, _CORPO_NOME = 13.5, 15.0
_PASSO, _ALTEZZA, _BORDO = 23.0, 18.0, 8.0
_NOMI = (110.0, 230.0)
_NUMERO = 16.0
_FILO = "#98a6b5"


def draw_barre(figura: Istogramma, cartiglio: Cartiglio) -> str:
    """La figura intera, come elemento `<svg>`."""
    id_ = cartiglio.id_
    testata, y = draw_testata(cartiglio)
    voci = [
        (_choose(n), f"{n + 1}. {nome}" if len(figura.serie) > 1 else nome, f"serie-{n + 1}")
        for n, nome in enumerate(figura.serie)
    ]
    legenda, y = draw_legenda(voci, id_, y + 10)
    scritte = [
        write(riga, MARGINE, y + 16, _CORPO, classe="nota", fill=TENUE)
        for riga in wrap(figura.spiegazione or f"In {figura.unita}", LARGHEZZA - 2 * MARGINE, _CORPO, 1)
    ]
    nomi = max(_NOMI[0], *(measure(nome[:80], _CORPO_NOME, grassetto=True) for nome, _ in figura.righe), 0)
    sinistra = MARGINE + min(nomi, _NOMI[1]) + 12
    y += 28
    righe = []
    for riga in figura.righe:
        disegno, y = _draw_riga(figura, riga, (id_, sinistra, _find_scala(figura, sinistra)), y)
        righe += disegno
    motivi = define_motivi((_choose(n) for n in range(len(figura.serie))), id_)
    return close_foglio(cartiglio, [motivi, *testata, *legenda, *scritte, *righe], y + 12)


def _choose(numero: int) -> Trama:
    return SERIE[numero % len(SERIE)]


def _find_scala(figura: Istogramma, sinistra: float) -> float:
    """Quanto è lunga un'unità, perché la barra più lunga lasci posto al suo valore."""
    massimo = max((v or 0 for _, valori in figura.righe for v in valori), default=0)
    spazio = LARGHEZZA - MARGINE - sinistra - _NUMERO - measure(format_numero(massimo), _CORPO, grassetto=True) - 12
    return spazio / massimo if massimo else 0.0


def _draw_riga(
    figura: Istogramma, riga: tuple[str, tuple[int | None, ...]], scala: tuple[str, float, float], y: float
) -> tuple[list[str], float]:
    nome, valori = riga
    sinistra = scala[1]
    nomi = wrap(nome, sinistra - MARGINE - 12, _CORPO_NOME, 2, grassetto=True)
    disegno = [
        write(n, MARGINE, y + _BORDO + 14 + 18 * i, _CORPO_NOME, classe="nome", font_weight="600")
        for i, n in enumerate(nomi)
    ]
    disegno = [tag("g", tag("title", escape(nome)) + "".join(disegno), classe="riga")]
    for n, valore in enumerate(valori):
        testo = f"{nome}, {figura.serie[n]}: {format_numero(valore)} {figura.unita}" if valore is not None else ""
        barra = _draw_barra((valore, n, len(valori) > 1), scala, y + _BORDO + _PASSO * n)
        disegno.append(tag("g", tag("title", escape(testo or f"{nome}, {figura.serie[n]}: {IGNOTO}")) + barra))
    fondo = y + 2 * _BORDO + max(len(nomi) * 18, len(valori) * _PASSO)
    asse = tag("path", classe="griglia", d=f"M{sinistra + _NUMERO:.2f} {y:g}V{fondo:g}", stroke=_FILO, fill="none")
    filo = tag(
        "path", classe="filo", d=f"M{MARGINE:g} {fondo:g}H{LARGHEZZA - MARGINE:g}", stroke="#dfe5ec", fill="none"
    )
    return [*disegno, asse, filo], fondo


def _draw_barra(che_cosa: tuple[int | None, int, bool], scala: tuple[str, float, float], y: float) -> str:
    """Il numero della serie, la barra, il valore."""
    valore, numero, con_numero = che_cosa
    id_, sinistra, unita = scala
    x = sinistra + _NUMERO
    larga = (valore or 0) * unita
    base = y + 14
    parti = [write(f"{numero + 1}", sinistra, base, 12.5, classe="sotto", fill=TENUE)] if con_numero else []
    if larga > 0:
        posto = (x, y, max(larga, 2.0), _ALTEZZA)
        parti.append(draw_rettangolo(_choose(numero), id_, posto, f"forma serie-{numero + 1}"))
    scritto = IGNOTO if valore is None else format_numero(valore)
    parti.append(write(scritto, x + larga + 6, base, _CORPO, classe="etichetta", fill=INCHIOSTRO, font_weight="600"))
    return "".join(parti)
