"""Il CUI di un acquisto: la sigla del settore, il codice fiscale dell'ente, l'anno del primo programma, un progressivo."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ldq_planner.model.acquisti import FORNITURE, SERVIZI

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FORMA_CUI = re.compile(r"([FS])(\d{11})((?:19|20)\d{2})(\d{5})", re.ASCII)
SIGLE = {FORNITURE: "F", SERVIZI: "S"}
_DIVISIONE = 2  # le cifre del CPV che dicono il genere
_LAVORI, _SOFTWARE = 45, 48


def find_settore(cpv: str | None) -> str | None:
    """Il settore di quel CPV, `None` se sono lavori; senza CPV sono servizi.

    Fonte: nota (5) delle schede: forniture se il CPV comincia con meno di 45 o con 48, servizi se con più di 48.
    """
    divisione = int(cpv[:_DIVISIONE]) if cpv else _SOFTWARE + 1
    if divisione == _LAVORI:
        return None
    return FORNITURE if divisione <= _SOFTWARE else SERVIZI


def build_cui(settore: str, codice_fiscale: str, anno: int, numero: int) -> str:
    """Il CUI di quel numero fra quelli dell'anno."""
    return f"{SIGLE[settore]}{codice_fiscale}{anno:04d}{numero:05d}"


def number_cui(settore: str, codice_fiscale: str, anno: int, presi: Iterable[str]) -> Iterator[str]:
    """I CUI liberi di quell'anno, in ordine, dopo l'ultimo preso: un numero tolto non torna."""
    letti = (FORMA_CUI.fullmatch(cui) for cui in presi)
    chiave = (SIGLE[settore], codice_fiscale, f"{anno:04d}")
    numero = max((int(x[4]) for x in letti if x and x.groups()[:3] == chiave), default=0)
    while True:
        numero += 1
        yield build_cui(settore, codice_fiscale, anno, numero)


def find_codice(cui: Iterable[str | None]) -> str | None:
    """Il codice fiscale dell'ente che ha quei CUI; `None` se nessuno ne ha la forma, o se non è uno solo."""
    codici = {letto[2] for c in cui if c and (letto := FORMA_CUI.fullmatch(c))}
    return codici.pop() if len(codici) == 1 else None


def check_cui(cui: str, settore: str | None, codice_fiscale: str | None, ultimo_anno: int) -> Iterator[str]:
    """Ciò che di un CUI non torna con il settore, se lo si sa, con l'ente e con il programma in cui sta."""
    letto = FORMA_CUI.fullmatch(cui)
    if letto is None:
        yield f"il CUI «{cui}» non ne ha la forma: F o S, undici cifre, quattro dell'anno, cinque cifre"
        return
    sigla, codice, anno, _ = letto.groups()
    if settore and sigla != SIGLE[settore]:
        yield f"il CUI «{cui}» comincia per {sigla}, ma il settore è {settore} ({SIGLE[settore]})"
    if codice_fiscale and codice != codice_fiscale:
        yield f"il CUI «{cui}» ha il codice fiscale {codice}, quello dell'ente è {codice_fiscale}"
    if int(anno) > ultimo_anno:
        yield f"il CUI «{cui}» è del primo programma del {anno}, dopo questo"
