"""Da una tabella e una mappa di colonne ai record grezzi: il cammino di ogni CSV e di ogni foglio di calcolo."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from ldq_planner.loading.importazione.grezzo import RUOLI, Grezzo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.loading.importazione.mappa import Mappa
    from ldq_planner.loading.importazione.tabella_csv import TabellaAperta

_new = tuple.__new__
_CODA = tuple(Grezzo._field_defaults[campo] for campo in Grezzo._fields[len(RUOLI) + 2 :])


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
