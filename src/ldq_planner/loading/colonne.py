"""I file a colonne, guardati prima che li apra una libreria: che cosa sono, e se sono interi."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.model.scambio.piatto import FIRMA

if TYPE_CHECKING:
    from pathlib import Path

MAGIA = b"PAR1"
"""I primi e gli ultimi byte di un Parquet."""
_CODA = 8
"""Gli ultimi byte: quanto è lungo ciò che il file dice di sé, e la firma."""
MAX_TESTATA = 64 * 1024 * 1024


def read_testata(percorso: Path) -> bytes | None:
    """Ciò che un Parquet dice di sé, com'è scritto in fondo; nulla se non è un Parquet intero."""
    with percorso.open("rb") as file:
        inizio, byte = file.read(len(MAGIA)), file.seek(0, 2)
        if inizio != MAGIA or byte < len(MAGIA) + _CODA:
            return None
        file.seek(-_CODA, 2)
        coda = file.read(_CODA)
        quanto = int.from_bytes(coda[:4], "little")
        if coda[4:] != MAGIA or not 0 < quanto <= min(byte - len(MAGIA) - _CODA, MAX_TESTATA):
            return None
        file.seek(-_CODA - quanto, 2)
        return file.read(quanto)


def is_piatto(percorso: Path) -> bool:
    """Vero se è un Parquet della forma piatta, scritto da `ldq`."""
    return percorso.is_file() and FIRMA.encode() in (read_testata(percorso) or b"")
