"""CSV per l'Excel in italiano: `;`, virgola decimale, gg/mm/aaaa, UTF-8 con il suo segno (BOM); vuoto per «non noto»."""

from __future__ import annotations

import csv
import re
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING, Any

from ldq_planner.dates.incerta import DataIncerta
from ldq_planner.dates.testo import format_data, format_giorno
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
    righe = list_righe(report)
    uscita = StringIO(newline="")
    uscita.write(_SEGNO)
    if righe:
        scrittore = csv.DictWriter(uscita, fieldnames=list(righe[0]), delimiter=";")
        scrittore.writeheader()
        scrittore.writerows({nome: _write_cella(valore) for nome, valore in riga.items()} for riga in righe)
    return uscita.getvalue()


def _write_cella(valore: Any) -> Any:
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
