"""I testi degli altri ridotti a ciò che i nostri file ammettono: una riga, nessun carattere nascosto, id corti."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256

from ldq_planner.model.base import RISERVATI
from ldq_planner.model.scalari import propose_id

LUNGO_UN_ID = 48


def clean_testo(testo: str) -> str:
    """Il testo su una riga, senza spazi doppi né caratteri di comando."""
    testo = " ".join(testo.split())
    if testo.isprintable():
        return testo
    return " ".join("".join(c if c.isprintable() else " " for c in testo).split())


def join_note(*note: str) -> str:
    """Le note in una riga; quelle vuote non ci sono."""
    return "; ".join(filter(None, note))


@lru_cache(maxsize=4_096)
def clean_nome(testo: str) -> str:
    """Come `clean_testo`, per ciò che si ripete: strutture, procedure."""
    return clean_testo(testo)


@lru_cache(maxsize=4_096)
def make_slug(testo: str, massimo: int = LUNGO_UN_ID) -> str:
    """L'id che più somiglia al testo, tagliato fra due parole; vuoto se non ce n'è."""
    slug = propose_id(testo.replace("’", "'"))
    if len(slug) > massimo:
        slug = slug[: massimo + 1].rpartition("-")[0] or slug[:massimo]
    return f"voce-{slug}" if slug in RISERVATI else slug


def make_impronta(*parti: str) -> str:
    """Sei cifre che dipendono solo dal testo."""
    return sha256("\x1f".join(parti).encode()).hexdigest()[:6]


def normalize_nome(testo: str) -> str:
    """Il nome di una colonna senza maiuscole, accenti né segni: `Data Inizio`, `DATA_INIZIO`, `dataInizio` → `datainizio`."""
    return re.sub(r"[^a-z0-9]", "", propose_id(testo))
