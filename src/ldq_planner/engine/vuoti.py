"""I giorni che verranno senza copertura certa, fra un contratto e un altro che deve ancora cominciare."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.periodo import InsiemeGiorni, Periodo
from ldq_planner.engine.vigore import sort_per_inizio

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.engine.copertura import Vigore
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.contratto import Contratto


class Vuoto(NamedTuple):
    """I giorni senza copertura certa di un quartiere fra due contratti.

    Estremi: `forse` è il periodo senza copertura certa, compreso; `certi` i suoi giorni scoperti in ogni lettura.
    """

    quartiere: str
    prima: Contratto
    dopo: Contratto
    forse: Periodo
    certi: InsiemeGiorni


def find_vuoti(quadro: Quadro) -> tuple[Vuoto, ...]:
    """I vuoti che cominciano dopo oggi, nell'ordine dei quartieri."""
    return tuple(vuoto for q in quadro.portafoglio.quartieri for vuoto in _find_vuoti(quadro, q.id))


def _find_vuoti(quadro: Quadro, quartiere: str) -> Iterator[Vuoto]:
    vigore, oggi = quadro.coperture[quartiere].in_vigore, quadro.oggi
    if not _has_vuoti(vigore, oggi.toordinal()):
        return
    ultimo = list(vigore.possibile)[-1].fine
    contratti = sort_per_inizio(quadro.portafoglio.contratti_by_quartiere[quartiere], quartiere)
    for forse in vigore.certo.complement(Periodo(oggi, ultimo)):
        prima = [c for inizio, c in contratti if inizio.primo < forse.inizio]
        posto = bisect_right(contratti, oggi, key=lambda coppia: coppia[0].primo)
        dopo = next((c for inizio, c in contratti[posto:] if inizio.ultimo >= forse.inizio), None)
        if forse.inizio > oggi and prima and dopo is not None:
            certi = vigore.possibile.complement(forse)
            ultima = max(prima, key=lambda c: quadro.find_vigore(c, quartiere)[1].ultimo if c is not dopo else oggi)
            yield Vuoto(quartiere, ultima, dopo, forse, certi)


def _has_vuoti(vigore: Vigore, oggi: int) -> bool:
    """Vero se dopo oggi qualcosa si copre e non tutto è certo: i più escono di qui, senza altri conti."""
    certi, possibili = vigore.certo.confini, vigore.possibile.confini
    if not possibili or possibili[-1] - 1 <= oggi:
        return False
    posto = bisect_right(certi, oggi)
    return posto % 2 == 1 and certi[posto] < possibili[-1]
