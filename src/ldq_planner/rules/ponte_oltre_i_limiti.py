"""Un ponte dura più di quanto la proroga tecnica consente, contando anche quelle già date.

Perché: la proroga tecnica copre solo il tempo della nuova gara, e oltre la durata ammessa è un affidamento senza gara.
Il massimo è in `regimi/ponti.yaml`. Parla degli scenari di tipo `ponte` non superati, e dei contratti ancora in vigore
le cui proroghe tecniche esercitate (`tipo: proroga-tecnica`), insieme, lo passano: quelle che il contratto prevede
(`tipo: proroga`) non contano. Un ponte fatto con un altro strumento può durare di più: allora lo si dice con una deroga.

Passa (6 mesi, nessuna proroga già data):

    scenari:
      - {id: ponte, tipo: ponte, quartieri: [bovisa], inizio: 2023-07-01, durata_mesi: 6}

Non passa (9 mesi):

    scenari:
      - {id: ponte, tipo: ponte, quartieri: [bovisa], inizio: 2023-07-01, durata_mesi: 9}

Rimedio: accorciare il ponte, anticipare la gara che attende, o usare un altro strumento (`ldq scenari` dice quali).

Fonte: il limite e l'articolo sulla proroga tecnica, dal regime del giorno (`ldq norme`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.engine.ponti import (
    PROROGA_TECNICA,
    find_massimo,
    find_prolungato,
    list_ponti,
    measure_ponte,
    sum_proroghe,
)
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.testo import format_durata
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo

if TYPE_CHECKING:
    from ldq_planner.engine.norme import Diritto

CODICE = "ponte-oltre-i-limiti"
SEVERITA = Severita.AVVISO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per scenario o contratto oltre il massimo; nessuna senza le norme."""
    if contesto.diritto is not None:
        yield from _check_scenari(contesto, contesto.diritto)
        yield from _check_contratti(contesto, contesto.diritto)


def _check_scenari(contesto: Contesto, diritto: Diritto) -> Rilievi:
    for ponte in list_ponti(contesto.portafoglio, contesto.oggi):
        mesi = measure_ponte(contesto.portafoglio, ponte)
        massimo = find_massimo(diritto, PROROGA_TECNICA, ponte.inizio.primo)
        if mesi is None or massimo is None:
            continue
        prolungati = [find_prolungato(contesto.portafoglio, q, ponte.inizio.ultimo) for q in ponte.quartieri]
        gia, contratto = max(((sum_proroghe(c), c.id) for c in prolungati if c is not None), default=(0, ""))
        if mesi + gia > massimo.valore:
            cumulo = f", e con i {gia} già prorogati di «{contratto}» fanno {mesi + gia}" if gia else ""
            yield Rilievo(
                f"il ponte «{ponte.id}» dura {format_durata(mesi, 'mesi')}{cumulo}: oltre i "
                f"{format_durata(massimo.valore, massimo.unita)} della proroga tecnica",
                "accorciarlo, anticipare la gara che attende, o usare un altro strumento e dirlo in una deroga",
                Ref("scenari", ponte.id, ("fine" if ponte.durata_mesi is None else "durata_mesi",)),
                fonte=massimo.fonte,
            )


def _check_contratti(contesto: Contesto, diritto: Diritto) -> Rilievi:
    for contratto in contesto.portafoglio.contratti:
        mesi = sum_proroghe(contratto) if contratto.opzioni else 0
        if not mesi or contesto.scadenze[contratto.id].ultimo < contesto.oggi:
            continue
        massimo = find_massimo(diritto, PROROGA_TECNICA, contesto.scadenze[contratto.id].primo)
        if massimo is not None and mesi > massimo.valore:
            ultima = max(
                i for i, o in enumerate(contratto.opzioni) if (o.tipo, o.stato) == (PROROGA_TECNICA, "esercitata")
            )
            yield Rilievo(
                f"«{contratto.id}» è prorogato di {format_durata(mesi, 'mesi')} in tutto: oltre i "
                f"{format_durata(massimo.valore, massimo.unita)} della proroga tecnica",
                "se il contratto le prevedeva, scrivere tipo: proroga; altrimenti affidare il servizio di nuovo, senza altre "
                "proroghe",
                Ref("contratti", contratto.id, ("opzioni", ultima, "tipo")),
                fonte=massimo.fonte,
            )
