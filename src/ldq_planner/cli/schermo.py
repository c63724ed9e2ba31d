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

from ldq_planner.cli.scrittura import check_scrivibile, replace_file, replace_insieme, split
from ldq_planner.errors import InvalidRequestError
from ldq_planner.model.archivio import ARCHIVIO, SOGLIE
from ldq_planner.render import Tela

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ldq_planner.cli.scrittura import Contenuto

LARGHEZZA_SENZA_TERMINALE = (
    140  # in un tubo o in un file: le celle lunghe vanno a capo, e si legge con qualunque programma
)

_DATI = frozenset({*(f.file for f in ARCHIVIO), SOGLIE})
_MOTIVI_DI_WINDOWS = {
    5: "non se ne ha il permesso, o un altro programma (forse Excel) lo tiene aperto",
    32: "un altro programma (forse Excel) lo tiene aperto",
    33: "un altro programma (forse Excel) lo tiene aperto",
}
"""Un file aperto da chi lo guarda lì non si può sostituire: altrove sì."""
_MOTIVI = {
    errno.EISDIR: "è una cartella",
    errno.ENOTDIR: "una parte del percorso non è una cartella",
    errno.EEXIST: "una parte del percorso non è una cartella",
    errno.EROFS: "il disco è in sola lettura",
    errno.ENOSPC: "il disco è pieno",
    errno.EFBIG: "il file sarebbe troppo grande",
    errno.EDQUOT: "lo spazio che si può usare è finito",
    errno.EAGAIN: "un altro programma ci sta scrivendo, e non ha ancora finito",
    errno.ENAMETOOLONG: "il nome è troppo lungo",
}


def measure_tela(flusso: TextIO) -> Tela:
    """La tela di un flusso: larga quanto il terminale; se non lo è, quanto dice `COLUMNS` o quanto un foglio di testo."""
    terminale = flusso.isatty()
    colonne = os.environ.get("COLUMNS", "")
    misurabile = terminale or colonne.isdigit()
    larghezza = shutil.get_terminal_size().columns if misurabile else LARGHEZZA_SENZA_TERMINALE
    return Tela(larghezza, _wants_colore(terminale=terminale))


def check_uscita(uscita: Path | None) -> None:
    """Nulla, se nel file si potrà scrivere: lo si chiede prima di un lungo lavoro.

    Errori: `InvalidRequestError` se è una cartella, o un file in sola lettura.
    """
    if uscita is not None and str(uscita) != "-":
        try:
            check_scrivibile(uscita)
        except (OSError, ValueError) as errore:
            raise _make_errore(uscita, explain(errore)) from None


def write(contenuto: Contenuto, uscita: Path | None) -> None:
    """Scrive su stdout, o nel file tutto in una volta (un file provvisorio prende il posto del vecchio).

    Errori: `InvalidRequestError` se non si può scrivere, o se dei byte andrebbero su un terminale.
    """
    if uscita is None or str(uscita) == "-":
        _write_stdout(contenuto)
        return
    if uscita.name in _DATI and uscita.exists():
        raise _make_errore(uscita, "è un file di dati, e una risposta non prende il suo posto")
    try:
        if uscita.exists() and not uscita.is_file():
            uscita.write_bytes(b"".join(split(contenuto)))  # un dispositivo come /dev/null non si sostituisce
        else:
            replace_file(uscita, contenuto)
    except (OSError, ValueError) as errore:  # ValueError: un carattere nullo nel nome
        raise _make_errore(uscita, explain(errore)) from None


def say(*righe: str) -> None:
    """Scrive su stdout che cosa si è fatto; i nomi che vi stanno restano testo.

    Errori: `InvalidRequestError` se non si può scrivere.
    """
    from ldq_planner.render.valori import compose_righe

    write(compose_righe(righe), None)


def write_cartella(
    file: Mapping[str, Contenuto], cartella: Path, lette: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Scrive più file in una cartella, tutti o nessuno, e dà i nomi degli scritti: quelli già uguali non si toccano.

    `lette` sono le impronte dei file da cui vengono, che nessuno deve aver cambiato.

    Errori: `InvalidRequestError` se uno non si può scrivere, o è cambiato, e allora la cartella resta com'era.
    """
    try:
        return replace_insieme(file, cartella, lette)
    except (OSError, ValueError) as errore:
        raise InvalidRequestError(
            f"non si può scrivere in «{cartella}»: {explain(errore)}", "indicare una cartella in cui si può scrivere"
        ) from None


def _make_errore(uscita: Path, motivo: str) -> InvalidRequestError:
    return InvalidRequestError(
        f"non si può scrivere «{uscita}»: {motivo}", "indicare un file in una cartella in cui si può scrivere"
    )


def explain(errore: OSError | ValueError) -> str:
    """Perché non si è potuto scrivere."""
    motivo = getattr(errore, "strerror", None) or str(errore)
    if isinstance(errore, PermissionError):
        return _MOTIVI_DI_WINDOWS.get(getattr(errore, "winerror", 0), "non se ne ha il permesso")
    return _MOTIVI.get(getattr(errore, "errno", None) or 0, motivo)


def _wants_colore(*, terminale: bool) -> bool:
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return terminale or bool(os.environ.get("FORCE_COLOR"))


def _write_stdout(contenuto: Contenuto) -> None:
    flusso = sys.stdout
    if isinstance(contenuto, bytes) and flusso.isatty():
        raise InvalidRequestError("questo formato non si legge su un terminale", "aggiungere -o FILE")
    if isinstance(flusso, TextIOWrapper) and isinstance(contenuto, str):
        if flusso.isatty():
            flusso.reconfigure(errors=_choose_ripiego(flusso))
        else:
            flusso.reconfigure(encoding="utf-8", newline="")
    try:
        if isinstance(contenuto, str):
            flusso.write(contenuto)
        else:
            flusso.buffer.writelines(split(contenuto))
        flusso.flush()
    except BrokenPipeError:
        pass  # chi leggeva ha smesso (`| head`): non è un errore
    except OSError as errore:
        raise InvalidRequestError(f"non si può scrivere la risposta: {explain(errore)}") from None


def _choose_ripiego(flusso: TextIO) -> str:
    """Che cosa fare delle lettere che lo schermo non ha."""
    if flusso.encoding.lower().startswith("utf"):
        return "replace"
    from ldq_planner.cli.lettere import SOMIGLIA

    return SOMIGLIA


@contextlib.contextmanager
def show_avanzamento() -> Iterator[Callable[[str], None]]:
    """Una funzione a cui dire che cosa si sta facendo; dove non c'è un terminale non scrive nulla."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from ldq_planner.render.valori import clean

    larghezza = shutil.get_terminal_size().columns - 1

    def show(testo: str) -> None:
        sys.stderr.write(f"\r{clean(testo)[:larghezza]:<{larghezza}}\r")
        sys.stderr.flush()

    try:
        yield lambda testo: show(f"{testo}…")
    finally:
        show("")
