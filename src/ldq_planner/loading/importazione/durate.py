"""Le durate e i rinnovi come li scrivono gli altri: un elenco chiuso di parole, mai le loro prime lettere."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from ldq_planner.loading.importazione.giorni import ASSENTI

_MESI_DI_UN_ANNO = 12
_MAX_CIFRE = 9
"""Di un numero, con la virgola: oltre, non è una durata."""
_UNITA_A_PAROLE = {
    ("giorni", 1): "giorno giorni gg g day days d dia dias jour jours tag tage tagen",
    ("giorni", 7): "settimana settimane sett week weeks semana semanas semaine semaines woche wochen",
    ("mesi", 1): "mese mesi m mm month months mes meses mois monat monate monaten",
    ("mesi", 2): "bimestre bimestri",
    ("mesi", 3): "trimestre trimestri quarter quarters",
    ("mesi", 4): "quadrimestre quadrimestri",
    ("mesi", 6): "semestre semestri",
    ("mesi", 12): "anno anni a annualita year years yr yrs y ano anos an ans jahr jahre jahren",
    ("mesi", 24): "biennio bienni biennale",
    ("mesi", 36): "triennio trienni triennale",
    ("mesi", 48): "quadriennio quadrienni quadriennale",
    ("mesi", 60): "quinquennio quinquenni lustro lustri quinquennale",
    ("mesi", 120): "decennio decenni decennale",
}
_UNITA = {parola: unita for unita, parole in _UNITA_A_PAROLE.items() for parola in parole.split()}
"""Una parola → in che cosa si conta, e quanti ne vale."""
_DA_SOLE = {"annuale": 12, "semestrale": 6, "quadrimestrale": 4, "trimestrale": 3, "bimestrale": 2, "mensile": 1}
"""Gli aggettivi che da soli sono una durata, in mesi."""
_NUMERI = """
    zero un due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici
    diciassette diciotto diciannove venti ventuno ventidue ventitre ventiquattro venticinque ventisei ventisette
    ventotto ventinove trenta trentuno trentadue trentatre trentaquattro trentacinque trentasei
"""
_A_PAROLE = {nome: numero for numero, nome in enumerate(_NUMERI.split())}
_A_PAROLE |= {"uno": 1, "una": 1, "quarantotto": 48, "sessanta": 60, "novanta": 90}
_A_PAROLE |= {
    nome: n for n, nome in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1)
}
_ANCORA = re.compile(r"\+|\b(?:rinnovabil[ei]|prorogabil[ei])(?: (?:di|per|fino a))?(?: (?:ulteriori|altri))?\b")
_DI_RINNOVO = re.compile(r"(?<=.) (?:di |per |come |a titolo di )?(?:rinnovo|rinnovi|opzione)$")
_PEZZO = re.compile(r"(?P<n>\d+(?:[.,]\d+)?|[a-z]+)\.? ?(?P<u>[a-z]*)\.?")
_NOME_PRIMA = re.compile(r"(?P<u>[a-z]+)\.? (?P<n>\d+)")
_TRA_PARENTESI = re.compile(r"\(([^()]*)\)")
_SI = frozenset(("si", "yes", "true", "y", "s", "x"))
_NO = frozenset(("no", "nessuno", "non previsto", "non previsti", "non rinnovabile", "false", "n", "none"))
_QUANTI = re.compile(r"(?P<n>\d{1,3})(?: \([a-z]+\))?(?: (?:x|da|di|per|rinnov[io]|anni|anno|volte|volta)\b.*)?")
_FORSE = re.compile(
    r"tacit[oi](?: rinnovo)?|rinnovo tacito|(?:rinnov|prorog)abile|possibil[ei]|previst[oi]|\d\s?\+\s?\d"
)
_ZERO = ("0", "0.0", "0,0")
MAX_RINNOVI = 1_000


class DurataLetta(NamedTuple):
    """Quanti e di che cosa (`giorni` o `mesi`), e i mesi di ciascun prolungamento; -1 se non si legge, 0 se non lo dice."""

    quanti: int
    unita: str = ""
    opzioni: tuple[int, ...] = ()


_ILLEGGIBILE = DurataLetta(-1)


@lru_cache(maxsize=1024)
def read_durata(testo: str, unita: str) -> DurataLetta:
    """La durata scritta in `testo`: `36 mesi`, `2 anni`, `3 anni e 6 mesi`, `52 settimane`, `36+6`, `triennio`.

    `unita` è quella che la colonna dice, vuota se non la dice: un'unità scritta nella cella vince, e due numeri sommati
    senza unità sono mesi.

    Esempio:
        >>> read_durata("36+6", "")
        DurataLetta(quanti=36, unita='mesi', opzioni=(6,))
    """
    piano = _flatten(testo)
    if piano in ASSENTI or piano in _ZERO:
        return DurataLetta(0, unita)
    for parentesi in _TRA_PARENTESI.findall(piano):
        fuori = " ".join(_TRA_PARENTESI.sub(" ", piano).split())
        if _A_PAROLE.get(parentesi) != _first_numero(fuori) and _read(parentesi, "") != _read(fuori, unita):
            return _ILLEGGIBILE
        piano = fuori
    return _read(piano, unita)


def _read(piano: str, unita: str) -> DurataLetta:
    """La durata, e dopo ogni «+» o «rinnovabile» un prolungamento: chi non dice l'unità ha quella di chi gli sta accanto."""
    parti = [_DI_RINNOVO.sub("", p.strip()) for p in _ANCORA.split(piano)]
    is_sommata = len(parti) > 1
    lette = [_read_termini(p, "") for p in parti]
    nota = next((letta[1] for letta in lette if letta), "") or unita or ("mesi" if is_sommata else "")
    prima = _find_nome(parti) or nota
    valori = [letta or _read_termini(p, prima) for p, letta in zip(parti, lette, strict=True)]
    if any(v is None for v in valori):
        return _ILLEGGIBILE
    (quanti, quale), *altri = [v for v in valori if v]
    if any(u != "mesi" for _, u in altri):
        return _ILLEGGIBILE
    return DurataLetta(quanti, quale, tuple(n for n, _ in altri if n))


