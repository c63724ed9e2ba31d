"""JSON: un oggetto con lo schema e la sua versione, il giorno della domanda e quello dei dati, poi la risposta."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from ldq_planner.render.codifica import encode, encode_campi

if TYPE_CHECKING:
    from ldq_planner.render import Tela
    from ldq_planner.reports.report import Report


# Segni di controllo e di direzione, e ciò che chi raccoglie le righe prenderebbe per un comando: solo dentro i testi.
_COMANDI = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|#(?=#(?:\\[|vso\\[|teamcity\\[))")


def render(report: Report, _tela: Tela) -> str:
    """Il JSON del report, in UTF-8 leggibile."""
    risposta = {
        "schema": report.schema,
        "oggi": encode(report.oggi),
        "dati_aggiornati_al": encode(report.dati_aggiornati_al),
        **encode_campi(report.dati),
    }
    return _COMANDI.sub(lambda c: f"\\u{ord(c[0]):04x}", json.dumps(risposta, ensure_ascii=False, indent=2)) + "\n"
