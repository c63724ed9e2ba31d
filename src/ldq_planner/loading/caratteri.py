"""I caratteri che in un file di dati possono solo far danno: di controllo, invisibili, tabulazioni.

Ogni parser li tratta a modo suo: qui diventano problemi con il loro posto, e il resto del file si legge lo stesso.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from ldq_planner.loading.problema import Problema, Punto

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_SEGNALATI = 100

_VIETATO = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_VIETATI = re.compile(f"{_VIETATO.pattern}+")
_TABULAZIONI = re.compile(r"\t+")
_RIENTRO = re.compile(r" *\t")
_COMMENTO = re.compile(r"(?<![^ \t])#")
_FINE_RIGA = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")
_SEGNAPOSTO = "\ufffd"


def clean_caratteri(testo: str) -> tuple[str, list[Problema], bool]:
    """Il testo senza quei caratteri (righe e colonne restano le stesse), i problemi, e se il resto si può leggere.

    Una tabulazione nel rientro nasconde che cosa sta dentro che cosa: il resto non si legge.
    """
    if "\t" not in testo and not _VIETATO.search(testo):
        return testo, [], True
    righe = _FINE_RIGA.split(testo)
    problemi = (p for numero, riga in enumerate(righe, 1) for p in _find(numero, riga))
    is_leggibile = not any(map(_RIENTRO.match, righe))
    return "".join(map(_clean, righe)), list(islice(problemi, MAX_SEGNALATI)), is_leggibile


def _find(numero: int, riga: str) -> Iterator[Problema]:
    """Il primo carattere vietato della riga, e la prima tabulazione."""
    if trovati := _VIETATI.search(riga):
        yield Problema(
            Punto(numero, trovati.start() + 1),
            "carattere-non-ammesso",
            f"c'è un carattere di controllo (U+{ord(trovati.group()[0]):04X})",
            "cancellarlo; se ce ne sono in ogni riga il file non è in UTF-8: salvarlo di nuovo dall'editor",
            len(trovati.group()),
        )
    if trovati := _TABULAZIONI.search(riga, 0, _find_commento(riga)):
        rientro = not riga[: trovati.start()].strip()
        rimedio = "usare spazi: due per ogni livello" if rientro else "usare uno spazio; in un testo tra virgolette, \\t"
        punto, larghezza = Punto(numero, trovati.start() + 1), len(trovati.group())
        yield Problema(punto, "tabulazione", "c'è una tabulazione", rimedio, larghezza)


def _clean(riga: str) -> str:
    commento = _find_commento(riga)
    riga = riga[:commento].replace("\t", " ") + riga[commento:]
    return _VIETATI.sub(lambda trovati: _SEGNAPOSTO * len(trovati.group()), riga)


def _find_commento(riga: str) -> int:
    """Dove comincia il commento; senza, la fine della riga."""
    commento = _COMMENTO.search(riga)
    return commento.start() if commento else len(riga)
