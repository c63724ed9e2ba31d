"""CSV per l'Excel in italiano: `;`, virgola decimale, gg/mm/aaaa, UTF-8 con il suo segno (BOM); vuoto per «non noto»."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import DataIncerta
from ldq_planner.dates.testo import format_data, format_giorno
from ldq_planner.model.campi import list_campi, list_detti
from ldq_planner.render.codifica import unfold
from ldq_planner.render.csv import strip_cella, write_modulo, write_righe, write_testo
from ldq_planner.render.valori import format_cella

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.render import Tela
    from ldq_planner.reports.report import Report


_SEGNO = "\ufeff"
_FRAINTESO = re.compile(r"[\d.,/: Ee%-]*\d[\d.,/: Ee%-]*", re.ASCII)
_INNOCUO = re.compile(r"[1-9]\d{0,10}|0", re.ASCII)  # un intero che resta com'è: con dodici cifre diventa 1,23E+11


def render(report: Report, _tela: Tela) -> str:
    """Il CSV dell'elenco del report; senza righe, solo il segno."""
    if report.modulo is not None:
        return _SEGNO + write_modulo(report.modulo, lambda cella: _write_cella(strip_cella(cella)), ";")
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
    return write_testo(testo)


def list_righe(report: Report) -> list[dict[str, object]]:
    """Le righe dell'elenco, tutte con le stesse colonne; una parte diventa colonne sue (`sede.indirizzo`).

    I valori restano Python (giorni, date incerte, numeri, vero o falso, testo); `None` è «non noto».
    """
    righe = [dict(_spread(riga, "")) for riga in report.elenco]
    colonne = _merge_colonne(righe)
    return [{colonna: riga.get(colonna) for colonna in colonne} for riga in righe]


def _merge_colonne(righe: list[dict[str, object]]) -> list[str]:
    """Le colonne di tutte le righe, nell'ordine della riga che ne ha di più; una parte che manca non è una colonna."""
    per_quante = sorted(righe, key=len, reverse=True)
    tutte = list(dict.fromkeys(colonna for riga in per_quante for colonna in riga))
    return [c for c in tutte if not any(altra.startswith(f"{c}.") for altra in tutte)]


def _spread(valore: object, prefisso: str) -> Iterator[tuple[str, object]]:
    """Le celle di un valore che ha dei campi."""
    valore = unfold(valore)
    for nome in list_detti(valore):
        dentro = unfold(getattr(valore, nome))
        if _has_campi(dentro):
            yield from _spread(dentro, f"{prefisso}{nome}.")
        else:
            yield f"{prefisso}{nome}", _flatten(dentro)


def _has_campi(valore: object) -> bool:
    """Vero se è una parte con dei campi suoi: una data incerta è un valore solo."""
    return bool(list_campi(type(valore))) and not isinstance(valore, DataIncerta)


def _flatten(valore: object) -> object:
    if isinstance(valore, Enum):
        return valore.value
    return _join(valore) if isinstance(valore, tuple) and not isinstance(valore, DataIncerta) else valore


def _join(valori: tuple[object, ...]) -> str:
    """Un elenco in una cella: i testi separati da virgole, le parti con i loro campi separate da barre."""
    mostrati = [unfold(valore) for valore in valori]
    return (" | " if any(map(_has_campi, mostrati)) else ", ").join(map(_say, mostrati))


def _say(valore: object) -> str:
    """Un valore in parole: di una parte, i campi che si conoscono."""
    if _has_campi(valore):
        celle = ((n, v) for n, v in _spread(valore, "") if v not in (None, ""))
        return "; ".join(f"{nome.replace('_', ' ')}: {_say(v)}" for nome, v in celle)
    if isinstance(valore, bool):
        return "sì" if valore else "no"
    if isinstance(valore, int | Decimal):
        return f"{valore}".replace(".", ",")  # come nelle altre celle: senza migliaia, che in un anno non ci sono
    return format_cella(valore)
