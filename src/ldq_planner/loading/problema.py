"""Un problema di scrittura e il suo punto, prima di sapere in quale file sta."""

from __future__ import annotations

import re
from typing import NamedTuple


class Punto(NamedTuple):
    """Riga e colonna, in caratteri, da 1; `Punto(0, 0)` è il file intero."""

    riga: int
    colonna: int


FILE_INTERO = Punto(0, 0)
INIZIO = Punto(1, 1)


class Problema(NamedTuple):
    """Che cosa non va e che cosa scrivere invece; `larghezza` 0 vuol dire «quanto è lunga la parola»."""

    punto: Punto
    codice: str
    messaggio: str
    rimedio: str
    larghezza: int = 0


def split_righe(testo: str) -> list[str]:
    """Le righe come le conta un file di dati: finiscono con LF, CRLF o CR."""
    return re.split(r"\r\n|\r|\n", testo)
