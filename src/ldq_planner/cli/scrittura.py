"""L'unico modo di scrivere un file: intero o com'era, sul disco prima di prendere il posto del vecchio, con i suoi permessi."""

from __future__ import annotations

import errno
import json
import os
import stat
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ldq_planner.errors import InvalidRequestError
from ldq_planner.loading.sospeso import DIARIO, apply_diario, compute_impronta, lock, sync_cartella

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Contenuto = str | bytes | Iterable[bytes]  # intero, o a pezzi se non sta in mano

SOLA_LETTURA = "il file è in sola lettura"
_ABBANDONATO = 3600
"""Secondi dopo i quali un provvisorio che nessuno tocca è di un programma che non c'è più."""


def make_cambiato(percorso: Path) -> InvalidRequestError:
    """Il rifiuto di chi scriverebbe sopra a ciò che non ha letto."""
    return InvalidRequestError(
        f"«{percorso}» è cambiato mentre lo si leggeva: non si è scritto nulla", "ripetere il comando"
    )


def replace_file(percorso: Path, contenuto: Contenuto) -> None:
    """Il file ha quel contenuto; seguiti i collegamenti, che restano.

    Errori: `OSError` se non si può, e allora il file è quello di prima.
    """
    vero = percorso.resolve()
    with _write_provvisori({vero: contenuto}) as provvisori:
        provvisori[vero].replace(vero)
    sync_cartella(vero.parent)


def replace_insieme(
    file: Mapping[str, Contenuto], cartella: Path, lette: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """I file di una cartella hanno quei contenuti, tutti o nessuno; dà i nomi dei cambiati: gli uguali non si toccano.

    `lette` sono le impronte che i file devono avere ancora, quando tocca a noi scrivere.

    Errori: `OSError` se non si può, `InvalidRequestError` se un altro li ha cambiati; e allora la cartella è quella di prima.
    """
    veri = {cartella / nome: contenuto for nome, contenuto in file.items()}
    with _write_provvisori(veri) as provvisori, lock(cartella):
        apply_diario(cartella)
        for nome, impronta in (lette or {}).items():
            if compute_impronta(cartella / nome) != impronta:
                raise make_cambiato(cartella / nome)
        diversi = {p.name: n for n in file if _is_diverso(cartella / n, p := provvisori[cartella / n])}
        _commit(diversi, cartella)
    return tuple(diversi.values())


def _is_diverso(percorso: Path, provvisorio: Path) -> bool:
    from filecmp import cmp

    if percorso.is_symlink():
        raise OSError(f"«{percorso.name}» è un collegamento")
    return not (percorso.is_file() and cmp(percorso, provvisorio, shallow=False))


def _commit(diversi: Mapping[str, str], cartella: Path) -> None:
    """Ogni provvisorio ha il suo nome: se sono più d'uno, il primo passo, il diario, li decide tutti."""
    if len(diversi) < 2:  # noqa: PLR2004 - uno solo è già tutto o niente
        for provvisorio, nome in diversi.items():
            (cartella / provvisorio).replace(cartella / nome)
        sync_cartella(cartella)
        return
    replace_file(cartella / DIARIO, json.dumps(diversi))
    try:
        apply_diario(cartella)
    except KeyboardInterrupt:
        apply_diario(cartella)  # è decisa: chi interrompe trova la cartella nuova, non metà
        raise


@contextmanager
def _write_provvisori(file: Mapping[Path, Contenuto]) -> Iterator[dict[Path, Path]]:
    """Per ogni file il provvisorio accanto a lui; quelli che nessuno ha spostato, né deciso di spostare, spariscono."""
    provvisori: dict[Path, Path] = {}
    try:
        for vero, contenuto in file.items():
            check_scrivibile(vero)
            vero.parent.mkdir(parents=True, exist_ok=True)
            provvisori[vero] = vero.with_name(f".ldq-{os.urandom(8).hex()}.tmp")
            _write_provvisorio(contenuto, vero, provvisori[vero])
        yield provvisori
    finally:
        for provvisorio in provvisori.values():
            if not os.path.lexists(provvisorio.with_name(DIARIO)):
                with suppress(OSError, ValueError):
                    provvisorio.unlink(missing_ok=True)
    for cartella in {vero.parent for vero in file}:
        _sweep(cartella)


def check_scrivibile(vero: Path) -> None:
    """Nulla, se il file si può scrivere, o non c'è.

    Errori: `OSError` se è una cartella, o è in sola lettura anche per chi potrebbe tutto.
    """
    if vero.is_dir():
        raise IsADirectoryError(errno.EISDIR, "")
    if vero.exists() and not (os.access(vero, os.W_OK) and vero.stat().st_mode & 0o222):
        raise OSError(SOLA_LETTURA)


def _write_provvisorio(contenuto: Contenuto, vero: Path, provvisorio: Path) -> None:
    """Il contenuto, sul disco, in un file che prima non c'era: nessuno l'ha messo lì per noi, nemmeno un collegamento."""
    vecchio = vero.stat() if vero.exists() else None
    aperto = os.open(
        provvisorio,
        os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0),
        stat.S_IMODE(vecchio.st_mode) & 0o666 if vecchio else 0o666,
    )
    with os.fdopen(aperto, "wb") as flusso:
        flusso.writelines(split(contenuto))
        flusso.flush()
        if vecchio is not None:
            _keep_permessi(provvisorio, vecchio)
        os.fsync(flusso.fileno())


def _keep_permessi(provvisorio: Path, vecchio: os.stat_result) -> None:
    """Il nuovo è di chi era il vecchio, se il sistema lo lascia fare, e dello stesso gruppo; i permessi sono gli stessi."""
    if hasattr(os, "chown"):
        for chi in ((vecchio.st_uid, vecchio.st_gid), (-1, vecchio.st_gid)):
            with suppress(PermissionError):
                os.chown(provvisorio, *chi)
                break
    provvisorio.chmod(stat.S_IMODE(vecchio.st_mode))


def _sweep(cartella: Path) -> None:
    """Toglie i provvisori di chi è stato ucciso mentre scriveva, se nessun diario li aspetta."""
    for provvisorio in cartella.glob(".ldq-*.tmp"):
        with suppress(OSError):
            vecchio = time.time() - provvisorio.stat().st_mtime > _ABBANDONATO
            if vecchio and not os.path.lexists(cartella / DIARIO):
                provvisorio.unlink()


def split(contenuto: Contenuto) -> Iterable[bytes]:
    """I pezzi del contenuto, in byte."""
    if isinstance(contenuto, str):
        return (contenuto.encode("utf-8"),)
    return (contenuto,) if isinstance(contenuto, bytes) else contenuto
