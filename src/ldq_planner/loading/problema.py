"""Un problema di scrittura e il suo punto, prima di sapere in quale file sta."""

from __future__ import annotations

from typing import NamedTuple

from ldq_planner.errors import Finding, Posizione, Severita


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

    def report(self, posizione: Posizione) -> Finding:
        """La segnalazione del problema, in quel posto."""
        return Finding(self.codice, Severita.ERRORE, self.messaggio, self.rimedio, posizione=posizione)


def split_righe(testo: str) -> list[str]:
    """Le righe come le conta un file di dati: finiscono con LF, CRLF o CR."""
    return testo.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def clamp(punto: Punto, righe: list[str]) -> Punto:
    """Il punto; se il parser lo dà oltre la fine del testo, la fine dell'ultima riga scritta."""
    if punto.riga <= len(righe) and righe[punto.riga - 1]:
        return punto
    ultima = next((numero for numero in range(len(righe), 1, -1) if righe[numero - 1].strip()), 1)
    return punto if punto.riga < ultima else Punto(ultima, len(righe[ultima - 1]) + 1)
