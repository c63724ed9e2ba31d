"""Un articolo di legge e quanto lo si è verificato: le stesse parole dovunque lo si cita."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.model.norme import DA_VERIFICARE
from ldq_planner.reports.report import TRATTINO, Tono, Voce

if TYPE_CHECKING:
    from ldq_planner.reports.report import Cella

VERIFICHE = {"V": "verificato", DA_VERIFICARE: "da verificare"}
"""Verifica → la parola."""


def cite_articolo(fonte: str | None, verifica: str | None) -> Cella:
    """L'articolo; accanto, se è da verificare."""
    if fonte is None:
        return TRATTINO
    return Voce(f"{fonte} · {VERIFICHE[verifica]}", Tono.ATTENZIONE) if verifica == DA_VERIFICARE else fonte


def describe_verifica(verifica: str | None) -> Cella:
    """La sola verifica, per una colonna sua."""
    if verifica is None:
        return TRATTINO
    return Voce(VERIFICHE[verifica], Tono.ATTENZIONE) if verifica == DA_VERIFICARE else VERIFICHE[verifica]
