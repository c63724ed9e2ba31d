"""La fine del servizio contro quella dei programmi: ciò che due regole si dividono."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_data, format_giorno
from ldq_planner.errors import Finding, Ref
from ldq_planner.model.testo import format_giorni
from ldq_planner.rules.base.gare import list_gare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.errors import Severita
    from ldq_planner.model.scenario import Scenario
    from ldq_planner.model.tempi import Allineamento
    from ldq_planner.rules.base.contesto import Contesto


def find_disallineati(contesto: Contesto, *, oltre: bool) -> Iterator[tuple[Scenario, list[Allineamento]]]:
    """Ogni scenario con i programmi che finiscono prima (`oltre`) o dopo il suo servizio.

    Non conta una differenza dentro il margine di una fine indicativa, né quella di cui parla `scenario-contraddittorio`.
    """
    fini = {p.id: p.fine for p in contesto.portafoglio.programmi}
    for gara in list_gare(contesto):
        scenario = gara.scenario
        contraddetto = scenario.fino_a_programma if scenario.fine is None and scenario.durata_mesi else None
        disallineati = [
            a
            for a in gara.tempi.allineamenti
            if a.programma != contraddetto
            and (a.fine_servizio > fini[a.programma].ultimo if oltre else a.fine_servizio < fini[a.programma].primo)
        ]
        if disallineati:
            yield scenario, disallineati


def build_finding(
    contesto: Contesto,
    scenario: Scenario,
    allineamenti: list[Allineamento],
    codice: str,
    severita: Severita,
    rimedio: str,
) -> Finding:
    """La segnalazione, con il giorno in cui finisce il servizio e quello di ciascun programma."""
    programmi = {p.id: p for p in contesto.portafoglio.programmi}
    voci = []
    for a in allineamenti:
        programma = programmi[a.programma]
        lato = "dopo la" if a.giorni > 0 else "prima della"
        nome = programma.sigla or programma.nome
        voci.append(f"{format_giorni(abs(a.giorni))} {lato} fine di «{nome}» ({format_data(programma.fine)})")
    campi = [c for c in ("durata_mesi", "fine", "fino_a_programma") if getattr(scenario, c) is not None]
    return Finding(
        codice,
        severita,
        f"il servizio di «{scenario.id}» finisce il {format_giorno(allineamenti[0].fine_servizio)}: {' e '.join(voci)}",
        rimedio,
        Ref("scenari", scenario.id, (campi[0],)),
    )
