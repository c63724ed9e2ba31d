"""Le tre scadenze di un contratto: base, effettiva, massima."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import NON_NOTA, ULTIMO_GIORNO, DataIncerta, between
from ldq_planner.dates.mesi import end_of_mesi
from ldq_planner.dates.periodo import UN_GIORNO
from ldq_planner.model.scadenze import Scadenze

if TYPE_CHECKING:
    from ldq_planner.model.contratto import Contratto, Opzione
    from ldq_planner.model.scenario import Scenario


def compute_scadenze(contratto: Contratto) -> Scadenze:
    """Le tre scadenze; dove il documento ne dichiara una, vale quella dichiarata.

    Nella massima contano le opzioni ancora aperte, non quelle a cui si è rinunciato; un contratto chiuso non ne ha più.
    Estremi: ogni scadenza è l'ultimo giorno in vigore, compreso.
    """
    effettiva = compute_effettiva(contratto)
    aperte = () if contratto.chiusura else tuple(o for o in contratto.opzioni if o.stato == "aperta")
    return Scadenze(compute_base(contratto), effettiva, _extend_all(effettiva, aperte))


def compute_base(contratto: Contratto) -> DataIncerta:
    """La scadenza senza opzioni: quella dichiarata, o l'ultimo giorno della durata."""
    return contratto.scadenza_base or compute_durata(contratto) or NON_NOTA


def compute_effettiva(contratto: Contratto) -> DataIncerta:
    """La scadenza con le opzioni esercitate: quella dichiarata, o la catena delle opzioni."""
    if contratto.scadenza_effettiva is not None:
        return contratto.scadenza_effettiva
    return compute_catena(contratto) if contratto.opzioni else compute_base(contratto)


def compute_durata(voce: Contratto | Scenario) -> DataIncerta | None:
    """L'ultimo giorno della durata scritta: in mesi o, se in mesi non c'è, in giorni."""
    if voce.durata_mesi:
        return add_mesi(voce.inizio, voce.durata_mesi)
    return add_giorni(voce.inizio, voce.durata_giorni) if voce.durata_giorni else None


def compute_catena(contratto: Contratto) -> DataIncerta:
    """La scadenza base prolungata dalle opzioni esercitate, qualunque cosa dichiari il documento."""
    esercitate = tuple(o for o in contratto.opzioni if o.stato == "esercitata")
    return _extend_all(compute_base(contratto), esercitate)


def extend(fine: DataIncerta, opzione: Opzione) -> DataIncerta:
    """La scadenza dopo l'opzione, che decorre dal giorno dopo `fine`.

    Estremi: `fine` e il risultato sono compresi.
    """
    if opzione.scadenza is not None:
        return opzione.scadenza
    return add_mesi(follow(fine), opzione.durata_mesi) if opzione.durata_mesi else NON_NOTA


def follow(fine: DataIncerta) -> DataIncerta:
    """Il giorno dopo una scadenza, per ogni sua lettura: la decorrenza di ciò che la estende."""
    return between(fine.primo + UN_GIORNO, fine.ultimo + UN_GIORNO) if fine.is_nota else NON_NOTA


def add_mesi(inizio: DataIncerta, mesi: int) -> DataIncerta:
    """L'ultimo giorno di un periodo di `mesi` mesi, per ogni lettura dell'inizio; mai oltre `ULTIMO_GIORNO`."""
    if not inizio.is_nota:
        return NON_NOTA
    primo = min(end_of_mesi(inizio.primo, mesi), ULTIMO_GIORNO)
    return between(primo, primo if inizio.is_certa else min(end_of_mesi(inizio.ultimo, mesi), ULTIMO_GIORNO))


def add_giorni(inizio: DataIncerta, giorni: int) -> DataIncerta:
    """L'ultimo giorno di un periodo di `giorni` giorni, il primo compreso, per ogni lettura; mai oltre `ULTIMO_GIORNO`."""
    if not inizio.is_nota:
        return NON_NOTA
    altri = timedelta(days=giorni - 1)
    primo = min(inizio.primo + altri, ULTIMO_GIORNO)
    return between(primo, primo if inizio.is_certa else min(inizio.ultimo + altri, ULTIMO_GIORNO))


def _extend_all(fine: DataIncerta, opzioni: tuple[Opzione, ...]) -> DataIncerta:
    for opzione in opzioni:
        fine = extend(fine, opzione)
    return fine
