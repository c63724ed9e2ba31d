"""SVG: la figura del report, per una pagina, una diapositiva, una carta."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_periodo
from ldq_planner.render.disegno.barre import draw_barre
from ldq_planner.render.disegno.foglio import Cartiglio
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


def draw_report(report: Report) -> str:
    """La figura del report con il titolo della risposta, il giorno della domanda e quello dei dati."""
    figura = report.figura
    if figura is None:
        raise ValueError(f"{report.schema} non ha una figura")
    giorni = " · ".join(describe_giorni(report))
    nota = f"{report.titolo} · {giorni}" if figura.titolo and giorni else giorni
    return draw_figura(figura._replace(titolo=figura.titolo or report.titolo), nota=nota)


def draw_figura(figura: LineaDelTempo | Istogramma, *, id_: str = "", nota: str = "") -> str:
    """Un elemento `<svg>` da mettere in una pagina; `id_` rende unici i suoi id, `nota` si legge sotto il titolo."""
    base = f"figura-{id_}" if id_ else "figura"
    if isinstance(figura, Istogramma):
        return draw_barre(figura, Cartiglio(base, figura.titolo, nota, figura.descrizione, f"In {figura.unita}"))
    nome = f"Linea del tempo {format_periodo(figura.finestra.inizio, figura.finestra.fine)}"
    return draw_tempo(figura, Cartiglio(base, figura.titolo, nota, figura.descrizione, nome))
