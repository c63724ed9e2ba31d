"""I contratti che scadono senza che un altro li segua in tempo."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.periodo import UN_GIORNO, Periodo
from ldq_planner.engine.copertura import is_coperto
from ldq_planner.engine.preavvisi import Preavvisi

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.engine.preavvisi import Anticipo, Soglia
    from ldq_planner.engine.prudenza import Prudenza
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.contratto import Contratto


class SenzaSeguito(NamedTuple):
    """Un contratto di cui è ora di parlare, e i quartieri che lascerebbe senza seguito.

    Estremi: `fine` è compresa; `dopo` sono i giorni, compresi, in cui secondo la lettura può non esserci già più.
    """

    contratto: Contratto
    fine: DataIncerta
    dopo: Periodo
    quartieri: list[str]
    soglia: Soglia

    @property
    def is_critico(self) -> bool:
        """Vero se nemmeno ai tempi più corti si evita il vuoto."""
        return self.fine.primo <= self.soglia.critico


def find_senza_seguito(quadro: Quadro, anticipo: Anticipo, prudenza: Prudenza | None = None) -> Iterator[SenzaSeguito]:
    """I contratti che scadono senza un seguito certo né una gara in ordine, nell'ordine del file.

    La soglia è quella del quartiere che sta peggio: chi è critico, poi chi aspetta la procedura più lenta.
    """
    oggi, preavvisi = quadro.oggi, Preavvisi(quadro, anticipo, prudenza)
    for contratto, fine, quartieri in _list_fini(quadro):
        if not fine.is_nota or fine.ultimo < oggi:
            continue
        soglie = {q: s for q in quartieri if fine.primo <= (s := preavvisi.find(contratto, q)).ultima}
        if not soglie:
            continue
        dopo = Periodo(max(fine.primo + UN_GIORNO, oggi), fine.ultimo + UN_GIORNO)
        lasciati = [q for q in soglie if not is_coperto(quadro.coperture[q].in_vigore.certo, dopo)]
        lasciati = [q for q in lasciati if not preavvisi.is_in_ordine(q, dopo)]
        if lasciati:
            soglia = max(
                (soglie[q] for q in lasciati), key=lambda s: (fine.primo <= s.critico, s.ultimo_avvio, s.ultima)
            )
            yield SenzaSeguito(contratto, fine, dopo, lasciati, soglia)


def _list_fini(quadro: Quadro) -> Iterator[tuple[Contratto, DataIncerta, tuple[str, ...]]]:
    """Ogni contratto con la sua fine e i quartieri in cui è quella: più d'una, se finisce in giorni diversi."""
    for contratto in quadro.portafoglio.contratti:
        if contratto.decorrenze:
            fini = {q: quadro.find_vigore(contratto, q)[1] for q in contratto.quartieri}
            for fine in dict.fromkeys(fini.values()):
                yield contratto, fine, tuple(q for q, sua in fini.items() if sua == fine)
        else:
            yield contratto, quadro.scadenze[contratto.id], contratto.quartieri
