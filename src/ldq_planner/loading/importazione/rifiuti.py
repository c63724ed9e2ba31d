"""Perché un file non si importa: una segnalazione con il suo posto, mai una traccia."""

from __future__ import annotations

from ldq_planner.errors import Finding, InvalidDataError, Posizione, Severita

FORMATO_DIVERSO = "conferma il formato con --da, o correggere il file"


def refuse(
    file: str, messaggio: str, rimedio: str, riga: int = 0, codice: str = "file-non-importabile"
) -> InvalidDataError:
    """L'errore da sollevare: il file non si può importare."""
    posizione = Posizione(file, riga, 1 if riga else 0)
    return InvalidDataError((Finding(codice, Severita.ERRORE, messaggio, rimedio, posizione=posizione),))
