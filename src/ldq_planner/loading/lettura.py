"""Dal file al testo: letto con misura e in UTF-8."""

from __future__ import annotations

import errno
import stat
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ldq_planner.loading.problema import FILE_INTERO, Problema, Punto, split_righe
from ldq_planner.model.archivio import CONTRATTI, QUARTIERI
from ldq_planner.model.simili import find_simile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

MAX_BYTE = 64 * 1024 * 1024
MAX_RIGA = 1024 * 1024
"""Byte di una riga: oltre, non l'ha scritta una persona."""

_QUASI_UGUALE = 0.85  # `contratti.yml` sì, `quartieri.yaml` per `contratti.yaml` no
_PERMESSO = ("non si ha il permesso di leggerlo", "chiedere il permesso di lettura, o usare una copia")
_MOTIVI = {
    errno.EACCES: _PERMESSO,
    errno.EPERM: _PERMESSO,
    errno.ELOOP: ("è un collegamento che rimanda a sé stesso", "mettere al suo posto il file vero"),
    errno.ENAMETOOLONG: ("il nome è troppo lungo", "accorciarlo"),
}


class IllegibileError(Exception):
    """Il file non dà un testo; `testo` è ciò che se ne può mostrare."""

    def __init__(self, problema: Problema, testo: str = "") -> None:
        super().__init__(problema.messaggio)
        self.problema = problema
        self.testo = testo


def read_testo(percorso: Path, max_byte: int = MAX_BYTE) -> str:
    """Il contenuto di un file di testo, senza il segno d'ordine dei byte.

    Errori: `IllegibileError` se il file non c'è, non è un file, pesa più di `max_byte` o non è in UTF-8.
    """
    with open_file(percorso) as file:
        contenuto = file.read(max_byte + 1)
    if len(contenuto) > max_byte:
        raise IllegibileError(make_troppo_grande(max_byte))
    if len(contenuto) > MAX_RIGA:
        _check_righe(contenuto)
    return _decode(contenuto)


@contextmanager
def open_file(percorso: Path) -> Iterator[BinaryIO]:
    """Il file, aperto per leggerne i byte.

    Errori: `IllegibileError` se il file non c'è, non è un file o non si lascia leggere.
    """
    try:
        _check_natura(percorso)
        with percorso.open("rb") as file:
            yield file
    except (OSError, ValueError) as errore:  # ValueError: un carattere nullo nel nome
        raise IllegibileError(Problema(FILE_INTERO, *_explain(errore, percorso))) from None


def make_troppo_grande(max_byte: int) -> Problema:
    """Il problema di un file che pesa più del limite."""
    limite = f"{max_byte // 1024**2} MiB" if max_byte >= 1024**2 else f"{max_byte // 1024} KiB"
    rimedio = "dividerlo, o togliere ciò che non serve"
    return Problema(FILE_INTERO, "file-troppo-grande", f"pesa più di {limite}", rimedio)


def _check_righe(contenuto: bytes) -> None:
    """Nessuna riga smisurata: il lettore YAML la terrebbe tutta in mano."""
    for numero, riga in enumerate(contenuto.split(b"\n"), 1):
        if len(riga) > MAX_RIGA:
            raise IllegibileError(make_riga_lunga(numero))


def make_riga_lunga(numero: int) -> Problema:
    """Il problema di una riga che nessuno ha scritto a mano."""
    messaggio = f"la riga pesa più di {MAX_RIGA // 1024**2} MiB"
    return Problema(Punto(numero, 1), "riga-troppo-lunga", messaggio, "andare a capo, o dividerla")


def explain_sistema(errore: OSError | ValueError) -> tuple[str, str]:
    """Perché il sistema non apre un file o una cartella, e che cosa fare."""
    motivo = getattr(errore, "strerror", None) or str(errore)
    return _MOTIVI.get(getattr(errore, "errno", None) or 0, (f"non si può leggere ({motivo})", "controllarne il nome"))


def _check_natura(percorso: Path) -> None:
    """Solo un file vero: un canale farebbe aspettare per sempre, un dispositivo può non finire mai."""
    if natura := describe_natura(percorso):
        rimedio = "mettere al suo posto un file di testo"
        raise IllegibileError(Problema(FILE_INTERO, "file-illeggibile", natura, rimedio))


def describe_natura(percorso: Path) -> str:
    """Che cos'è ciò che non è un file vero; vuoto se lo è."""
    modo = percorso.stat().st_mode
    che_cosa = "una cartella" if stat.S_ISDIR(modo) else "un canale o un dispositivo"
    return "" if stat.S_ISREG(modo) else f"è {che_cosa}, non un file"


def _explain(errore: OSError | ValueError, percorso: Path) -> tuple[str, str, str]:
    if not isinstance(errore, FileNotFoundError):
        return ("file-illeggibile", *explain_sistema(errore))
    if percorso.is_symlink():
        return "file-mancante", "è un collegamento a un file che non c'è", "mettere al suo posto il file vero"
    return "file-mancante", "il file non c'è", _suggest_nome(percorso)


def _suggest_nome(percorso: Path) -> str:
    """Il file della stessa cartella che si chiama quasi così, se c'è."""
    try:
        nomi = tuple(vicino.name for vicino in percorso.parent.iterdir())
    except OSError:
        nomi = ()
    if simile := find_simile(percorso.name, nomi, _QUASI_UGUALE):
        return f"nella cartella c'è «{simile}»: se è lui, chiamarlo {percorso.name}"
    if percorso.name in (QUARTIERI, CONTRATTI):
        return "crearlo, o indicare con --dati la cartella giusta"
    return "crearlo, o controllarne il nome e la cartella"


def _decode(contenuto: bytes) -> str:
    if contenuto.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        come = "il testo è in UTF-16, come lo scrivono PowerShell e il Blocco note con «Unicode»"
        raise IllegibileError(Problema(Punto(1, 1), "non-utf8", come, "salvare il file in UTF-8 dall'editor"))
    try:
        return contenuto.decode("utf-8-sig")
    except UnicodeDecodeError as errore:
        righe = split_righe(errore.object[: errore.start].decode())
        punto = Punto(len(righe), len(righe[-1]) + 1)
        messaggio = f"il testo non è in UTF-8 (byte {errore.object[errore.start]:02X})"
        problema = Problema(punto, "non-utf8", messaggio, "salvare il file in UTF-8 dall'editor", 1)
        raise IllegibileError(problema, contenuto.decode("utf-8-sig", "replace")) from None
