"""L'ultimo giorno di tanti mesi, calcolato dal motore e da `dates/mesi.py`."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import PRIMO_GIORNO, ULTIMO_GIORNO
from ldq_planner.dates.mesi import end_of_mesi

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.sql.motore import Motore

_GIORNI, _MESI, _PASSO = 100 * 365, 240, 1_000


def list_mesi_diversi(motore: Motore, quanti: int, seme: int) -> Iterator[str]:
    """I casi in cui i due non sono d'accordo: inizi in due secoli, fino a venti anni."""
    caso = Random(seme)
    d = motore.dialetto
    for inizio in range(0, quanti, _PASSO):
        casi = [(n, caso.randrange(_GIORNI), caso.randrange(1, _MESI)) for n in range(min(_PASSO, quanti - inizio))]
        righe = ", ".join(str(c) for c in casi)
        giorno = d.days(f"DATE '{PRIMO_GIORNO}'", "giorni")
        trovati = motore.ask(
            f"""SELECT n, {d.end_of_mesi("inizio", "mesi")} FROM (
                SELECT n, {giorno} AS inizio, mesi FROM (VALUES {righe}) AS casi(n, giorni, mesi)) AS inizi ORDER BY n"""
        )
        for (_, giorni, mesi), (_, fine) in zip(casi, trovati, strict=True):
            dal = PRIMO_GIORNO + timedelta(days=giorni)
            atteso = min(end_of_mesi(dal, mesi), ULTIMO_GIORNO)
            if fine != atteso:
                yield f"{mesi} mesi dal {dal}: {atteso} in Python, {fine} dal motore"
