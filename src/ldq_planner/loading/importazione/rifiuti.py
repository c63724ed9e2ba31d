"""Perché un file non si importa: una segnalazione con il suo posto, mai una traccia."""

from __future__ import annotations

from ldq_planner.errors import Finding, InvalidDataError, Posizione, Severita


def refuse(file: str, messaggio: str, rimedio: str, riga: int = 0) -> InvalidDataError:
    """L'errore da sollevare: il file non si può importare."""
    posizione = Posizione(file, riga, 1 if riga else 0)
    finding = Finding("file-non-importabile", Severita.ERRORE, messaggio, rimedio, posizione=posizione)
    return InvalidDataError((finding,))
