"""Una sospensione fuori dai giorni del contratto, o che comincia quando la precedente non è finita.

Perché: non si sospende ciò che non è cominciato o che è finito; e due sospensioni sugli stessi giorni farebbero slittare la
fine due volte.

Passa:

    inizio: 2022-01-01
    scadenza_base: 2023-12-31
    sospensioni:
      - {dal: 2022-03-01, al: 2022-04-30, atto: det. 1/2022}
      - {dal: 2023-03-01, atto: det. 1/2023}

Non passa (la prima non è ancora finita):

    inizio: 2022-01-01
    scadenza_base: 2023-12-31
    sospensioni:
      - {dal: 2022-03-01, atto: det. 1/2022}
      - {dal: 2023-03-01, atto: det. 1/2023}

Rimedio: correggere la data sbagliata, o scrivere `al` nella sospensione che è finita.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_data
from ldq_planner.engine.scadenze import compute_effettiva
from ldq_planner.errors import Ref, Severita
from ldq_planner.rules.base.contenuto import Contenuto, Rilievi, Rilievo

if TYPE_CHECKING:
    from ldq_planner.model.contratto import Contratto

CODICE = "sospensione-fuori-posto"
SEVERITA = Severita.ERRORE


def check(contenuto: Contenuto) -> Rilievi:
    """Una segnalazione per ogni sospensione fuori dal contratto, o dentro quella che la precede."""
    for contratto in contenuto.portafoglio.contratti:
        if contratto.sospensioni:
            yield from _check_dentro(contratto)
            yield from _check_sovrapposte(contratto)


def _check_dentro(contratto: Contratto) -> Rilievi:
    fine, inizi = compute_effettiva(contratto), [d.inizio for d in contratto.decorrenze if d.inizio is not None]
    inizio = min((contratto.inizio, *inizi), key=lambda data: data.primo)
    for i, sospensione in enumerate(contratto.sospensioni):
        dal, ref = sospensione.dal, Ref("contratti", contratto.id, ("sospensioni", i, "dal"))
        if dal.ultimo < inizio.primo:
            messaggio = f"la sospensione comincia il {format_data(dal)}, prima del contratto ({format_data(inizio)})"
            yield Rilievo(messaggio, "correggere la data sbagliata", ref)
        elif dal.primo > fine.ultimo:
            messaggio = f"la sospensione comincia il {format_data(dal)}, dopo la scadenza ({format_data(fine)})"
            yield Rilievo(messaggio, "correggere la data sbagliata: un contratto scaduto non si sospende", ref)


def _check_sovrapposte(contratto: Contratto) -> Rilievi:
    numerate = sorted(enumerate(contratto.sospensioni), key=lambda coppia: coppia[1].dal.primo)
    for (_, prima), (i, dopo) in pairwise(numerate):
        if prima.al is None or dopo.dal.ultimo <= prima.al.primo:
            come = "ancora aperta" if prima.al is None else f"che finisce il {format_data(prima.al)}"
            yield Rilievo(
                f"la sospensione comincia il {format_data(dopo.dal)}, dentro quella dal {format_data(prima.dal)}, {come}",
                "scrivere «al» nella prima, se è finita, o farne una sola",
                Ref("contratti", contratto.id, ("sospensioni", i, "dal")),
            )
