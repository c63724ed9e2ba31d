"""Il rapporto Code Quality di GitLab: un elenco JSON, con le impronte da cui GitLab sa che cosa è nuovo.

Forma: «Code Quality», «Code Quality report format», nella documentazione di GitLab.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ldq_planner.errors import Severita
from ldq_planner.render.segnalazioni import get_esame, list_impronte
from ldq_planner.render.valori import clean

if TYPE_CHECKING:
    from ldq_planner.errors import Finding
    from ldq_planner.render import Tela
    from ldq_planner.render.codifica import Json
    from ldq_planner.reports.report import Report

_GRAVITA = {Severita.AVVISO: "minor", Severita.CRITICO: "critical", Severita.ERRORE: "blocker"}


def render(report: Report, _tela: Tela) -> str:
    """Il rapporto, anche quando è vuoto: GitLab ne ricava ciò che si è risolto."""
    esame = get_esame(report)
    impronte = list_impronte(esame.findings)
    voci = [*map(_encode, esame.viste, impronte)]
    return json.dumps(voci, ensure_ascii=False, indent=2) + "\n"


def _encode(finding: Finding, impronta: str) -> dict[str, Json]:
    posto = finding.posizione
    return {
        "description": clean(f"{finding.messaggio} — {finding.rimedio}"),
        "check_name": finding.codice,
        "fingerprint": impronta,
        "severity": _GRAVITA[finding.severita],
        "location": {"path": posto.file if posto else ".", "lines": {"begin": posto.riga or 1 if posto else 1}},
    }
