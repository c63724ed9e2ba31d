"""Ciò con cui cominciano tutti i nomi di un elenco: negli id e nelle tabelle non dice nulla, e occupa lo spazio del resto."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_CORTO = 10
_SENZA_SEGNO = 20


def find_prefisso(nomi: Iterable[str]) -> str:
    """Ciò con cui cominciano tutti i nomi, se è lungo e finisce con un segno o fra due parole: `COMUNE DI MILANO - `.

    Dopo, ognuno deve dire ancora qualcosa a parole.
    """
    pieni = [nome for nome in nomi if nome.strip()]
    prima, ultima = min(pieni, default=""), max(pieni, default="")
    uguali = sum(1 for _ in takewhile(lambda coppia: coppia[0] == coppia[1], zip(prima, ultima, strict=False)))
    if uguali <= _CORTO:
        return ""
    comune = prima[:uguali]
    segni = [t.end() for t in re.finditer(r"\s+[-–—/|]\s+|[:;,]\s+", comune) if t.end() > _CORTO]
    spazi = [t.end() for t in re.finditer(r"\s", comune) if t.end() > _SENZA_SEGNO]
    prefisso = comune[: (segni or spazi or [0])[-1]]
    dicono = all(re.search(r"[^\W\d_]{2}", nome.removeprefix(prefisso)) for nome in pieni)
    return prefisso if len(pieni) > 1 and dicono else ""
