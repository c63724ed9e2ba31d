"""Elementi SVG e testo: ciò che viene dai dati vi entra come testo, e se è lungo si taglia.

Le misure sono in unità del disegno; quelle del testo sono prudenti, perché chi guarda può non avere il nostro carattere.
"""

from __future__ import annotations

import html
from math import fsum
from unicodedata import combining, east_asian_width

from ldq_planner.render.valori import clean, clean_xml

FAMIGLIA = "'Titillium Web', 'Segoe UI', Arial, sans-serif"
INCHIOSTRO, TENUE, CARTA = "#17324d", "#455b71", "#ffffff"
_STRETTI, _LARGHI = frozenset("ijl.,:;'|!ftrI()[] -/«»"), frozenset("mwMWOQGDNHU@%…—")
_STRETTO, _MEDIO, _MAIUSCOLO, _LARGO, _PIENO = 0.31, 0.55, 0.64, 0.84, 1.05
_GRASSETTO = 1.04


def tag(nome: str, contenuto: str = "", **attributi: str | float) -> str:
    """Un elemento; `contenuto` è già scritto, gli attributi no (`classe` diventa `class`, `_` diventa `-`)."""
    scritti = "".join(
        f' {"class" if chiave == "classe" else chiave.strip("_").replace("_", "-")}="{_format(valore)}"'
        for chiave, valore in attributi.items()
        if valore != ""
    )
    return f"<{nome}{scritti}>{contenuto}</{nome}>" if contenuto else f"<{nome}{scritti}/>"


def escape(testo: str) -> str:
    """Il testo come lo ammette XML: ciò che non vi può stare si vede."""
    return html.escape(clean_xml(clean(testo)))


def write(testo: str, x: float, y: float, corpo: float, **attributi: str | float) -> str:
    """Una riga di testo; `y` è la linea di base."""
    scelti = {"classe": "testo", "fill": INCHIOSTRO, **attributi}
    return tag("text", escape(testo), x=x, y=y, font_size=corpo, **scelti)


def measure(testo: str, corpo: float, *, grassetto: bool = False) -> float:
    """Quanto è largo il testo, per eccesso."""
    return fsum(map(_measure_carattere, clean(testo))) * corpo * (_GRASSETTO if grassetto else 1)


def cut(testo: str, larghezza: float, corpo: float, *, grassetto: bool = False) -> str:
    """Il testo, o ciò che ne sta in quella larghezza con i puntini; vuoto se non ce ne sta nulla."""
    visibile = clean(testo)
    resto = larghezza / (corpo * (_GRASSETTO if grassetto else 1))
    if len(visibile) * _STRETTO <= resto and fsum(map(_measure_carattere, visibile)) <= resto:
        return visibile
    resto -= _LARGO
    for quanti, carattere in enumerate(visibile):
        resto -= _measure_carattere(carattere)
        if resto < 0:
            return f"{visibile[:quanti].rstrip()}…" if quanti else ""
    return visibile


def wrap(testo: str, larghezza: float, corpo: float, righe: int, *, grassetto: bool = False) -> list[str]:
    """Il testo su al più `righe` righe, spezzato fra le parole; l'ultima si taglia."""
    parole = clean(testo).split(" ")
    scritte: list[str] = []
    while parole and len(scritte) < righe - 1:
        quante = 1
        while quante < len(parole) and measure(" ".join(parole[: quante + 1]), corpo, grassetto=grassetto) <= larghezza:
            quante += 1
        scritte.append(cut(" ".join(parole[:quante]), larghezza, corpo, grassetto=grassetto))
        parole = parole[quante:]
    return [*scritte, cut(" ".join(parole), larghezza, corpo, grassetto=grassetto)] if parole else scritte


def _format(valore: str | float) -> str:
    if isinstance(valore, str):
        return escape(valore)
    return f"{valore:.2f}".rstrip("0").rstrip(".")


def _measure_carattere(carattere: str) -> float:
    """La larghezza in corpi."""
    if carattere in _STRETTI:
        return _STRETTO
    if carattere in _LARGHI:
        return _LARGO
    if combining(carattere):
        return 0.0
    if east_asian_width(carattere) in "WF" or carattere > "\uffff":
        return _PIENO
    return _MAIUSCOLO if carattere.isupper() else _MEDIO
