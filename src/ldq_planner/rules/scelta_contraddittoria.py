"""Ciò che è scritto delle scelte fra gli scenari non sta insieme.

Perché: da una scelta dipende che cosa si chiede e che cosa si lascia nella storia. Due scenari dello stesso gruppo per uno
stesso quartiere si escludono: sceglierli tutti e due vuol dire due gare per lo stesso servizio. Un gruppo con un solo
scenario non è una scelta, e di solito è un nome scritto male. Un contratto nato da uno scenario ne serve almeno un quartiere,
e lo scenario non è scartato. Una decisione non può avere un giorno che deve ancora venire. Chi ha il bando fuori è già scelto nei
fatti: le sue alternative non si chiedono più, e la scelta va scritta.

Passa:

    scenari:
      - {id: unica, gruppo: nord, stato: scelto, quartieri: [a, b]}
      - {id: lotto-a, gruppo: nord, quartieri: [a]}

Non passa:

    scenari:
      - {id: unica, gruppo: nord, stato: scelto, quartieri: [a, b]}
      - {id: lotto-a, gruppo: nord, stato: scelto, quartieri: [a]}

Rimedio: lasciare scelto uno solo (`ldq scarta` per gli altri; di un bando ritirato, `ldq fatto`), scrivere la scelta già fatta,
o correggere il gruppo, il contratto, il giorno.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.avanzamento import find_bando
from ldq_planner.model.scelte import list_alternative, say_ritiro
from ldq_planner.model.simili import suggest
from ldq_planner.model.testo import format_elenco
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo
from ldq_planner.rules.base.frasi import say_quartieri

if TYPE_CHECKING:
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario

CODICE = "scelta-contraddittoria"
SEVERITA = Severita.AVVISO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per scelta che non sta insieme alle altre."""
    yield from _check_scelti(contesto)
    yield from _check_usciti(contesto)
    yield from _check_gruppi(contesto.portafoglio)
    yield from _check_giorni(contesto)
    yield from _check_affidati(contesto)


def _check_scelti(contesto: Contesto) -> Rilievi:
    """Chi è scelto, o ha il bando fuori, insieme a uno, scritto prima, che lo esclude."""
    scelti = [s for s in contesto.portafoglio.ipotesi.scenari if s.is_impegnato]
    for posto, scenario in enumerate(scelti):
        for altro in list_alternative(scenario, scelti[:posto]):
            comuni = say_quartieri(contesto, [q for q in scenario.quartieri if q in altro.quartieri])
            yield Rilievo(
                f"«{scenario.nome}» e «{altro.nome}» sono alternativi (gruppo «{scenario.gruppo}») {_say_due(scenario, altro)} "
                f"per {comuni}",
                f"lasciarne uno: {say_ritiro(altro)}, oppure {say_ritiro(scenario)}",
                Ref("scenari", scenario.id, ("stato",)),
            )


def _say_due(scenario: Scenario, altro: Scenario) -> str:
    """Che cosa i due hanno insieme: la scelta, il bando fuori, o uno la scelta e l'altro il bando."""
    usciti = [s for s in (scenario, altro) if s.stato != "scelto"]
    if not usciti:
        return "e risultano scelti tutti e due"
    if len(usciti) > 1:
        return "e hanno la gara in corso tutti e due"
    scelto = altro if usciti == [scenario] else scenario
    return f"ed è scelto «{scelto.id}», ma la gara in corso è quella di «{usciti[0].id}»,"


def _check_usciti(contesto: Contesto) -> Rilievi:
    """Chi ha il bando fuori senza che qualcuno l'abbia scelto; o dopo averlo scartato."""
    scenari = contesto.portafoglio.ipotesi.scenari
    for scenario in scenari:
        bando = find_bando(scenario.avanzamento) if scenario.stato != "scelto" else None
        if bando is None:
            continue
        ref = Ref("scenari", scenario.id, ("stato",) if scenario.stato == "scartato" else ("gruppo",))
        altri = list_alternative(scenario, scenari)
        if scenario.stato == "scartato":
            yield Rilievo(
                f"«{scenario.id}» risulta scartato, ma la sua gara è in corso",
                f"se è stata ritirata: {say_ritiro(scenario)}; altrimenti: ldq scegli {scenario.id}",
                ref,
            )
        elif altri and not any(s.is_impegnato for s in altri):
            giorno = bando.conclusa or bando.iniziata or bando.il
            yield Rilievo(
                f"fra {format_elenco([f'«{s.nome}»' for s in (scenario, *altri)])} non risulta una scelta, ma la gara di "
                f"«{scenario.id}» è in corso: è già scelta nei fatti",
                f"scriverla: ldq scegli {scenario.id} --il {giorno.primo if giorno else 'GIORNO'}; se il bando è ritirato: "
                f"{say_ritiro(scenario)}",
                ref,
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
        prese = [(scenario.stato, scenario.decisione, Ref("scenari", scenario.id, ("decisione", "il")))]
        prese += [
            (d.stato, d, Ref("scenari", scenario.id, ("storia", posto, "il")))
            for posto, d in enumerate(scenario.storia)
        ]
        for stato, decisione, ref in prese:
            if decisione and decisione.il.primo > contesto.oggi:
                yield Rilievo(
                    f"«{scenario.id}» risulta {stato} dal {format_giorno(decisione.il.primo)}, che deve ancora venire",
                    "correggere il giorno, o togliere la decisione finché non è presa",
                    ref,
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
