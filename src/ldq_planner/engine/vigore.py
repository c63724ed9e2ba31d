"""I giorni in cui un contratto è in vigore in un quartiere, e quelli in cui, pur in vigore, è fermo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import ULTIMO_GIORNO, exactly
from ldq_planner.dates.periodo import InsiemeGiorni
from ldq_planner.engine.scadenze import compute_effettiva, compute_scadenze
from ldq_planner.model.scadenze import Scadenze

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.model.chiusura import Annuale
    from ldq_planner.model.contratto import Contratto, Sospensione

    Estremi = tuple[date, date]  # primo e ultimo giorno in vigore, compresi

_SENZA_FINE = exactly(ULTIMO_GIORNO)


def compute_vigore(contratto: Contratto, quartiere: str) -> tuple[DataIncerta, DataIncerta]:
    """Primo e ultimo giorno in vigore in un quartiere, compresi: i suoi, se vi comincia o finisce in un altro giorno."""
    effettiva = compute_effettiva(contratto)
    for propria in contratto.decorrenze:
        if propria.quartiere == quartiere:
            return propria.inizio or contratto.inizio, propria.fine or effettiva
    return contratto.inizio, effettiva


def compute_scadenze_in(contratto: Contratto, quartiere: str) -> Scadenze:
    """Le tre scadenze in un quartiere: dove il contratto finisce in un giorno suo, di più non si sa."""
    scadenze = compute_scadenze(contratto)
    fine = compute_vigore(contratto, quartiere)[1] if contratto.decorrenze else scadenze.effettiva
    return scadenze if fine == scadenze.effettiva else Scadenze(fine, fine, fine)


def sort_per_inizio(contratti: Sequence[Contratto], quartiere: str) -> list[tuple[DataIncerta, Contratto]]:
    """L'inizio in quel quartiere e il contratto, per decorrenza: `contratti` lo sono già, a meno delle loro decorrenze."""
    if not any(c.decorrenze for c in contratti):
        return [(c.inizio, c) for c in contratti]
    coppie = [(compute_vigore(c, quartiere)[0], c) for c in contratti]
    return sorted(coppie, key=lambda coppia: (coppia[0].primo, coppia[1].id))


def compute_periodi(inizio: DataIncerta, fine: DataIncerta) -> tuple[list[Estremi], list[Estremi]]:
    """Il periodo in vigore in ogni lettura delle due date, e quello in vigore in qualche lettura; vuoti se non c'è.

    Una fine precede il suo inizio in nessuna lettura: le letture che lo direbbero non contano. Se una delle due non è
    nota nessun giorno è certo, neppure quello che si conosce: chi non sa quando finisce non sa se è durato.
    """
    if fine.ultimo < inizio.primo:
        return [], []
    if not (inizio.is_nota and fine.is_nota):
        return [], [(inizio.primo, fine.ultimo)]
    ultimo_inizio, prima_fine = min(inizio.ultimo, fine.ultimo), max(inizio.primo, fine.primo)
    certo = [(ultimo_inizio, prima_fine)] if ultimo_inizio <= prima_fine else []
    return certo, [(inizio.primo, fine.ultimo)]


def find_sospesi(sospensioni: Iterable[Sospensione]) -> tuple[InsiemeGiorni, InsiemeGiorni]:
    """I giorni sospesi in ogni lettura, e quelli sospesi in qualcuna; una sospensione aperta non finisce."""
    certi: list[Estremi] = []
    possibili: list[Estremi] = []
    for sospensione in sospensioni:
        certo, possibile = compute_periodi(sospensione.dal, sospensione.al or _SENZA_FINE)
        certi += certo
        possibili += possibile
    return InsiemeGiorni.from_estremi(certi), InsiemeGiorni.from_estremi(possibili)


def find_chiusi(chiusure: Iterable[Annuale], primo: date, ultimo: date) -> InsiemeGiorni:
    """I giorni delle chiusure annuali che toccano quel periodo, estremi compresi."""
    return InsiemeGiorni.from_estremi(e for chiusura in chiusure for e in chiusura.list_estremi(primo, ultimo))
