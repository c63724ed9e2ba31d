"""Un quartiere è coperto con meno operatori di quanti l'ente ne vuole.

Perché: il laboratorio è aperto, e nessuna lacuna lo dice; ma uno solo al posto di dodici non fa lo stesso servizio. Parla solo
dove l'ente ha scritto un minimo (`presidio_minimo`, nel quartiere o in `ldq.toml`) e quanti operatori ci sono oggi si sa.

Passa (il minimo è 2):

    equipe: [{figura: operatori, numero: 2}]

Non passa (il minimo è 2):

    equipe: [{figura: operatori, numero: 1}]

Rimedio: rafforzare l'équipe; se gli operatori sono di più, scriverli in `operatori`.
"""

from __future__ import annotations

from ldq_planner.dates.testo import format_giorno
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.testo import format_numero
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo

CODICE = "presidio-sotto-il-minimo"
SEVERITA = Severita.AVVISO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per quartiere coperto oggi da troppo pochi."""
    for stato in contesto.quadro.stati:
        presidio = stato.presidio
        if presidio is None or not (presidio.ridotto and presidio.minimo_dell_ente):
            continue
        a_testa = presidio.abitanti_per_operatore
        per = "" if a_testa is None else f", {format_numero(a_testa)} abitanti per operatore"
        yield Rilievo(
            f"il quartiere {stato.nome} è coperto da {presidio.operatori} dal {format_giorno(presidio.inizio)}{per}: "
            f"il minimo dell'ente è {presidio.riferimento}",
            f"rafforzare l'équipe di «{stato.contratto}»; se gli operatori sono di più, scriverli in «operatori»",
            Ref("contratti", stato.contratto or "", ("equipe",)),
        )
