"""Quanto prima di una scadenza bisogna agire: il tempo che la procedura chiede, o quello che l'ente vuole."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from math import ceil
from typing import TYPE_CHECKING, Literal, NamedTuple

from ldq_planner.dates.mesi import end_of_mesi
from ldq_planner.dates.periodo import UN_GIORNO, Periodo
from ldq_planner.engine.attesa import Attesa, compute_attesa, follow_attesa
from ldq_planner.engine.avanzamento import find_svolgimenti
from ldq_planner.engine.cronoprogramma import Agenda
from ldq_planner.engine.gare_dell_ente import imagine_ipotesi
from ldq_planner.engine.scenari import is_superato
from ldq_planner.engine.stime import compute_fine
from ldq_planner.engine.tempi import PROCEDURA

if TYPE_CHECKING:
    from ldq_planner.engine.durate import Ipotesi
    from ldq_planner.engine.previsione import Previsione
    from ldq_planner.engine.prudenza import Prudenza
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.engine.tempi import GaraPrevista
    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.preavviso import Preavviso
    from ldq_planner.model.scenario import Scenario

Dove = Literal["opzioni", "contratto", "quartiere", "soglie"]
"""Dove un preavviso è scritto: fra le opzioni del comando, nel contratto, nel quartiere, nelle soglie dell'ente."""
_Scritto = tuple["Preavviso | None", Dove]
_DUE_GIORNI = timedelta(days=2)
"""Chi scade due giorni prima dell'avvio lascia un giorno scoperto."""
_MAI = date.min


class Anticipo(NamedTuple):
    """Quanto prima parlare, se lo decide chi chiede.

    `entro` sono giorni da oggi, compreso l'ultimo; senza, decide il tempo che la procedura chiede. `avviso` e `critico` lo
    cambiano per tutti.
    """

    entro: int | None = None
    avviso: Preavviso | None = None
    critico: Preavviso | None = None
    prudenza: int | None = None
    """Quanto si vuole essere sicuri, in percento, al posto dei tempi probabili e del cuscinetto."""


NESSUN_ANTICIPO = Anticipo()


class Voluto(NamedTuple):
    """Un preavviso che l'ente ha scritto, e dove."""

    preavviso: Preavviso
    dove: Dove


class Soglia(NamedTuple):
    """Le ultime scadenze, comprese, che sono un avviso o critiche per un quartiere; e perché."""

    avviso: date
    critico: date
    attesa: Attesa | None
    cuscinetto: int
    avviso_voluto: Voluto | None
    critico_voluto: Voluto | None

    @property
    def ultima(self) -> date:
        """L'ultima scadenza di cui parlare."""
        return max(self.avviso, self.critico)

    @property
    def ultimo_avvio(self) -> date:
        """Il primo giorno di servizio ai tempi probabili: la procedura più lenta ha il più lontano."""
        return self.attesa.probabile if self.attesa else _MAI


