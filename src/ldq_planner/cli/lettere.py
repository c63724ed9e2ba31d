"""Uno schermo che non ha tutte le lettere (cp850, Latin-1): al posto di quelle che mancano, una che somiglia, larga uguale."""

from __future__ import annotations

import codecs
import unicodedata

SOMIGLIA = "ldq-somiglia"
"""Il nome con cui un flusso la chiede."""
_SEGNI = dict(zip("─━█▌▒░×✗✓→←▲▼·–−…«»“”‘’°€", '-=##~.xx+><^v---.""""\'\'oE', strict=True))


def find_simile(lettera: str) -> str:
    """La lettera ASCII che somiglia a un'altra; `?` se non ce n'è."""
    nuda = unicodedata.normalize("NFKD", lettera)[0]
    return _SEGNI.get(lettera) or (nuda if nuda.isascii() else "?")


def _replace(errore: UnicodeError) -> tuple[str, int]:
    if not isinstance(errore, UnicodeEncodeError):
        raise errore
    return "".join(map(find_simile, errore.object[errore.start : errore.end])), errore.end


codecs.register_error(SOMIGLIA, _replace)
