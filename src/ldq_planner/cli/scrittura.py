"""File che non stanno in mano: si scrivono a pezzi in un provvisorio, che alla fine prende il posto del vecchio."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import sys
import tempfile
from typing import TYPE_CHECKING, Any, Self

from ldq_planner.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ldq_planner.model.importazione import Scarto


def write_pezzi(pezzi: Iterable[bytes], uscita: Path | None) -> bool:
    """Scrive i pezzi su stdout o nel file, intero o niente; falso se il file era già così.

    Errori: `InvalidRequestError` se non si può scrivere.
    """
    if uscita is None:
        _write_stdout(pezzi)
        return True
    provvisorio = uscita.with_name(f".{uscita.name}.{os.getpid()}.tmp")
    try:
        uscita.parent.mkdir(parents=True, exist_ok=True)
        with provvisorio.open("wb") as file:
            file.writelines(pezzi)
        if uscita.is_file() and _is_uguale(provvisorio, uscita):
            return False
        provvisorio.replace(uscita)
    except OSError as errore:
        motivo = errore.strerror or str(errore)
        raise InvalidRequestError(
            f"non si può scrivere «{uscita}»: {motivo}", "indicare una cartella in cui si può scrivere"
        ) from None
    finally:
        with contextlib.suppress(OSError):
            provvisorio.unlink(missing_ok=True)
    return True


def _is_uguale(uno: Path, altro: Path) -> bool:
    from filecmp import cmp

    return cmp(uno, altro, shallow=False)


def _write_stdout(pezzi: Iterable[bytes]) -> None:
    binario = getattr(sys.stdout, "buffer", None)
    try:
        for pezzo in pezzi:
            if binario is None:
                sys.stdout.write(pezzo.decode())
            else:
                binario.write(pezzo)
        sys.stdout.flush()
    except BrokenPipeError:
        pass  # chi leggeva ha smesso (`| head`): non è un errore


_IN_MANO = 1024 * 1024


class FileDiScarti:
    """Le righe lasciate fuori, in un CSV con i loro campi originali; si tengono su disco, e il file nasce alla fine."""

    def __init__(self, uscita: Path | None) -> None:
        """`uscita` è il file chiesto; senza, le righe non si tengono."""
        self._uscita = uscita
        self._nomi: dict[str, None] = {}
        self._righe = tempfile.SpooledTemporaryFile(_IN_MANO)  # noqa: SIM115 - lo chiude `__exit__`

    def __enter__(self) -> Self:
        """Il file, che si scrive solo se tutto va bene."""
        return self

    def __exit__(self, *_: object) -> None:
        """Toglie di mezzo ciò che si teneva su disco."""
        self._righe.close()

    def add(self, scarto: Scarto) -> None:
        """Una riga in più."""
        if self._uscita is not None:
            campi = dict(scarto.campi)
            self._nomi.update(dict.fromkeys(campi))
            self._righe.write(json.dumps([scarto.file, scarto.riga, scarto.motivo, campi]).encode() + b"\n")

    def write(self) -> None:
        """Scrive il file: una colonna per ogni campo che qualche riga ha."""
        if self._uscita is not None:
            write_pezzi(self._compose(), self._uscita)

    def _compose(self) -> Iterator[bytes]:
        yield _write_csv(("file", "riga", "motivo", *self._nomi))
        self._righe.seek(0)
        for riga in self._righe:
            file, posto, motivo, campi = json.loads(riga)
            yield _write_csv((file, posto, motivo, *(campi.get(nome, "") for nome in self._nomi)))


def _write_csv(celle: Iterable[Any]) -> bytes:
    riga = io.StringIO()
    csv.writer(riga, lineterminator="\n").writerow(list(map(_clean, celle)))
    return riga.getvalue().encode("utf-8", "replace")


def _clean(valore: Any) -> str:
    """Un testo che un foglio di calcolo prenderebbe per una formula è preceduto da un apostrofo."""
    testo = str(valore)
    return f"'{testo}" if testo.startswith(("=", "+", "-", "@", "\t", "\r")) else testo