class Preavvisi:
    """Le soglie dei quartieri, calcolate una volta per gara e preavviso, e le gare in ordine."""

    def __init__(self, quadro: Quadro, anticipo: Anticipo, prudenza: Prudenza | None = None) -> None:
        self._quadro, self._anticipo, self._prudenza = quadro, anticipo, prudenza
        self._attese: dict[object, Attesa | None] = {}
        self._soglie: dict[tuple[Preavviso | None, Preavviso | None, Attesa | None], Soglia] = {}

    def find(self, contratto: Contratto, quartiere: str) -> Soglia:
        """La soglia del contratto in quel quartiere."""
        del_quartiere = self._quadro.portafoglio.quartieri_by_id[quartiere].preavviso
        chiave = (contratto.preavviso, del_quartiere, self._find_attesa(quartiere))
        if chiave not in self._soglie:
            self._soglie[chiave] = self._build(*chiave)
        return self._soglie[chiave]

    def is_in_ordine(self, quartiere: str, dopo: Periodo) -> bool:
        """Vero se una gara allo studio che si fa ancora in tempo copre quei giorni; con `--entro` non basta."""
        if self._anticipo.entro is not None:
            return False
        return any(p.inizio <= dopo.inizio and dopo.fine <= p.fine for p in self._in_ordine.get(quartiere, ()))

    def _build(self, del_contratto: Preavviso | None, del_quartiere: Preavviso | None, attesa: Attesa | None) -> Soglia:
        anticipo, oggi = self._anticipo, self._quadro.oggi
        if anticipo.entro is not None:
            return Soglia(add_giorni(oggi, anticipo.entro), _MAI, None, 0, None, None)
        soglie = self._quadro.portafoglio.soglie
        cuscinetto = 0 if self._prudenza else soglie.cuscinetto
        avvisi: tuple[_Scritto, ...] = (
            (anticipo.avviso, "opzioni"),
            (del_contratto, "contratto"),
            (del_quartiere, "quartiere"),
            (soglie.avviso, "soglie"),
        )
        critici: tuple[_Scritto, ...] = ((anticipo.critico, "opzioni"), (soglie.critico, "soglie"))
        if attesa is None:
            avviso, avviso_voluto = _choose(avvisi, oggi, None) or (add_giorni(oggi, soglie.in_scadenza), None)
            critico, critico_voluto = _choose(critici, oggi, None) or (_MAI, None)
        else:
            di_gara = add_giorni(attesa.probabile, cuscinetto) - _DUE_GIORNI
            avviso, avviso_voluto = _choose(avvisi, oggi, attesa.giorni_probabili) or (di_gara, None)
            critico, critico_voluto = _choose(critici, oggi, attesa.giorni_minimi) or (
                attesa.minimo - _DUE_GIORNI,
                None,
            )
        return Soglia(avviso, critico, attesa, cuscinetto, avviso_voluto, critico_voluto)

    def _find_attesa(self, quartiere: str) -> Attesa | None:
        """I tempi della gara che il quartiere aspetta: la più lenta fra quelle allo studio, o quella che si assume.

        `None` senza norme, o con `--entro`, che conta solo giorni.
        """
        portafoglio, previsione, oggi = self._quadro.portafoglio, self._quadro.previsione, self._quadro.oggi
        if previsione is None or self._anticipo.entro is not None:
            return None
        sue = (s for s in portafoglio.scenari_by_quartiere[quartiere] if s.id in previsione.gare)
        attese = [self._measure(previsione.gare[s.id], s) for s in sue if not is_superato(portafoglio, s, oggi)]
        lenta = max((a for a in attese if a), key=lambda a: (a.probabile, a.procedura), default=None)
        return lenta or (self._compute(self._assunta) if self._assunta else None)

    def _measure(self, gara: GaraPrevista, scenario: Scenario) -> Attesa | None:
        svolgimenti = find_svolgimenti(scenario) if gara.in_corso else None
        if not svolgimenti:
            return self._compute(gara.agenda.ipotesi)
        if scenario.id not in self._attese:
            diritto, oggi = self._quadro.require_diritto(), self._quadro.oggi
            attesa = follow_attesa(diritto, gara.agenda.ipotesi, svolgimenti, oggi)
            self._attese[scenario.id] = self._be_prudente(attesa, gara.agenda, scenario.id)
        return self._attese[scenario.id]

    def _compute(self, gara: Ipotesi) -> Attesa | None:
        """I tempi della gara, se comincia oggi."""
        chiave = gara.chiave
        if chiave not in self._attese:
            diritto = self._quadro.require_diritto()
            attesa = compute_attesa(diritto, gara, self._quadro.oggi)
            self._attese[chiave] = attesa and self._be_prudente(attesa, Agenda(diritto, gara), chiave)
        return self._attese[chiave]

    def _be_prudente(self, attesa: Attesa, agenda: Agenda, chiave: object) -> Attesa:
        """L'attesa con il giorno di cui si è sicuri al posto di quello probabile."""
        prudenza = self._prudenza
        avvio = prudenza.find_avvio(agenda, chiave) if prudenza else None
        return attesa._replace(probabile=avvio, prudenza=prudenza.percento) if prudenza and avvio else attesa

    @cached_property
    def _assunta(self) -> Ipotesi | None:
        """La gara di chi non ne ha una allo studio, con le durate dell'ente."""
        diritto = self._quadro.diritto
        procedura = diritto.find_procedura(PROCEDURA) if diritto else None
        if diritto is None or procedura is None:
            return None
        return imagine_ipotesi(self._quadro.portafoglio, None, diritto.norme.procedure, procedura)

    @cached_property
    def _in_ordine(self) -> dict[str, list[Periodo]]:
        """Quartiere → i giorni che gli darebbero le gare con le date in ordine."""
        periodi: dict[str, list[Periodo]] = {}
        previsione = self._quadro.previsione
        if previsione is None:
            return periodi
        for scenario in previsione.portafoglio.scenari:
            fine = compute_fine(previsione.portafoglio, scenario)
            ultimo = fine.scritta.primo if fine.is_nota else date.max
            if self._is_in_ordine(previsione, scenario) and scenario.inizio.primo <= ultimo:
                for quartiere in scenario.quartieri:
                    periodi.setdefault(quartiere, []).append(Periodo(scenario.inizio.primo, ultimo))
        return periodi

    def _is_in_ordine(self, previsione: Previsione, scenario: Scenario) -> bool:
        """Vero se è una gara che si fa ancora in tempo, e nessuna sua condizione ha passato il suo giorno."""
        if self._prudenza and not self._prudenza.is_in_tempo(scenario.id):
            return False
        return _is_in_ordine(previsione, scenario, self._quadro.oggi)


