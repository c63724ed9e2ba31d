"""Le righe di un report per un foglio di calcolo: una colonna per campo, e in ogni cella un valore solo."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import DataIncerta
from ldq_planner.model.campi import list_campi
from ldq_planner.render.codifica import unfold
from ldq_planner.render.valori import format_cella

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.reports.report import Report


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
    for nome in list_campi(type(valore)):
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
    return format_cella(valore)
