"""Una tabella CSV di chiunque: il separatore si riconosce, le righe portano il loro numero, nulla cresce senza misura."""

from __future__ import annotations

import csv
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from ldq_planner.loading.importazione.flusso import MAX_RIGA, inspect
from ldq_planner.loading.importazione.grezzo import RUOLI, Grezzo
from ldq_planner.loading.importazione.rifiuti import refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ldq_planner.loading.importazione.mappa import Mappa

SEPARATORI = ",;\t|"
_NOMI = {",": "virgola", ";": "punto e virgola", "\t": "tabulazione", "|": "barra"}
_PRIME = 20
"""Fra quante righe si cerca l'intestazione: sopra c'è chi scrive un titolo."""
_new = tuple.__new__
_CODA = tuple(Grezzo._field_defaults[campo] for campo in Grezzo._fields[len(RUOLI) + 2 :])

Riga = tuple[int, list[str]]


class TabellaAperta(NamedTuple):
    """Una tabella aperta: l'intestazione, e le righe con il loro numero."""

    intestazioni: tuple[str, ...]
    righe: Iterator[Riga]
    codifica: str
    separatore: str
    foglio: str = ""


def open_csv(percorso: Path, score: Callable[[list[str]], int]) -> TabellaAperta:
    """La tabella di un CSV; `score` dice quanto una riga somiglia a un'intestazione.

    Errori: `InvalidDataError` se il file non è una tabella.
    """
    codifica = inspect(percorso)
    separatore = _guess_separatore(percorso, codifica.python)
    righe = _read_righe(percorso, codifica.python, separatore)
    testata, prime = find_intestazione(righe, score)
    if testata is None:
        raise refuse(str(percorso), "non c'è un'intestazione", "la prima riga deve dire i nomi delle colonne")
    return TabellaAperta(tuple(testata), chain(prime, righe), codifica.nome, _NOMI[separatore])


def find_intestazione(righe: Iterator[Riga], score: Callable[[list[str]], int]) -> tuple[list[str] | None, list[Riga]]:
    """La riga, fra le prime, che più somiglia a un'intestazione; e quelle già lette che vengono dopo."""
    prime = []
    for riga in righe:
        if any(riga[1]):
            prime.append(riga)
        if len(prime) == 1 and score(riga[1]) > 1:  # il caso di quasi tutti: si legge una riga sola
            return riga[1], []
        if len(prime) >= _PRIME:
            break
    if not prime:
        return None, []
    migliore = max(range(len(prime)), key=lambda i: (score(prime[i][1]), -i))
    return prime[migliore][1], prime[migliore + 1 :]


def _guess_separatore(percorso: Path, codifica: str) -> str:
    """Il separatore più frequente, fuori dalle virgolette, nella prima riga che ne ha."""
    with percorso.open(encoding=codifica, errors="strict", newline="") as file:
        for _ in range(_PRIME):
            fuori = "".join(file.readline(MAX_RIGA).split('"')[::2])
            conti = {s: fuori.count(s) for s in SEPARATORI}
            if max(conti.values()):
                return max(conti, key=lambda s: conti[s])
    return ","


def _read_righe(percorso: Path, codifica: str, separatore: str) -> Iterator[Riga]:
    """Le righe con il numero della prima riga fisica di ciascuna."""
    vecchio = csv.field_size_limit(MAX_RIGA)
    lettore = None
    try:
        with percorso.open(encoding=codifica, newline="") as file:
            lettore = csv.reader(file, delimiter=separatore)
            riga = 1
            for campi in lettore:
                yield riga, campi
                riga = lettore.line_num + 1
    except csv.Error as errore:
        riga = lettore.line_num if lettore else 1
        messaggio = f"il CSV non si legge ({errore})"
        if "field limit" in str(errore):
            messaggio = f"un campo pesa più di {MAX_RIGA // 1024**2} MiB: forse una virgoletta non si chiude"
        raise refuse(str(percorso), messaggio, "controllare le virgolette prima di quella riga", riga) from None
    finally:
        csv.field_size_limit(vecchio)


def read_tabella(tabella: TabellaAperta, mappa: Mappa) -> Iterator[Grezzo]:
    """I record di una tabella, una riga per volta; una riga con più celle dell'intestazione resta fuori."""
    intestazioni = tabella.intestazioni
    larga = len(intestazioni)
    pick: Any = itemgetter(*(intestazioni.index(mappa[c]) if c in mappa else larga for c in RUOLI))
    for posto, celle in tabella.righe:
        quante = len(celle)
        if quante != larga:
            if not any(celle):
                continue
            if quante > larga and any(celle[larga:]):
                frase = f"{quante} celle, le colonne sono {larga}"
                yield Grezzo(posto, originale=celle).discard("riga-rotta", frase)
                continue
            celle = celle[:larga] + [""] * (larga - quante)  # noqa: PLW2901 - la stessa riga, larga quanto le colonne
        yield _new(Grezzo, (posto, *pick((*celle, "")), celle, *_CODA))
