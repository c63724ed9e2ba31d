"""CSV per l'Excel in italiano: `;`, virgola decimale, gg/mm/aaaa, UTF-8 con il suo segno (BOM); vuoto per «non noto»."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import DataIncerta
from ldq_planner.dates.testo import format_data, format_giorno
from ldq_planner.render.csv import write_righe
from ldq_planner.render.righe import list_righe
from ldq_planner.render.valori import clean, defuse

if TYPE_CHECKING:
    from ldq_planner.render import Tela
    from ldq_planner.reports.report import Report

_SEGNO = "\ufeff"
_FRAINTESO = re.compile(r"[\d.,/: Ee%-]*\d[\d.,/: Ee%-]*", re.ASCII)
_INNOCUO = re.compile(r"[1-9]\d{0,10}|0", re.ASCII)  # un intero che resta com'è: con dodici cifre diventa 1,23E+11


def render(report: Report, _tela: Tela) -> str:
    """Il CSV dell'elenco del report; senza righe, solo il segno."""
    return _SEGNO + write_righe(list_righe(report), _write_cella, ";")


def _write_cella(valore: object) -> object:
    """Il valore come Excel lo legge in italiano."""
    if isinstance(valore, bool):
        return "sì" if valore else "no"
    if isinstance(valore, DataIncerta):
        return format_data(valore) if valore.is_nota else None
    if isinstance(valore, date):
        return format_giorno(valore)
    if isinstance(valore, Decimal):
        return f"{valore:f}".replace(".", ",")
    return _protect(valore) if isinstance(valore, str) else valore


def _protect(testo: str) -> str:
    """Il testo come testo: ciò che Excel prenderebbe per un numero o una data perderebbe gli zeri, o diventerebbe altro."""
    if _FRAINTESO.fullmatch(testo) and not _INNOCUO.fullmatch(testo) and ", " not in testo:
        return f"'{testo}"
    return defuse(clean(testo))
