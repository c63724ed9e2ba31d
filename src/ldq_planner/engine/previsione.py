"""Gli scenari con le date che i documenti non danno.

Una gara il cui inizio il documento non dà, o che non si fa più in tempo, comincia al primo giorno possibile se la
preparazione parte oggi, ai tempi probabili. Un ponte è un atto solo: comincia il giorno scritto o, se è passato, domani.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.incerta import exactly
from ldq_planner.engine.avanzamento import find_svolgimenti
from ldq_planner.engine.gare_dell_ente import imagine_ipotesi
from ldq_planner.engine.ponti_dei_piani import add_ponti
from ldq_planner.engine.scenari import start_possibile
from ldq_planner.engine.stime import find_fine_fissa
from ldq_planner.engine.tempi import (
    Gara,
    GaraPrevista,
    choose_gara,
    choose_inizio,
    choose_obiettivo,
    compute_tempi,
    find_procedura,
    follow_gara,
    imagine_gara,
    is_valore_ignoto,
)
from ldq_planner.engine.tempi_quartiere import GaraChiesta, find_bisogno

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from ldq_planner.engine.copertura import Coperture
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario
    from ldq_planner.model.tempi import TempiScenario


class Previsione(NamedTuple):
    """Il portafoglio con gli inizi calcolati e i piani con i ponti, e i tempi di ogni gara: scenario → tempi.

    `ponti` sono gli id degli scenari che non vengono dai dati; `gare`: scenario → la gara che gli dà le date.
    """

    portafoglio: Portafoglio
    tempi: dict[str, TempiScenario]
    gare: dict[str, GaraPrevista]
    ponti: frozenset[str] = frozenset()

    @property
    def scritti(self) -> tuple[Scenario, ...]:
        """I soli scenari scritti nei dati e ancora in gioco, nel loro ordine, con gli inizi possibili."""
        return tuple(s for s in self.portafoglio.scenari if s.id not in self.ponti)


def forecast_scenari(portafoglio: Portafoglio, coperture: Coperture, oggi: date, diritto: Diritto) -> Previsione:
    """Gli scenari con gli inizi possibili, e per ogni gara le date entro cui agire.

    `coperture` è quella dei soli contratti: uno scenario non copre l'attesa di un altro.
    """
    gare: dict[object, Gara] = {}

    def imagine(scenario: Scenario, netto: Decimal | None) -> Gara:
        procedura = find_procedura(diritto, scenario)
        ipotesi = imagine_ipotesi(portafoglio, scenario, diritto.norme.procedure, procedura)._replace(netto=netto)
        svolgimenti = find_svolgimenti(scenario)
        if svolgimenti:
            return follow_gara(diritto, ipotesi, svolgimenti, oggi)
        chiave = (ipotesi.procedura.id, netto, ipotesi.servizio, ipotesi.casi, tuple(ipotesi.fissate.items()))
        if chiave not in gare:
            gare[chiave] = imagine_gara(diritto, ipotesi, oggi)
        return gare[chiave]

    scenari, tempi, previste = [], {}, {}
    for scenario in portafoglio.scenari:
        if scenario.tipo != "gara":
            scenari.append(start_possibile(scenario, oggi))
            continue
        forecast = partial(_forecast_gara, portafoglio, coperture, scenario, oggi)
        prevista = _forecast_al_valore(portafoglio, scenario, forecast, partial(imagine, scenario))
        previste[scenario.id], tempi[scenario.id] = prevista.gara, prevista.tempi
        scenari.append(prevista.scenario)
    in_gioco = {"scenari": tuple(scenari), "piani": portafoglio.piani_in_gioco}
    ipotesi = portafoglio.ipotesi.model_copy(update=in_gioco)
    con_ponti = add_ponti(replace(portafoglio, ipotesi=ipotesi), tempi)
    return Previsione(con_ponti, tempi, previste, frozenset(s.id for s in con_ponti.scenari[len(scenari) :]))


class _Prevista(NamedTuple):
    """La gara di uno scenario, lo scenario con l'inizio che essa gli dà, e i suoi tempi."""

    gara: GaraPrevista
    scenario: Scenario
    tempi: TempiScenario


def _forecast_al_valore(
    portafoglio: Portafoglio,
    scenario: Scenario,
    forecast: Callable[[Gara], _Prevista],
    imagine: Callable[[Decimal | None], Gara],
) -> _Prevista:
    """La gara con i termini del suo valore: il valore dipende dall'inizio, e sotto la soglia europea l'inizio dal valore.

    Se cominciando prima la stima passasse la soglia, o se non c'è, si conta sopra. Anche di un bando uscito di cui i dati non
    dicono il valore: una stima senza la sua IVA basta per un'ipotesi, non per un atto.
    """
    sopra = forecast(imagine(None))
    if sopra.tempi.netto is None or is_valore_ignoto(portafoglio, scenario, sopra.gara):
        return sopra
    sua = forecast(imagine(sopra.tempi.netto))
    soglia = sua.gara.agenda.diritto.find_soglia(scenario.servizio, sua.gara.crono.legge)
    lati = {soglia is not None and p.tempi.netto is not None and p.tempi.netto < soglia.valore for p in (sopra, sua)}
    return sua if len(lati) == 1 else sopra


def _forecast_gara(
    portafoglio: Portafoglio, coperture: Coperture, scenario: Scenario, oggi: date, gara: Gara
) -> _Prevista:
    bisogni = {q: find_bisogno(coperture[q].in_vigore.certo, oggi) for q in dict.fromkeys(scenario.quartieri)}
    fissa, serve = find_fine_fissa(portafoglio, scenario), min(bisogni.values())
    ultimo = fissa.scritta.ultimo if fissa else date.max
    obiettivo = choose_obiettivo(scenario, serve, ultimo)
    inizio = gara.fissato or choose_inizio(scenario, serve, ultimo, gara.primo)
    calcolato = scenario.model_copy(update={"inizio": exactly(inizio)})
    prevista = choose_gara(gara, obiettivo, inizio, oggi)
    chiesta = GaraChiesta(portafoglio, coperture, gara.agenda, scenario, calcolato, oggi, obiettivo, bisogni)
    return _Prevista(prevista, calcolato, compute_tempi(chiesta, gara, prevista))
