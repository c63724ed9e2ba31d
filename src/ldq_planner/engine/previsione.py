"""Gli scenari con le date che i documenti non danno.

Una gara il cui inizio il documento non dà, o che non si fa più in tempo, comincia al primo giorno possibile se la
preparazione parte oggi, ai tempi probabili. Un ponte è un atto solo: comincia il giorno scritto o, se è passato, domani.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
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
    find_netto,
    find_procedura,
    follow_gara,
    imagine_gara,
    is_valore_ignoto,
)
from ldq_planner.engine.tempi_quartiere import GaraChiesta, find_bisogno

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from ldq_planner.engine.copertura import Coperture
    from ldq_planner.engine.durate import Ipotesi
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.avanzamento import Svolgimento
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
    gare = Gare(diritto)
    scenari, tempi, previste = [], {}, {}
    for scenario in portafoglio.scenari:
        if scenario.tipo != "gara":
            scenari.append(start_possibile(scenario, oggi))
            continue
        prevista = forecast_gara(portafoglio, coperture, scenario, oggi, gare)
        previste[scenario.id], tempi[scenario.id] = prevista.scelta, compute_tempi(*prevista)
        scenari.append(prevista.chiesta.scenario)
    in_gioco = {"scenari": tuple(scenari), "piani": portafoglio.piani_in_gioco}
    ipotesi = portafoglio.ipotesi.model_copy(update=in_gioco)
    con_ponti = add_ponti(replace(portafoglio, ipotesi=ipotesi), tempi)
    return Previsione(con_ponti, tempi, previste, frozenset(s.id for s in con_ponti.scenari[len(scenari) :]))


class Gare:
    """Le gare degli scenari sotto un diritto: due che si immaginano allo stesso modo si contano una volta sola."""

    def __init__(self, diritto: Diritto) -> None:
        self.diritto = diritto
        self._gia: dict[object, Gara] = {}

    def imagine(self, ipotesi: Ipotesi, svolgimenti: Mapping[str, Svolgimento], oggi: date) -> Gara:
        """La gara che comincia oggi, o da dove i fatti l'hanno portata."""
        if svolgimenti:
            return follow_gara(self.diritto, ipotesi, svolgimenti, oggi)
        chiave = (oggi, *ipotesi.chiave)
        if chiave not in self._gia:
            self._gia[chiave] = imagine_gara(self.diritto, ipotesi, oggi)
        return self._gia[chiave]


class Prevista(NamedTuple):
    """Lo scenario come si calcola, la gara che si immagina, e quella che gli dà l'inizio."""

    chiesta: GaraChiesta
    gara: Gara
    scelta: GaraPrevista

    @property
    def netto(self) -> Decimal | None:
        """Il più alto dei valori stimati, in euro senza IVA."""
        return find_netto(self.chiesta, self.scelta)


def forecast_gara(
    portafoglio: Portafoglio, coperture: Coperture, scenario: Scenario, oggi: date, gare: Gare
) -> Prevista:
    """La gara con i termini del suo valore: il valore dipende dall'inizio, e sotto la soglia europea l'inizio dal valore.

    Se cominciando prima la stima passasse la soglia, o se non c'è, si conta sopra. Anche di un bando uscito di cui i dati non
    dicono il valore: una stima senza la sua IVA basta per un'ipotesi, non per un atto.
    """
    procedura = find_procedura(gare.diritto, scenario)
    ipotesi = imagine_ipotesi(portafoglio, scenario, gare.diritto.norme.procedure, procedura)
    svolgimenti = find_svolgimenti(scenario)

    def forecast(netto: Decimal | None) -> Prevista:
        gara = gare.imagine(ipotesi._replace(netto=netto), svolgimenti, oggi)
        return _forecast_gara(portafoglio, coperture, scenario, oggi, gara)

    sopra = forecast(None)
    netto = sopra.netto
    if netto is None or is_valore_ignoto(portafoglio, scenario, sopra.scelta):
        return sopra
    sua = forecast(netto)
    soglia = sua.scelta.agenda.diritto.find_soglia(scenario.servizio, sua.scelta.crono.legge)
    lati = {soglia is not None and n is not None and n < soglia.valore for n in (netto, sua.netto)}
    return sua if len(lati) == 1 else sopra


def _forecast_gara(
    portafoglio: Portafoglio, coperture: Coperture, scenario: Scenario, oggi: date, gara: Gara
) -> Prevista:
    bisogni = {q: find_bisogno(coperture[q].in_vigore.certo, oggi) for q in dict.fromkeys(scenario.quartieri)}
    fissa, serve = find_fine_fissa(portafoglio, scenario), min(bisogni.values())
    ultimo = fissa.scritta.ultimo if fissa else date.max
    obiettivo = choose_obiettivo(scenario, serve, ultimo)
    inizio = gara.fissato or choose_inizio(scenario, serve, ultimo, gara.primo)
    calcolato = scenario.model_copy(update={"inizio": exactly(inizio)})
    chiesta = GaraChiesta(portafoglio, coperture, gara.agenda, scenario, calcolato, oggi, obiettivo, bisogni)
    return Prevista(chiesta, gara, choose_gara(gara, obiettivo, inizio, oggi))
