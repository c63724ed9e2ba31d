"""La cartella che un'importazione aggiorna: chi c'è già, letto da YAML o da un JSON per riga."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from ldq_planner.errors import InvalidDataError
from ldq_planner.loading.documento import read_documento
from ldq_planner.loading.importazione.lavoro import Precedente
from ldq_planner.loading.importazione.raccolta import make_firma
from ldq_planner.loading.importazione.rifiuti import refuse
from ldq_planner.loading.sospeso import compute_impronta, finish_sospeso
from ldq_planner.model.archivio import CONTRATTI, QUARTIERI, REGISTRO, SCENARI

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from ldq_planner.errors import Finding
    from ldq_planner.loading.importazione.identita import Firma

Voce = dict[str, Any]
_SCRITTI = (QUARTIERI, CONTRATTI, SCENARI, REGISTRO)


class Righe(NamedTuple):
    """I contratti scritti uno per riga: la testata, e dove comincia la riga di ciascuno. Il resto sta su disco."""

    percorso: Path
    testata: Voce
    posti: dict[str, int]

    @contextmanager
    def open(self) -> Iterator[Callable[[str], bytes]]:
        """Chi legge la riga di un id, senza l'a capo."""
        with self.percorso.open("rb") as file:

            def read(id_: str) -> bytes:
                file.seek(self.posti[id_])
                return file.readline().rstrip(b"\r\n")

            yield read


class Cartella(NamedTuple):
    """I testi dei file che ci sono, e ciò che dicono; `voci` sono i contratti scritti in YAML, `righe` gli altri.

    Le `impronte` sono quelle dei file quando li si è letti, vuote per chi non c'è.
    """

    testi: dict[str, str]
    contratti: dict[str, Firma]
    quartieri: tuple[tuple[str, str], ...]
    scenari: frozenset[str]
    voci: dict[str, Voce]
    impronte: Mapping[str, str]
    righe: Righe | None = None
    ente: str = ""
    """Chi compra, secondo il file dei quartieri."""

    def read_voce(self, id_: str) -> Voce:
        """Il contratto che la cartella ha con quell'id."""
        if self.righe is None:
            return self.voci[id_]
        with self.righe.open() as read:
            voce: Voce = json.loads(read(id_))
            return voce

    @property
    def is_vuota(self) -> bool:
        """Vero se non ha ancora dati."""
        return not self.contratti and not self.testi

    @property
    def is_confrontabile(self) -> bool:
        """Vero se ha tutti i file di testo che servono a dire che cosa cambierebbe; i contratti uno per riga sono troppi."""
        return self.righe is None and {QUARTIERI, CONTRATTI} <= self.testi.keys()

    @property
    def precedente(self) -> Precedente:
        """Ciò che serve a dare a ciascuno il suo id."""
        return Precedente(self.contratti, self.quartieri)


def read_cartella(cartella: Path | None) -> Cartella:
    """Ciò che la cartella ha già; vuoto se non c'è.

    Errori: `InvalidDataError` con tutti i problemi di scrittura dei suoi file.
    """
    if cartella is None or not cartella.is_dir():
        return Cartella({}, {}, (), frozenset(), {}, dict.fromkeys(_SCRITTI, ""))
    finish_sospeso(cartella)
    impronte = {
        nome: compute_impronta(cartella / nome) for nome in _SCRITTI
    }  # prima di leggere: un cambiamento si vede
    documenti = {
        nome: read_documento(cartella / nome, str(cartella / nome))
        for nome in (QUARTIERI, CONTRATTI, SCENARI)
        if os.path.lexists(cartella / nome)
    }
    problemi: tuple[Finding, ...] = tuple(p for d in documenti.values() for p in d.problemi)
    if problemi:
        raise InvalidDataError(problemi)
    voci = {nome: _list_voci(d.albero.get(nome.removesuffix(".yaml"))) for nome, d in documenti.items()}
    contratti = {v["id"]: v for v in voci.get(CONTRATTI, [])}
    firme, righe = {id_: make_firma(v) for id_, v in contratti.items()}, None
    if (cartella / REGISTRO).is_file():
        righe, firme = _read_righe(cartella / REGISTRO)
    return Cartella(
        testi={nome: d.testo for nome, d in documenti.items()},
        contratti=firme,
        quartieri=tuple((_read_nome(v), v["id"]) for v in voci.get(QUARTIERI, [])),
        scenari=frozenset(v["id"] for v in voci.get(SCENARI, [])),
        voci=contratti,
        impronte=impronte,
        righe=righe,
        ente=str(documenti[QUARTIERI].albero.get("ente", "")) if QUARTIERI in documenti else "",
    )


def _read_nome(quartiere: Voce) -> str:
    """Il nome del gruppo; quello che noi diamo a chi non ne ha torna vuoto."""
    nome = str(quartiere.get("nome", ""))
    return "" if nome == SENZA_NOME else nome


SENZA_NOME = "non indicato"
"""Il nome del quartiere dei contratti che non dicono il loro gruppo."""


def _list_voci(elenco: Any) -> list[Voce]:
    return (
        [v for v in elenco if isinstance(v, dict) and isinstance(v.get("id"), str)] if isinstance(elenco, list) else []
    )


def _read_righe(percorso: Path) -> tuple[Righe, dict[str, Firma]]:
    """Dove sta la riga di ciascun contratto, e ciò che basta a riconoscerlo."""
    righe = Righe(percorso, {}, {})
    firme: dict[str, Firma] = {}
    posto, is_doppia = 0, False
    with percorso.open("rb") as file:
        for numero, riga in enumerate(file, 1):
            try:
                voce = json.loads(riga)
                if numero == 1:
                    righe.testata.update(voce)
                else:
                    is_doppia = voce["id"] in firme
                    righe.posti[voce["id"]], firme[voce["id"]] = posto, make_firma(voce)
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                raise refuse(str(percorso), "la riga non è un contratto", "correggerla o toglierla", numero) from None
            if is_doppia:
                prima = list(firme).index(voce["id"]) + 2
                messaggio = f"l'id «{voce['id']}» c'è già fra i contratti, alla riga {prima}"
                raise refuse(str(percorso), messaggio, "scegliere un id diverso, o togliere la ripetizione", numero)
            posto += len(riga)
    return righe, firme
