"""La fine del servizio contro quella dei programmi: ciò che due regole si dividono."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.testo import format_data, format_giorno
from ldq_planner.model.testo import format_giorni
from ldq_planner.rules.base.frasi import locate_fine_di_scenario
from ldq_planner.rules.base.gare import list_gare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.errors import Ref
    from ldq_planner.model.quartiere import Programma
    from ldq_planner.model.scenario import Scenario
    from ldq_planner.model.tempi import Allineamento
    from ldq_planner.rules.base.contesto import Contesto


class Disallineato(NamedTuple):
    """Uno scenario il cui servizio non finisce con i programmi: di quanto, e il campo da cui viene la sua fine."""

    scenario: Scenario
    messaggio: str
    ref: Ref


def find_disallineati(contesto: Contesto, *, oltre: bool) -> Iterator[Disallineato]:
    """Ogni scenario con i programmi che finiscono prima (`oltre`) o dopo il suo servizio.

    Non conta una differenza dentro il margine di una fine indicativa. Il servizio finisce una volta sola: se lo dice il
    programma, ciò che la durata direbbe di diverso lo dice `scenario-contraddittorio`.
    """
    programmi = contesto.portafoglio.programmi_by_id
    for gara in list_gare(contesto):
        scenario = gara.scenario
        confronti = ((a, programmi[a.programma]) for a in gara.tempi.allineamenti)
        voci = [_say(a, p) for a, p in confronti if _is_disallineato(a, p, oltre=oltre)]
        if voci:
            finisce = format_giorno(gara.tempi.allineamenti[0].fine_servizio)
            messaggio = f"il servizio di «{scenario.id}» finisce il {finisce}: {' e '.join(voci)}"
            yield Disallineato(scenario, messaggio, locate_fine_di_scenario(contesto.portafoglio, scenario))


def _is_disallineato(a: Allineamento, programma: Programma, *, oltre: bool) -> bool:
    return a.fine_servizio > programma.fine.ultimo if oltre else a.fine_servizio < programma.fine.primo


def _say(a: Allineamento, programma: Programma) -> str:
    lato = "dopo la" if a.giorni > 0 else "prima della"
    return f"{format_giorni(abs(a.giorni))} {lato} fine di «{programma.nome_breve}» ({format_data(programma.fine)})"
