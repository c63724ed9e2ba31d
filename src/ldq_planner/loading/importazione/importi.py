"""Gli importi come li scrivono gli altri: con il punto o con la virgola, con l'euro, senza indovinare."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import NamedTuple

from ldq_planner.loading.importazione.giorni import ASSENTI

_NOSTRO = re.compile(r"\d{1,13}(?:\.\d{1,2})?", re.ASCII)
_MONETA = re.compile(r"€|eur(?:o)?|[\s_'\u00a0]", re.IGNORECASE)
_AMBIGUO = re.compile(r"-?\d{1,3}(?:\.\d{3}|,\d{3})", re.ASCII)
_ITALIANO = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?|-?\d+,\d+", re.ASCII)
_INGLESE = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_DECIMALE = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?", re.ASCII)
_CENTESIMO = Decimal("0.01")
_TROPPO = Decimal(10) ** 13


class ImportoLetto(NamedTuple):
    """Un importo in euro, come testo decimale; vuoto se manca o non si legge, con il perché."""

    testo: str = ""
    problema: str = ""


_MANCA = ImportoLetto()


@lru_cache(maxsize=16_384)
def read_importo(testo: str) -> ImportoLetto:
    """L'importo scritto in `testo`: `1234.56`, `1.234,56`, `€ 1.234,56`, `1,234.56`, `277497.000000`.

    Esempio:
        >>> read_importo("€ 1.234,56").testo
        '1234.56'
    """
    if _NOSTRO.fullmatch(testo):
        return ImportoLetto(testo)
    cifre = _MONETA.sub("", testo)
    if cifre.lower() in ASSENTI:
        return _MANCA
    if _AMBIGUO.fullmatch(cifre):
        return ImportoLetto(problema="importo-ambiguo")
    if _ITALIANO.fullmatch(cifre):
        cifre = cifre.replace(".", "").replace(",", ".")
    elif _INGLESE.fullmatch(cifre):
        cifre = cifre.replace(",", "")
    elif not _DECIMALE.fullmatch(cifre):
        return ImportoLetto(problema="importo-illeggibile")
    return _round(Decimal(cifre))


def _round(importo: Decimal) -> ImportoLetto:
    if importo < 0:
        return ImportoLetto(problema="importo-negativo")
    if importo >= _TROPPO:
        return ImportoLetto(problema="importo-illeggibile")
    tondo = importo.quantize(_CENTESIMO, ROUND_HALF_EVEN)
    return ImportoLetto(f"{tondo:f}", "" if tondo == importo else "importo-arrotondato")
