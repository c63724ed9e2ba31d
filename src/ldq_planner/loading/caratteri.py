"""I caratteri che in un file di dati possono solo far danno: di controllo, invisibili, tabulazioni.

Ogni parser li tratta a modo suo: qui diventano problemi con il loro posto, e il resto del file si legge lo stesso.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ldq_planner.loading.problema import Problema, Punto

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_SEGNALATI = 100

_VIETATO = "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ufeff\\ufffe\\uffff"
_SOSPETTO = re.compile(f"[\\t{_VIETATO}][^\\r\\n]*")  # fino alla fine della riga
# Questi servono a chi ha sbagliato: si compilano al primo uso, non a ogni avvio.
_VIETATI = f"[{_VIETATO}]+"
_TABULAZIONI = r"\t+"
_RIENTRO = r" *\t"
_COMMENTO = r"(?<![^ \t])#"
_SEGNAPOSTO = "\ufffd"


def clean_caratteri(testo: str) -> tuple[str, list[Problema], bool]:
    """Il testo senza quei caratteri (righe e colonne restano le stesse), i problemi, e se il resto si può leggere.

    Una tabulazione nel rientro nasconde che cosa sta dentro che cosa: il resto non si legge. Neppure un file pieno di
    caratteri vietati: è di un altro genere.
    """
    pezzi: list[str] = []
    problemi: list[Problema] = []
    is_leggibile, letto = True, 0
    for numero, inizio, fine in _find_righe(testo):
        riga = testo[inizio:fine]
        problemi += _find(numero, riga)
        if len(problemi) >= MAX_SEGNALATI:
            return testo, problemi, False
        is_leggibile = is_leggibile and not re.match(_RIENTRO, riga)
        pezzi += (testo[letto:inizio], _clean(riga))
        letto = fine
    return "".join((*pezzi, testo[letto:])), problemi, is_leggibile


def _find_righe(testo: str) -> Iterator[tuple[int, int, int]]:
    """Le righe con qualche carattere sospetto: il numero, dove cominciano, dove finiscono."""
    numero, fine = 1, 0
    while sospetto := _SOSPETTO.search(testo, fine):
        inizio = 1 + max(testo.rfind(a_capo, fine, sospetto.start()) for a_capo in "\r\n")
        numero += sum(testo.count(a_capo, fine, inizio) for a_capo in "\r\n") - testo.count("\r\n", fine, inizio)
        fine = sospetto.end()
        yield numero, inizio, fine


def _find(numero: int, riga: str) -> Iterator[Problema]:
    """Il primo carattere vietato della riga, e la prima tabulazione."""
    if trovati := re.search(_VIETATI, riga):
        yield Problema(
            Punto(numero, trovati.start() + 1),
            "carattere-non-ammesso",
            f"c'è un carattere di controllo (U+{ord(trovati.group()[0]):04X})",
            "cancellarlo; se ce ne sono in ogni riga il file non è in UTF-8: salvarlo di nuovo dall'editor",
            len(trovati.group()),
        )
    if trovati := re.search(_TABULAZIONI, riga[: _find_commento(riga)]):
        rientro = not riga[: trovati.start()].strip()
        rimedio = (
            "usare spazi: due per ogni livello" if rientro else "usare uno spazio; in un testo tra virgolette, \\t"
        )
        punto, larghezza = Punto(numero, trovati.start() + 1), len(trovati.group())
        yield Problema(punto, "tabulazione", "c'è una tabulazione", rimedio, larghezza)


def _clean(riga: str) -> str:
    commento = _find_commento(riga)
    riga = riga[:commento].replace("\t", " ") + riga[commento:]
    return re.sub(_VIETATI, lambda trovati: _SEGNAPOSTO * len(trovati.group()), riga)


def _find_commento(riga: str) -> int:
    """Dove comincia il commento; senza, la fine della riga."""
    commento = re.search(_COMMENTO, riga)
    return commento.start() if commento else len(riga)
