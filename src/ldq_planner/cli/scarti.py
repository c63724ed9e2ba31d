"""Il file delle righe che un'importazione lascia fuori: si tengono su disco, perché possono non stare in mano."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from typing import TYPE_CHECKING, Any, Self

from ldq_planner.cli.schermo import write
from ldq_planner.render.csv import write_testo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ldq_planner.model.importazione import Scarto

_IN_MANO = 1024 * 1024


class FileDiScarti:
    """Le righe lasciate fuori, in un CSV con i loro campi originali; il file nasce alla fine."""

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
            write(self._compose(), self._uscita)

    def _compose(self) -> Iterator[bytes]:
        yield _write_csv(("file", "riga", "motivo", *self._nomi))
        self._righe.seek(0)
        for riga in self._righe:
            file, posto, motivo, campi = json.loads(riga)
            yield _write_csv((file, posto, motivo, *(campi.get(nome, "") for nome in self._nomi)))


def _write_csv(celle: Iterable[Any]) -> bytes:
    riga = io.StringIO()
    csv.writer(riga).writerow([write_testo(str(cella)) for cella in celle])
    return riga.getvalue().encode("utf-8", "replace")
