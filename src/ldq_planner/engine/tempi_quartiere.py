"""Che cosa la gara di uno scenario promette a un quartiere: da quando serve, quanto resta scoperto, quale ponte l'attende."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.incerta import PRIMO_GIORNO
from ldq_planner.dates.periodo import UN_GIORNO, InsiemeGiorni, Periodo
from ldq_planner.engine.copertura import find_scoperto
from ldq_planner.engine.durate import PROFILI
from ldq_planner.engine.ponti import find_ponte
from ldq_planner.engine.stime import compute_fine, is_impossibile
from ldq_planner.model.tempi import TempiQuartiere, Verdetto

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ldq_planner.engine.copertura import Coperture
    from ldq_planner.engine.cronoprogramma import Agenda
    from ldq_planner.model.cronoprogramma import Cronoprogramma
    from ldq_planner.model.ponte import Ponte
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario


class GaraChiesta(NamedTuple):
    """Uno scenario come è scritto e come si calcola, e da quando serve a ciascun quartiere, con i soli contratti."""

    portafoglio: Portafoglio
    coperture: Coperture
    agenda: Agenda
    scritto: Scenario
    scenario: Scenario
    oggi: date
    obiettivo: date
    bisogni: Mapping[str, date]

    @property
    def ultimo_senza(self) -> date:
        """L'ultimo giorno senza il servizio: la vigilia dell'inizio o, se non può cominciare, quello in cui finirebbe."""
        if is_impossibile(self.portafoglio, self.scenario):
            return compute_fine(self.portafoglio, self.scenario).scritta.ultimo
        return self.scenario.inizio.primo - UN_GIORNO

    def list_scoperti(self, quartiere: str, dal: date, al: date) -> InsiemeGiorni:
        """I giorni del quartiere, estremi compresi, senza un contratto certo, nemmeno fra quelli firmati per il futuro."""
        certo = self.coperture[quartiere].in_vigore.certo
        return certo.complement(Periodo(dal, al)) if dal <= al else InsiemeGiorni()


def find_bisogno(certa: InsiemeGiorni, oggi: date) -> date:
    """Il primo giorno senza un contratto certo: quello dopo la copertura di oggi, o quello da cui manca.

    Chi non è mai stato coperto ne ha bisogno da oggi.
    """
    coperto, scoperto = certa.tratto(oggi), find_scoperto(certa, oggi)
    if coperto is not None:
        return coperto.fine + UN_GIORNO
    return oggi if scoperto is None or scoperto.inizio == PRIMO_GIORNO else scoperto.inizio


def compute_quartiere(
    chiesta: GaraChiesta, da_oggi: Mapping[str, Cronoprogramma], crono: Cronoprogramma, id_: str
) -> TempiQuartiere:
    """I tempi di un quartiere. `da_oggi`: profilo → la gara che comincia oggi; `crono` è quella che dà l'inizio previsto.

    Nessuna lettura comincia prima del primo giorno che un inizio scritto può voler dire.
    """
    serve, scritto = chiesta.bisogni[id_], chiesta.scritto.inizio
    fissato = scritto.primo if scritto.is_nota else serve
    minimo, probabile, massimo = (max(da_oggi[profilo].avvio, fissato, serve) for profilo in PROFILI)
    da_solo, ultimo = max(da_oggi["probabile"].avvio, serve), chiesta.ultimo_senza
    scoperti = chiesta.list_scoperti(id_, serve, ultimo).giorni
    inevitabili = chiesta.list_scoperti(id_, serve, min(ultimo, da_oggi["minimo"].avvio - UN_GIORNO)).giorni
    per_la_gara = chiesta.list_scoperti(id_, da_solo, ultimo).giorni if len(chiesta.bisogni) > 1 else 0
    abitanti = chiesta.portafoglio.quartieri_by_id[id_].abitanti

    def count(giorni: int) -> int | None:
        return None if abitanti is None else abitanti * giorni

    return TempiQuartiere(
        id=id_,
        serve_dal=serve,
        verdetto=_judge(serve, minimo, massimo),
        inizio_minimo=minimo,
        inizio_probabile=probabile,
        inizio_massimo=massimo,
        giorni_scoperti=scoperti,
        abitanti_giorni_scoperti=count(scoperti),
        giorni_inevitabili=inevitabili,
        abitanti_giorni_inevitabili=count(inevitabili),
        da_solo=da_solo,
        giorni_per_la_gara_unica=per_la_gara,
        abitanti_giorni_per_la_gara_unica=count(per_la_gara),
        ponte=find_ponte_di(chiesta, crono, id_),
    )


def _judge(serve: date, minimo: date, massimo: date) -> Verdetto:
    if minimo > serve:
        return Verdetto.LACUNA_CERTA
    return Verdetto.COPERTO if massimo <= serve else Verdetto.A_RISCHIO


def find_ponte_di(chiesta: GaraChiesta, crono: Cronoprogramma, id_: str) -> Ponte | None:
    """Il ponte sui primi giorni scoperti che si possono ancora coprire, fino al contratto che segue o all'inizio."""
    if is_impossibile(chiesta.portafoglio, chiesta.scenario):
        return None
    scoperti = chiesta.list_scoperti(id_, chiesta.oggi + UN_GIORNO, chiesta.ultimo_senza)
    attesa = next(iter(scoperti), None)
    if attesa is None:
        return None
    return find_ponte(chiesta.portafoglio, chiesta.agenda, id_, attesa, chiesta.oggi, crono)
