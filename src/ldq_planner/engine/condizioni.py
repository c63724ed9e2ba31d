"""L'ultimo giorno in cui una condizione di uno scenario si può soddisfare: uno solo, per ogni comando."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.periodo import UN_GIORNO
from ldq_planner.engine.scenari import find_senza_gara
from ldq_planner.model.esito import UltimoGiorno

if TYPE_CHECKING:
    from ldq_planner.engine.previsione import Previsione
    from ldq_planner.engine.tempi import GaraPrevista
    from ldq_planner.model.scenario import Condizione, Scenario


def find_termine(condizione: Condizione, scenario: Scenario, previsione: Previsione | None) -> UltimoGiorno | None:
    """Il più vicino fra il giorno scritto e quello in cui comincia la fase che la chiede; se mancano, la vigilia dell'inizio.

    Vale la gara che mantiene l'ultima lettura dell'inizio scritto; se non si può più mantenere, quella che comincia oggi; di
    una gara in corso, lei. `None` se nessun giorno è noto.
    """
    senza_gara = find_senza_gara(condizione, scenario)
    prevista = previsione.gare.get(scenario.id) if previsione else None
    if previsione is None or prevista is None:
        return senza_gara
    scritto = senza_gara if senza_gara and senza_gara.scritto else None
    tempi = previsione.tempi[scenario.id]
    in_tempo, in_corso = tempi.is_in_tempo, tempi.is_in_corso
    di_fase = _find_di_fase(condizione, prevista, in_tempo=in_tempo)
    giorno = tempi.obiettivo if in_tempo and not in_corso else tempi.primo_avvio
    vigilia = UltimoGiorno(giorno - UN_GIORNO, in_tempo=in_tempo, in_corso=in_corso)
    return min((t for t in (scritto, di_fase) if t is not None), key=lambda t: t.giorno, default=vigilia)


def _find_di_fase(condizione: Condizione, prevista: GaraPrevista, *, in_tempo: bool) -> UltimoGiorno | None:
    """Il giorno in cui comincia la fase che chiede la condizione, se una la chiede."""
    in_corso = prevista.in_corso is not None
    passi = prevista.indietro.passi if prevista.indietro and in_tempo and not in_corso else prevista.crono.passi
    chieste = {f.id for f in prevista.agenda.fasi if condizione.tipo in f.condizioni}
    fase = next((p for p in passi if p.id in chieste), None)
    return UltimoGiorno(fase.inizio, fase=fase, in_tempo=in_tempo, in_corso=in_corso) if fase else None
