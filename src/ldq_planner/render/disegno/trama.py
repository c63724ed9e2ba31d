"""Come si disegna ogni genere di barra: pieno, trama o contorno, così che si distingua anche in bianco e nero.

Contrasti sul bianco: testo almeno 4,5, forme almeno 3. Il colore è scritto negli attributi, perché non tutti leggono i
fogli di stile; le classi servono alle pagine che vogliono cambiarlo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.render.disegno.segno import CARTA, tag
from ldq_planner.reports.barre import Genere

if TYPE_CHECKING:
    from collections.abc import Iterable

_BLU, _ROSSO, _BRUNO, _VERDE = "#0059b3", "#b3001b", "#7a4a00", "#00613a"


class Trama(NamedTuple):
    """Colore, disegno che riempie (`pieno`, `vuoto`, o il nome di un motivo) e contorno."""

    colore: str
    motivo: str
    tratteggio: str = ""
    spessore: float = 1.2


TRAME = {
    Genere.CONTRATTO: Trama(_BLU, "pieno"),
    Genere.OPZIONE: Trama(_BLU, "verticali"),
    Genere.OPZIONE_APERTA: Trama(_BLU, "vuoto", "6 3"),
    Genere.INCERTO: Trama(_BLU, "punti", "1.5 2.5"),
    Genere.RIDOTTO: Trama(_BLU, "rade"),
    Genere.LACUNA: Trama(_ROSSO, "diagonali", "", 2),
    Genere.LACUNA_POSSIBILE: Trama(_BRUNO, "rade", "4 3", 1.5),
    Genere.FERMO: Trama(_ROSSO, "orizzontali"),
    Genere.SCENARIO: Trama(_VERDE, "vuoto", "", 2.4),
    Genere.FASE: Trama(_BLU, "pieno"),
    Genere.MARGINE: Trama(_BRUNO, "orizzontali"),
    Genere.AL_COMPLETO: Trama(_BRUNO, "diagonali", "", 2),
    Genere.GARA: Trama(_BLU, "pieno", "6 3"),
    Genere.FORCHETTA: Trama(_BLU, "diagonali", "4 3"),
    Genere.PRESTO: Trama(_VERDE, "griglia"),
    Genere.TARDI: Trama(_VERDE, "crocette"),
    Genere.MOLTO_TARDI: Trama(_VERDE, "trattini"),
}
SERIE = (
    Trama(_ROSSO, "diagonali", "", 2),
    Trama(_BLU, "pieno"),
    Trama(_VERDE, "vuoto", "", 2.4),
    Trama(_BRUNO, "punti"),
    Trama(_BLU, "verticali"),
    Trama(_VERDE, "orizzontali"),
)
"""Le trame delle serie di un istogramma, nell'ordine; poi ricominciano, e le distingue il numero."""


def name_classe(genere: Genere) -> str:
    """La classe CSS del genere: `opzione-ancora-aperta`."""
    return genere.value.replace(" ", "-")


def fill(trama: Trama, id_: str) -> str:
    """Il valore di `fill`."""
    if trama.motivo == "pieno":
        return trama.colore
    return CARTA if trama.motivo == "vuoto" else f"url(#{_name_motivo(trama, id_)})"


def draw_rettangolo(trama: Trama, id_: str, posto: tuple[float, float, float, float], classe: str) -> str:
    """Il rettangolo `posto` (x, y, larghezza, altezza) riempito e contornato."""
    x, y, larghezza, altezza = posto
    filo = min(trama.spessore, larghezza / 2)
    return tag(
        "rect",
        classe=classe,
        x=x + filo / 2,
        y=y + filo / 2,
        width=larghezza - filo,
        height=altezza - filo,
        rx=min(2.0, larghezza / 4),
        fill=fill(trama, id_),
        stroke=trama.colore,
        stroke_width=filo,
        stroke_dasharray=trama.tratteggio,
    )


def define_motivi(trame: Iterable[Trama], id_: str) -> str:
    """Le definizioni dei motivi che servono."""
    servono = {_name_motivo(t, id_): t for t in trame if t.motivo in _MOTIVI}
    return tag("defs", "".join(_define(nome, trama) for nome, trama in servono.items())) if servono else ""


def _name_motivo(trama: Trama, id_: str) -> str:
    return f"{id_}-{trama.motivo}-{trama.colore[1:]}"


def _define(nome: str, trama: Trama) -> str:
    lato, disegno = _MOTIVI[trama.motivo]
    sfondo = tag("rect", classe="motivo-sfondo", width=lato, height=lato, fill=CARTA)
    punti = trama.motivo == "punti"
    forma = tag(
        "path",
        classe="motivo-punti" if punti else "motivo-linee",
        d=disegno,
        fill=trama.colore if punti else "none",
        stroke="none" if punti else trama.colore,
        stroke_width=1 if trama.motivo == "rade" else 1.8,
    )
    return tag("pattern", sfondo + forma, id=nome, width=lato, height=lato, patternUnits="userSpaceOnUse")


_MOTIVI = {
    "diagonali": (7, "M-1 8L8 -1M-1 1L1 -1M6 8L8 6"),
    "rade": (9, "M-1 -1L10 10M-1 8L1 10M8 -1L10 1"),
    "verticali": (5, "M2.5 0V5"),
    "orizzontali": (5, "M0 2.5H5"),
    "griglia": (4, "M0 2H4M2 0V4"),
    "crocette": (7, "M1 3.5H6M3.5 1V6"),
    "trattini": (8, "M1 4H5"),
    "punti": (6, "M1.5 3a1.3 1.3 0 1 0 2.6 0a1.3 1.3 0 1 0 -2.6 0z"),
}
"""Motivo → lato della casella che si ripete, e ciò che vi si disegna."""
