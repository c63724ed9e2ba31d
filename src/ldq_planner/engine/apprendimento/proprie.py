"""Le gare che l'ente ha già fatto, o sta facendo, dai fatti dei suoi scenari e dai contratti che ne sono venuti."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ldq_planner.engine.apprendimento.prima import list_catena
from ldq_planner.engine.stime import estimate_costo
from ldq_planner.engine.tempi import find_procedura
from ldq_planner.model.apprendimento import AVVIO, BANDO, INIZIO, GaraPassata, GareLette
from ldq_planner.model.avanzamento import RICEZIONI, Svolgimento, read_svolgimenti, split_tentativi

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.avanzamento import Tentativo
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario

FONTE = "i fatti delle gare dell'ente (scenari.yaml)"
_SIGNIFICATO = "i giorni sono quelli dei fatti scritti nei dati"
_NESSUNO = Svolgimento()


def list_proprie(portafoglio: Portafoglio, diritto: Diritto, oggi: date) -> GareLette:
    """Ogni tentativo di gara con almeno un fatto, come lo si conosce oggi; due lotti con gli stessi giorni sono una gara."""
    gare = [g for s in portafoglio.ipotesi.scenari for g in _list_tentativi(portafoglio, s, diritto, oggi)]
    uniche = {(_find_gruppo(portafoglio, g.id), tuple(g.eventi.items())): g for g in reversed(gare)}
    return GareLette(FONTE, tuple(reversed(uniche.values())), _SIGNIFICATO)


def _find_gruppo(portafoglio: Portafoglio, gara: str) -> str:
    id_, _, tentativo = gara.partition(", tentativo ")
    return f"{portafoglio.scenari_by_id[id_].gruppo or id_} {tentativo}"


def _list_tentativi(
    portafoglio: Portafoglio, scenario: Scenario, diritto: Diritto, oggi: date
) -> Iterator[GaraPassata]:
    avvio, valore = _find_inizio(portafoglio, scenario), _estimate(portafoglio, scenario)
    procedura = find_procedura(diritto, scenario)
    fasi = [f.id for f in list_catena(diritto, procedura)]
    for numero, tentativo in enumerate(split_tentativi(scenario.avanzamento), 1):
        chiuso = tentativo.esito.fatto.il if tentativo.esito else None
        eventi = _find_eventi(tentativo, fasi)
        if eventi and chiuso is None and avvio is not None:
            eventi = {AVVIO: avvio, **eventi}
        eventi = {fase: eventi[fase] for fase in (INIZIO, *fasi) if fase in eventi and eventi[fase] <= oggi}
        if eventi:
            vista_al = min(oggi, chiuso.primo) if chiuso else oggi
            nome = scenario.id if numero == 1 else f"{scenario.id}, tentativo {numero}"
            yield GaraPassata(nome, procedura.id, eventi, (INIZIO, *fasi), vista_al, valore)


def _find_eventi(tentativo: Tentativo, fasi: list[str]) -> dict[str, date]:
    """Fase → il giorno in cui si è compiuta: lo dice un fatto suo o, se manca, quello in cui è cominciata la fase dopo."""
    svolgimenti = read_svolgimenti(tentativo)
    eventi = {fase: fine for fase, s in svolgimenti.items() if (fine := _find_fine(fase, s))}
    uscito = svolgimenti.get("pubblicazione", _NESSUNO).conclusa or svolgimenti.get(BANDO, _NESSUNO).iniziata
    if uscito is not None:
        eventi.setdefault(BANDO, uscito)
    for prima, fase in zip((INIZIO, *fasi), fasi, strict=False):
        cominciata = svolgimenti.get(fase, _NESSUNO).iniziata
        if cominciata is not None and fase != BANDO:
            eventi.setdefault(prima, cominciata)
    return eventi


def _find_fine(fase: str, suo: Svolgimento) -> date | None:
    """Il giorno in cui la fase si è compiuta; un termine per le offerte la compie da solo."""
    return suo.conclusa or (suo.fissata if fase in RICEZIONI else None)


def _find_inizio(portafoglio: Portafoglio, scenario: Scenario) -> date | None:
    """Il primo giorno certo di servizio dei contratti che vengono dallo scenario."""
    suoi = (c.inizio for c in portafoglio.contratti if c.scenario == scenario.id)
    return min((inizio.primo for inizio in suoi if inizio.is_certa), default=None)


def _estimate(portafoglio: Portafoglio, scenario: Scenario) -> Decimal | None:
    """Il valore di ciò che se ne è affidato o, se non lo si sa, quello stimato."""
    importi = [c.importo_eur for c in portafoglio.contratti if c.scenario == scenario.id]
    noti = [i for i in importi if i is not None]
    return sum(noti, Decimal()) if noti and len(noti) == len(importi) else estimate_costo(portafoglio, scenario)
