"""Le durate e i rinnovi come li scrivono gli altri: i giorni restano giorni, e i mesi che nascondono si dicono soltanto."""

from __future__ import annotations

import re
from functools import lru_cache

_DURATA = re.compile(r"(\d{1,6})(?:[.,]0+)?\s*([a-zàè]*)\.?", re.IGNORECASE)
_UNITA = {"g": "giorni", "d": "giorni", "m": "mesi", "a": "anni", "y": "anni"}
_SI = ("sì", "si", "yes", "true", "y")


@lru_cache(maxsize=1024)
def read_durata(testo: str, unita: str) -> tuple[int, str]:
    """Quanti e di che cosa: `365.0` in giorni, `36 mesi`, `2 anni` (24 mesi); -1 se non si legge, 0 se non lo dice."""
    trovato = _DURATA.fullmatch(testo.strip())
    if trovato is None:
        return -1, unita
    quale = _UNITA.get(trovato[2][:1].lower(), unita) if trovato[2] else unita
    if not quale:
        return -1, ""
    quanti = int(trovato[1])
    return (quanti * 12, "mesi") if quale == "anni" else (quanti, quale)


def guess_mesi(giorni: int) -> int:
    """I mesi che una durata in giorni nasconde, se si vede: 720 → 24, 730 → 24, 365 → 12, 90 → 3; 0 se non è chiaro."""
    anni, resto = divmod(giorni, 365)
    if anni and resto <= anni // 4:
        return anni * 12
    return giorni // 30 if giorni % 30 == 0 else 0


def count_rinnovi(testo: str) -> int:
    """Quanti rinnovi dice la fonte; 0 se dice zero, o se non dice quanti."""
    testo = testo.strip().removesuffix(".0")
    if testo.isascii() and testo.isdigit():
        return min(int(testo), 1000)
    return 1 if testo.lower() in _SI else 0
