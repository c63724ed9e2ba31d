"""Gli importi come li scrivono gli altri: con il punto o con la virgola, con la moneta e l'IVA, senza indovinare.

`1.234` sono mille o uno: lo dice la colonna, e qui si riceve quale segno è dei decimali.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import NamedTuple

from ldq_planner.loading.importazione.giorni import ASSENTI, FORMULA, SENZA_VALORE

VIRGOLA, PUNTO = ",", "."
ESCLUSA, INCLUSA = "esclusa", "inclusa"
_NOSTRO = re.compile(r"\d{1,13}(?:\.\d{1,2})?", re.ASCII)
_IVA = r"(?:l['’])?(?:i\.?v\.?a\.?|vat)(?: (?:di legge|al \d{1,2} ?%|\d{1,2} ?%))?"
_SENZA_IVA = rf"(?:\+|oltre|più|piu) ?{_IVA}|{_IVA} (?:esclusa|escl\.?|non inclusa|non compresa|excluded)"
_SENZA_IVA += rf"|(?:(?:al )?netto (?:di |dell['’])?|escl(?:usa|\.)? |excl(?:uding|\.)? |ex ){_IVA}"
_CON_IVA = rf"{_IVA} (?:inclusa|incl\.?|compresa|compr\.?|included)"
_CON_IVA += rf"|(?:(?:al )?lordo (?:di |dell['’])?|incl(?:usa|uding|\.)? |compresa ){_IVA}"
_CHE_IVA = re.compile(rf"\(?(?:(?P<senza>{_SENZA_IVA})|(?P<con>{_CON_IVA}))\)?", re.IGNORECASE)
_SEGNI = {"€": "EUR", "EURO": "EUR", "$": "USD", "US$": "USD", "£": "GBP", "¥": "JPY", "FR.": "CHF", "ZŁ": "PLN"}
_CODICI = "EUR USD GBP CHF JPY CNY SEK NOK DKK PLN CZK HUF RON BGN ALL RSD BAM MKD TRY CAD AUD COP PYG MXN BRL CLP ITL"
_NOMI = "|".join(sorted(map(re.escape, (*_SEGNI, *_CODICI.split())), key=len, reverse=True))
_MONETA = re.compile(rf"(?P<prima>{_NOMI})\s*(?P<a>.*)|(?P<b>.*?)\s*(?P<dopo>{_NOMI})", re.IGNORECASE)
_MIGLIAIA_VUOTE = re.compile(r"-?\d{1,3}(?:[\s\u00a0\u202f\u2009'’_]\d{3})+(?![\d])")
_SENZA_CENTESIMI = re.compile(r"(?<=\d)[.,](?:-{1,2}|–|=)$")
_ALTRI_SPAZI = re.compile(r"[\s\u00a0\u202f\u2009'’_](?=\d{3}(?!\d))")
_CIFRE = re.compile(r"-?(?:\d+(?:[.,]\d+)*|[.,]\d{1,2})", re.ASCII)
_ESPONENTE = re.compile(r"-?\d+(?:\.\d+)?[eE][+-]?\d{1,2}", re.ASCII)
_MIGLIAIA = 3
_CENTESIMO = Decimal("0.01")
_TROPPO = Decimal(10) ** 13


class Numero(str):
    """Una cella che è un numero, e non un testo: il punto è dei decimali, qualunque cosa dicano le altre."""

    __slots__ = ()


class ImportoLetto(NamedTuple):
    """Un importo, come testo decimale; vuoto se manca o non si legge, con il perché; e ciò che la cella dice d'altro."""

    testo: str = ""
    problema: str = ""
    valuta: str = ""
    iva: str = ""


_MANCA = ImportoLetto()


def read_importo(testo: str, decimali: str = "") -> ImportoLetto:
    """L'importo scritto in `testo`: `1234.56`, `1.234,56`, `€ 12.345,00 + IVA`, `CHF 1'234.50`, `.50`.

    `decimali` è il segno che la colonna dà ai decimali; vuoto se non si sa, e allora `1.234` è ambiguo.

    Esempio:
        >>> read_importo("€ 1.234,56").testo
        '1234.56'
    """
    if _NOSTRO.fullmatch(testo):
        return ImportoLetto(testo)
    return _read(testo, PUNTO if isinstance(testo, Numero) else decimali)


@lru_cache(maxsize=16_384)
def _read(testo: str, decimali: str) -> ImportoLetto:
    if testo == FORMULA:
        return ImportoLetto(problema=SENZA_VALORE)
    cifre, valuta, iva = split_importo(testo)
    if cifre.lower() in ASSENTI:
        return ImportoLetto(valuta=valuta, iva=iva) if valuta or iva else _MANCA
    importo = _read_cifre(cifre, decimali)
    return ImportoLetto("", importo, valuta, iva) if isinstance(importo, str) else _round(importo, valuta, iva)