def _find_nome(parti: list[str]) -> str:
    """L'unità, a parole, del primo termine che ne ha una: in `3 anni + 1` è `anni`."""
    for parte in parti:
        nome = next((p for p in re.findall(r"[a-z]+", parte) if p in _UNITA), "")
        if nome:
            return nome
    return ""


def _read_termini(parte: str, unita: str) -> tuple[int, str] | None:
    """Uno o più termini da sommare (`3 anni e 6 mesi`); `None` se qualcuno non si legge o non sono della stessa specie."""
    letti = [_read_termine(t.strip(), unita) for t in re.split(r",(?!\d)| e | and ", parte)]
    specie = {letto[1] for letto in letti if letto}
    if None in letti or len(specie) != 1:
        return None
    return sum(letto[0] for letto in letti if letto), specie.pop()


def _read_termine(termine: str, unita: str) -> tuple[int, str] | None:
    """`36 mesi`, `anni 3`, `tre anni`, `triennio`; `None` se non si legge."""
    if termine in _DA_SOLE:
        return _DA_SOLE[termine], "mesi"
    if termine in _UNITA:
        quale, volte = _UNITA[termine]
        return (volte, quale) if volte > _MESI_DI_UN_ANNO else None  # «anno» da solo non dice quanti
    trovato = _NOME_PRIMA.fullmatch(termine) or _PEZZO.fullmatch(termine)
    if trovato is None:
        return None
    nome, scritto = trovato["u"] or unita, trovato["n"].replace(",", ".")
    in_cifre = scritto[0].isdigit() and len(scritto) <= _MAX_CIFRE
    if nome not in _UNITA or not (in_cifre or scritto in _A_PAROLE):
        return None
    quale, volte = _UNITA[nome]
    quanti = Fraction(scritto if in_cifre else _A_PAROLE[scritto]) * volte
    return (int(quanti), quale) if quanti.denominator == 1 else None


def _first_numero(testo: str) -> int:
    trovato = re.match(r"\d{1,6}", testo)
    return int(trovato[0]) if trovato else -1


def guess_mesi(giorni: int) -> int:
    """I mesi che una durata in giorni nasconde, se si vede: 720 → 24, 730 → 24, 365 → 12, 90 → 3; 0 se non è chiaro."""
    anni, resto = divmod(giorni, 365)
    if anni and resto <= anni // 4:
        return anni * 12
    return giorni // 30 if giorni % 30 == 0 else 0


class RinnoviLetti(NamedTuple):
    """Quante opzioni, e se il testo dice altro che un numero."""

    quanti: int
    is_testo: bool = False


def read_rinnovi(testo: str) -> RinnoviLetti:
    """Quanti rinnovi dice la fonte: `2`, `sì`, `1 x 12 mesi`, `tacito`; zero, e testo, se non si capisce.

    Esempio:
        >>> read_rinnovi("2 (due) da un anno")
        RinnoviLetti(quanti=2, is_testo=True)
    """
    piano = _flatten(testo).removesuffix(".0")
    if piano in ASSENTI or piano in _NO:
        return RinnoviLetti(0)
    if piano.isascii() and piano.isdigit():
        return RinnoviLetti(min(int(piano[:9]), MAX_RINNOVI))
    if piano in _SI:
        return RinnoviLetti(1)
    if trovato := _QUANTI.fullmatch(piano):
        return RinnoviLetti(int(trovato["n"]), is_testo=True)
    return RinnoviLetti(1 if _FORSE.fullmatch(piano) else 0, is_testo=True)


def _flatten(testo: str) -> str:
    """Minuscole, senza accenti né spazi doppi."""
    senza = "".join(c for c in unicodedata.normalize("NFKD", testo.lower()) if not unicodedata.combining(c))
    return " ".join(senza.split())
