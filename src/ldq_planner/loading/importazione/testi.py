"""I testi degli altri ridotti a ciò che i nostri file ammettono: una riga, nessun carattere nascosto, id corti."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from hashlib import sha256

from ldq_planner.model.base import RISERVATI
from ldq_planner.model.scalari import propose_id

LUNGO_UN_ID = 48


_CREDUTO = re.compile(r"[\s'\"]*[=+\-@＝＋－＠]|\d[\d.,/: e%-]*$", re.IGNORECASE)
"""Ciò che un foglio di calcolo prenderebbe per una formula, un numero o un giorno."""


def free_testo(testo: str) -> str:
    """Il testo senza l'apostrofo che in un CSV gli sta davanti perché resti un testo: `'0012`, `'=oggi`."""
    return testo[1:] if testo.startswith("'") and _CREDUTO.match(testo, 1) else testo


def clean_testo(testo: str) -> str:
    """Il testo su una riga, senza spazi doppi né caratteri di comando."""
    testo = " ".join(testo.split())
    if testo.isprintable():
        return testo
    return " ".join("".join(c if c.isprintable() else " " for c in testo).split())


def repair_testo(testo: str) -> str:
    """Il testo con i segni di Windows-1252 al loro posto, senza trattini nascosti, con le entità HTML lette: `l&#39;ente`.

    Chi lo chiama dice che l'ha fatto: un testo cambiato si conta.
    """
    return html.unescape(testo).translate(_SEGNI) if "&" in testo or not testo.isprintable() else testo


def _list_segni() -> dict[int, str | None]:
    """I caratteri di comando fra U+0080 e U+009F, che erano segni di Windows-1252, e il trattino nascosto."""
    segni: dict[int, str | None] = {0xAD: None}
    for codice in range(0x80, 0xA0):
        try:
            segni[codice] = bytes([codice]).decode("cp1252")
        except UnicodeDecodeError:
            continue
    return segni


_SEGNI = _list_segni()


@lru_cache(maxsize=8_192)
def fold_nome(testo: str) -> str:
    """Il nome senza maiuscole, spazi doppi né segni: due che si riducono allo stesso sono lo stesso luogo."""
    return " ".join(re.sub(r"[\W_]+", " ", testo.casefold()).split()) or clean_testo(testo)


_INTERE = {
    r"q\W?re?": "quartiere",
    r"p\W?(?:zza|za|zale)": "piazza",
    r"v\W?le": "viale",
    r"c\W?so": "corso",
    r"l\W?go": "largo",
    r"v(?=\W)": "via",
    r"s(?=\W)|santo|sant|santa": "san",
    r"fraz": "frazione",
    r"loc": "localita",
}
_ABBREVIATE = re.compile("|".join(rf"\b(?P<p{n}>{forma})\b" for n, forma in enumerate(_INTERE)))
_DI_LUOGO = frozenset(("quartiere", "rione", "zona", "localita", "località", "frazione"))


@lru_cache(maxsize=8_192)
def reduce_luogo(testo: str) -> str:
    """Il nome di un luogo senza abbreviazioni né parole generiche: `Q.re S. Siro` e `quartiere San Siro` danno `san siro`."""
    parole = list(_INTERE.values())
    intero = _ABBREVIATE.sub(lambda t: parole[int(str(t.lastgroup)[1:])], testo.casefold())
    return " ".join(p for p in fold_nome(intero).split() if p not in _DI_LUOGO)


def join_note(*note: str) -> str:
    """Le note in una riga; quelle vuote non ci sono."""
    return "; ".join(filter(None, note))


@lru_cache(maxsize=4_096)
def clean_nome(testo: str) -> str:
    """Come `clean_testo`, per ciò che si ripete: strutture, procedure."""
    return clean_testo(testo)


@lru_cache(maxsize=4_096)
def make_slug(testo: str, massimo: int = LUNGO_UN_ID) -> str:
    """L'id che più somiglia al testo, tagliato fra due parole; vuoto se non ce n'è."""
    slug = propose_id(testo.replace("’", "'"))
    if len(slug) > massimo:
        slug = slug[: massimo + 1].rpartition("-")[0] or slug[:massimo]
    return f"voce-{slug}" if slug in RISERVATI else slug


def make_impronta(*parti: str) -> str:
    """Sei cifre che dipendono solo dal testo."""
    return sha256("\x1f".join(parti).encode()).hexdigest()[:6]


@lru_cache(maxsize=4_096)
def normalize_nome(testo: str) -> str:
    """Il nome di una colonna senza maiuscole, accenti né segni: `Data Inizio`, `DATA_INIZIO`, `dataInizio` → `datainizio`."""
    return re.sub(r"[^a-z0-9]", "", propose_id(testo))
