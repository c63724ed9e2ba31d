"""Le figure come le legge una prova: gli elementi di un SVG, con i loro posti."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from defusedxml.ElementTree import fromstring

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}"


class BarraDisegnata(NamedTuple):
    """Una barra: genere (la classe), testo intero, giorni, e il suo rettangolo con il contorno."""

    genere: str
    testo: str
    giorni: int
    sinistra: float
    destra: float
    alto: float


def parse_svg(testo: str) -> Element:
    """La radice di un SVG ben formato."""
    radice = fromstring(testo)
    assert radice.tag == f"{SVG}svg"
    return radice


def list_barre(radice: Element) -> Iterator[BarraDisegnata]:
    """Le barre nell'ordine del disegno."""
    for gruppo in radice.iter(f"{SVG}g"):
        if gruppo.get("data-giorni") is not None:
            rettangolo, filo = gruppo.find(f"{SVG}rect"), 0.0
            assert rettangolo is not None
            filo = float(rettangolo.get("stroke-width", "0"))
            x, larghezza = float(rettangolo.get("x", "0")), float(rettangolo.get("width", "0"))
            yield BarraDisegnata(
                gruppo.get("class", "").removeprefix("barra "),
                gruppo.findtext(f"{SVG}title", ""),
                int(gruppo.get("data-giorni", "0")),
                x - filo / 2,
                x + larghezza + filo / 2,
                float(rettangolo.get("y", "0")) - filo / 2,
            )


def list_scritte(radice: Element) -> list[str]:
    """Tutto ciò che si legge nella figura."""
    return [testo.text or "" for testo in radice.iter(f"{SVG}text")]
