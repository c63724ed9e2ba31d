"""PNG: la stessa figura dell'SVG, a due punti per unità, con il carattere che viaggia con il programma."""

from __future__ import annotations

import re
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from ldq_planner.errors import InvalidRequestError
from ldq_planner.render.svg import draw_pagine_di, draw_report

if TYPE_CHECKING:
    from ldq_planner.render import Tela
    from ldq_planner.reports.report import Report

_PUNTI_PER_UNITA = 2
_ALTEZZA_MASSIMA = 16_000
"""In unità: oltre, la memoria di un computer da ufficio potrebbe non bastare, e il disegno non dà errore: si interrompe."""
_ALTEZZA = re.compile(r'<svg[^>]* viewBox="0 0 [\d.]+ ([\d.]+)"')


def render(report: Report, _tela: Tela) -> bytes:
    """La figura del report, che ne deve avere una."""
    return draw_png(draw_report(report))


def render_pagine(report: Report) -> list[bytes]:
    """La stessa, in un file per pagina."""
    return [draw_png(svg) for svg in draw_pagine_di(report)]


def draw_png(svg: str) -> bytes:
    """I punti di un disegno SVG; i caratteri del sistema servono solo alle scritture che il nostro non ha.

    Errori: `InvalidRequestError` se il disegno è troppo alto.
    """
    import resvg_py  # noqa: PLC0415 - serve solo a chi scrive PNG

    misura = _ALTEZZA.search(svg)
    if misura is None or float(misura[1]) > _ALTEZZA_MASSIMA:
        raise InvalidRequestError(
            "la figura è troppo alta per un PNG", "aggiungere -o FILE.png: ne scrive uno per pagina"
        )
    with as_file(files("ldq_planner.render").joinpath("caratteri")) as cartella:
        caratteri = sorted(str(percorso) for percorso in cartella.glob("*.ttf"))
        return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=_PUNTI_PER_UNITA, font_files=caratteri))
