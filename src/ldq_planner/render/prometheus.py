"""Il testo d'esposizione di Prometheus (0.0.4): giorni, abitanti scoperti e margini, un `gauge` per misura.

Forma: «Exposition formats», nella documentazione di Prometheus.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.render.segnalazioni import get_esame
from ldq_planner.render.valori import clean

if TYPE_CHECKING:
    from ldq_planner.render import Tela
    from ldq_planner.reports.esame import Misura
    from ldq_planner.reports.report import Report

_ETICHETTA = {ord("\\"): "\\\\", ord('"'): '\\"', ord("\n"): "\\n"}
_AIUTO = {ord("\\"): "\\\\", ord("\n"): "\\n"}


def render(report: Report, _tela: Tela) -> str:
    """Le misure che hanno almeno un valore."""
    return "".join(_render_misura(misura) for misura in get_esame(report).misure if misura.valori)


def _render_misura(misura: Misura) -> str:
    nome = f"ldq_{misura.nome}"
    righe = [f"# HELP {nome} {misura.significato.translate(_AIUTO)}", f"# TYPE {nome} gauge"]
    for di, quanto in misura.valori:
        etichette = ",".join(f'{chiave}="{clean(valore).translate(_ETICHETTA)}"' for chiave, valore in di)
        righe.append(f"{nome}{{{etichette}}} {quanto}" if etichette else f"{nome} {quanto}")
    return "\n".join(righe) + "\n"
