"""Un'opzione che comincia, o finisce, dove non può.

Perché: un rinnovo decorre dal giorno dopo la scadenza che estende; se comincia prima conterebbe due volte
gli stessi giorni, se comincia dopo lascerebbe una lacuna che nessun contratto prevede.

Passa (scadenza estesa il 20/06/2022):

    - {tipo: rinnovo, stato: esercitata, inizio: 2022-06-21, durata_mesi: 6}

Non passa:

    - {tipo: rinnovo, stato: esercitata, inizio: 2022-06-01, durata_mesi: 6}

Rimedio: togliere `inizio` (si calcola), o correggerlo.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_data
from ldq_planner.engine.scadenze import compute_base, extend
from ldq_planner.errors import Ref, Severita
from ldq_planner.rules.base.contenuto import Contenuto, Rilievi, Rilievo

if TYPE_CHECKING:
    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.model.contratto import Contratto

CODICE = "opzione-fuori-posto"
SEVERITA = Severita.ERRORE


def check(contenuto: Contenuto) -> Rilievi:
    """Una segnalazione per ogni opzione che non segue la scadenza che estende."""
    for contratto in contenuto.portafoglio.contratti:
        if contratto.opzioni and (contratto.scadenza_base or contratto.durata_mesi or contratto.durata_giorni):
            yield from _check(contratto)


def _check(contratto: Contratto) -> Rilievi:
    """Prima le opzioni esercitate, poi da lì quelle aperte, come si contano le scadenze; una a cui si è rinunciato non conta."""
    fine = compute_base(contratto)
    for stato in ("esercitata", "aperta"):
        for i, opzione in enumerate(contratto.opzioni):
            if opzione.stato != stato:
                continue
            yield from _check_opzione(contratto, i, fine)
            if opzione.durata_mesi is None and opzione.scadenza is None:
                return
            fine = extend(fine, opzione)


def _check_opzione(contratto: Contratto, i: int, fine: DataIncerta) -> Rilievi:
    opzione = contratto.opzioni[i]
    dopo_primo, dopo_ultimo = fine.primo + timedelta(days=1), fine.ultimo + timedelta(days=1)
    inizio = opzione.inizio
    if inizio and (inizio.ultimo < dopo_primo or inizio.primo > dopo_ultimo):
        quando = "prima" if inizio.ultimo < dopo_primo else "dopo"
        yield Rilievo(
            f"l'opzione comincia il {format_data(inizio)}, {quando} del giorno che segue la scadenza che estende ({format_data(fine)})",
            f"togliere «inizio»: decorre da sé dal {dopo_primo:%d/%m/%Y}",
            Ref("contratti", contratto.id, ("opzioni", i, "inizio")),
        )
    if opzione.scadenza and opzione.scadenza.ultimo <= fine.primo:
        yield Rilievo(
            f"l'opzione finisce il {format_data(opzione.scadenza)}, non dopo la scadenza che estende ({format_data(fine)})",
            "correggere la scadenza dell'opzione",
            Ref("contratti", contratto.id, ("opzioni", i, "scadenza")),
        )
