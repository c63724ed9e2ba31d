"""Le tre scadenze di un contratto: base, effettiva, massima."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import NON_NOTA, PRIMO_GIORNO, ULTIMO_GIORNO, DataIncerta, between
from ldq_planner.dates.mesi import count_mesi, end_of_mesi
from ldq_planner.dates.periodo import UN_GIORNO
from ldq_planner.model.scadenze import Scadenze
from ldq_planner.model.slittamento import ALTRETTANTO, Slitta

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.model.contratto import Contratto, Opzione, Sospensione
    from ldq_planner.model.scenario import Scenario


def compute_scadenze(contratto: Contratto) -> Scadenze:
    """Le tre scadenze; dove il documento ne dichiara una, vale quella dichiarata.

    La base è quella di quando fu affidato; nell'effettiva contano le opzioni esercitate e gli slittamenti delle sospensioni,
    nella massima le opzioni ancora aperte, non quelle a cui si è rinunciato; un contratto chiuso non ne ha più.
    Estremi: ogni scadenza è l'ultimo giorno in vigore, compreso.
    """
    effettiva = compute_effettiva(contratto)
    aperte = () if contratto.chiusura else tuple(o for o in contratto.opzioni if o.stato == "aperta")
    return Scadenze(compute_base(contratto), effettiva, _extend_all(effettiva, aperte))


def compute_base(contratto: Contratto) -> DataIncerta:
    """La scadenza senza opzioni: quella dichiarata, o l'ultimo giorno della durata."""
    return contratto.scadenza_base or compute_durata(contratto) or NON_NOTA


def compute_effettiva(contratto: Contratto) -> DataIncerta:
    """La scadenza con le opzioni esercitate e gli slittamenti: quella dichiarata, o la catena delle opzioni."""
    if contratto.scadenza_effettiva is not None:
        return contratto.scadenza_effettiva
    return compute_catena(contratto) if contratto.opzioni or contratto.sospensioni else compute_base(contratto)


def compute_durata(voce: Contratto | Scenario) -> DataIncerta | None:
    """L'ultimo giorno della durata scritta: in mesi o, se in mesi non c'è, in giorni."""
    if voce.durata_mesi:
        return add_mesi(voce.inizio, voce.durata_mesi)
    return add_giorni(voce.inizio, voce.durata_giorni) if voce.durata_giorni else None


def compute_catena(contratto: Contratto) -> DataIncerta:
    """La scadenza base prolungata da opzioni esercitate e slittamenti, qualunque cosa dichiari il documento."""
    esercitate = tuple(o for o in contratto.opzioni if o.stato == "esercitata")
    return _extend_all(compute_base(contratto), esercitate, contratto.sospensioni)


def list_slittate(contratto: Contratto) -> Iterator[DataIncerta]:
    """La scadenza a cui si arriva se ogni sospensione che non dice di quanto slitta lo fa di altrettanto, a giorni o a mesi.

    I mesi sono quelli interi della sospensione, se il suo periodo ne fa un numero intero.
    """
    for a_mesi in (False, True):
        sospensioni = tuple(_measure_slittamento(s, a_mesi=a_mesi) for s in contratto.sospensioni)
        yield compute_catena(contratto.model_copy(update={"sospensioni": sospensioni}))


def _measure_slittamento(sospensione: Sospensione, *, a_mesi: bool) -> Sospensione:
    dal, al = sospensione.dal, sospensione.al
    if sospensione.slitta not in (None, ALTRETTANTO) or al is None:
        return sospensione
    mesi = (
        count_mesi(dal.primo, al.primo) if a_mesi and dal.is_certa and al.is_certa and dal.primo <= al.primo else None
    )
    return sospensione.model_copy(update={"slitta": Slitta(mesi=mesi) if mesi else ALTRETTANTO})


def extend(fine: DataIncerta, opzione: Opzione) -> DataIncerta:
    """La scadenza dopo l'opzione, che decorre dal giorno dopo `fine`.

    Estremi: `fine` e il risultato sono compresi.
    """
    if opzione.scadenza is not None:
        return opzione.scadenza
    return add_mesi(follow(fine), opzione.durata_mesi) if opzione.durata_mesi else NON_NOTA


def find_aperta(contratto: Contratto) -> tuple[int, Opzione | None]:
    """La prima opzione ancora da decidere, da cui dipendono le altre, con il suo posto."""
    return next(((i, o) for i, o in enumerate(contratto.opzioni) if o.stato == "aperta"), (0, None))


def compute_preavviso(fine: DataIncerta, opzione: Opzione) -> DataIncerta | None:
    """L'ultimo giorno, compreso, per scrivere a chi esegue dell'opzione che estende `fine`; `None` se nulla lo chiede.

    Di una fine incerta, uno per ogni lettura; non noto se non lo è la fine.
    """
    if opzione.preavviso_giorni is None:
        return None
    if not fine.is_nota:
        return NON_NOTA
    prima = timedelta(days=opzione.preavviso_giorni)
    return between(max(fine.primo, PRIMO_GIORNO + prima) - prima, max(fine.ultimo, PRIMO_GIORNO + prima) - prima)


def is_preavviso_dato(opzione: Opzione, oggi: date) -> bool:
    """Vero se si è già scritto a chi esegue: un giorno che deve ancora venire è un proposito."""
    return opzione.preavviso_dato is not None and opzione.preavviso_dato.primo <= oggi


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


def slip_all(fine: DataIncerta, da_contare: list[Sospensione]) -> DataIncerta:
    """La scadenza dopo le sospensioni, in ordine di data, che le cominciano prima; quelle contate non ci sono più."""
    while da_contare and da_contare[0].dal.primo <= fine.ultimo:
        fine = slip(fine, da_contare.pop(0))
    return fine


def slip(fine: DataIncerta, sospensione: Sospensione) -> DataIncerta:
    """La scadenza dopo una sospensione: se non la sposta, o non si sa ancora di quanto, è la stessa.

    Estremi: `fine` e il risultato sono compresi.
    """
    slitta, dal, al = sospensione.slitta, sospensione.dal, sospensione.al
    if slitta is None or not fine.is_nota:
        return fine
    if slitta.mesi is not None:
        return add_mesi(follow(fine), slitta.mesi)
    if slitta.giorni is not None:
        return _shift_giorni(fine, slitta.giorni, slitta.giorni)
    if al is None or not (dal.is_nota and al.is_nota):
        return fine
    return _shift_giorni(fine, max((al.primo - dal.ultimo).days + 1, 0), max((al.ultimo - dal.primo).days + 1, 0))


def _shift_giorni(fine: DataIncerta, minimo: int, massimo: int) -> DataIncerta:
    if not massimo:
        return fine
    primo, ultimo = fine.primo + timedelta(days=minimo), fine.ultimo + timedelta(days=massimo)
    return between(min(primo, ULTIMO_GIORNO), min(ultimo, ULTIMO_GIORNO))


def _extend_all(
    fine: DataIncerta, opzioni: tuple[Opzione, ...], sospensioni: tuple[Sospensione, ...] = ()
) -> DataIncerta:
    """La scadenza dopo le opzioni, nell'ordine; ogni sospensione sposta la prima scadenza che la segue."""
    da_contare = sorted(sospensioni, key=lambda s: s.dal.primo)
    for opzione in opzioni:
        fine = extend(slip_all(fine, da_contare), opzione)
    return slip_all(fine, da_contare)
