"""La cartella che un'importazione aggiorna: chi c'è già, letto da YAML o da un JSON per riga."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, NamedTuple

from ldq_planner.errors import InvalidDataError
from ldq_planner.loading.documento import read_documento
from ldq_planner.loading.importazione.lavoro import Precedente
from ldq_planner.loading.importazione.raccolta import make_firma
from ldq_planner.loading.importazione.rifiuti import refuse
from ldq_planner.loading.luogo import CONTRATTI, QUARTIERI, SCENARI

if TYPE_CHECKING:
    from pathlib import Path

    from ldq_planner.errors import Finding

RIGHE = "contratti.jsonl"
"""I contratti di una cartella grande: uno per riga."""

Voce = dict[str, Any]


class Cartella(NamedTuple):
    """I testi dei file che ci sono, e ciò che dicono; `righe` è la prima riga del JSONL e le altre per id."""

    testi: dict[str, str]
    contratti: dict[str, Voce]
    quartieri: tuple[tuple[str, str], ...]
    scenari: frozenset[str]
    testata: Voce | None = None
    righe: dict[str, bytes] | None = None

    @property
    def precedente(self) -> Precedente:
        """Ciò che serve a dare a ciascuno il suo id."""
        firme = tuple((id_, make_firma(voce)) for id_, voce in self.contratti.items())
        return Precedente(firme, self.quartieri)


def read_cartella(cartella: Path | None) -> Cartella:
    """Ciò che la cartella ha già; vuoto se non c'è.

    Errori: `InvalidDataError` con tutti i problemi di scrittura dei suoi file.
    """
    if cartella is None or not cartella.is_dir():
        return Cartella({}, {}, (), frozenset())
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
    testata, righe = None, None
    if (cartella / RIGHE).is_file():
        testata, righe, contratti = _read_righe(cartella / RIGHE)
    return Cartella(
        testi={nome: d.testo for nome, d in documenti.items()},
        contratti=contratti,
        quartieri=tuple((_read_nome(v), v["id"]) for v in voci.get(QUARTIERI, [])),
        scenari=frozenset(v["id"] for v in voci.get(SCENARI, [])),
        testata=testata,
        righe=righe,
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


def _read_righe(percorso: Path) -> tuple[Voce, dict[str, bytes], dict[str, Voce]]:
    """La testata, le righe per id, e di ogni voce ciò che basta a riconoscerla."""
    testata: Voce = {}
    righe: dict[str, bytes] = {}
    contratti: dict[str, Voce] = {}
    with percorso.open("rb") as file:
        for numero, riga in enumerate(file, 1):
            try:
                voce = json.loads(riga)
                if numero == 1:
                    testata = dict(voce)
                    continue
                id_ = voce["id"]
            except (ValueError, KeyError, TypeError):
                raise refuse(str(percorso), "la riga non è un contratto", "correggerla o toglierla", numero) from None
            righe[id_] = riga.rstrip(b"\r\n")
            contratti[id_] = {campo: voce.get(campo, "") for campo in ("titolo", "inizio", "scadenza_base")}
    return testata, righe, contratti
