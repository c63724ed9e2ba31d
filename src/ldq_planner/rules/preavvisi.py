"""Quanto prima parlare di un contratto che scade, e per chi: le soglie di `scadenza-senza-seguito`."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.periodo import Periodo
from ldq_planner.engine.preavviso import Attesa, add_giorni, compute_attesa, find_ultima_scadenza
from ldq_planner.engine.scenari import compute_fine
from ldq_planner.engine.tempi import PROCEDURA
from ldq_planner.rules.domande import is_superato

if TYPE_CHECKING:
    from ldq_planner.engine.previsione import Previsione
    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.norme import Procedura
    from ldq_planner.model.preavviso import Preavviso
    from ldq_planner.model.scenario import Scenario
    from ldq_planner.rules.contesto import Contesto

_DUE_GIORNI = timedelta(days=2)
"""Chi scade due giorni prima dell'avvio lascia un giorno scoperto."""
_MAI = date.min


class Voluto(NamedTuple):
    """Un preavviso che l'ente ha scritto, e dove."""

    preavviso: Preavviso
    dove: str


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


class Registro:
    """Le soglie dei quartieri, calcolate una volta per procedura e preavviso, e le gare in ordine."""

    def __init__(self, contesto: Contesto) -> None:
        self._contesto = contesto
        self._attese: dict[str, Attesa | None] = {}
        self._soglie: dict[tuple[Preavviso | None, Preavviso | None, str], Soglia] = {}
        self._assunta = contesto.diritto.find_procedura(PROCEDURA) if contesto.diritto else None

    def find(self, contratto: Contratto, quartiere: str) -> Soglia:
        """La soglia del contratto in quel quartiere."""
        procedura = self._find_procedura(quartiere)
        chiave = (contratto.preavviso, self._preavvisi.get(quartiere), procedura.id if procedura else "")
        if chiave not in self._soglie:
            self._soglie[chiave] = self._build(contratto.preavviso, chiave[1], procedura)
        return self._soglie[chiave]

    def is_in_ordine(self, quartiere: str, dopo: Periodo) -> bool:
        """Vero se una gara allo studio che si fa ancora in tempo copre quei giorni; con `--entro` non basta."""
        if self._contesto.entro is not None:
            return False
        return any(p.inizio <= dopo.inizio and dopo.fine <= p.fine for p in self._in_ordine.get(quartiere, ()))

    def _build(
        self, del_contratto: Preavviso | None, del_quartiere: Preavviso | None, procedura: Procedura | None
    ) -> Soglia:
        contesto, oggi = self._contesto, self._contesto.oggi
        if contesto.entro is not None:
            return Soglia(add_giorni(oggi, contesto.entro), _MAI, None, 0, None, None)
        attesa, soglie = self._find_attesa(procedura), contesto.portafoglio.soglie
        avviso_voluto = _choose(
            (contesto.avviso, "--avviso"),
            (del_contratto, "il contratto"),
            (del_quartiere, "il quartiere"),
            (soglie.avviso, "ldq.toml"),
        )
        critico_voluto = _choose((contesto.critico, "--critico"), (soglie.critico, "ldq.toml"))
        if attesa is None:
            avviso, critico = add_giorni(oggi, soglie.in_scadenza), _MAI
            probabili = minimi = None
        else:
            avviso = add_giorni(attesa.probabile, soglie.cuscinetto) - _DUE_GIORNI
            critico = attesa.minimo - _DUE_GIORNI
            probabili, minimi = attesa.giorni_probabili, attesa.giorni_minimi
        # senza norme una quota non dice nulla: resta la soglia di sempre
        if avviso_voluto and (voluta := find_ultima_scadenza(avviso_voluto.preavviso, oggi, probabili)):
            avviso = voluta
        else:
            avviso_voluto = None
        if critico_voluto and (voluta := find_ultima_scadenza(critico_voluto.preavviso, oggi, minimi)):
            critico = voluta
        else:
            critico_voluto = None
        return Soglia(avviso, critico, attesa, soglie.cuscinetto, avviso_voluto, critico_voluto)

    @cached_property
    def _preavvisi(self) -> dict[str, Preavviso]:
        return {q.id: q.preavviso for q in self._contesto.portafoglio.quartieri if q.preavviso is not None}

    def _find_attesa(self, procedura: Procedura | None) -> Attesa | None:
        """I tempi della procedura; `None` senza norme."""
        diritto = self._contesto.diritto
        if diritto is None or procedura is None:
            return None
        if procedura.id not in self._attese:
            self._attese[procedura.id] = compute_attesa(diritto, procedura, self._contesto.oggi)
        return self._attese[procedura.id]

    def _find_procedura(self, quartiere: str) -> Procedura | None:
        """La procedura che il quartiere aspetta: quella della sua gara allo studio, o quella che si assume."""
        contesto, diritto = self._contesto, self._contesto.diritto
        for scenario in contesto.portafoglio.scenari_by_quartiere[quartiere] if diritto else ():
            if diritto and scenario.tipo == "gara" and not is_superato(contesto.portafoglio, scenario, contesto.oggi):
                procedura = diritto.find_procedura(scenario.procedura or "")
                if procedura is not None:
                    return procedura
        return self._assunta

    @cached_property
    def _in_ordine(self) -> dict[str, list[Periodo]]:
        """Quartiere → i giorni che gli darebbero le gare con le date in ordine."""
        periodi: dict[str, list[Periodo]] = {}
        previsione = self._contesto.previsione
        if previsione is None:
            return periodi
        for scenario in previsione.portafoglio.scenari:
            fine = compute_fine(previsione.portafoglio, scenario)
            ultimo = fine.scritta.primo if fine.is_nota else date.max
            if _is_in_ordine(previsione, scenario, self._contesto.oggi) and scenario.inizio.primo <= ultimo:
                for quartiere in scenario.quartieri:
                    periodi.setdefault(quartiere, []).append(Periodo(scenario.inizio.primo, ultimo))
        return periodi


def _choose(*preavvisi: tuple[Preavviso | None, str]) -> Voluto | None:
    """Il primo preavviso scritto: chi sta prima vince."""
    return next((Voluto(preavviso, dove) for preavviso, dove in preavvisi if preavviso is not None), None)


def _is_in_ordine(previsione: Previsione, scenario: Scenario, oggi: date) -> bool:
    """Vero se è una gara che si fa ancora in tempo, e nessuna sua condizione ha passato il suo giorno."""
    tempi = previsione.tempi.get(scenario.id)
    if tempi is None or tempi.margine_giorni is None or tempi.margine_giorni < 0:
        return False
    if tempi.inizio_calcolato and tempi.ritardo_giorni:
        return False
    return all(c.soddisfatta or not c.entro.is_nota or c.entro.ultimo >= oggi for c in scenario.condizioni)
