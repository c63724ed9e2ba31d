"""Un file su disco: letto intero, con misura, e capace di indicare un suo punto."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ldq_planner.errors import Finding, Posizione, Severita
from ldq_planner.loading.albero import Mappa, build_albero, find_punto
from ldq_planner.loading.sintassi import Problema, Punto

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTE = 32 * 1024 * 1024

_SCRITTO = re.compile(r""" "(?:[^"\\]|\\.)*" | '(?:[^']|'')*' | [^\s,\[\]{}#]+ (?:[ ]+[^\s,\[\]{}#]+)* """, re.VERBOSE)
_LARGO = 200


@dataclass(frozen=True)
class Documento:
    """Il testo di un file, il suo albero (vuoto se illeggibile) e i problemi di scrittura."""

    nome: str
    testo: str
    albero: Mappa
    problemi: tuple[Finding, ...]

    @property
    def is_leggibile(self) -> bool:
        """Vero se c'è qualcosa da convertire in modelli."""
        return bool(self.albero)

    def find_posizione(self, percorso: tuple[str | int, ...], *, chiave: bool = False) -> Posizione:
        """Dove sta, nel file, ciò che il percorso nomina."""
        return _locate(self.nome, self._righe, find_punto(self.albero, percorso, chiave=chiave))

    @cached_property
    def _righe(self) -> list[str]:
        return self.testo.splitlines()


def _locate(nome: str, righe: list[str], punto: Punto) -> Posizione:
    """Il punto con la sua riga di testo, e quanto è largo ciò che vi è scritto."""
    riga = righe[punto.riga - 1] if punto.riga <= len(righe) else ""
    scritto = _SCRITTO.match(riga, punto.colonna - 1)
    larghezza = min(len(scritto.group()), _LARGO) if scritto else 1
    return Posizione(nome, punto.riga, punto.colonna, riga, max(larghezza, 1))


def read_documento(percorso: Path, nome: str) -> Documento:
    """Il documento di un file YAML; ogni impedimento è una segnalazione, mai un'eccezione."""
    try:
        testo = _read_testo(percorso)
    except _IllegibileError as impedimento:
        return Documento(nome, "", Mappa(), (_segnala(nome, [], impedimento.problema),))
    albero, problemi = build_albero(testo)
    righe = testo.splitlines() if problemi else []
    return Documento(nome, testo, albero, tuple(_segnala(nome, righe, p) for p in problemi))


def _segnala(nome: str, righe: list[str], problema: Problema) -> Finding:
    posizione = _locate(nome, righe, problema.punto) if righe else Posizione(nome, *problema.punto)
    return Finding(problema.codice, Severita.ERRORE, problema.messaggio, problema.rimedio, posizione=posizione)


class _IllegibileError(Exception):
    def __init__(self, codice: str, messaggio: str, rimedio: str, punto: Punto | None = None) -> None:
        super().__init__(messaggio)
        self.problema = Problema(punto or Punto(0, 0), codice, messaggio, rimedio)


def _read_testo(percorso: Path) -> str:
    """Il contenuto in UTF-8, senza il segno d'ordine dei byte."""
    try:
        if percorso.is_dir():
            raise _IllegibileError(
                "file-illeggibile", "è una cartella, non un file", "indicare la cartella che contiene il file"
            )
        if percorso.exists() and not percorso.is_file():
            raise _IllegibileError("file-illeggibile", "non è un file di testo", "mettere al suo posto un file YAML")
        if percorso.stat().st_size > MAX_BYTE:
            mebibyte = percorso.stat().st_size / 1024 / 1024
            raise _IllegibileError(
                "file-troppo-grande",
                f"pesa {mebibyte:.0f} MiB, il limite è {MAX_BYTE // 1024 // 1024}",
                "dividere i dati in più cartelle",
            )
        contenuto = percorso.read_bytes()
    except FileNotFoundError:
        raise _IllegibileError(
            "file-mancante", "il file non c'è", "crearlo, o indicare con --dati la cartella giusta"
        ) from None
    except OSError as errore:
        raise _IllegibileError(
            "file-illeggibile", f"non si può leggere: {errore.strerror}", "controllare i permessi"
        ) from None
    return _decode(contenuto)


def _decode(contenuto: bytes) -> str:
    try:
        testo = contenuto.decode("utf-8-sig")
    except UnicodeDecodeError as errore:
        prima = contenuto[: errore.start]
        punto = Punto(prima.count(b"\n") + 1, errore.start - (prima.rfind(b"\n") + 1) + 1)
        raise _IllegibileError(
            "non-utf8", "il testo non è in UTF-8", "salvare il file in UTF-8 dall'editor", punto
        ) from None
    if not testo.strip():
        raise _IllegibileError("file-vuoto", "il file è vuoto", "partire da una copia dei file di esempio", Punto(1, 1))
    return testo
