"""Chi resta senza laboratorio: le lacune dei contratti, e ciò che gli scenari ne lasciano."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import PRIMO_GIORNO
from ldq_planner.dates.periodo import UN_GIORNO, Periodo
from ldq_planner.model.copertura import Causa, TipoLacuna
from ldq_planner.model.senza import SenzaLaboratorio
from ldq_planner.model.stato import Stato

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.copertura import Lacuna
    from ldq_planner.model.esito import LacunaScenario
    from ldq_planner.model.stato import StatoQuartiere


def list_senza(quadro: Quadro, fine: date) -> tuple[SenzaLaboratorio, ...]:
    """I quartieri che da oggi a `fine`, compresi, sono o resteranno certamente senza; dal primo che ci resta.

    Una chiusura annuale non conta: il laboratorio riapre da sé. Non c'è chi oggi non si sa se lo sia.
    """
    trovati = (_find(quadro, stato, fine) for stato in quadro.stati if stato.stato is not Stato.NON_SI_SA)
    return tuple(sorted((s for s in trovati if s), key=lambda s: (not s.gia, s.dal or PRIMO_GIORNO, s.nome)))


def _find(quadro: Quadro, stato: StatoQuartiere, fine: date) -> SenzaLaboratorio | None:
    quartiere = quadro.portafoglio.quartieri_by_id[stato.id]
    lacune = quadro.coperture.lacune(quartiere, Periodo(quadro.oggi, fine))
    prima = next((x for x in lacune if x.tipo is TipoLacuna.CERTA and x.causa is not Causa.CHIUSURA), None)
    if prima is None:
        return None
    oggi = prima.inizio == quadro.oggi
    dal = None if stato.stato is Stato.MAI_COPERTO else stato.scoperto_dal or prima.inizio if oggi else prima.inizio
    scenario, ultimo = _find_ritorno(quadro, stato.id, prima, fine)
    giorni = None if ultimo is None or dal is None else (ultimo - dal).days + 1
    persone = None if giorni is None or stato.abitanti is None else giorni * stato.abitanti
    return SenzaLaboratorio(
        stato.id,
        stato.nome,
        stato.abitanti,
        stato.abitanti_circa,
        oggi,
        dal,
        ultimo if giorni != 0 else None,
        giorni,
        persone,
        scenario,
        prima.causa is Causa.SOSPENSIONE,
    )


def _find_ritorno(quadro: Quadro, quartiere: str, prima: Lacuna, fine: date) -> tuple[str | None, date | None]:
    """Lo scenario che chiude la lacuna per primo, se non la chiude un contratto, e l'ultimo giorno senza.

    La vigilia della lacuna, se lo scenario non ne lascia nessun giorno.
    """
    scritta = prima.fine if prima.fine < fine else None
    chiusure = list(_list_chiusure(quadro, quartiere, prima))
    if not chiusure:
        return None, scritta
    ultimo, scenario = min(chiusure)
    return (None, scritta) if scritta and scritta <= ultimo else (scenario, ultimo)


def _list_chiusure(quadro: Quadro, quartiere: str, prima: Lacuna) -> Iterator[tuple[date, str]]:
    """Di ogni scenario del quartiere che può cominciare: l'ultimo giorno che ne resta scoperto, e chi è."""
    for esito in quadro.esiti:
        if quartiere in esito.quartieri and esito.inizio is not None:
            resto = next((x for x in esito.lacune if _is_resto(x, quartiere, prima)), None)
            if resto is None:
                yield prima.inizio - UN_GIORNO, esito.id
            elif resto.fine < esito.al and resto.fine < prima.fine:
                yield resto.fine, esito.id


def _is_resto(lacuna: LacunaScenario, quartiere: str, prima: Lacuna) -> bool:
    """Vero se è ciò che di quella lacuna resta, dal suo inizio."""
    comincia = lacuna.inizio <= prima.inizio <= lacuna.fine
    return lacuna.quartiere == quartiere and lacuna.tipo is TipoLacuna.CERTA and lacuna.causa is None and comincia