def _read_cifre(cifre: str, decimali: str) -> Decimal | str:
    """Il numero, o perché non si legge."""
    if _ESPONENTE.fullmatch(cifre):
        return Decimal(cifre)
    segno = find_decimali(cifre)
    if segno == "?" and not decimali:
        return "importo-ambiguo"
    segno = decimali if segno == "?" else segno
    if not _is_numero(cifre, segno):
        return "importo-illeggibile"
    altro = VIRGOLA if segno == PUNTO else PUNTO
    return Decimal(cifre.replace(altro, "").replace(segno or VIRGOLA, "."))


def split_importo(testo: str) -> tuple[str, str, str]:
    """Le cifre, senza gli spazi delle migliaia; il codice della moneta; che IVA dice."""
    testo = " ".join(testo.split())
    iva = find_iva(testo)
    if iva:
        testo = _CHE_IVA.sub(" ", testo).strip()
    valuta = ""
    if trovata := _MONETA.fullmatch(testo):
        nome = (trovata["prima"] or trovata["dopo"]).upper()
        valuta = _SEGNI.get(nome, nome)
        testo = (trovata["a"] if trovata["prima"] else trovata["b"]).strip()
    testo = _SENZA_CENTESIMI.sub("", testo)
    if _MIGLIAIA_VUOTE.match(testo):
        testo = _ALTRI_SPAZI.sub("", testo)
    return testo, valuta, iva


def find_iva(testo: str) -> str:
    """Se il testo dice che l'IVA è esclusa o inclusa: la cella di un importo, o il nome della sua colonna."""
    trovata = _CHE_IVA.search(testo)
    if trovata is None:
        return ""
    return ESCLUSA if trovata["senza"] else INCLUSA


def find_valuta(nome: str) -> str:
    """La moneta che il nome di una colonna dice: `Importo (€)`, `Value GBP`, `Importo in euro`; vuoto se non la dice."""
    pezzi = re.findall(r"[€$£¥]|[A-Za-z]+\$?", nome)
    return next((_SEGNI.get(p.upper(), p) for p in pezzi if p.upper() in _SEGNI or p in _CODICI.split()), "")


_MIGLIAIA_NEL_NOME = re.compile(
    r"\bk\s?€|€\s?/\s?1\.?000|\bk(?:eur|euro)\b|\bmigliaia\b|\bthousands?\b|\b000\b", re.IGNORECASE
)
_MILIONI_NEL_NOME = re.compile(r"\bm(?:ln|io)\b|\bmilion[ie]\b|\bmillions?\b|\bm\s?€", re.IGNORECASE)


def find_multiplo(nome: str) -> int:
    """Quante volte un euro vale ciò che la colonna scrive: `Importo (k€)` 1.000, `Valore in milioni` 1.000.000, se no 1."""
    if _MILIONI_NEL_NOME.search(nome):
        return 1_000_000
    return 1_000 if _MIGLIAIA_NEL_NOME.search(nome) else 1


def find_decimali(cifre: str) -> str:
    """Il segno dei decimali che le cifre provano da sole; `?` se dipende dalla colonna, vuoto se non ne hanno."""
    segni = [c for c in cifre if c in ".,"]
    if not segni:
        return ""
    if len({*segni}) > 1:
        return segni[-1]
    segno, altro = segni[0], VIRGOLA if segni[0] == PUNTO else PUNTO
    if len(segni) > 1:
        return altro
    prima, dopo = cifre.lstrip("-").split(segno)
    is_dubbio = len(dopo) == _MIGLIAIA and 1 <= len(prima) <= _MIGLIAIA and not prima.startswith("0")
    return "?" if is_dubbio else segno


def _is_numero(cifre: str, segno: str) -> bool:
    """Vero se sono cifre, con le migliaia a tre a tre e i decimali in fondo."""
    if not _CIFRE.fullmatch(cifre):
        return False
    if not segno:
        return True
    intero, _, _ = cifre.lstrip("-").partition(segno)
    gruppi = intero.split(VIRGOLA if segno == PUNTO else PUNTO)
    return cifre.count(segno) <= 1 and (
        len(gruppi) == 1 or (1 <= len(gruppi[0]) <= _MIGLIAIA and all(len(g) == _MIGLIAIA for g in gruppi[1:]))
    )


def _round(importo: Decimal, valuta: str, iva: str) -> ImportoLetto:
    if importo < 0:
        return ImportoLetto("", "importo-negativo", valuta, iva)
    if importo >= _TROPPO:
        return ImportoLetto("", "importo-illeggibile", valuta, iva)
    tondo = abs(importo.quantize(_CENTESIMO, ROUND_HALF_EVEN))  # anche meno zero è zero
    return ImportoLetto(f"{tondo:f}", "" if tondo == importo else "importo-arrotondato", valuta, iva)
