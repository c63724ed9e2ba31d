"""Le date come le scrivono gli altri. Conta il giorno scritto, e nulla si ripara.

Un'ora o un fuso non lo spostano, salvo quando l'istante è la mezzanotte di Roma, o il suo ultimo minuto, scritti in un altro fuso.
Una cella come `03/04/2024` non dice se viene prima il giorno o il mese: lo dice la sua colonna, e qui lo si riceve.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from ldq_planner.dates.fuso import find_confine, parse_istante

PRIMO_ANNO, ULTIMO_ANNO = 1990, 2100
"""Fuori di qui è un errore di battitura: 0219, 1899 (l'anno zero dei fogli di calcolo), 2459."""
SENZA_FINE = "2099-12-31"
FORMULA = "\ue000"
"""Ciò che sta in una cella la cui formula non è mai stata calcolata: nessun testo vero lo contiene."""

ERRORE = re.compile(r"#(?:N/[AD]|RIF!|REF!|VALORE!|VALUE!|DIV/0!|NOME\?|NAME\?|NUM!|NULLO!|NULL!)")
"""Ciò che un foglio di calcolo scrive dove una formula non ha un risultato."""

ILLEGGIBILE, NON_PLAUSIBILE = "data-illeggibile", "anno-non-plausibile"
SEGNAPOSTO, SENZA_VALORE = "data-segnaposto", "formula-senza-valore"

GIORNO_PRIMA, MESE_PRIMA, ANNO_PRIMA = "giorno-mese-anno", "mese-giorno-anno", "anno-mese-giorno"
ORDINI = (GIORNO_PRIMA, MESE_PRIMA, ANNO_PRIMA)
"""In che ordine sono i tre numeri di una data: prima l'italiano, che vale dove nulla ne prova un altro."""
_POSTI = {GIORNO_PRIMA: (2, 1, 0), MESE_PRIMA: (2, 0, 1), ANNO_PRIMA: (0, 1, 2)}
_LETTERE = {"g": "g", "d": "g", "m": "m", "a": "a", "y": "a"}

_ORA = r"(?:[T ]\s*\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?(?:\s*[AaPp][Mm])?)?"
_FUSO = r"(?P<fuso>\s?(?:Z|[+-]\d{2}:?\d{2}))?"
_ANNO_DAVANTI = re.compile(rf"(\d{{3,6}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_ORA}{_FUSO}", re.ASCII)
_TRE_NUMERI = re.compile(rf"(\d{{1,2}})\s?[-/.]\s?(\d{{1,2}})\s?[-/.]\s?(\d{{1,6}}){_ORA}{_FUSO}", re.ASCII)
_COMPATTA = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_SERIALE = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)
_ANNO = re.compile(r"(\d{4})(?:-(\d{2}))?", re.ASCII)
_MESE_BREVE = re.compile(r"([a-z]{3,9})[-/.'’](\d{2})", re.ASCII)
_MESE = re.compile(r"(\d{1,2})/(\d{4})", re.ASCII)
_PAROLE = re.compile(r"[a-z\d\s.,°ºª'’/-]+")
_MESE_DICEMBRE = 12
INTERA, _LUNGO_UN_ANNO = 10, 4
SECOLI = (1900, 2000)
EPOCHE = {1900: date(1899, 12, 30), 1904: date(1904, 1, 1)}
"""Il giorno zero dei numeri di un foglio di calcolo, per l'anno con cui lo si chiama."""
_SENZA_SIGNIFICATO = frozenset(("0001-01-01", "1970-01-01", "1899-12-30", "1899-12-31", "1900-01-01"))
"""I giorni che un programma scrive quando non c'è un giorno."""
_ANNI_SENZA_SIGNIFICATO = (0, 9999)
_PIENE = frozenset(("0", "00", "99"))
ASSENTI = frozenset(("", "-", "--", "n.d.", "nd", "n/d", "n.a.", "na", "n/a", "null", "none", "nan", "nat", "non noto"))

_MESI_ALTRUI = """
    gennaio gen january jan enero ene janvier janv janeiro januar jan
    febbraio feb february febrero fevrier fevr fevereiro februar
    marzo mar march mars marco marz maerz
    aprile apr april abril abr avril avr
    maggio mag may mayo mai maio
    giugno giu june jun junio juin junho juni
    luglio lug july jul julio juillet juil julho juli
    agosto ago august aug aout
    settembre set sett september sep sept septiembre septembre setembro
    ottobre ott october oct octubre octobre outubro out oktober okt
    novembre nov november noviembre novembro
    dicembre dic december dec diciembre decembre dezembro dezember dez
"""
MESI_ALTRUI = {
    nome: numero for numero, riga in enumerate(_MESI_ALTRUI.strip().splitlines(), 1) for nome in riga.split()
}
"""Il mese che un nome, o la sua abbreviazione, vuol dire: italiano, inglese, spagnolo, francese, portoghese, tedesco."""
_PAROLE_ATTORNO = """
    il lo dal al del giorno the of de le du den der am st nd rd th er lunedi martedi mercoledi giovedi venerdi sabato
    domenica monday tuesday wednesday thursday friday saturday sunday
"""
_ATTORNO = frozenset(_PAROLE_ATTORNO.split())
"""Le parole che possono stare in una data senza cambiarla."""


