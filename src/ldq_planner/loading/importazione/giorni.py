"""Le date e le durate come le scrivono gli altri. Conta il giorno scritto, e nulla si ripara.

Un'ora o un fuso non lo spostano, salvo quando l'istante è la mezzanotte di Roma, o il suo ultimo minuto, scritti in un altro fuso.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from ldq_planner.dates.fuso import find_confine, parse_istante
from ldq_planner.dates.mesi import MESI

PRIMO_ANNO, ULTIMO_ANNO = 1990, 2100
"""Fuori di qui è un errore di battitura: 0219, 1899 (l'anno zero dei fogli di calcolo), 2459."""
SENZA_FINE = "2099-12-31"

ILLEGGIBILE, NON_PLAUSIBILE = "data-illeggibile", "anno-non-plausibile"

_ORA = r"(?:[T ]\s*\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?(?:\s*[AaPp][Mm])?)?"
_FUSO = r"(?P<fuso>\s?(?:Z|[+-]\d{2}:?\d{2}))?"
_ANNO_PRIMA = re.compile(rf"(\d{{3,6}})[-/](\d{{1,2}})[-/](\d{{1,2}}){_ORA}{_FUSO}", re.ASCII)
_GIORNO_PRIMA = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{3,6}}){_ORA}{_FUSO}", re.ASCII)
_COMPATTA = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_SERIALE = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)
_ANNO = re.compile(r"(\d{4})(?:-(\d{2}))?", re.ASCII)
_MESE = re.compile(r"(\d{1,2})/(\d{4})", re.ASCII)
_A_PAROLE = re.compile(r"([a-zA-Z]{3,9})\.? (\d{4})", re.ASCII)
_MESE_DICEMBRE = 12
_INTERA = 10
_EPOCA = date(1899, 12, 30)
_DURATA = re.compile(r"(\d{1,6})(?:[.,]0+)?\s*([a-zàè]*)\.?", re.IGNORECASE)
_UNITA = {"g": "giorni", "d": "giorni", "m": "mesi", "a": "anni", "y": "anni"}
_SI = ("sì", "si", "yes", "true", "y")
ASSENTI = frozenset(("", "-", "--", "n.d.", "nd", "n/d", "n.a.", "na", "n/a", "null", "none", "nan", "nat", "non noto"))


class GiornoLetto(NamedTuple):
    """Un giorno in ISO, vuoto se manca o non si legge; e che cosa ha di particolare."""

    iso: str = ""
    problema: str = ""
    con_fuso: bool = False
    seriale: bool = False

    @property
    def is_intero(self) -> bool:
        """Vero se dice anche il giorno: `2019` e `2019-03` no."""
        return len(self.iso) == _INTERA


_MANCA = GiornoLetto()


@lru_cache(maxsize=32_768)
def read_giorno(testo: str) -> GiornoLetto:
    """Il giorno scritto in `testo`: `2019-01-01+01:00`, `31/12/2019 23:59`, `20191231`, `43830` (foglio di calcolo).

    Esempio:
        >>> read_giorno("2019-01-01T00:30:00+02:00").iso
        '2019-01-01'
        >>> read_giorno("2018-12-31T23:00:00Z").iso
        '2019-01-01'
    """
    testo = testo.strip()
    if testo.lower() in ASSENTI:
        return _MANCA
    if trovato := _ANNO_PRIMA.fullmatch(testo) or _COMPATTA.fullmatch(testo):
        anno, mese, giorno = trovato.groups()[:3]
    elif trovato := _GIORNO_PRIMA.fullmatch(testo):
        giorno, mese, anno = trovato.groups()[:3]
    elif seriale := _SERIALE.fullmatch(testo):
        return _make((_EPOCA + timedelta(days=int(seriale[1]))).isoformat(), seriale=True)
    else:
        return _read_impreciso(testo)
    fuso = trovato.groupdict().get("fuso")
    try:
        letto = date(int(anno), int(mese), int(giorno)).isoformat()
    except ValueError:
        is_anno = int(anno) > ULTIMO_ANNO
        return GiornoLetto(problema=NON_PLAUSIBILE if is_anno else ILLEGGIBILE)
    if fuso and (istante := parse_istante(testo)) and (suo := find_confine(istante)):
        letto = suo.isoformat()
    return _make(letto, con_fuso=bool(fuso))


def _read_impreciso(testo: str) -> GiornoLetto:
    """Un mese o un anno, come li tengono i nostri dati: `2019`, `2019-03`, `03/2019`, `marzo 2019`."""
    if trovato := _ANNO.fullmatch(testo):
        anno, mese = trovato[1], int(trovato[2] or 0)
    elif trovato := _MESE.fullmatch(testo):
        anno, mese = trovato[2], int(trovato[1]) or -1
    elif (trovato := _A_PAROLE.fullmatch(testo)) and trovato[1].lower() in MESI:
        anno, mese = trovato[2], MESI.index(trovato[1].lower()) + 1
    else:
        return GiornoLetto(problema=ILLEGGIBILE)
    if not 0 <= mese <= _MESE_DICEMBRE:
        return GiornoLetto(problema=ILLEGGIBILE)
    return _make(f"{anno}-{mese:02d}" if mese else anno)


def _make(iso: str, *, con_fuso: bool = False, seriale: bool = False) -> GiornoLetto:
    if not PRIMO_ANNO <= int(iso[:4]) <= ULTIMO_ANNO:
        return GiornoLetto(problema=NON_PLAUSIBILE, con_fuso=con_fuso)
    return GiornoLetto(iso, "", con_fuso, seriale)


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
