"""I giorni o gli operatori di un quartiere che il contratto non serve, o detti due volte.

Perché: nessuno li leggerebbe, e il quartiere per cui sono stati scritti resterebbe con le date di tutti.

Passa:

    quartieri: [nord, bovisa]
    decorrenze: [{quartiere: bovisa, inizio: 2024-04-01}]

Non passa:

    quartieri: [nord]
    decorrenze: [{quartiere: bovisa, inizio: 2024-04-01}]

Rimedio: aggiungere il quartiere a `quartieri`, o correggere il suo id; di due voci che dicono lo stesso, farne una.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_data
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.simili import suggest
from ldq_planner.rules.base.contenuto import Contenuto, Rilievi, Rilievo

if TYPE_CHECKING:
    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.model.contratto import Contratto

CODICE = "decorrenza-fuori-posto"
SEVERITA = Severita.ERRORE


def check(contenuto: Contenuto) -> Rilievi:
    """Una segnalazione per ogni voce che nessuno leggerebbe."""
    for contratto in contenuto.portafoglio.contratti:
        if contratto.decorrenze or contratto.operatori:
            yield from _check_quartieri(contratto)
            yield from _check_doppie(contratto)


def _check_quartieri(contratto: Contratto) -> Rilievi:
    voci = [("decorrenze", i, d.quartiere) for i, d in enumerate(contratto.decorrenze)]
    voci += [("operatori", i, o.quartiere) for i, o in enumerate(contratto.operatori) if o.quartiere is not None]
    for campo, i, quartiere in voci:
        if quartiere not in contratto.quartieri:
            rimedio = suggest(quartiere, contratto.quartieri, f"usare uno di questi: {', '.join(contratto.quartieri)}")
            ref = Ref("contratti", contratto.id, (campo, i, "quartiere"))
            yield Rilievo(f"«{quartiere}» non è fra i quartieri di «{contratto.id}»", rimedio, ref)


def _check_doppie(contratto: Contratto) -> Rilievi:
    visti: set[str] = set()
    for i, propria in enumerate(contratto.decorrenze):
        if propria.quartiere in visti:
            ref = Ref("contratti", contratto.id, ("decorrenze", i, "quartiere"))
            yield Rilievo(f"i giorni di «{propria.quartiere}» sono già detti", "farne una voce sola", ref)
        visti.add(propria.quartiere)
    detti: set[tuple[str | None, DataIncerta | None]] = set()
    for i, operatori in enumerate(contratto.operatori):
        chiave = operatori.quartiere, operatori.dal
        if chiave in detti:
            quando = "dall'inizio" if operatori.dal is None else f"dal {format_data(operatori.dal)}"
            ref = Ref("contratti", contratto.id, ("operatori", i))
            yield Rilievo(f"gli operatori {quando} sono già detti", "farne una voce sola, o correggere «dal»", ref)
        detti.add(chiave)
