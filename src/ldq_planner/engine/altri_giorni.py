"""Ciò che ogni scenario darebbe se la preparazione cominciasse, o il bando uscisse, un altro giorno.

Cominciare un altro giorno è porre la domanda quel giorno; un bando che esce un altro giorno è un giorno fissato, oggi, per lui.
Le risposte sono quelle di sempre: qui se ne chiedono centinaia, e si salta solo ciò che nessuno ne legge.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import exactly
from ldq_planner.engine.cronoprogramma import INVIO, Agenda
from ldq_planner.engine.gara_in_corso import GaraInCorso
from ldq_planner.engine.previsione import Gare, forecast_gara
from ldq_planner.engine.scenari import find_lacune
from ldq_planner.engine.stime import compute_fine, is_impossibile
from ldq_planner.engine.tempi import PROFILO, Gara
from ldq_planner.engine.tempi_quartiere import find_ponte_di
from ldq_planner.model.altri_giorni import AltriGiorni, AltroGiorno, AltroQuartiere
from ldq_planner.model.avanzamento import FattoDiGara
from ldq_planner.model.copertura import TipoLacuna

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ldq_planner.engine.cronoprogramma import EventoDiGara
    from ldq_planner.engine.durate import Ipotesi
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.avanzamento import Svolgimento
    from ldq_planner.model.copertura import Lacuna
    from ldq_planner.model.cronoprogramma import Cronoprogramma, PassoGara
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario


def list_aperte(portafoglio: Portafoglio) -> tuple[Scenario, ...]:
    """Le gare ancora in gioco il cui bando non è uscito."""
    return tuple(s for s in portafoglio.scenari if s.tipo == "gara" and not s.is_bando_uscito)


def try_altri_giorni(quadro: Quadro, giorni: Sequence[date]) -> Iterator[AltriGiorni]:
    """Per ogni gara aperta, le prove di quei giorni, da oggi in poi; della preparazione, se non è già cominciata."""
    gare = _GareBrevi(quadro.require_diritto())
    for scenario in list_aperte(quadro.portafoglio):
        yield AltriGiorni(
            scenario.id,
            _try(quadro, gare, scenario, quadro.oggi),
            () if scenario.is_in_corso else tuple([_try(quadro, gare, scenario, g) for g in giorni]),
            tuple([_try(quadro, gare, _send(scenario, g), quadro.oggi) for g in giorni]),
        )


def _send(scenario: Scenario, giorno: date) -> Scenario:
    """Lo scenario con il giorno del bando già fissato."""
    fatto = FattoDiGara.model_construct(fase=INVIO, fissata_al=exactly(giorno))
    return scenario.model_copy(update={"avanzamento": (*scenario.avanzamento, fatto)})


def _try(quadro: Quadro, gare: Gare, scenario: Scenario, oggi: date) -> AltroGiorno:
    portafoglio, coperture = quadro.portafoglio, quadro.coperture
    prevista = forecast_gara(portafoglio, coperture, scenario, oggi, gare)
    chiesta, crono = prevista.chiesta, prevista.scelta.crono
    calcolato = chiesta.scenario
    quartieri = tuple(
        AltroQuartiere(
            q.id,
            _count(lacune, TipoLacuna.CERTA),
            _count(lacune, TipoLacuna.POSSIBILE),
            find_ponte_di(chiesta, crono, q.id),
        )
        for q, lacune in find_lacune(portafoglio, coperture, calcolato, oggi)
    )
    if is_impossibile(portafoglio, calcolato):
        return AltroGiorno(None, None, quartieri)
    fine = compute_fine(portafoglio, calcolato)
    return AltroGiorno(calcolato.inizio.primo, fine.scritta.ultimo if fine.is_nota else None, quartieri)


def _count(lacune: tuple[Lacuna, ...], tipo: TipoLacuna) -> int:
    """I giorni senza un contratto; quelli in cui uno c'è, ma è fermo, non dipendono dalla gara."""
    return sum(x.giorni for x in lacune if x.tipo is tipo and x.causa is None)


class _SenzaPassi(Agenda):
    """Un'agenda a cui si chiedono solo dei giorni: i passi non li descrive."""

    def add_limiti(self, crono: Cronoprogramma, _servizio_dal: date) -> Cronoprogramma:
        return crono

    def _build_passi(self, _eventi: dict[str, EventoDiGara], _legge: date) -> Iterator[PassoGara]:
        return iter(())


class _AgendaBreve(_SenzaPassi):
    """Un'agenda a cui si chiedono spesso gli stessi giorni: ricorda ciò che ha contato."""

    def __init__(self, diritto: Diritto, ipotesi: Ipotesi) -> None:
        super().__init__(diritto, ipotesi)
        self.start_invio = cache(super().start_invio)  # type: ignore[method-assign]  # la stessa, che ricorda
        self.schedule_primo = cache(super().schedule_primo)  # type: ignore[method-assign]  # la stessa, che ricorda
        self.schedule_indietro = cache(super().schedule_indietro)  # type: ignore[method-assign]  # la stessa, che ricorda


class _GaraBreve(_SenzaPassi, GaraInCorso):
    """Una gara con i suoi fatti, a cui si chiede che cosa ne sarebbe con altri: ricorda ciò che ha contato."""

    def __init__(self, diritto: Diritto, ipotesi: Ipotesi, svolgimenti: Mapping[str, Svolgimento], oggi: date) -> None:
        super().__init__(diritto, ipotesi, svolgimenti, oggi)
        self._da_capo = _AgendaBreve(diritto, ipotesi)
        self._gia: dict[object, Cronoprogramma] = {}

    def schedule_fatti(self) -> Cronoprogramma:
        chiave = frozenset(self.svolgimenti.items())
        if chiave not in self._gia:
            self._gia[chiave] = super().schedule_fatti()
        return self._gia[chiave]

    def restart(self) -> Agenda:
        return self._da_capo


class _GareBrevi(Gare):
    """Le gare ai soli tempi probabili, ciascuna con un'agenda sola per tutti i giorni."""

    def __init__(self, diritto: Diritto) -> None:
        super().__init__(diritto)
        self._agende: dict[object, _AgendaBreve] = {}
        self._in_corso: dict[object, GaraInCorso] = {}
        self._soglie = sorted({v.valore for p in diritto.norme.soglie.parametri for v in p.valori})

    def imagine(self, ipotesi: Ipotesi, svolgimenti: Mapping[str, Svolgimento], oggi: date) -> Gara:
        lato = None if ipotesi.netto is None else bisect_right(self._soglie, ipotesi.netto)
        chiave = (ipotesi._replace(netto=None).chiave, lato)  # del valore conta solo sotto quali soglie sta
        if svolgimenti:
            if (oggi, chiave) not in self._in_corso:
                self._in_corso[oggi, chiave] = _GaraBreve(self.diritto, ipotesi, {}, oggi)
            in_corso = self._in_corso[oggi, chiave].follow_altri(svolgimenti)
            return Gara(in_corso, {PROFILO: in_corso.follow()})
        if chiave not in self._agende:
            self._agende[chiave] = _AgendaBreve(self.diritto, ipotesi)
        agenda = self._agende[chiave]
        return Gara(agenda, {PROFILO: agenda.schedule_primo(agenda.calendario.next_lavorativo(oggi))})
