"""SVG: la figura del report, per una pagina, una diapositiva, una carta."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_periodo
from ldq_planner.render.disegno.barre import draw_barre
from ldq_planner.render.disegno.foglio import Cartiglio
from ldq_planner.render.disegno.pagine import divide_figura
from ldq_planner.render.disegno.tempo import draw_tempo
from ldq_planner.render.valori import describe_giorni
from ldq_planner.reports.report import Istogramma

if TYPE_CHECKING:
    from ldq_planner.render import Tela
    from ldq_planner.reports.report import LineaDelTempo, Report

_PROLOGO = '<?xml version="1.0" encoding="UTF-8"?>\n'


def render(report: Report, _tela: Tela) -> str:
    """La figura del report, che ne deve avere una, come file SVG."""
    return f"{_PROLOGO}{draw_report(report)}\n"


def render_pagine(report: Report) -> list[str]:
    """La stessa, in un file per pagina."""
    return [f"{_PROLOGO}{svg}\n" for svg in draw_pagine_di(report)]


def draw_report(report: Report) -> str:
    """La figura del report con il titolo della risposta, il giorno della domanda e quello dei dati."""
    figura, nota = _entitle(report)
    return draw_figura(figura, nota=nota)


def draw_pagine_di(report: Report) -> list[str]:
    """La stessa figura, divisa in pagine."""
    figura, nota = _entitle(report)
    return draw_pagine(figura, nota=nota)


def _entitle(report: Report) -> tuple[LineaDelTempo | Istogramma, str]:
    """La figura del report con il suo titolo, e ciò che vi sta sotto."""
    figura = report.figura
    if figura is None:
        raise ValueError(f"{report.schema} non ha una figura")
    giorni = " · ".join(describe_giorni(report))
    nota = f"{report.titolo} · {giorni}" if figura.titolo and giorni else giorni
    return figura._replace(titolo=figura.titolo or report.titolo), nota


def draw_pagine(figura: LineaDelTempo | Istogramma, *, id_: str = "", nota: str = "") -> list[str]:
    """La figura come uno o più elementi `<svg>`: più d'uno se in una pagina non si leggerebbe, e ognuno dice quale è."""
    pagine = divide_figura(figura)
    if len(pagine) == 1:
        return [draw_figura(figura, id_=id_, nota=nota)]
    quali = [f"pagina {numero} di {len(pagine)}" for numero in range(1, len(pagine) + 1)]
    return [
        draw_figura(pagina, id_=f"{id_}-{numero}", nota=f"{nota} · {quale}" if nota else quale)
        for numero, (quale, pagina) in enumerate(zip(quali, pagine, strict=True), 1)
    ]


def draw_figura(figura: LineaDelTempo | Istogramma, *, id_: str = "", nota: str = "") -> str:
    """Un elemento `<svg>` da mettere in una pagina; `id_` rende unici i suoi id, `nota` si legge sotto il titolo."""
    base = f"figura-{id_}" if id_ else "figura"
    if isinstance(figura, Istogramma):
        return draw_barre(figura, Cartiglio(base, figura.titolo, nota, figura.descrizione, f"In {figura.unita}"))
    nome = f"Linea del tempo {format_periodo(figura.finestra.inizio, figura.finestra.fine)}"
    return draw_tempo(figura, Cartiglio(base, figura.titolo, nota, figura.descrizione, nome))
