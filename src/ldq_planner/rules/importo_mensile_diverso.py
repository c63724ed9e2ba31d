"""L'importo al mese di un'opzione non è quello della durata base.

Perché: un rinnovo e una proroga si fanno alle stesse condizioni; se il costo al mese cambia di più dell'1 % è battuto
male un importo, o una durata, e con loro ogni stima presa da quel contratto.

Passa (23.011,53 euro al mese, in tutt'e due):

    durata_mesi: 36
    importo_eur: 828415.20
    opzioni: [{tipo: rinnovo, stato: esercitata, durata_mesi: 6, importo_eur: 138069.20}]

Non passa (27.613,84 euro al mese):

    durata_mesi: 36
    importo_eur: 828415.20
    opzioni: [{tipo: rinnovo, stato: esercitata, durata_mesi: 5, importo_eur: 138069.20}]

Rimedio: correggere l'importo o la durata, secondo il documento; se il prezzo è davvero cambiato, dirlo in una deroga.
"""

from __future__ import annotations

from decimal import Decimal

from ldq_planner.engine.costi import compute_mensile, compute_mensile_opzione
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.testo import format_euro
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo

CODICE = "importo-mensile-diverso"
SEVERITA = Severita.AVVISO

_TOLLERANZA = Decimal("0.01")


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per opzione con un altro costo al mese."""
    for contratto in contesto.portafoglio.contratti:
        base = compute_mensile(contratto) if contratto.opzioni else None
        if not base:
            continue
        for posto, opzione in enumerate(contratto.opzioni):
            mensile = compute_mensile_opzione(opzione)
            if mensile is None or abs(mensile - base) <= base * _TOLLERANZA:
                continue
            quanto = f"{(mensile - base) / base:+.1%}".replace(".", ",").replace("%", " %")
            yield Rilievo(
                f"«{contratto.id}» costa {format_euro(base)} al mese, e nell'opzione ({opzione.tipo} di "
                f"{opzione.durata_mesi} mesi) {format_euro(mensile)}: {quanto}",
                "correggere l'importo o la durata, secondo il documento; se il prezzo è cambiato, dirlo in una deroga",
                Ref("contratti", contratto.id, ("opzioni", posto, "importo_eur")),
            )
