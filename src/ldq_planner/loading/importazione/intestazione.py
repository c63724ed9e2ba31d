"""Dove sono i nomi delle colonne: una riga fra le prime, o due da unire; mai una riga di dati per una parola fortunata."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.loading.importazione.giorni import read_giorno
from ldq_planner.loading.importazione.mappa import guess_mappa, name_colonne
from ldq_planner.loading.importazione.programma import map_programma
from ldq_planner.loading.importazione.testi import normalize_nome

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ldq_planner.loading.importazione.istruzioni import Istruzioni

Riga = tuple[int, list[str]]
"""Il numero che ha nel file, e le celle."""

PRIME = 20
"""Fra quante righe si cerca l'intestazione: sopra c'è chi scrive un titolo."""
_CHIARA = 2
"""Quanti nomi si devono capire per lasciare la prima riga."""
_LUNGO = 60


class TestataLetta(NamedTuple):
    """I nomi delle colonne, e dove stanno."""

    nomi: tuple[str, ...]
    """Tutti diversi; con due righe, «sopra sotto»."""
    ultima: int
    """Il numero della sua ultima riga: i dati cominciano dopo."""
    celle: list[str]
    """L'ultima riga com'è scritta, per riconoscerla se si ripete."""


def find_intestazione(prime: Sequence[Riga], detto: Istruzioni) -> TestataLetta | None:
    """L'intestazione fra le prime righe; `None` se sono tutte vuote."""
    piene = [riga for riga in prime if any(c.strip() for c in riga[1])]
    if detto.intestazione:
        return _take(prime, detto.intestazione)
    if not piene:
        return None
    score = _choose_score(detto)
    punti = [score(celle) for _, celle in piene]
    migliore = max(range(len(piene)), key=lambda i: (punti[i], -i))
    if punti[0] >= _CHIARA or punti[migliore] < _CHIARA:
        migliore = 0
    sopra = piene[migliore]
    if migliore + 1 < len(piene) and (due := _join(sopra, piene[migliore + 1], score)):
        return due
    return TestataLetta(name_colonne(sopra[1]), sopra[0], sopra[1])


def _choose_score(detto: Istruzioni) -> Callable[[Sequence[str]], int]:
    """Quante celle di una riga sono nomi che si capiscono; con una mappa, quante sono le sue colonne."""
    if not detto.colonne:
        return lambda celle: max(len(guess_mappa(celle)), len(map_programma(celle)))
    colonne = {normalize_nome(c) for c in detto.colonne.values()}
    return lambda celle: len(colonne & {normalize_nome(c) for c in celle})


def _take(prime: Sequence[Riga], numeri: tuple[int, ...]) -> TestataLetta | None:
    """Le righe che dice la mappa."""
    dette = [riga for riga in prime if riga[0] in numeri]
    if len(dette) != len(numeri):
        return None
    nomi = dette[0][1] if len(dette) == 1 else _unite([celle for _, celle in dette])
    return TestataLetta(name_colonne(nomi), dette[-1][0], dette[-1][1])


def _join(sopra: Riga, sotto: Riga, score: Callable[[Sequence[str]], int]) -> TestataLetta | None:
    """Le due righe unite, se quella sotto completa quella sopra: solo parole corte, e i nomi che si capiscono aumentano."""
    celle = [c.strip() for c in sotto[1] if c.strip()]
    if not celle or any(len(c) > _LUNGO or c[0].isdigit() or read_giorno(c).iso for c in celle):
        return None
    if all(c.strip() for c in sopra[1]) or sotto[0] != sopra[0] + 1:
        return None
    unite = _unite([sopra[1], sotto[1]])
    if score(unite) <= score(sopra[1]):
        return None
    return TestataLetta(name_colonne(unite), sotto[0], sotto[1])


def _unite(righe: Sequence[Sequence[str]]) -> list[str]:
    """Per ogni colonna i nomi dall'alto in basso; una cella vuota sopra un nome è la continuazione di quella a sinistra."""
    larga = max(map(len, righe))
    sotto = [*righe[-1], *[""] * (larga - len(righe[-1]))]
    nomi: list[list[str]] = [[] for _ in range(larga)]
    for riga in righe[:-1]:
        ultimo = ""
        for i in range(larga):
            cella = riga[i].strip() if i < len(riga) else ""
            ultimo = cella or (ultimo if sotto[i].strip() else "")
            if ultimo:
                nomi[i].append(ultimo)
    return [
        " ".join(dict.fromkeys([*su, giu.strip()] if giu.strip() else su)) for su, giu in zip(nomi, sotto, strict=True)
    ]
