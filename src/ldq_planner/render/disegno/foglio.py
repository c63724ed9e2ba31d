"""Il foglio di una figura: misure, titolo, legenda, e l'elemento `<svg>` che un lettore di schermo sa leggere."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.render.disegno.segno import CARTA, FAMIGLIA, TENUE, escape, measure, tag, wrap, write
from ldq_planner.render.disegno.trama import Trama, draw_rettangolo

if TYPE_CHECKING:
    from collections.abc import Sequence

LARGHEZZA = 960.0
MARGINE = 16.0
_CORPO_TITOLO, _CORPO_NOTA, _CORPO_LEGENDA = 19.0, 13.0, 13.0
_CAMPIONE = (30.0, 15.0)
_RIGA_LEGENDA = 24.0


class Cartiglio(NamedTuple):
    """Ciò che la figura dice di sé: `titolo` e `nota` si vedono, `descrizione` la legge chi non vede."""

    id_: str
    titolo: str
    nota: str
    descrizione: str
    nome: str = ""
    """Come si chiama, per chi non la vede, se non ha un titolo."""


def close_foglio(cartiglio: Cartiglio, disegno: list[str], altezza: float) -> str:
    """L'elemento `<svg>` intero."""
    titolo = tag("title", escape(cartiglio.titolo or cartiglio.nome) or "-", id=f"{cartiglio.id_}-titolo")
    descrizione = tag(
        "desc", escape(cartiglio.descrizione or cartiglio.nome or cartiglio.titolo), id=f"{cartiglio.id_}-testo"
    )
    sfondo = tag("rect", classe="carta", width=LARGHEZZA, height=altezza, fill=CARTA)
    return tag(
        "svg",
        "\n".join(("", titolo, descrizione, sfondo, *filter(None, disegno), "")),
        xmlns="http://www.w3.org/2000/svg",
        classe="ldq-figura",
        viewBox=f"0 0 {LARGHEZZA:g} {altezza:g}",
        width=LARGHEZZA,
        height=altezza,
        role="img",
        aria_labelledby=f"{cartiglio.id_}-titolo {cartiglio.id_}-testo",
        font_family=FAMIGLIA,
        **{"xml:lang": "it"},
    )


def draw_testata(cartiglio: Cartiglio) -> tuple[list[str], float]:
    """Titolo e nota, se ci sono; e dove finiscono."""
    y, scritte = MARGINE, []
    largo = LARGHEZZA - 2 * MARGINE
    for riga in wrap(cartiglio.titolo, largo, _CORPO_TITOLO, 2, grassetto=True) if cartiglio.titolo else ():
        y += 20
        scritte.append(write(riga, MARGINE, y, _CORPO_TITOLO, classe="titolo", font_weight="600"))
        y += 4
    for riga in wrap(cartiglio.nota, largo, _CORPO_NOTA, 2) if cartiglio.nota else ():
        y += 15
        scritte.append(write(riga, MARGINE, y, _CORPO_NOTA, classe="nota", fill=TENUE))
        y += 3
    return scritte, y


def draw_legenda(voci: Sequence[tuple[Trama, str, str]], id_: str, y: float) -> tuple[list[str], float]:
    """I campioni (trama, parole, classe) da `y` in giù, su quante righe servono; e dove finiscono."""
    x, disegno = MARGINE, []
    for trama, parole, classe in voci:
        larga = measure(parole, _CORPO_LEGENDA) + _CAMPIONE[0] + 8
        if x > MARGINE and x + larga > LARGHEZZA - MARGINE:
            x, y = MARGINE, y + _RIGA_LEGENDA
        disegno.append(draw_rettangolo(trama, id_, (x, y + 2, *_CAMPIONE), f"campione {classe}"))
        testo = wrap(parole, LARGHEZZA - MARGINE - x - _CAMPIONE[0] - 8, _CORPO_LEGENDA, 1)
        disegno.append(write(testo[0], x + _CAMPIONE[0] + 8, y + 14, _CORPO_LEGENDA))
        x += larga + 18
    return disegno, y + _RIGA_LEGENDA
