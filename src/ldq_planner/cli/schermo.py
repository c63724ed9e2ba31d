"""Dove si scrive: il terminale, un tubo, un file. Ciò che si scrive in un file è intero o non è."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from ldq_planner.errors import InvalidRequestError
from ldq_planner.render import Tela

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGHEZZA_SENZA_TERMINALE = 1000  # nessuna tabella si spezza: chi riceve è un programma o un file

_SOLA_LETTURA = "il file è in sola lettura"
_MOTIVI = {
    errno.EISDIR: "è una cartella",
    errno.ENOTDIR: "una parte del percorso non è una cartella",
    errno.EEXIST: "una parte del percorso non è una cartella",
    errno.EROFS: "il disco è in sola lettura",
    errno.ENOSPC: "il disco è pieno",
    errno.ENAMETOOLONG: "il nome è troppo lungo",
}


def measure_tela(flusso: TextIO) -> Tela:
    """La tela di un flusso: larga quanto il terminale, o quanto serve se non è un terminale."""
    terminale = flusso.isatty()
    colonne = os.environ.get("COLUMNS", "")
    misurabile = terminale or colonne.isdigit()
    larghezza = shutil.get_terminal_size().columns if misurabile else LARGHEZZA_SENZA_TERMINALE
    return Tela(larghezza, _wants_colore(terminale=terminale))


def check_uscita(uscita: Path | None) -> None:
    """Nulla, se nel file si potrà scrivere: lo si chiede prima di un lungo lavoro.

    Errori: `InvalidRequestError` se è una cartella, o un file in sola lettura.
    """
    if uscita is None or str(uscita) == "-" or not uscita.exists():
        return
    motivo = "è una cartella" if uscita.is_dir() else "" if os.access(uscita, os.W_OK) else _SOLA_LETTURA
    if motivo:
        raise InvalidRequestError(
            f"non si può scrivere «{uscita}»: {motivo}", "indicare un file in una cartella in cui si può scrivere"
        )


def write(contenuto: str | bytes, uscita: Path | None) -> None:
    """Scrive su stdout, o nel file tutto in una volta (un file provvisorio prende il posto del vecchio).

    Errori: `InvalidRequestError` se il file non si può scrivere, o se dei byte andrebbero su un terminale.
    """
    if uscita is None or str(uscita) == "-":
        _write_stdout(contenuto)
        return
    try:
        _write_file(contenuto.encode("utf-8") if isinstance(contenuto, str) else contenuto, uscita)
    except (OSError, ValueError) as errore:  # ValueError: un carattere nullo nel nome
        raise InvalidRequestError(
            f"non si può scrivere «{uscita}»: {_explain(errore)}",
            "indicare un file in una cartella in cui si può scrivere",
        ) from None


def write_cartella(file: Mapping[str, bytes], uscita: Path | None) -> None:
    """Scrive più file in una cartella, tutti o nessuno; o il solo che c'è, con nome vuoto, dove dice `uscita`.

    Errori: `InvalidRequestError` se uno non si può scrivere, e allora la cartella resta com'era.
    """
    if uscita is None or "" in file:
        write(file[""], uscita)
        return
    provvisori = {nome: uscita / f".{nome}.{os.getpid()}.tmp" for nome in file}
    try:
        uscita.mkdir(parents=True, exist_ok=True)
        for nome, contenuto in file.items():
            if (uscita / nome).is_dir():
                raise IsADirectoryError(errno.EISDIR, "", nome)
            provvisori[nome].write_bytes(contenuto)
        for nome, provvisorio in provvisori.items():
            provvisorio.replace(uscita / nome)
    except (OSError, ValueError) as errore:
        raise InvalidRequestError(
            f"non si può scrivere in «{uscita}»: {_explain(errore)}", "indicare una cartella in cui si può scrivere"
        ) from None
    finally:
        for provvisorio in provvisori.values():
            with contextlib.suppress(OSError, ValueError):
                provvisorio.unlink(missing_ok=True)


def _explain(errore: OSError | ValueError) -> str:
    """Perché non si è potuto scrivere."""
    motivo = getattr(errore, "strerror", None) or str(errore)
    if isinstance(errore, PermissionError):
        return motivo if motivo == _SOLA_LETTURA else "non se ne ha il permesso"
    return _MOTIVI.get(getattr(errore, "errno", None) or 0, motivo)


def _wants_colore(*, terminale: bool) -> bool:
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return terminale or bool(os.environ.get("FORCE_COLOR"))


def _write_stdout(contenuto: str | bytes) -> None:
    flusso = sys.stdout
    if isinstance(contenuto, bytes) and flusso.isatty():
        raise InvalidRequestError("questo formato non si legge su un terminale", "aggiungere -o FILE")
    if isinstance(flusso, TextIOWrapper) and isinstance(contenuto, str):
        if flusso.isatty():
            flusso.reconfigure(errors="replace")
        else:
            flusso.reconfigure(encoding="utf-8", newline="")
    try:
        if isinstance(contenuto, bytes):
            flusso.buffer.write(contenuto)
        else:
            flusso.write(contenuto)
        flusso.flush()
    except BrokenPipeError:
        pass  # chi leggeva ha smesso (`| head`): non è un errore
    except OSError as errore:
        raise InvalidRequestError(f"non si può scrivere la risposta: {_explain(errore)}") from None


def _write_file(contenuto: bytes, uscita: Path) -> None:
    if uscita.exists() and not uscita.is_file():
        uscita.write_bytes(contenuto)  # un dispositivo come /dev/null non si sostituisce; una cartella è un errore
        return
    uscita = uscita.resolve()
    uscita.parent.mkdir(parents=True, exist_ok=True)
    if uscita.exists() and not os.access(uscita, os.W_OK):
        raise PermissionError(errno.EACCES, _SOLA_LETTURA)
    provvisorio = uscita.with_name(f".{uscita.name}.{os.getpid()}.tmp")
    try:
        provvisorio.write_bytes(contenuto)
        if uscita.exists():
            shutil.copymode(uscita, provvisorio)
        provvisorio.replace(uscita)
    finally:
        with contextlib.suppress(OSError):
            provvisorio.unlink(missing_ok=True)