class GiornoLetto(NamedTuple):
    """Un giorno in ISO, vuoto se manca o non si legge; e che cosa ha di particolare."""

    iso: str = ""
    problema: str = ""
    con_fuso: bool = False
    seriale: bool = False
    due_cifre: bool = False
    """Vero se l'anno è scritto con due cifre."""

    @property
    def is_piano(self) -> bool:
        """Vero se non c'è nulla da dirne: è un giorno intero, scritto per intero."""
        return len(self.iso) == INTERA and self.iso != SENZA_FINE and not (self.con_fuso or self.seriale)

    @property
    def is_intero(self) -> bool:
        """Vero se dice anche il giorno: `2019` e `2019-03` no."""
        return len(self.iso) == INTERA


_MANCA = GiornoLetto()


@lru_cache(maxsize=32_768)
def read_giorno(testo: str, ordine: str = GIORNO_PRIMA, epoca: int = 1900, secolo: int = 0) -> GiornoLetto:
    """Il giorno scritto in `testo`: `2019-01-01+01:00`, `31/12/2019 23:59`, `1° luglio 2021`, `43830` (foglio di calcolo).

    `secolo` è 1900 o 2000, di un anno di due cifre; senza, l'anno sta fra il 1990 e il 2089.

    Esempio:
        >>> read_giorno("2019-01-01T00:30:00+02:00").iso
        '2019-01-01'
        >>> read_giorno("2018-12-31T23:00:00Z").iso
        '2019-01-01'
    """
    testo = testo.strip()
    if testo.lower() in ASSENTI:
        return _MANCA
    if trovato := _ANNO_DAVANTI.fullmatch(testo) or _COMPATTA.fullmatch(testo):
        return _shift(_make(trovato[1], trovato[2], trovato[3]), testo, trovato.groupdict().get("fuso"))
    if trovato := _TRE_NUMERI.fullmatch(testo):
        anno, mese, giorno = sort_numeri((trovato[1], trovato[2], trovato[3]), ordine)
        return _shift(_make(anno, mese, giorno, secolo), testo, trovato["fuso"])
    if seriale := _SERIALE.fullmatch(testo):
        return _check((EPOCHE[epoca] + timedelta(days=int(seriale[1]))).isoformat(), seriale=True)
    return GiornoLetto(problema=SENZA_VALORE) if testo == FORMULA else _read_impreciso(testo, secolo)


def _shift(letto: GiornoLetto, testo: str, fuso: str | None) -> GiornoLetto:
    """Il giorno scritto; quello di Roma, se in un altro fuso è la sua mezzanotte."""
    if not fuso:
        return letto
    suo = find_confine(istante) if letto.iso and (istante := parse_istante(testo)) else None
    return letto._replace(iso=suo.isoformat() if suo else letto.iso, con_fuso=True)


def split_numeri(testo: str) -> tuple[str, str, str] | None:
    """I tre numeri di una data il cui ordine lo dice la colonna: `03/04/2024`, `1.2.24`; `None` per ogni altra."""
    trovato = _TRE_NUMERI.fullmatch(testo.strip())
    return (trovato[1], trovato[2], trovato[3]) if trovato else None


def sort_numeri(numeri: tuple[str, str, str], ordine: str) -> tuple[str, str, str]:
    """Anno, mese e giorno; un anno di più cifre in fondo dice da sé di non essere davanti."""
    if ordine == ANNO_PRIMA and len(numeri[2]) > 2:  # noqa: PLR2004 - tre cifre sono già un anno
        ordine = GIORNO_PRIMA
    anno, mese, giorno = (numeri[i] for i in _POSTI[ordine])
    return anno, mese, giorno


def is_giorno(numeri: tuple[str, str, str], ordine: str) -> bool:
    """Vero se in quell'ordine i tre numeri sono un giorno del calendario."""
    anno, mese, giorno = sort_numeri(numeri, ordine)
    return bool(_make(anno, mese, giorno).iso)


