"""I quartieri di cui le segnalazioni si leggono una per una: i più gravi, con chi sta nelle stesse segnalazioni."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.errors import Severita
from ldq_planner.sql.segnalazioni import REGOLE, TAVOLA
from ldq_planner.sql.stato import IN_FILA

if TYPE_CHECKING:
    from collections.abc import Collection

    from ldq_planner.sql.motore import Motore

SEGNALATI = "segnalati"


def choose_segnalati(motore: Motore, regole: Collection[str], primi: int) -> None:
    """La tavola `segnalati`: chi ha una segnalazione critica, poi gli altri, nell'ordine di `ldq status`."""
    codici = ", ".join(f"'{r.CODICE}'" for r in REGOLE if r.CODICE in regole)
    gravi = f"""SELECT luogo, max(CASE WHEN severita = '{Severita.CRITICO}' THEN 1 ELSE 0 END) AS grave
        FROM {TAVOLA} WHERE codice IN ({codici}) GROUP BY luogo"""
    motore.save(
        "primi_segnalati",
        f"""SELECT s.luogo FROM stati AS s JOIN ({gravi}) AS g ON g.luogo = s.luogo
        ORDER BY grave DESC, {IN_FILA} LIMIT {int(primi)}""",
    )
    rilievi = (
        f"SELECT rilievo FROM {TAVOLA} WHERE codice IN ({codici}) AND luogo IN (SELECT luogo FROM primi_segnalati)"
    )
    insieme = f"SELECT luogo FROM {TAVOLA} WHERE codice IN ({codici}) AND rilievo IN ({rilievi})"
    motore.save(SEGNALATI, f"SELECT luogo, id FROM luoghi WHERE luogo IN ({insieme})")
