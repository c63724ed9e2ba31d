"""Una cella del registro come la lascia una persona: con gli spazi, le maiuscole, le date e gli importi di chi usa un foglio di calcolo.

Si legge ciò che si può leggere in un modo solo; il resto resta com'è, e lo rifiuta il modello.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import NON_NOTO, parse_data
from ldq_planner.loading.importazione.giorni import EPOCHE, read_giorno
from ldq_planner.loading.importazione.importi import read_importo
from ldq_planner.model.scambio.registro import read_cella as read_scritta

if TYPE_CHECKING:
    from ldq_planner.model.scambio.tavole import Colonna

_ANNI = range(1_990, 2_101)


def read_cella(testo: str, colonna: Colonna) -> str:
    """La cella che la tavola si aspetta: vuota se ha solo spazi."""
    if not testo.strip():
        return ""
    if colonna.tipo == "testo":
        return next((a for a in colonna.ammessi if a.lower() == testo.strip().lower()), testo)
    letta = read_scritta(testo, colonna.tipo)
    if letta.strip().lower() == NON_NOTO:
        return NON_NOTO
    if colonna.tipo in ("data", "giorno"):
        return _read_data(letta)
    return _read_euro(testo.strip(), letta) if colonna.tipo == "importo" else letta


def find_anno(letta: str) -> int | None:
    """L'anno che una persona ha scritto in una cella di date, e il foglio di calcolo ha preso per un numero di giorni: 11/07/1905 è 2019."""
    try:
        numero = (date.fromisoformat(letta) - EPOCHE[1900]).days
    except ValueError:
        return None
    return numero if numero in _ANNI else None


def _read_data(testo: str) -> str:
    try:
        return parse_data(testo).testo
    except ValueError:
        return read_giorno(testo).iso or testo


def _read_euro(testo: str, letta: str) -> str:
    importo = read_importo(testo)
    is_in_euro = importo.valuta in ("", "EUR") and not importo.iva
    is_piano = importo.testo and not importo.problema and "e" not in testo.lower().replace("eur", "")
    return importo.testo if is_in_euro and is_piano else letta
