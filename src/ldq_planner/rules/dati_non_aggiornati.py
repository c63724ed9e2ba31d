"""Un file non è verificato da più giorni della soglia dell'ente.

Perché: un contratto firmato ieri non c'è ancora, e le risposte sembrano certe senza esserlo. L'età si conta da
`aggiornato_al` al giorno della domanda; la soglia è `dati_vecchi` in `ldq.toml` (90 giorni se non è scritta).

Passa (oggi 17/04/2023, 90 giorni dopo):

    aggiornato_al: 2023-01-17

Non passa (oggi 18/04/2023, 91 giorni dopo):

    aggiornato_al: 2023-01-17

Rimedio: ricontrollare il file e scrivere in `aggiornato_al` il giorno del controllo.
"""

from __future__ import annotations

from ldq_planner.dates.testo import format_giorno
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.archivio import CONTRATTI, SCENARI
from ldq_planner.model.testo import format_distanza
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo

CODICE = "dati-non-aggiornati"
SEVERITA = Severita.AVVISO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per file vecchio, fra quelli da cui dipendono le risposte."""
    portafoglio = contesto.portafoglio
    file = {CONTRATTI: portafoglio.registro.aggiornato_al.primo}
    if portafoglio.ipotesi.scenari or portafoglio.ipotesi.piani:  # senza scenari il file può non esserci
        file[SCENARI] = portafoglio.ipotesi.aggiornato_al.primo
    soglia = portafoglio.soglie.dati_vecchi
    for nome, giorno in file.items():
        eta = (contesto.oggi - giorno).days
        if eta > soglia:
            yield Rilievo(
                f"{nome} è aggiornato al {format_giorno(giorno)}, {format_distanza(-eta)}: la soglia è {soglia}",
                "ricontrollare il file e scrivere in aggiornato_al il giorno del controllo",
                Ref(nome, campo=("aggiornato_al",)),
            )
