"""I valori di una cella: per una persona e per una macchina. Il testo dei dati resta testo."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any

from ldq_planner.dates.incerta import NON_NOTO, DataIncerta
from ldq_planner.dates.testo import format_data, format_giorno
from ldq_planner.errors import Finding
from ldq_planner.model.campi import list_campi
from ldq_planner.model.ponte import Motivo
from ldq_planner.model.testo import format_euro, format_numero
from ldq_planner.reports.report import Circa, Euro, Voce
from ldq_planner.reports.segnalazioni import to_segnalazione

if TYPE_CHECKING:
    from collections.abc import Callable

    from ldq_planner.reports.report import Report

# Sequenze di comando, a capo e segni di direzione: un terminale li eseguirebbe, qui si vedono.
_CONTROLLI = {c: f"\\x{c:02x}" for c in (*range(0x20), *range(0x7F, 0xA0))}
_DIREZIONI = {
    c: f"\\u{c:04x}"
    for c in (0x061C, 0x200E, 0x200F, 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
}
_FORMULE = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_SPINGONO = ("\t", "\r", "\n")
"""Un foglio di calcolo può scartarli, e leggere da ciò che segue."""
_VISIBILI = {**_CONTROLLI, **_DIREZIONI, 0x09: " ", 0x0A: " ⏎ ", 0x0D: ""}


def clean(testo: str) -> str:
    """Il testo su una riga, con i caratteri di comando resi visibili."""
    return testo.translate(_VISIBILI)


def is_formula(testo: str) -> bool:
    """Vero se un foglio di calcolo potrebbe prenderlo per una formula."""
    return testo.startswith(_SPINGONO) or testo.lstrip().startswith(_FORMULE)


def defuse(testo: str) -> str:
    """Il testo come lo si scrive in un CSV: se sembra una formula, dopo un apostrofo che lo fa restare testo."""
    return f"'{testo}" if is_formula(testo) else testo


def split_capoversi(testo: str) -> list[list[str]]:
    """I capoversi con le loro righe, di nuovo su una sola dove andare a capo non vuol dire nulla.

    Un capoverso rientrato di quattro spazi è un esempio, e resta com'è.
    """
    capoversi = testo.split("\n\n")
    return [c.split("\n") if is_esempio(c) else [c.replace("\n", " ")] for c in capoversi]


def is_esempio(testo: str) -> bool:
    """Vero se è rientrato come un esempio di un manuale."""
    return testo.startswith("    ")


def format_cella(valore: Any) -> str:
    """Il valore come lo legge una persona."""
    if valore is None:
        return NON_NOTO
    if isinstance(valore, DataIncerta):
        return format_data(valore)
    if isinstance(valore, date):
        return format_giorno(valore)
    if isinstance(valore, Euro):
        return format_euro(valore.importo)
    if isinstance(valore, (Circa, Voce)):
        return clean(valore.testo)
    return format_numero(valore) if type(valore) is int else clean(str(valore))


def describe_giorni(report: Report) -> list[str]:
    """In che giorno si è chiesto, e a quale giorno sono fermi i dati."""
    giorni = (("al", report.oggi), ("dati del", report.dati_aggiornati_al))
    return [f"{parola} {format_giorno(giorno)}" for parola, giorno in giorni if giorno is not None]


def encode(valore: Any) -> Any:
    """Il valore come lo vuole una macchina: date ISO, importi come testo decimale, `None` per «non noto»."""
    valore = unfold(valore)
    if isinstance(valore, DataIncerta):
        return _encode_data(valore)
    if isinstance(valore, dict):
        return {nome: encode(v) for nome, v in valore.items()}
    nomi = list_campi(type(valore))
    if nomi:
        return {nome: encode(getattr(valore, nome)) for nome in nomi}
    if isinstance(valore, (tuple, list)):
        return [encode(v) for v in valore]
    return _encode_scalare(valore)


def _encode_scalare(valore: Any) -> Any:
    if isinstance(valore, date):
        return valore.isoformat()
    if isinstance(valore, Enum):
        return valore.value
    return str(valore) if isinstance(valore, (str, Decimal)) else valore


def _encode_data(data: DataIncerta) -> str | None:
    return data.scritta.testo if data.is_nota else None


def unfold(valore: Any) -> Any:
    """Il valore come lo mostrano le risposte: una segnalazione al posto di un `Finding`, la frase al posto di un `Motivo`."""
    mostra = _MOSTRATI.get(type(valore))
    return valore if mostra is None else mostra(valore)


def _say_motivo(motivo: Motivo) -> str:
    from ldq_planner.reports.motivi import say_motivo  # noqa: PLC0415 - serve solo a chi parla di ponti

    return say_motivo(motivo)


_MOSTRATI: dict[type, Callable[[Any], Any]] = {Finding: to_segnalazione, Motivo: _say_motivo}