def find_ultima_scadenza(preavviso: Preavviso, oggi: date, tempo: int | None) -> date | None:
    """L'ultima scadenza, compresa, per cui il preavviso chiede di parlare; `None` se è una quota e il tempo non è noto.

    Giorni e mesi comprendono l'ultimo: con 90, chi scade fra 90 giorni esatti. Di una quota parla chi ha meno giorni.
    Unità: `tempo` in giorni.
    Esempio:
        >>> from ldq_planner.model.preavviso import parse_preavviso
        >>> find_ultima_scadenza(parse_preavviso("6m"), date(2023, 1, 17), None)
        datetime.date(2023, 7, 17)
        >>> find_ultima_scadenza(parse_preavviso("50%"), date(2023, 1, 17), 100)
        datetime.date(2023, 3, 7)
    """
    if preavviso.mesi:
        return end_of_mesi(oggi + UN_GIORNO, preavviso.mesi)
    if preavviso.quota is None:
        return add_giorni(oggi, preavviso.giorni or 0)
    return None if tempo is None else add_giorni(oggi, ceil(preavviso.quota * tempo) - 1)


def add_giorni(giorno: date, giorni: int) -> date:
    """Il giorno che viene tanti giorni dopo, o l'ultimo che si può scrivere."""
    return giorno + timedelta(days=min(giorni, (date.max - giorno).days))


def _choose(scritti: tuple[_Scritto, ...], oggi: date, tempo: int | None) -> tuple[date, Voluto] | None:
    """L'ultima scadenza del primo preavviso scritto; `None` se nessuno lo è, o se è una quota e il tempo non è noto."""
    voluto = next((Voluto(preavviso, dove) for preavviso, dove in scritti if preavviso is not None), None)
    ultima = find_ultima_scadenza(voluto.preavviso, oggi, tempo) if voluto else None
    return (ultima, voluto) if voluto and ultima else None


def _is_in_ordine(previsione: Previsione, scenario: Scenario, oggi: date) -> bool:
    """Vero se è una gara che si fa ancora in tempo, e nessuna sua condizione ha passato il suo giorno."""
    tempi = previsione.tempi.get(scenario.id)
    if tempi is None or tempi.margine_giorni is None or tempi.margine_giorni < 0:
        return False
    if tempi.inizio_calcolato and tempi.ritardo_giorni:
        return False
    return all(c.soddisfatta or not c.entro.is_nota or c.entro.ultimo >= oggi for c in scenario.condizioni)
