"""Le parole di una carta: chi la legge non ha il programma davanti, e conosce i nomi e non gli id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ldq_planner.model.portafoglio import Portafoglio

_FRA_PARENTESI = re.compile(r"\s*\([^()]*\bldq [^()]*\)")
_COMANDO = re.compile(r"\bldq |(?:^|\s)--[a-z]")
_CITATO = re.compile(r"«([^«»]+)»")


def say_in_carta(testo: str, portafoglio: Portafoglio) -> str:
    """La frase con i nomi al posto degli id, e senza le parti che dicono quale comando scrivere."""
    parti = [p for p in _FRA_PARENTESI.sub("", testo).split("; ") if not _COMANDO.search(p)]
    return _CITATO.sub(lambda trovato: f"«{portafoglio.name(trovato[1])}»", "; ".join(parti)) or "–"
