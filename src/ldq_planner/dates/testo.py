"""Le date come le legge una persona: `gg/mm/aaaa`, o a parole ciò che non è un giorno certo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.mesi import MESI

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.dates.incerta import DataIncerta

_LUNGHEZZA_MESE, _LUNGHEZZA_ANNO = len("2023-06"), len("2023")


def format_giorno(giorno: date) -> str:
    """`30/06/2023`."""
    return f"{giorno.day:02d}/{giorno.month:02d}/{giorno.year:04d}"


def format_periodo(inizio: date, fine: date | None, compresi: str = "") -> str:
    """`dal 01/01/2025 al 28/01/2025` e in coda `compresi`; `il 01/01/2025`; `dal 01/01/2025 in poi`.

    Estremi: compresi, l'uno e l'altro; senza `fine` il periodo non finisce.
    """
    if inizio == fine:
        return f"il {format_giorno(inizio)}"
    return f"dal {format_giorno(inizio)} " + (f"al {format_giorno(fine)}{compresi}" if fine else "in poi")


def format_data(data: DataIncerta) -> str:
    """`30/06/2023`, `31/12/2025 (indicativa)`, `giugno 2018`, `2018`, `tra 01/01/2023 e 31/03/2023`, `non noto`."""
    if not data.is_nota:
        return data.testo
    if data.is_indicativa:
        return f"{format_data(data.scritta)} (indicativa)"
    if data.is_certa:
        return format_giorno(data.primo)
    if len(data.testo) == _LUNGHEZZA_MESE:
        return f"{MESI[data.primo.month - 1]} {data.primo.year}"
    if len(data.testo) == _LUNGHEZZA_ANNO:
        return data.testo
    return f"tra {format_giorno(data.primo)} e {format_giorno(data.ultimo)}"
