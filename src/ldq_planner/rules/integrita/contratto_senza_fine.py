"""Un contratto o un'opzione di cui non si dice quando finisce.

Perché: senza una fine non si sa fino a quando il quartiere è servito, e non si deve indovinare.

Passa:

    inizio: 2023-01-01
    durata_mesi: 12

Passa (la fine non si conosce, ed è detto):

    inizio: 2023-01-01
    scadenza_base: non noto

Non passa:

    inizio: 2023-01-01

Rimedio: aggiungere `durata_mesi` o la scadenza; se il documento non la dà, scrivere `non noto`.
"""

from __future__ import annotations

from ldq_planner.errors import Ref, Severita
from ldq_planner.rules.base.contenuto import Contenuto, Rilievi, Rilievo

CODICE = "contratto-senza-fine"
SEVERITA = Severita.ERRORE


def check(contenuto: Contenuto) -> Rilievi:
    """Una segnalazione per contratto o opzione senza fine."""
    for contratto in contenuto.portafoglio.contratti:
        if contratto.durata_mesi is None and contratto.durata_giorni is None and contratto.scadenza_base is None:
            yield Rilievo(
                f"il contratto «{contratto.id}» non dice quando finisce",
                "aggiungere durata_mesi o scadenza_base (anche «non noto»)",
                Ref("contratti", contratto.id),
            )
        for i, opzione in enumerate(contratto.opzioni):
            if opzione.durata_mesi is None and opzione.scadenza is None:
                yield Rilievo(
                    f"l'opzione {i + 1} di «{contratto.id}» non dice quando finisce",
                    "aggiungere durata_mesi o scadenza (anche «non noto»)",
                    Ref("contratti", contratto.id, ("opzioni", i)),
                )
