"""La scheda G (A): da dove vengono, anno per anno, i soldi degli acquisti; e ciò che nessuno stanziamento paga."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.engine.acquisti import ZERO
from ldq_planner.engine.provenienze import Bisogno, trace_provenienze
from ldq_planner.model.acquisti import NON_RICOMPRESO, Mancante, RisorsaDiScheda, SenzaStanziamento
from ldq_planner.reports.moduli_acquisti import PROVENIENZE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldq_planner.engine.provenienze import Provenienze
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.acquisti import Acquisto

_RIMEDIO = f"finanziamento: {', '.join(PROVENIENZE)}; o, in risorse.yaml, gli stanziamenti di ogni anno con la loro provenienza"


def trace_risorse(
    quadro: Quadro, acquisti: tuple[Acquisto, ...], anni: tuple[int, ...], *, generali: bool
) -> dict[int, Provenienze]:
    """Anno → da dove vengono i soldi degli acquisti; quelli ricompresi in un altro non si sommano (nota 13)."""
    sommati = [a for a in acquisti if a.ricompreso == NON_RICOMPRESO]
    return {
        anno: trace_provenienze(
            quadro,
            anno,
            [Bisogno(a.scenario, a.costi[i], a.finanziamento) for a in sommati if a.costi and a.costi[i]],
            generali=generali,
        )
        for i, anno in enumerate(anni)
    }


def sum_risorse(acquisti: tuple[Acquisto, ...], traccia: dict[int, Provenienze]) -> Iterator[RisorsaDiScheda]:
    """Una riga per provenienza, e il totale di tutti gli acquisti, che è quello della loro scheda."""
    is_detta = not any(t.ignote for t in traccia.values()) and all(a.costi or a.finanziamento for a in acquisti)
    for provenienza in PROVENIENZE:
        anni = tuple(t.note.get(provenienza, ZERO) for t in traccia.values())
        is_nota = is_detta or any(anni)
        yield RisorsaDiScheda(provenienza, *((anni, sum(anni, ZERO)) if is_nota else (None, None)))
    costi = [a.costi for a in acquisti if a.costi and a.ricompreso == NON_RICOMPRESO]
    if acquisti and not costi:
        yield RisorsaDiScheda("totale", None, None)
    else:
        anni = tuple(sum((c[i] for c in costi), ZERO) for i in range(len(traccia)))
        yield RisorsaDiScheda("totale", anni, sum(anni, ZERO))


def list_scoperti(traccia: dict[int, Provenienze]) -> Iterator[SenzaStanziamento]:
    """Ciò che gli stanziamenti non pagano, anno per anno."""
    for anno, provenienze in traccia.items():
        for scenario, scoperto in provenienze.scoperti.items():
            yield SenzaStanziamento(anno, scenario, provenienze.stanziato, scoperto)


def ask_finanziamento(acquisti: Iterable[Acquisto], traccia: dict[int, Provenienze], scheda: str) -> Iterator[Acquisto]:
    """Gli acquisti, con ciò che manca alla scheda: di chi non si sa il costo, o chi lo paga tutto, la provenienza."""
    ignote = {id_ for provenienze in traccia.values() for id_ in provenienze.ignote}
    for a in acquisti:
        is_ignota = a.scenario in ignote or (a.costi is None and a.finanziamento is None)
        mancante = (Mancante(f"Scheda {scheda}", _RIMEDIO),) if is_ignota else ()
        yield a._replace(da_scrivere=(*a.da_scrivere, *mancante))
