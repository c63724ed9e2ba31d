"""Più file che cambiano insieme: il diario che li nomina, e chi finisce una scrittura interrotta a metà.

Un file solo prende il posto del vecchio in un istante; due no. Perciò prima si scrive un diario, che dice quale file provvisorio
prende quale nome: da lì in poi la scrittura è decisa, e la finisce chi l'ha cominciata o il primo che rilegge la cartella.
"""

from __future__ import annotations

import os
import re
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from ldq_planner.errors import Finding, InvalidDataError, Posizione, Severita
from ldq_planner.model.archivio import ARCHIVIO, REGISTRO, SOGLIE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DIARIO = ".ldq-in-corso"
_PROVVISORIO = re.compile(r"\.ldq-[0-9a-f]+\.tmp")
_PAZIENZA = 100
"""Quanti decimi di secondo si aspetta chi sta scrivendo: chi scrive ne prende uno."""


def finish_sospeso(cartella: Path) -> None:
    """Finisce la scrittura che la cartella ha a metà; nulla, se non ne ha.

    Errori: `InvalidDataError` se non si può: i file sono in parte nuovi e in parte vecchi.
    """
    if not os.path.lexists(cartella / DIARIO):
        return
    try:
        with lock(cartella):
            apply_diario(cartella)
    except OSError as errore:
        messaggio = f"una scrittura è rimasta a metà, e qui non si può finire ({errore.strerror or errore})"
        rimedio = "poter scrivere nella cartella, e ripetere: la si finisce da sola"
        posizione = Posizione(str(cartella))
        finding = Finding("scrittura-a-meta", Severita.ERRORE, messaggio, rimedio, posizione=posizione)
        raise InvalidDataError((finding,)) from None


def take_firma(cartella: Path) -> tuple[tuple[int, int, int] | None, ...]:
    """Ciò che cambia se qualcuno scrive nella cartella: di ogni file di dati, e del diario, chi è, quando, quanto pesa."""
    return tuple(_stat(cartella / nome) for nome in (*(f.file for f in ARCHIVIO), REGISTRO, SOGLIE, DIARIO))


def _stat(percorso: Path) -> tuple[int, int, int] | None:
    try:
        stato = percorso.stat()
    except (OSError, ValueError):
        return None
    return stato.st_ino, stato.st_mtime_ns, stato.st_size


def apply_diario(cartella: Path) -> None:
    """Dà a ogni provvisorio del diario il suo nome, e toglie il diario; lo chiama chi ha la cartella per sé."""
    if not os.path.lexists(cartella / DIARIO):
        return
    for provvisorio, nome in _read_diario(cartella / DIARIO).items():
        with suppress(FileNotFoundError):  # ha già il suo nome
            (cartella / provvisorio).replace(cartella / nome)
    sync_cartella(cartella)
    (cartella / DIARIO).unlink(missing_ok=True)


def _read_diario(percorso: Path) -> dict[str, str]:
    """Provvisorio → nome; le righe che non abbiamo potuto scrivere noi non contano: la cartella può essere di chiunque."""
    if percorso.is_symlink() or not percorso.is_file():
        return {}
    import json  # noqa: PLC0415 - quasi mai c'è un diario

    try:
        scritto = json.loads(percorso.read_bytes())
    except (ValueError, RecursionError):
        return {}
    righe = scritto.items() if isinstance(scritto, dict) else ()
    return {p: n for p, n in righe if _PROVVISORIO.fullmatch(p) and isinstance(n, str) and _is_nome(n)}


def _is_nome(nome: str) -> bool:
    return re.fullmatch(r"[^./\\:\0][^/\\:\0]*", nome) is not None


@contextmanager
def lock(cartella: Path) -> Iterator[None]:
    """La cartella è di chi la chiude: chi scrive lo fa uno per volta. Dove il sistema non lo sa fare, non si aspetta nessuno.

    Errori: `BlockingIOError` se un altro programma la tiene per sé troppo a lungo.
    """
    aperta = _open_cartella(cartella)
    try:
        if aperta is not None:
            _wait_lock(aperta)
        yield
    finally:
        if aperta is not None:
            os.close(aperta)


def _wait_lock(aperta: int) -> None:
    from fcntl import LOCK_EX, LOCK_NB, flock  # noqa: PLC0415 - Windows non ce l'ha

    for rimasti in reversed(range(_PAZIENZA)):
        try:
            flock(aperta, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            if not rimasti:
                raise
            time.sleep(0.1)
        except OSError:  # un disco di rete che non sa farlo
            return
        else:
            return


def compute_impronta(percorso: Path) -> str:
    """Ciò che distingue il contenuto di un file da ogni altro; vuota se il file non c'è."""
    from hashlib import file_digest  # noqa: PLC0415 - serve solo a chi scrive

    if not os.path.lexists(percorso):
        return ""
    with percorso.open("rb") as flusso:
        return file_digest(flusso, "sha256").hexdigest()


def sync_cartella(cartella: Path) -> None:
    """I nomi della cartella sono sul disco, e non solo in memoria."""
    aperta = _open_cartella(cartella)
    if aperta is not None:
        with suppress(OSError):
            os.fsync(aperta)
        os.close(aperta)


def _open_cartella(cartella: Path) -> int | None:
    """La cartella come file aperto; nulla dove una cartella non si apre, o non si legge."""
    try:
        return os.open(cartella, os.O_RDONLY)
    except OSError:
        return None
