"""Dal piano delle gare agli inizi da scrivere in `scenari.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import exactly
from ldq_planner.modifica.decisioni import Atto, Cambiamento

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.engine.programma.esito import PianoDelleGare


def write_piano(piano: PianoDelleGare) -> Atto:
    """Gli inizi del servizio che il piano sceglie, dove non sono già quelli; di uno scenario diviso, nessuno: sono più d'uno."""
    scenari = piano.problema.quadro.portafoglio.ipotesi.scenari
    inizi: dict[str, set[date | None]] = {}
    for conseguenza, parte in (
        (c, p) for m in piano.scelta.mosse for c, p in zip(m.conseguenze, m.gara.parti, strict=True)
    ):
        inizi.setdefault(parte.scenario.id, set()).add(conseguenza.inizio)
    cambiamenti, avvertenze = [], []
    for posto, scenario in enumerate(scenari):
        giorni = inizi.get(scenario.id, set())
        if len(giorni) > 1:
            avvertenze.append(
                f"«{scenario.nome}» comincia in giorni diversi: per scriverli, dividerlo in uno scenario per lotto"
            )
        elif (giorno := next(iter(giorni), None)) is not None and scenario.inizio != exactly(giorno):
            cambiamenti.append(Cambiamento((posto, "inizio"), giorno))
    ultimo = max((c.valore for c in cambiamenti), default=None)
    quanti = "un inizio" if len(cambiamenti) == 1 else f"{len(cambiamenti)} inizi"
    frase = f"scrive {quanti} dal programma delle gare"
    return Atto(frase, tuple(cambiamenti), tuple(avvertenze), exactly(ultimo) if ultimo else None)
