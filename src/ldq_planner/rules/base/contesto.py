"""Ciò che una regola riceve."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ldq_planner.engine.preavvisi import NESSUN_ANTICIPO, Anticipo
from ldq_planner.engine.responsabili import list_responsabili
from ldq_planner.engine.seguito import SenzaSeguito, find_senza_seguito
from ldq_planner.engine.vuoti import Vuoto, find_vuoti
from ldq_planner.rules.base.regola import Regola, Rilievi, Rilievo, run_regole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.engine.prudenza import Prudenza
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.errors import Finding
    from ldq_planner.model.portafoglio import Portafoglio

__all__ = ["Contesto", "Rilievi", "Rilievo"]


@dataclass(frozen=True)
class Contesto:
    """La domanda di `ldq check`: il quadro, e quanto avanti guardare.

    Un quadro senza legge fa tacere le regole che la chiedono. Ciò che serve a più regole si calcola una volta sola.
    """

    quadro: Quadro
    anticipo: Anticipo = NESSUN_ANTICIPO
    deroghe_usate: frozenset[str] = frozenset()
    """Gli id delle deroghe che hanno taciuto qualcosa: li conosce solo chi guarda le deroghe, dopo ogni altra regola."""

    @property
    def portafoglio(self) -> Portafoglio:
        """I dati."""
        return self.quadro.portafoglio

    @property
    def oggi(self) -> date:
        """Il giorno della domanda."""
        return self.quadro.oggi

    @property
    def diritto(self) -> Diritto | None:
        """La legge, se c'è."""
        return self.quadro.diritto

    @property
    def scadenze(self) -> Mapping[str, DataIncerta]:
        """Contratto → scadenza effettiva, compresa."""
        return self.quadro.scadenze

    @cached_property
    def prudenza(self) -> Prudenza | None:
        """I tempi di chi vuole essere sicuri di tanto; nessuno, se bastano i probabili."""
        percento = self.anticipo.prudenza
        if percento is None:
            return None
        from ldq_planner.engine.prudenza import Prudenza  # noqa: PLC0415 - lo chiede solo `ldq check --prudenza`

        return Prudenza(self.quadro, percento)

    @cached_property
    def senza_seguito(self) -> tuple[SenzaSeguito, ...]:
        """I contratti di cui è ora di parlare, e chi lasciano senza seguito."""
        return tuple(find_senza_seguito(self.quadro, self.anticipo, self.prudenza))

    @cached_property
    def vuoti(self) -> tuple[Vuoto, ...]:
        """I vuoti fra due contratti che cominciano dopo oggi; non quelli che dice già `senza_seguito` di quel quartiere."""
        detti = {(voce.contratto.id, quartiere) for voce in self.senza_seguito for quartiere in voce.quartieri}
        return tuple(v for v in find_vuoti(self.quadro) if (v.prima.id, v.quartiere) not in detti)


def run_nel_quadro(regole: Iterable[Regola[Contesto]], contesto: Contesto) -> Iterator[Finding]:
    """Le segnalazioni di ogni regola, nell'ordine, senza righe né colonne, con chi segue ciò di cui parlano."""
    for finding in run_regole(regole, contesto):
        ref = finding.ref
        responsabili = list_responsabili(contesto.portafoglio, ref, contesto.oggi) if ref else ()
        yield finding._replace(responsabili=responsabili) if responsabili else finding