def find_ordine(detto: str) -> str:
    """L'ordine che una persona scrive: `mese-giorno-anno`, `mga`, `MM/GG/AAAA`, `mdy`; vuoto se non è uno dei tre."""
    parole = re.findall(r"[a-z]+", detto.lower())
    iniziali = "".join(_LETTERE.get(p[0], "?") for p in parole) if len(parole) > 1 else "".join(parole)
    tolte = re.sub(r"(.)\1+", r"\1", "".join(_LETTERE.get(c, "?") for c in iniziali))
    return {"gma": GIORNO_PRIMA, "mga": MESE_PRIMA, "amg": ANNO_PRIMA}.get(tolte, "")


def _read_impreciso(testo: str, secolo: int) -> GiornoLetto:
    """Un giorno a parole, o un mese o un anno come li tengono i nostri dati: `2019`, `2019-03`, `03/2019`, `marzo 2019`."""
    if trovato := _ANNO.fullmatch(testo):
        anno, mese = trovato[1], int(trovato[2] or 0)
    elif trovato := _MESE.fullmatch(testo):
        anno, mese = trovato[2], int(trovato[1]) or -1
    else:
        return _read_parole(testo, secolo)
    if not 0 <= mese <= _MESE_DICEMBRE:
        return GiornoLetto(problema=ILLEGGIBILE)
    return _check(f"{anno}-{mese:02d}" if mese else anno)


def _read_parole(testo: str, secolo: int) -> GiornoLetto:
    """Un giorno con il mese a parole: `1° luglio 2021`, `01-Jul-21`, `July 1, 2021`, `1 de julio de 2021`, `marzo 2020`."""
    piano = "".join(c for c in unicodedata.normalize("NFKD", testo.lower()) if not unicodedata.combining(c))
    if len(piano) > 60 or not _PAROLE.fullmatch(piano):  # noqa: PLR2004 - una data non è una frase
        return GiornoLetto(problema=ILLEGGIBILE)
    if (breve := _MESE_BREVE.fullmatch(piano)) and breve[
        1
    ] in MESI_ALTRUI:  # «gen-23», come lo mostra un foglio di calcolo
        return _check(f"{complete_anno(breve[2])}-{MESI_ALTRUI[breve[1]]:02d}", due_cifre=True)
    pezzi = [p for p in re.findall(r"[a-z]+|\d+", piano) if p not in _ATTORNO]
    mesi = [MESI_ALTRUI[p] for p in pezzi if p in MESI_ALTRUI]
    numeri = [p for p in pezzi if p.isdigit()]
    if len(mesi) != 1 or len(pezzi) != 1 + len(numeri) or pezzi[-1] != (numeri or [""])[-1]:
        return GiornoLetto(problema=ILLEGGIBILE)
    match numeri:
        case [anno] if len(anno) == _LUNGO_UN_ANNO:
            return _check(f"{anno}-{mesi[0]:02d}")
        case [giorno, anno]:
            return _make(anno, str(mesi[0]), giorno, secolo)
    return GiornoLetto(problema=ILLEGGIBILE)


def _make(anno: str, mese: str, giorno: str, secolo: int = 0) -> GiornoLetto:
    """Il giorno di quei tre numeri; un anno di due cifre sta fra il 1990 e il 2089: non ce n'è un altro plausibile."""
    due_cifre = len(anno) <= 2  # noqa: PLR2004 - come dice il nome
    if due_cifre and {anno, mese, giorno} <= _PIENE:
        return GiornoLetto(problema=SEGNAPOSTO)
    quale = complete_anno(anno, secolo)
    if quale in _ANNI_SENZA_SIGNIFICATO:
        return GiornoLetto(problema=SEGNAPOSTO)
    try:
        iso = date(quale, int(mese), int(giorno)).isoformat()
    except (ValueError, OverflowError):  # un numero di venti cifre
        return GiornoLetto(problema=NON_PLAUSIBILE if quale > ULTIMO_ANNO else ILLEGGIBILE)
    return _check(iso, due_cifre=due_cifre)


def complete_anno(anno: str, secolo: int = 0) -> int:
    """L'anno; di due cifre, quello del secolo detto, o il solo plausibile."""
    if len(anno) > 2:  # noqa: PLR2004 - tre cifre sono già un anno
        return int(anno)
    return int(anno) + (secolo or (2000 if int(anno) < PRIMO_ANNO % 100 else 1900))


def _check(iso: str, *, seriale: bool = False, due_cifre: bool = False) -> GiornoLetto:
    if iso in _SENZA_SIGNIFICATO:
        return GiornoLetto(problema=SEGNAPOSTO)
    if not PRIMO_ANNO <= int(iso[:4]) <= ULTIMO_ANNO:
        return GiornoLetto(problema=NON_PLAUSIBILE)
    return GiornoLetto(iso, "", seriale=seriale, due_cifre=due_cifre)
