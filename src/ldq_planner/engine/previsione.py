"""Gli scenari con le date che i documenti non danno, e i piani con i ponti leciti.

Una gara il cui inizio il documento non dà, o che non si fa più in tempo, comincia al primo giorno possibile se la
preparazione parte oggi, ai tempi probabili. Un ponte è un atto solo: comincia il giorno scritto.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.incerta import exactly
from ldq_planner.engine.tempi import (
    PROFILO,
    Gara,
    GaraChiesta,
    choose_obiettivo,
    compute_tempi,
    find_procedura,
    imagine_gara,
)
from ldq_planner.model.scenario import imagine_ponte

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ldq_planner.engine.cronoprogramma import Agenda
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.cronoprogramma import Cronoprogramma
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario
    from ldq_planner.model.tempi import TempiScenario


class Previsione(NamedTuple):
    """Il portafoglio con gli inizi calcolati e i piani con i ponti, e i tempi di ogni gara: scenario → tempi.

    `ponti` sono gli id degli scenari che non vengono dai dati; `gare`: scenario → l'agenda e le date delle sue fasi.
    """

    portafoglio: Portafoglio
    tempi: dict[str, TempiScenario]
    gare: dict[str, tuple[Agenda, Cronoprogramma]]
    ponti: frozenset[str] = frozenset()

    @property
    def scritti(self) -> tuple[Scenario, ...]:
        """I soli scenari scritti nei dati, nel loro ordine, con gli inizi possibili."""
        return tuple(s for s in self.portafoglio.scenari if s.id not in self.ponti)


def forecast_scenari(portafoglio: Portafoglio, servono: Mapping[str, date], oggi: date, diritto: Diritto) -> Previsione:
    """Gli scenari con gli inizi possibili, e per ogni gara le date entro cui agire.

    `servono` è da quando ogni quartiere ne ha bisogno, con i soli contratti: uno scenario non copre l'attesa di un altro.
    """
    gare: dict[str, Gara] = {}
    scenari, tempi, cronoprogrammi = [], {}, {}
    for scenario in portafoglio.scenari:
        if scenario.tipo != "gara":
            scenari.append(scenario)
            continue
        procedura = find_procedura(diritto, scenario)
        if procedura.id not in gare:
            gare[procedura.id] = imagine_gara(diritto, procedura, oggi)
        gara = gare[procedura.id]
        bisogni = {q: servono[q] for q in scenario.quartieri if q in servono}
        obiettivo = choose_obiettivo(scenario, bisogni, gara.primo)
        calcolato = scenario.model_copy(update={"inizio": exactly(max(obiettivo, gara.primo))})
        scenari.append(calcolato)
        chiesta = GaraChiesta(portafoglio, scenario, calcolato, oggi, obiettivo, bisogni)
        indietro = gara.agenda.schedule_indietro(obiettivo)
        crono = gara.da_oggi[PROFILO] if indietro is None or indietro.inizio_preparazione < oggi else indietro
        tempi[scenario.id] = compute_tempi(chiesta, gara, indietro, crono)
        cronoprogrammi[scenario.id] = (gara.agenda, crono)
    ipotesi = portafoglio.ipotesi.model_copy(update={"scenari": tuple(scenari)})
    con_ponti = _add_ponti(replace(portafoglio, ipotesi=ipotesi), tempi)
    return Previsione(con_ponti, tempi, cronoprogrammi, frozenset(s.id for s in con_ponti.scenari[len(scenari) :]))


def _add_ponti(portafoglio: Portafoglio, tempi: dict[str, TempiScenario]) -> Portafoglio:
    """Il portafoglio in cui ogni piano ne ha accanto uno con i ponti che nessun requisito esclude."""
    ponti: dict[str, Scenario] = {}
    piani = []
    for piano in portafoglio.ipotesi.piani:
        gare = [id_ for id_ in piano.scenari if id_ in tempi]
        leciti = [(id_, q.id, q.ponte) for id_ in gare for q in tempi[id_].quartieri if q.ponte and q.ponte.is_lecito]
        suoi = (imagine_ponte(quartiere, gara, ponte.dal, ponte.mesi) for gara, quartiere, ponte in leciti)
        nuovi = {p.id: p for p in suoi if p.id not in portafoglio.scenari_by_id}
        piani.append(piano)
        if nuovi:
            ponti |= nuovi
            piani.append(piano.with_ponti(tuple(nuovi), is_sicuro=all(ponte.is_sicuro for *_, ponte in leciti)))
    aggiunti = {"scenari": (*portafoglio.scenari, *ponti.values()), "piani": tuple(piani)}
    return replace(portafoglio, ipotesi=portafoglio.ipotesi.model_copy(update=aggiunti)) if ponti else portafoglio
