"""I contratti importati, finché non si scrivono: pochi in memoria, molti in un file provvisorio."""

from __future__ import annotations

import json
import tempfile
from typing import TYPE_CHECKING, Any, BinaryIO

from ldq_planner.loading.importazione.identita import Firma

if TYPE_CHECKING:
    from collections.abc import Iterator

Voce = dict[str, Any]

MAX_YAML = 5_000
"""Quanti contratti stanno in un YAML che una persona legge: oltre, un JSON per riga."""

_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


class Raccolta:
    """Le voci nell'ordine in cui sono nate; con lo stesso id, l'ultima prende il posto della prima.

    Se una voce non può tornare (`si_ripete` falso), oltre `MAX_YAML` le righe vanno in un file provvisorio.
    """

    def __init__(self, *, si_ripete: bool) -> None:
        """`si_ripete`: se un file, o la cartella che si aggiorna, può dare due volte lo stesso id."""
        self._si_ripete = si_ripete
        self._voci: dict[str, Voce] = {}
        self._righe: dict[str, bytes] = {}
        self._provvisorio: BinaryIO | None = None
        self._quante = 0

    def close(self) -> None:
        """Toglie di mezzo il file provvisorio."""
        if self._provvisorio is not None:
            self._provvisorio.close()

    def __len__(self) -> int:
        """Quanti contratti."""
        return self._quante if self._provvisorio else len(self._voci) + len(self._righe)

    @property
    def is_grande(self) -> bool:
        """Vero se sono troppi per un YAML."""
        return len(self) > MAX_YAML

    def add(self, voce: Voce) -> None:
        """Un contratto in più, o la versione nuova di uno che c'era."""
        if self._provvisorio is not None:
            self._provvisorio.write(_encode(voce).encode() + b"\n")
            self._quante += 1
        elif self._righe:
            self._righe[voce["id"]] = _encode(voce).encode()
        else:
            self._voci[voce["id"]] = voce
            if len(self._voci) > MAX_YAML:
                self._spill()

    def _spill(self) -> None:
        """Le voci diventano righe: occupano un terzo, o stanno su disco."""
        righe = {id_: _encode(voce).encode() for id_, voce in self._voci.items()}
        self._voci = {}
        if self._si_ripete:
            self._righe = righe
            return
        self._provvisorio = tempfile.TemporaryFile()  # noqa: SIM115 - lo chiude `close`
        self._quante = len(righe)
        self._provvisorio.writelines(riga + b"\n" for riga in righe.values())

    def list_voci(self) -> list[Voce]:
        """Le voci, quando sono poche."""
        return [*self._voci.values(), *map(json.loads, self._righe.values())]

    def read_righe(self) -> Iterator[bytes]:
        """Una riga JSON per contratto, con l'a capo."""
        if self._provvisorio is not None:
            self._provvisorio.seek(0)
            yield from self._provvisorio
            return
        yield from (riga + b"\n" for riga in self._righe.values())
        yield from (_encode(voce).encode() + b"\n" for voce in self._voci.values())

    def list_firme(self) -> Iterator[tuple[str, Firma]]:
        """Id e firma di ogni voce: ciò che il prossimo file può aggiornare."""
        for voce in (*self._voci.values(), *map(json.loads, self._righe.values())):
            yield voce["id"], make_firma(voce)


def make_firma(voce: Voce) -> Firma:
    """La firma di una voce scritta nei dati: «non noto» è come se non ci fosse."""
    inizio, fine = (str(voce.get(campo, "")).replace("non noto", "") for campo in ("inizio", "scadenza_base"))
    return Firma(str(voce.get("titolo", "")), inizio, fine)
