"""La linea di base: le segnalazioni di un giorno, da non ripetere. Un file che si legge e si confronta riga per riga."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ldq_planner.loading.linea_base import SCHEMA
from ldq_planner.render.valori import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ldq_planner.errors import Finding


def write_linea_base(findings: Iterable[Finding]) -> str:
    """Il file: un'impronta per segnalazione, per codice ed entità, con il messaggio per chi lo rilegge."""
    voci = {
        f.impronta: {
            "impronta": f.impronta,
            "codice": f.codice,
            "entita": f.ref.id or None if f.ref else None,
            "messaggio": clean(f.messaggio),
        }
        for f in findings
    }
    ordinate = sorted(voci.values(), key=lambda v: (v["codice"] or "", v["entita"] or "", v["impronta"] or ""))
    return json.dumps({"schema": SCHEMA, "segnalazioni": ordinate}, ensure_ascii=False, indent=2) + "\n"
