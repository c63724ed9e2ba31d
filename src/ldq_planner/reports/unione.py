"""Su una riga di una figura, molti contratti disegnati come uno solo: i giorni che coprono insieme, e quanti sono."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.periodo import InsiemeGiorni
from ldq_planner.dates.testo import format_periodo
from ldq_planner.reports.barre import Barra, Genere

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldq_planner.dates.periodo import Periodo

DISTINTI = 6
"""Quanti atti si leggono ciascuno per sé sulla riga di un quartiere."""
_CERTI = (Genere.CONTRATTO, Genere.OPZIONE)


def unite(barre: Iterable[Barra], nome: str) -> tuple[Barra, ...]:
    """Le barre com'erano, se gli atti sono pochi; se no una per ogni periodo che coprono insieme, con quanti sono.

    `nome` è come si chiamano gli atti, se sono più d'uno.
    """
    tutte = tuple(barre)
    if len({b.gruppo for b in tutte}) <= DISTINTI:
        return tutte
    ridotte = (b for b in tutte if b.genere is Genere.RIDOTTO)
    unite = [b._replace(gruppo=nome) for b in {b.periodo: b for b in ridotte}.values()]
    presi = InsiemeGiorni(b.periodo for b in unite)
    for generi, come in ((_CERTI, nome), ((Genere.SCENARIO,), nome), ((Genere.INCERTO,), nome)):
        sue = [b for b in tutte if b.genere in generi]
        giorni = InsiemeGiorni(b.periodo for b in sue) - presi
        unite += _unite_tratti(giorni, sue, come)
        presi |= giorni
    aperte = [b for b in tutte if b.genere is Genere.OPZIONE_APERTA]
    return (*unite, *_unite_tratti(InsiemeGiorni(b.periodo for b in aperte), aperte, "opzioni ancora aperte"))


def _unite_tratti(giorni: InsiemeGiorni, barre: list[Barra], nome: str) -> Iterator[Barra]:
    """Una barra per tratto; quella di un atto solo resta la sua."""
    for tratto in giorni:
        sue = [b for b in barre if _is_toccata(b.periodo, tratto)]
        quante = len({b.gruppo for b in sue})
        if quante == 1:
            yield sue[0]._replace(periodo=tratto, gruppo=nome)
            continue
        incerto = sue[0].genere is Genere.INCERTO
        genere = Genere.CONTRATTO if sue[0].genere in _CERTI else sue[0].genere
        conto = f"{quante} {nome}"
        testo = f"{'giorni incerti: ' if incerto else ''}{conto}, {format_periodo(tratto.inizio, tratto.fine)}"
        yield Barra(tratto, genere, testo, "" if incerto else conto, nome)


def _is_toccata(uno: Periodo, altro: Periodo) -> bool:
    return uno.inizio <= altro.fine and altro.inizio <= uno.fine
