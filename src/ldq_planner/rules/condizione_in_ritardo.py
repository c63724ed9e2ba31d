"""Una condizione di uno scenario non è soddisfatta, e il suo ultimo giorno è passato o è vicino.

Perché: senza il finanziamento o l'atto la gara si ferma, anche se tutto il resto è pronto. L'ultimo giorno è quello in
cui comincia la fase che la chiede (senza finanziamento non c'è decisione di contrarre), o quello scritto se viene prima;
per un ponte, o senza le norme, quello scritto o la vigilia dell'inizio. È critico se è passato, un avviso se mancano
al più `in_scadenza` giorni (`ldq.toml`, 90 se non è scritta). Degli scenari superati parla `scenario-superato`.

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

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.periodo import UN_GIORNO
from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.scenari import is_superato
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.testo import format_distanza
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo
from ldq_planner.rules.base.gare import find_limiti, list_gare

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.model.cronoprogramma import Cronoprogramma
    from ldq_planner.model.scenario import Condizione, Scenario
    from ldq_planner.rules.base.gare import GaraAlloStudio

CODICE = "condizione-in-ritardo"
SEVERITA = Severita.CRITICO

_DI_CHE = {
    "finanziamento": "il finanziamento",
    "atto": "l'atto",
    "programmazione": "la programmazione",
    "altro": "la condizione",
}


class _Termine(NamedTuple):
    """L'ultimo giorno utile, che cosa aspetta, e dove lo dice la legge."""

    giorno: date
    perche: str
    fonte: str


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per condizione non soddisfatta, in ritardo o vicina."""
    gare = {g.scenario.id: g for g in list_gare(contesto)}
    for scenario in contesto.portafoglio.scenari:
        if not scenario.condizioni or is_superato(contesto.portafoglio, scenario, contesto.oggi):
            continue
        for posto, condizione in enumerate(scenario.condizioni):
            if condizione.soddisfatta:
                continue
            termine = _find_termine(contesto.oggi, scenario, gare.get(scenario.id), condizione)
            if termine is None or (termine.giorno - contesto.oggi).days > contesto.portafoglio.soglie.in_scadenza:
                continue
            passato = termine.giorno < contesto.oggi
            yield Rilievo(
                f"nello scenario «{scenario.id}» {_DI_CHE[condizione.tipo]} «{condizione.testo}» non c'è ancora, e "
                f"{_say_quando(termine.giorno, contesto.oggi)}{termine.perche}",
                "ottenerla e scrivere soddisfatta: sì; se non arriva in tempo, spostare l'inizio dello scenario",
                Ref("scenari", scenario.id, ("condizioni", posto, "soddisfatta")),
                fonte=termine.fonte,
                severita=Severita.CRITICO if passato else Severita.AVVISO,
            )


def _find_termine(
    oggi: date, scenario: Scenario, gara: GaraAlloStudio | None, condizione: Condizione
) -> _Termine | None:
    """Il termine più vicino fra quello scritto e quello della fase che la chiede."""
    termine = scritto = (
        _Termine(condizione.entro.ultimo, ": così dice lo scenario", "") if condizione.entro.is_nota else None
    )
    if gara is not None:
        limiti = find_limiti(gara)
        if limiti is not None:
            fase = _find_fase(gara, condizione, limiti.crono, dopo=", e il servizio non comincia più in tempo")
            ultimo = _choose(scritto, fase)
            if ultimo is not None and ultimo.giorno < oggi:
                return ultimo
        if gara.tempi.ritardo_giorni:
            fase = _find_fase(gara, condizione, gara.crono, ipotesi=", se la gara si prepara da oggi")
        else:
            fase = _find_fase(gara, condizione, gara.crono, dopo=", e dopo il servizio non comincia in tempo")
        termine = _choose(scritto, fase)
    if termine is not None or not scenario.inizio.is_nota:
        return termine
    return _Termine(scenario.inizio.ultimo - UN_GIORNO, ": è la vigilia dell'inizio", "")


def _find_fase(
    gara: GaraAlloStudio, condizione: Condizione, crono: Cronoprogramma, *, ipotesi: str = "", dopo: str = ""
) -> _Termine | None:
    """Il giorno in cui comincia la fase che non può farlo senza la condizione."""
    chieste = {f.id for f in gara.agenda.fasi if condizione.tipo in f.condizioni}
    fase = next((p for p in crono.passi if p.id in chieste), None)
    perche = f"{ipotesi}: la aspetta la fase «{fase.nome}»{dopo}" if fase else ""
    return _Termine(fase.inizio, perche, fase.riferimento or "") if fase else None


def _choose(scritto: _Termine | None, della_fase: _Termine | None) -> _Termine | None:
    """Il primo dei due; a parità, quello scritto."""
    return min((t for t in (scritto, della_fase) if t is not None), key=lambda t: t.giorno, default=None)


def _say_quando(giorno: date, oggi: date) -> str:
    serve = "doveva esserci" if giorno < oggi else "serve"
    return f"{serve} entro il {format_giorno(giorno)}, {format_distanza((giorno - oggi).days)}"
