"""Le tabelle troppo lunghe per una carta: il riassunto, se c'è, o le prime righe; e quante sono, e dove stanno le altre."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.model.testo import format_numero
from ldq_planner.reports.report import RIGHE_IN_CARTA, Nota, Segnalazioni, Tabella

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.reports.report import Blocco, Report


def shorten_tabelle(report: Report) -> Report:
    """Lo stesso report, con ogni tabella entro le righe che si leggono; nulla si perde senza dirlo."""
    return report._replace(blocchi=tuple(b for blocco in report.blocchi for b in _shorten(blocco)))


def _shorten(blocco: Blocco) -> Iterator[Blocco]:
    quante = _count(blocco)
    if not isinstance(blocco, (Tabella, Segnalazioni)) or quante <= RIGHE_IN_CARTA:
        yield blocco
        return
    if blocco.breve:
        yield from (b for breve in blocco.breve for b in _shorten(breve))
        che_cosa = f"Questo è il riassunto di {format_numero(quante)} righe, che una per una"
    else:
        yield _cut(blocco)
        che_cosa = f"Qui ci sono le prime {RIGHE_IN_CARTA} righe di {format_numero(quante)}: le altre {format_numero(quante - RIGHE_IN_CARTA)}"
    yield Nota(f"{che_cosa} sono nel foglio di calcolo (.xlsx) e nel JSON della stessa risposta.")


def _count(blocco: Blocco) -> int:
    return len(blocco.righe if isinstance(blocco, Tabella) else getattr(blocco, "findings", ()))


def _cut(blocco: Tabella | Segnalazioni) -> Tabella | Segnalazioni:
    if isinstance(blocco, Tabella):
        return blocco._replace(righe=blocco.righe[:RIGHE_IN_CARTA])
    return blocco._replace(findings=blocco.findings[:RIGHE_IN_CARTA])
