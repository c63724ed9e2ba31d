"""Ciò che è scritto delle scelte fra gli scenari non sta insieme.

Perché: da una scelta dipende che cosa si chiede e che cosa si lascia nella storia. Due scenari dello stesso gruppo per uno
stesso quartiere si escludono: sceglierli tutti e due vuol dire due gare per lo stesso servizio. Un gruppo con un solo
scenario non è una scelta, e di solito è un nome scritto male. Un contratto nato da uno scenario ne serve almeno un quartiere,
e lo scenario non è scartato. Una decisione non può avere un giorno che deve ancora venire.

Passa:

    scenari:
      - {id: unica, gruppo: nord, stato: scelto, quartieri: [a, b]}
      - {id: lotto-a, gruppo: nord, quartieri: [a]}

Non passa:

    scenari:
      - {id: unica, gruppo: nord, stato: scelto, quartieri: [a, b]}
      - {id: lotto-a, gruppo: nord, stato: scelto, quartieri: [a]}

Rimedio: lasciare scelto uno solo (`ldq scarta` per gli altri), o correggere il gruppo, il contratto, il giorno.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.scelte import list_alternative
from ldq_planner.model.simili import suggest
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo
from ldq_planner.rules.base.frasi import say_quartieri

if TYPE_CHECKING:
    from ldq_planner.model.portafoglio import Portafoglio

CODICE = "scelta-contraddittoria"
SEVERITA = Severita.AVVISO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per scelta che non sta insieme alle altre."""
    yield from _check_scelti(contesto)
    yield from _check_gruppi(contesto.portafoglio)
    yield from _check_giorni(contesto)
    yield from _check_affidati(contesto)


def _check_scelti(contesto: Contesto) -> Rilievi:
    """Chi è scelto insieme a uno, scritto prima, che lo esclude."""
    scelti = [s for s in contesto.portafoglio.ipotesi.scenari if s.stato == "scelto"]
    for posto, scenario in enumerate(scelti):
        for altro in list_alternative(scenario, scelti[:posto]):
            comuni = say_quartieri(contesto, [q for q in scenario.quartieri if q in altro.quartieri])
            yield Rilievo(
                f"«{scenario.nome}» e «{altro.nome}» sono alternativi (gruppo «{scenario.gruppo}») e risultano scelti tutti e "
                f"due per {comuni}",
                f"lasciarne scelto uno: ldq scarta {altro.id}, oppure ldq scarta {scenario.id}",
                Ref("scenari", scenario.id, ("stato",)),
            )


def _check_gruppi(portafoglio: Portafoglio) -> Rilievi:
    gruppi = defaultdict(list)
    for scenario in portafoglio.ipotesi.scenari:
        if scenario.gruppo:
            gruppi[scenario.gruppo].append(scenario)
    for gruppo, (primo, *altri) in gruppi.items():
        if not altri:
            noti = sorted(gruppi.keys() - {gruppo})
            yield Rilievo(
                f"nel gruppo «{gruppo}» c'è solo «{primo.id}»: non c'è un'alternativa fra cui scegliere",
                suggest(gruppo, noti, "scrivere lo stesso gruppo anche nelle alternative, o toglierlo"),
                Ref("scenari", primo.id, ("gruppo",)),
            )


def _check_giorni(contesto: Contesto) -> Rilievi:
    for scenario in contesto.portafoglio.ipotesi.scenari:
        if scenario.decisione and scenario.decisione.il.primo > contesto.oggi:
            giorno = format_giorno(scenario.decisione.il.primo)
            yield Rilievo(
                f"«{scenario.id}» risulta {scenario.stato} dal {giorno}, che deve ancora venire",
                "correggere il giorno, o togliere la decisione finché non è presa",
                Ref("scenari", scenario.id, ("decisione", "il")),
            )


def _check_affidati(contesto: Contesto) -> Rilievi:
    scenari = contesto.portafoglio.scenari_by_id
    for contratto in contesto.portafoglio.contratti if scenari else ():
        scenario = scenari.get(contratto.scenario or "")
        if scenario is None:
            continue
        ref = Ref("contratti", contratto.id, ("scenario",))
        if set(contratto.quartieri).isdisjoint(scenario.quartieri):
            yield Rilievo(
                f"«{contratto.id}» viene da «{scenario.id}», che però è per {say_quartieri(contesto, scenario.quartieri)}: lo scenario resta da fare",
                "correggere lo scenario del contratto, o i suoi quartieri",
                ref,
            )
        elif scenario.stato == "scartato":
            yield Rilievo(
                f"«{contratto.id}» viene da «{scenario.id}», che risulta scartato",
                f"se la gara si è fatta: ldq scegli {scenario.id}; altrimenti togliere scenario dal contratto",
                ref,
            )
