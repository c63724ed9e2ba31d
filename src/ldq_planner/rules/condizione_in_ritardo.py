"""Una condizione di uno scenario non è soddisfatta, e il suo ultimo giorno è passato o è vicino.

Perché: senza il finanziamento o l'atto la gara si ferma, anche se tutto il resto è pronto. L'ultimo giorno è quello in
cui comincia la fase che la chiede (senza finanziamento non c'è decisione di contrarre), o quello scritto se viene prima;
per un ponte, o senza le norme, quello scritto o la vigilia dell'inizio. È critico se è passato, un avviso se mancano
al più `in_scadenza` giorni (`ldq.toml`, 90 se non è scritta). Degli scenari superati parla `scenario-superato`, di quelli
fra cui si deve ancora scegliere `scelta-da-fare`.

Passa (oggi 17/01/2023):

    condizioni:
      - {testo: Conferma delle risorse, tipo: finanziamento, soddisfatta: sì}

Non passa:

    condizioni:
      - {testo: Conferma delle risorse, tipo: finanziamento, soddisfatta: no, entro: 2023-01-10}

Rimedio: ottenerla e scrivere `soddisfatta: sì`; se non arriverà in tempo, spostare l'inizio dello scenario.

Fonte: l'articolo della fase che la chiede, dal regime del giorno del bando (`ldq norme`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_data, format_giorno
from ldq_planner.engine.condizioni import find_termine
from ldq_planner.engine.scenari import is_superato
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.testo import format_distanza
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.model.esito import UltimoGiorno
    from ldq_planner.model.scenario import Scenario

CODICE = "condizione-in-ritardo"
SEVERITA = Severita.CRITICO

_DI_CHE = {
    "finanziamento": "il finanziamento",
    "atto": "l'atto",
    "programmazione": "la programmazione",
    "altro": "la condizione",
}


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per condizione non soddisfatta, in ritardo o vicina."""
    for scenario in contesto.portafoglio.richiesti:
        if not scenario.condizioni or is_superato(contesto.portafoglio, scenario, contesto.oggi):
            continue
        for posto, condizione in enumerate(scenario.condizioni):
            termine = find_termine(condizione, scenario, contesto.quadro.previsione)
            if condizione.soddisfatta or termine is None or not _is_vicino(contesto, termine):
                continue
            yield Rilievo(
                f"nello scenario «{scenario.id}» {_DI_CHE[condizione.tipo]} «{condizione.testo}» non c'è ancora, e "
                f"{_say_perso(scenario, termine)}{_say_quando(termine.giorno, contesto.oggi)}{_say_perche(termine)}",
                "ottenerla e scrivere soddisfatta: sì; se non arriva in tempo, spostare l'inizio dello scenario",
                Ref("scenari", scenario.id, ("condizioni", posto, "soddisfatta")),
                fonte=(termine.fase.riferimento or "") if termine.fase else "",
                severita=Severita.CRITICO if termine.giorno < contesto.oggi else Severita.AVVISO,
            )


def _is_vicino(contesto: Contesto, termine: UltimoGiorno) -> bool:
    return (termine.giorno - contesto.oggi).days <= contesto.portafoglio.soglie.in_scadenza


def _say_perso(scenario: Scenario, termine: UltimoGiorno) -> str:
    """Che il giorno è quello della gara che comincia oggi, perché l'inizio scritto non si può più mantenere."""
    if termine.in_tempo or termine.in_corso:
        return ""
    if not scenario.inizio.is_nota:
        return "se la gara si prepara da oggi "
    return f"l'inizio scritto ({format_data(scenario.inizio)}) non si può più mantenere: se la gara si prepara da oggi "


def _say_quando(giorno: date, oggi: date) -> str:
    serve = "doveva esserci" if giorno < oggi else "serve"
    return f"{serve} entro il {format_giorno(giorno)}, {format_distanza((giorno - oggi).days)}"


def _say_perche(termine: UltimoGiorno) -> str:
    if termine.scritto:
        return ": così dice lo scenario"
    if termine.fase is None:
        return ": è la vigilia dell'inizio"
    is_da_fare = termine.in_tempo and not termine.in_corso
    dopo = ", e dopo il servizio non comincia in tempo" if is_da_fare else ""
    return f": la aspetta la fase «{termine.fase.nome}»{dopo}"
