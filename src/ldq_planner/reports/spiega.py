"""`ldq spiega`: come si è arrivati a una data o a una lacuna."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.engine.spiegazioni import explain_contratto, explain_piano, explain_quartiere, explain_scenario
from ldq_planner.reports.report import Report, Tabella
from ldq_planner.rules.elenco import TUTTE

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.dates.periodo import Periodo
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.spiegazione import Passo

_COLONNE = ("", "Che cosa", "Risultato", "Perché")


def list_spiegabili(portafoglio: Portafoglio) -> tuple[str, ...]:
    """Gli id di cui si può chiedere, e i codici delle regole."""
    return (
        *(contratto.id for contratto in portafoglio.contratti),
        *(quartiere.id for quartiere in portafoglio.quartieri),
        *(scenario.id for scenario in portafoglio.scenari),
        *(piano.id for piano in portafoglio.piani),
        *(regola.CODICE for regola in TUTTE),
    )


def build_spiega(portafoglio: Portafoglio, oggi: date, finestra: Periodo, id_: str) -> Report:
    """I passi di ciò che porta quell'id (contratto, quartiere, scenario, piano), uno di `list_spiegabili`."""
    passi = _find_passi(portafoglio, oggi, finestra, id_)
    righe = tuple((str(n), p.che_cosa, p.risultato, p.perche) for n, p in enumerate(passi, 1))
    return Report(
        schema="ldq/spiega/1",
        titolo=f"Come si arriva a «{id_}»",
        oggi=oggi,
        dati_aggiornati_al=portafoglio.dati_aggiornati_al,
        blocchi=(Tabella("", _COLONNE, righe),),
        dati={"id": id_, "passi": passi},
        elenco=passi,
    )


def _find_passi(portafoglio: Portafoglio, oggi: date, finestra: Periodo, id_: str) -> tuple[Passo, ...]:
    for contratto in portafoglio.contratti:
        if contratto.id == id_:
            return explain_contratto(contratto, oggi)
    for quartiere in portafoglio.quartieri:
        if quartiere.id == id_:
            return explain_quartiere(portafoglio, quartiere, finestra)
    for scenario in portafoglio.scenari:
        if scenario.id == id_:
            return explain_scenario(portafoglio, scenario, oggi)
    for piano in portafoglio.piani:
        if piano.id == id_:
            return explain_piano(portafoglio, piano, oggi)
    return ()
