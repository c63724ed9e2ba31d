"""Una durata imparata che si contraddice, o che parla di una procedura o di una fase che non c'è.

Perché: `durate.yaml` prende il posto delle stime. Una riga che nessuna gara userebbe, o un minimo più lungo del massimo,
sposterebbe le date senza che si sappia perché, o non le sposterebbe, in silenzio.

Passa:

    imparate:
      - {id: aperta-1, procedura: aperta, dopo: invio_bando, fase: aggiudicazione, minimo: 120, probabile: 175, massimo: 275, …}

Non passa:

    imparate:
      - {id: aperta-1, procedura: aperta, dopo: invio_bando, fase: aggiudicazione, minimo: 275, probabile: 175, massimo: 120, …}

Rimedio: scrivere di nuovo il file con `ldq impara --scrivi`, o correggere il campo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.errors import Ref, Severita
from ldq_planner.model.simili import suggest
from ldq_planner.rules.base.contenuto import Contenuto, Rilievi, Rilievo

if TYPE_CHECKING:
    from ldq_planner.model.apprendimento import DurataImparata
    from ldq_planner.model.norme import FileProcedure

CODICE = "durata-imparata-contraddittoria"
SEVERITA = Severita.ERRORE

_INIZIO = "inizio"


def check(contenuto: Contenuto) -> Rilievi:
    """Una segnalazione per campo che non può stare con gli altri."""
    imparate = contenuto.portafoglio.imparate
    if imparate is None or contenuto.procedure is None:
        return
    for riga in imparate.imparate:
        yield from _check_fasi(riga, contenuto.procedure)
        yield from _check_numeri(riga)


def _check_fasi(riga: DurataImparata, procedure: FileProcedure) -> Rilievi:
    procedura = procedure.find_procedura(riga.procedura)
    if procedura is None:
        note = [p.id for p in procedure.procedure]
        rimedio = suggest(riga.procedura, note, f"le procedure sono: {', '.join(note)}")
        yield _refuse(riga, "procedura", f"«{riga.procedura}» non è una procedura", rimedio)
        return
    fasi = (_INIZIO, *procedura.fasi)
    for campo, fase in (("dopo", riga.dopo), ("fase", riga.fase)):
        if fase not in fasi:
            rimedio = suggest(fase.replace("-", "_"), fasi, f"le fasi sono: {', '.join(fasi)}")
            yield _refuse(riga, campo, f"«{fase}» non è una fase della procedura «{procedura.id}»", rimedio)
    if riga.dopo in fasi and riga.fase in fasi and fasi.index(riga.fase) <= fasi.index(riga.dopo):
        messaggio = f"«{riga.fase}» non viene dopo «{riga.dopo}» nella procedura «{procedura.id}»"
        yield _refuse(riga, "fase", messaggio, "scambiare «dopo» e «fase»")


def _check_numeri(riga: DurataImparata) -> Rilievi:
    if not riga.minimo <= riga.probabile <= riga.massimo:
        messaggio = f"minimo, probabile e massimo non crescono: {riga.minimo}, {riga.probabile}, {riga.massimo} giorni"
        yield _refuse(riga, "probabile", messaggio, "scriverli dal più corto al più lungo")
    if riga.finite + riga.non_finite != riga.gare:
        messaggio = f"{riga.finite} finite e {riga.non_finite} non finite non fanno {riga.gare} gare"
        yield _refuse(riga, "gare", messaggio, "contare ogni gara una volta: finita, o no")
    if riga.sotto_eur is not None and riga.sotto_eur <= (riga.da_eur or 0):
        messaggio = f"nessun valore è da € {riga.da_eur or 0} in su e sotto € {riga.sotto_eur}"
        yield _refuse(riga, "sotto_eur", messaggio, "scambiare «da_eur» e «sotto_eur»")


def _refuse(riga: DurataImparata, campo: str, messaggio: str, rimedio: str) -> Rilievo:
    return Rilievo(messaggio, rimedio, Ref("imparate", riga.id, (campo,)))
