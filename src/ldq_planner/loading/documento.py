"""Un file di dati: il suo testo, il suo albero, e la capacità di indicarne un punto."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ldq_planner.errors import Finding, Posizione
from ldq_planner.loading.albero import build_albero
from ldq_planner.loading.caratteri import clean_caratteri
from ldq_planner.loading.lettura import IllegibileError, read_testo
from ldq_planner.loading.nodi import Mappa, find_scritto
from ldq_planner.loading.problema import FILE_INTERO, clamp, split_righe

if TYPE_CHECKING:
    from pathlib import Path

    from ldq_planner.loading.problema import Problema, Punto

_TRA_VIRGOLETTE = r"""(?x) "(?:[^"\\]|\\.)*" | '(?:[^']|'')*' """
_PAROLA = r"[^\s:,\[\]{}]+"
_LARGO = 200  # caratteri: sottolineare di più non aiuta nessuno


@dataclass(frozen=True)
class Documento:
    """Il testo di un file, il suo albero (vuoto se illeggibile) e i problemi di scrittura."""

    nome: str
    testo: str
    albero: Mappa
    problemi: tuple[Finding, ...]
    is_leggibile: bool = True
    """Vero se l'albero è quello del file: si può convertire in modelli."""

    def find_posizione(self, percorso: tuple[str | int, ...], *, chiave: bool = False) -> Posizione:
        """Dove sta, nel file, ciò che il percorso nomina."""
        punto, scritto = find_scritto(self.albero, percorso, chiave=chiave)
        return locate(self.nome, self._righe, punto, scritto)

    @cached_property
    def _righe(self) -> list[str]:
        return split_righe(self.testo)


def read_documento(percorso: Path, nome: str) -> Documento:
    """Il documento di un file YAML; ogni impedimento è una segnalazione, mai un'eccezione."""
    try:
        testo = read_testo(percorso)
    except IllegibileError as impedimento:
        righe = split_righe(impedimento.testo)
        segnalazione = make_finding(nome, righe, impedimento.problema)
        return Documento(nome, impedimento.testo, Mappa(), (segnalazione,), is_leggibile=False)
    return build_documento(testo, nome)


def build_documento(testo: str, nome: str) -> Documento:
    """Il documento di un testo, come se fosse nel file di quel nome."""
    testo, problemi, is_leggibile = clean_caratteri(testo)
    albero = None
    if is_leggibile:
        albero, di_scrittura = build_albero(testo)
        problemi += di_scrittura
    righe = split_righe(testo) if problemi else []
    segnalazioni = tuple(make_finding(nome, righe, p) for p in problemi)
    return Documento(nome, testo, Mappa() if albero is None else albero, segnalazioni, is_leggibile=albero is not None)


def make_finding(nome: str, righe: list[str], problema: Problema) -> Finding:
    """La segnalazione di un problema, al suo posto nel file."""
    return problema.report(locate(nome, righe, problema.punto, larghezza=problema.larghezza))


def locate(nome: str, righe: list[str], punto: Punto, scritto: str = "", larghezza: int = 0) -> Posizione:
    """Il punto con la sua riga di testo, e quanto è largo ciò che vi è scritto."""
    if punto == FILE_INTERO:
        return Posizione(nome)
    punto = clamp(punto, righe)
    riga = righe[punto.riga - 1]
    larghezza = larghezza or _measure(riga[punto.colonna - 1 :], scritto)
    return Posizione(nome, punto.riga, punto.colonna, riga, min(larghezza, _LARGO))


def _measure(resto: str, scritto: str) -> int:
    """Quanti caratteri di `resto`, che comincia dove comincia il valore, sono il valore."""
    if scritto and resto.startswith(scritto):
        return len(scritto)
    trovato = re.match(_TRA_VIRGOLETTE, resto) or (None if scritto else re.match(_PAROLA, resto))
    return len(trovato.group()) if trovato else max(1, len(resto.rstrip()) if scritto else 1)
