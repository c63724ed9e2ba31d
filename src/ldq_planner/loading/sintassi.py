"""Gli errori di scrittura di un file, in parole nostre: quelle del parser cambiano con il parser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ldq_planner.loading.problema import Problema, Punto, clamp

if TYPE_CHECKING:
    import yaml

_DUE_PUNTI = ("mapping values are not allowed", "expected ':'")
_SENZA_SPAZIO = re.compile(r"\s*(?:- +)?[\w-]+:(?=[^\s:/])")
_INVISIBILI = re.compile("[\u00a0\u00ad\u2000-\u200d\u202f\u205f\u2060\u3000]")
_FALSO_RIENTRO = re.compile("[ -]*([\u00a0\u2000-\u200d\u202f\u205f\u2060\u3000])")
_ALLINEARE = "allineare le chiavi di uno stesso blocco, o i trattini di uno stesso elenco, alla stessa colonna"


_TESTO = "se è testo, mettere tutto il valore tra virgolette"
_ETICHETTA = ("un punto esclamativo all'inizio, in YAML, è un'etichetta", _TESTO)
_VIRGOLETTE = ("le virgolette aperte qui non si chiudono", "chiudere le virgolette")
_SPIEGAZIONI = {
    "scanning an alias": ("un asterisco all'inizio, in YAML, rimanda a un altro valore", _TESTO),
    "scanning an anchor": ("una «&» all'inizio, in YAML, dà un nome al valore", _TESTO),
    " a tag": _ETICHETTA,
    "undefined tag handle": _ETICHETTA,
    "block scalar": (
        "dopo «|» e «>» il testo comincia alla riga che segue",
        "andare a capo e rientrare, o mettere il valore tra virgolette",
    ),
    "cannot start any token": (
        "qui c'è un carattere che in YAML ha un significato",
        "mettere il valore tra virgolette",
    ),
    "unexpected end of stream": _VIRGOLETTE,
    "document separator": _VIRGOLETTE,
    "mapping values are not allowed": (
        "qui non può stare «chiave: valore»",
        "se i due punti sono parte del testo, metterlo tra virgolette; altrimenti allineare i rientri",
    ),
    "sequence entries are not allowed": ("qui non può cominciare un elenco", "andare a capo prima del trattino"),
    "expected ':'": ("manca «:» dopo la chiave", "scrivere «chiave: valore», con uno spazio dopo i due punti"),
    "node content": (
        "qui manca un valore",
        "scrivere il valore, o chiudere la parentesi; se la parentesi è testo, metterla tra virgolette",
    ),
    "document start": ("dopo «...» il file è finito", "togliere la riga «...»"),
}
"""Indizio, che sta in minuscolo nelle parole di entrambi i parser → che cosa non va, che cosa scrivere; vale il primo."""
_DALL_APERTURA = (
    "scanning an alias",
    "scanning an anchor",
    " a tag",
    "undefined tag handle",
    "expected ':'",
    "unexpected end of stream",
    "document separator",
)
"""Per questi conta dove il costrutto comincia."""
_RIENTRO = ("il rientro non corrisponde a ciò che precede", _ALLINEARE)
_DOPO_LA_FINE = (
    "qui il valore è già finito",
    "chiudere le virgolette o la parentesi alla fine del valore; un apice dentro apici si scrive doppio: ''",
)
_VIRGOLA = ("qui manca una virgola, o la parentesi non si è chiusa", "aggiungere la virgola, o chiudere la parentesi")
_PARENTESI = (
    "la parentesi aperta qui non si chiude",
    "chiudere la parentesi, o scrivere un elemento per riga con il trattino",
)
_ESCAPE = (
    "dopo la barra rovesciata non c'è un codice previsto",
    "raddoppiare la barra (\\\\) o usare virgolette singole",
)
_GENERICA = ("la scrittura non è YAML valido", "confrontare la riga con quelle vicine: rientri, due punti, virgolette")


def explain_sintassi(errore: yaml.YAMLError, righe: list[str]) -> Problema:
    """Il problema che un errore del parser vuol dire."""
    segno: Any = getattr(errore, "problem_mark", None)
    apertura: Any = getattr(errore, "context_mark", None)
    if segno is None:
        return Problema(Punto(1, 1), "yaml-non-valido", *_GENERICA)
    dove, da_dove = (clamp(Punto(s.line + 1, s.column + 1), righe) for s in (segno, apertura or segno))
    parole = f"{getattr(errore, 'context', '')} {getattr(errore, 'problem', '')}".lower()
    if falso := _find_falso_rientro(dove, da_dove, righe):
        return falso
    if any(indizio in parole for indizio in _DUE_PUNTI) and (invisto := _find_invisto(dove, da_dove, righe)):
        return invisto
    return _explain(parole, dove, da_dove, righe)


def _explain(parole: str, dove: Punto, da_dove: Punto, righe: list[str]) -> Problema:
    riga = righe[dove.riga - 1]
    if "escape" in parole or "hex" in parole:
        barra = riga.rfind("\\", 0, dove.colonna)
        return Problema(Punto(dove.riga, barra + 1 or dove.colonna), "yaml-non-valido", *_ESCAPE)
    if "expected ',' or" in parole:
        is_chiusa = dove.riga == da_dove.riga and riga[dove.colonna - 1 :].strip()
        punto, testi = (dove, _VIRGOLA) if is_chiusa else (da_dove, _PARENTESI)
        return Problema(punto, "yaml-non-valido", *testi)
    for indizio, testi in _SPIEGAZIONI.items():
        if indizio in parole:
            return Problema(da_dove if indizio in _DALL_APERTURA else dove, "yaml-non-valido", *testi)
    if "expected key" in parole or "block end" in parole or "'-' indicator" in parole:
        testi = _DOPO_LA_FINE if riga[: dove.colonna - 1].strip(" -") else _RIENTRO
        return Problema(dove, "yaml-non-valido", *testi)
    return Problema(dove, "yaml-non-valido", *_GENERICA)


def _find_falso_rientro(dove: Punto, da_dove: Punto, righe: list[str]) -> Problema | None:
    """Uno spazio finto nel rientro di una delle righe fra dove comincia il blocco e dove il parser si è fermato."""
    for numero in range(max(1, min(da_dove.riga, dove.riga - 1)), dove.riga + 1):
        if trovato := _FALSO_RIENTRO.match(righe[numero - 1]):
            messaggio = f"nel rientro c'è uno spazio che non è uno spazio (U+{ord(trovato[1]):04X})"
            rimedio = "cancellare il rientro della riga e riscriverlo con la barra spaziatrice"
            return Problema(Punto(numero, trovato.start(1) + 1), "yaml-non-valido", messaggio, rimedio)
    return None


def _find_invisto(dove: Punto, da_dove: Punto, righe: list[str]) -> Problema | None:
    """Ciò che a occhio non si vede, nella riga dell'errore o in quella prima: uno spazio finto, uno che manca."""
    for numero in sorted({dove.riga, da_dove.riga, max(1, dove.riga - 1)}, reverse=True):
        riga = righe[numero - 1]
        if trovato := _INVISIBILI.search(riga):
            messaggio = f"c'è un carattere che non si vede (U+{ord(trovato.group()):04X})"
            return Problema(Punto(numero, trovato.start() + 1), "yaml-non-valido", messaggio, "scrivere uno spazio")
        if trovato := _SENZA_SPAZIO.match(riga):
            punto = Punto(numero, trovato.end())
            return Problema(punto, "yaml-non-valido", "manca lo spazio dopo i due punti", "scrivere «chiave: valore»")
    return None
