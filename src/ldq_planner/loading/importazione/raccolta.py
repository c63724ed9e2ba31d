"""I contratti importati, finché non si scrivono: pochi in memoria, molti in un file provvisorio."""

from __future__ import annotations

import json
import os
import tempfile
from typing import TYPE_CHECKING, Any, BinaryIO

from ldq_planner.dates.incerta import NON_NOTO
from ldq_planner.loading.importazione.identita import Firma, write_importo

if TYPE_CHECKING:
    from collections.abc import Iterator

Voce = dict[str, Any]

MAX_YAML = 5_000
"""Quanti contratti stanno in un YAML che una persona legge: oltre, un JSON per riga."""

_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


class Raccolta:
    """Le voci nell'ordine in cui sono nate; con lo stesso id, l'ultima prende il posto della prima.

    Oltre `MAX_YAML` stanno in un file provvisorio, una riga per voce: in mano restano i posti, o nulla se una voce non può
    tornare (`si_ripete` falso).
    """

    def __init__(self, *, si_ripete: bool) -> None:
        """`si_ripete`: se un file, o la cartella che si aggiorna, può dare due volte lo stesso id."""
        self._si_ripete = si_ripete
        self._voci: dict[str, Voce] = {}
        self._posti: dict[str, int] = {}
        self._provvisorio: BinaryIO | None = None
        self._quante = 0
        self._chiavi: dict[int, str] = {}
        self._soci: dict[str, list[Voce]] = {}
        """Id → gli altri affidatari, dalle altre righe dello stesso contratto."""

    def close(self) -> None:
        """Toglie di mezzo il file provvisorio."""
        if self._provvisorio is not None:
            self._provvisorio.close()

    def __len__(self) -> int:
        """Quanti contratti."""
        if self._provvisorio is None:
            return len(self._voci)
        return len(self._posti) if self._si_ripete else self._quante

    @property
    def is_grande(self) -> bool:
        """Vero se sono troppi per un YAML."""
        return len(self) > MAX_YAML

    def restart(self) -> None:
        """Prima di un altro file: due righe di file diversi non sono due affidatari di uno stesso contratto."""
        self._chiavi = {}

    def join(self, voce: Voce, base: str) -> bool:
        """Vero se la voce è un altro affidatario di un contratto che c'è già: stesso codice nella fonte (`base`), stesso tutto."""
        if not base:
            return False
        resto = [v for campo, v in voce.items() if campo not in ("id", "affidatari")]
        chiave = hash((base, _encode(resto)))
        primo = self._chiavi.setdefault(chiave, voce["id"])
        if primo == voce["id"]:
            self._soci.pop(primo, None)
            return False
        self._soci.setdefault(primo, []).extend(voce["affidatari"])
        return True

    def add(self, voce: Voce) -> None:
        """Un contratto in più, o la versione nuova di uno che c'era."""
        if self._provvisorio is None:
            self._voci[voce["id"]] = voce
            if len(self._voci) > MAX_YAML:
                self._spill()
            return
        if self._si_ripete:
            self._posti[voce["id"]] = self._provvisorio.tell()
        self._quante += 1
        self._provvisorio.write(_encode(voce).encode() + b"\n")

    def discard(self, id_: str) -> None:
        """Toglie un contratto che un file più recente non dà più in vigore."""
        self._voci.pop(id_, None)
        self._posti.pop(id_, None)

    def _spill(self) -> None:
        """Le voci passano nel file provvisorio."""
        voci, self._voci = self._voci, {}
        self._provvisorio = tempfile.TemporaryFile()  # noqa: SIM115 - lo chiude `close`
        for voce in voci.values():
            self.add(voce)

    def list_voci(self) -> list[Voce]:
        """Le voci, quando sono poche."""
        return [*map(json.loads, self.read_righe())]

    def read_righe(self) -> Iterator[bytes]:
        """Una riga JSON per contratto, con l'a capo."""
        if not self._soci:
            yield from self._read_scritte()
            return
        for riga in self._read_scritte():
            voce = json.loads(riga)
            if soci := self._soci.get(voce["id"]):
                voce["affidatari"] = _join_affidatari([*voce["affidatari"], *soci])
                yield _encode(voce).encode() + b"\n"
            else:
                yield riga

    def _read_scritte(self) -> Iterator[bytes]:
        if self._provvisorio is None:
            yield from (_encode(voce).encode() + b"\n" for voce in self._voci.values())
        elif self._si_ripete:
            for posto in self._posti.values():
                self._provvisorio.seek(posto)
                yield self._provvisorio.readline()
        else:
            self._provvisorio.seek(0)
            yield from self._provvisorio

    def list_firme(self) -> Iterator[tuple[str, Firma]]:
        """Id e firma di ogni voce: ciò che il prossimo file può aggiornare."""
        for voce in map(json.loads, self.read_righe()):
            yield voce["id"], make_firma(voce)
        if self._provvisorio is not None:
            self._provvisorio.seek(0, os.SEEK_END)


def _join_affidatari(affidatari: list[Voce]) -> list[Voce]:
    """Ciascuno una volta, chi guida per primo: il solo che non è mandante, se gli altri lo sono."""
    uniti = sorted({a["nome"]: a for a in affidatari}.values(), key=lambda a: (a.get("ruolo") == "mandante", a["nome"]))
    altri = [a for a in uniti if a.get("ruolo") != "mandante"]
    if len(altri) == 1 and len(uniti) > 1:
        uniti[0] = {**uniti[0], "ruolo": "capogruppo"}
    return uniti


def make_firma(voce: Voce) -> Firma:
    """La firma di una voce scritta nei dati: «non noto» è come se non ci fosse."""
    inizio, fine = (str(voce.get(campo, "")).replace(NON_NOTO, "") for campo in ("inizio", "scadenza_base"))
    importo = write_importo(str(voce.get("importo_eur", "")).replace(NON_NOTO, ""))
    return Firma(str(voce.get("titolo", "")), inizio, fine, importo)
