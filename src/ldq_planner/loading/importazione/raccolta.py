"""I contratti importati, finché non si scrivono: pochi in memoria, molti in un file provvisorio."""

from __future__ import annotations

import json
import os
import re
import tempfile
from typing import TYPE_CHECKING, Any, BinaryIO

from ldq_planner.dates.incerta import NON_NOTO
from ldq_planner.loading.importazione.giorni import INTERA
from ldq_planner.loading.importazione.identita import Firma, write_importo
from ldq_planner.loading.importazione.testi import join_note

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

Voce = dict[str, Any]

_IN_FONDO = ("opzioni", "importo_eur", "iva", "nota", "fonte")
"""I campi dopo le date, nel loro ordine."""
MAX_YAML = 5_000
"""Quanti contratti stanno in un YAML che una persona legge: oltre, un JSON per riga."""

_TESTA = re.compile(rb'^\{"id": ("[^"]*"), "quartieri": \[([^\]]*)\]')
"""L'inizio di ogni voce, come lo scrive `_encode`: un id non ha virgolette."""
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
        self._fini: dict[str, set[str]] = {}
        """Id → le fini che le sue righe dicono, se sono diverse."""
        self._tolte: set[str] = set()
        """Gli id che nel file provvisorio ci sono, e non valgono più."""
        self._ids: dict[bytes, bytes] = {}
        self._luoghi: dict[bytes, bytes] = {}

    def close(self) -> None:
        """Toglie di mezzo il file provvisorio."""
        if self._provvisorio is not None:
            self._provvisorio.close()

    def __len__(self) -> int:
        """Quanti contratti."""
        if self._provvisorio is None:
            return len(self._voci)
        return len(self._posti) if self._si_ripete else self._quante - len(self._tolte)

    @property
    def is_grande(self) -> bool:
        """Vero se sono troppi per un YAML."""
        return len(self) > MAX_YAML

    def restart(self) -> None:
        """Prima di un altro file: due righe di file diversi non sono due affidatari di uno stesso contratto."""
        self._chiavi = {}

    def join(self, voce: Voce, base: str) -> bool:
        """Vero se la voce è un altro affidatario di un contratto che c'è già: stesso codice nella fonte (`base`), stesso tutto.

        Anche con un'altra fine: l'importo si conta una volta sola.
        """
        if not base:
            return False
        primo = self._chiavi.setdefault(hash((base, write_resto(voce))), voce["id"])
        if primo == voce["id"]:
            self._soci.pop(primo, None)
            self._fini.pop(primo, None)
            return False
        self._soci.setdefault(primo, []).extend(voce["affidatari"])
        if "scadenza_base" in voce:
            self._fini.setdefault(primo, set()).add(voce["scadenza_base"])
        return True

    def unite_ripetute(
        self, ripetuti: Sequence[Sequence[str]], deboli: Container[str]
    ) -> tuple[list[Voce], dict[str, list[Voce]]]:
        """Unisce le voci con lo stesso codice (un gruppo di id per codice) che cambiano per la sola fine.

        Chi ha il primo id fra i `deboli` non ha un codice della fonte, e non si unisce. Le voci unite a un'altra, e per ogni gruppo quelle che restano, dal primo id.
        """
        cercati = {id_ for ids in ripetuti for id_ in ids} | {*self._fini}
        voci = {voce["id"]: voce for voce in self._find(cercati)} if cercati else {}
        for id_, altre in self._fini.items():
            altre.add(str(voci[id_]["scadenza_base"]))
        unite: list[Voce] = []
        visti: dict[tuple[str, str], Voce] = {}
        for ids in (ids for ids in ripetuti if ids[0] not in deboli):
            for voce in (voci[id_] for id_ in ids if id_ in voci and "affidatari" not in voci[id_]):
                primo = visti.setdefault((ids[0], write_resto(voce)), voce)
                fini = {str(v.get("scadenza_base", "")) for v in (primo, voce)}
                if len(fini) > 1:  # due righe uguali in tutto restano due, e si contano
                    self._fini.setdefault(primo["id"], set()).update(fini)
                    self.discard(voce["id"])
                    unite.append(voce)
        tolte = {voce["id"] for voce in unite}
        return unite, {ids[0]: [voci[i] for i in ids if i in voci and i not in tolte] for ids in ripetuti}

    def list_fini(self) -> list[tuple[str, list[str]]]:
        """Id e fini di ogni contratto le cui righe ne dicono di diverse."""
        return [(id_, sorted(fini)) for id_, fini in self._fini.items() if len(fini) > 1]

    def _find(self, cercati: Container[str]) -> Iterator[Voce]:
        """Le voci con quegli id, nell'ordine in cui sono nate."""
        for riga in self._read_scritte():
            trovato = _TESTA.match(riga)
            if trovato and trovato[1][1:-1].decode() in cercati:
                yield json.loads(riga)

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
        """Toglie un contratto che un file più recente non dà più in vigore, o che è unito a un altro."""
        self._voci.pop(id_, None)
        self._posti.pop(id_, None)
        if self._provvisorio is not None and not self._si_ripete:
            self._tolte.add(id_)

    def rename(self, luoghi: dict[str, str], ids: dict[str, str]) -> None:
        """I luoghi e le voci, da qui in poi, con il loro id vero al posto di quello provvisorio."""
        self._luoghi, self._ids = (
            {_encode(da).encode(): _encode(a).encode() for da, a in veri.items()} for veri in (luoghi, ids)
        )

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
        righe = self._read_unite()
        return (_TESTA.sub(self._rename, riga, count=1) for riga in righe) if self._luoghi or self._ids else righe

    def _rename(self, trovato: re.Match[bytes]) -> bytes:
        """L'id di una voce e l'elenco dei suoi luoghi, ciascuno una volta."""
        luoghi = dict.fromkeys(self._luoghi.get(id_, id_) for id_ in trovato[2].split(b", "))
        return b'{"id": %b, "quartieri": [%b]' % (self._ids.get(trovato[1], trovato[1]), b", ".join(luoghi))

    def _read_unite(self) -> Iterator[bytes]:
        """Le righe, con gli affidatari e le fini che altre righe della fonte dicono degli stessi contratti."""
        fini = dict(self.list_fini())
        if not self._soci and not fini:
            yield from self._read_scritte()
            return
        for riga in self._read_scritte():
            voce = json.loads(riga)
            soci, sue = self._soci.get(voce["id"]), fini.get(voce["id"])
            if soci:
                voce["affidatari"] = _join_affidatari([*voce["affidatari"], *soci])
            if sue:
                _set_fini(voce, sue)
            yield _encode(voce).encode() + b"\n" if soci or sue else riga

    def _read_scritte(self) -> Iterator[bytes]:
        if self._provvisorio is None:
            yield from (_encode(voce).encode() + b"\n" for voce in self._voci.values())
        elif self._si_ripete:
            for posto in self._posti.values():
                self._provvisorio.seek(posto)
                yield self._provvisorio.readline()
        else:
            self._provvisorio.seek(0)
            yield from filter(self._is_valida, self._provvisorio) if self._tolte else self._provvisorio

    def _is_valida(self, riga: bytes) -> bool:
        trovato = _TESTA.match(riga)
        return trovato is None or trovato[1][1:-1].decode() not in self._tolte

    def list_firme(self) -> Iterator[tuple[str, Firma]]:
        """Id e firma di ogni voce: ciò che il prossimo file può aggiornare."""
        for voce in map(json.loads, self.read_righe()):
            yield voce["id"], make_firma(voce)
        if self._provvisorio is not None:
            self._provvisorio.seek(0, os.SEEK_END)


def write_resto(voce: Voce) -> str:
    """Una voce senza ciò che cambia fra le righe di uno stesso contratto: chi lo esegue, e la fine, se è un giorno."""
    tolti = {"id", "affidatari", *(["scadenza_base"] if len(str(voce.get("scadenza_base", ""))) == INTERA else ())}
    return _encode([*((c, v) for c, v in voce.items() if c not in tolti)])


def _set_fini(voce: Voce, fini: list[str]) -> None:
    """La fine certa è la prima; fino all'ultima il contratto forse continua, e si può decidere."""
    voce["scadenza_base"] = fini[0]
    detto = f"un'altra riga della fonte dice fine {fini[-1]}"
    aperta = {"tipo": "proroga", "stato": "aperta", "scadenza": fini[-1], "fonte": voce["fonte"]}
    campi = {**voce, "opzioni": [*voce.get("opzioni", ()), aperta], "nota": join_note(voce.get("nota", ""), detto)}
    prima = [c for c in voce if c not in _IN_FONDO]
    ordine = [*prima, *(c for c in _IN_FONDO if c in campi)]
    voce.clear()
    voce |= {campo: campi[campo] for campo in ordine}


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
