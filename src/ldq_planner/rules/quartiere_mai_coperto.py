"""Un quartiere che fino a oggi non ha avuto nemmeno un giorno di copertura.

Perché: chi non ha contratti non compare in nessun elenco di scadenze, e nessuno se ne accorge. È la riga più
urgente, non quella che manca. Basta un giorno coperto in una sola lettura delle date perché questa regola taccia.

Passa (oggi 17/01/2023):

    quartieri:
      - {id: bovisa, nome: Bovisa}
    contratti:
      - {id: bovisa-2023, quartieri: [bovisa], inizio: 2023-01-01, durata_mesi: 12}

Non passa:

    quartieri:
      - {id: bovisa, nome: Bovisa}
    contratti: []

Rimedio: aggiungere i contratti che mancano dai dati; se non ci sono, affidare il servizio.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.copertura import is_cominciata
from ldq_planner.engine.stato import find_prossimo
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.testo import format_numero, format_quando
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo
from ldq_planner.rules.base.frasi import say_scenari

if TYPE_CHECKING:
    from ldq_planner.model.quartiere import Quartiere

CODICE = "quartiere-mai-coperto"
SEVERITA = Severita.CRITICO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per quartiere mai coperto."""
    for quartiere in contesto.portafoglio.quartieri:
        if not is_cominciata(contesto.quadro.coperture[quartiere.id].possibile, contesto.oggi):
            perche, rimedio = _explain(contesto, quartiere)
            yield Rilievo(
                f"{_say_chi(quartiere)} non ha avuto nemmeno un giorno di copertura fino al "
                f"{format_giorno(contesto.oggi)}: {perche}",
                rimedio + say_scenari(contesto, [quartiere.id]),
                Ref("quartieri", quartiere.id),
            )


def _say_chi(quartiere: Quartiere) -> str:
    if quartiere.abitanti is None:
        return f"il quartiere {quartiere.nome}"
    circa = "circa " if quartiere.abitanti_circa else ""
    return f"il quartiere {quartiere.nome} ({circa}{format_numero(quartiere.abitanti)} abitanti)"


def _explain(contesto: Contesto, quartiere: Quartiere) -> tuple[str, str]:
    """Perché non è coperto, e che cosa fare."""
    fermi = contesto.quadro.coperture[quartiere.id].fermi
    if fermi and contesto.oggi in fermi.vigore.possibile:
        return "il suo contratto è in vigore, ma fermo dal primo giorno", "riprendere il servizio, o prevedere un ponte"
    prossimo = find_prossimo(contesto.portafoglio, quartiere.id, contesto.oggi)
    if prossimo is None:
        return (
            "nessun contratto lo serve",
            "scrivere in contratti.yaml il suo contratto; se non c'è, affidare il servizio",
        )
    perche = f"il primo contratto, «{prossimo.id}», comincia {format_quando(prossimo.inizio)}"
    return (
        perche,
        "scrivere in contratti.yaml i contratti che mancano; se non ce ne sono, prevedere un ponte fino ad allora",
    )
