"""Ciò che più risposte su colonne dicono allo stesso modo: quanti, quante persone, e che l'elenco non è intero."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.model.sintesi import ContoQuartieri
from ldq_planner.model.testo import format_numero
from ldq_planner.reports.avvisi import say_quanti
from ldq_planner.reports.report import Nota, Tabella

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ldq_planner.reports.report import Cella


def say_resto(elencati: int, tutti: int, che_cosa: str, quali: str = "i più urgenti") -> Nota:
    """Che l'elenco non è intero, e come averlo."""
    return Nota(
        f"Qui {format_numero(elencati)} su {format_numero(tutti)} {che_cosa}, {quali}: di più con --primi N; tutti, in un file, con -o"
        " file.parquet, .csv o .jsonl."
    )


def say_conto(conto: ContoQuartieri) -> str:
    """`1.250 quartieri (almeno 3.456.789 abitanti)`."""
    quanti = say_quanti(conto.quartieri, "quartiere", "quartieri")
    if conto.ignoti == conto.quartieri:
        return f"{quanti} (abitanti non noti)"
    detti = "almeno " if conto.ignoti else "circa " if conto.circa else ""
    return f"{quanti} ({detti}{format_numero(conto.abitanti)} abitanti)"


def sum_conti(conti: Iterable[ContoQuartieri]) -> ContoQuartieri:
    """Il conto di tutti insieme."""
    tutti = (*conti,)
    return ContoQuartieri(
        sum(c.quartieri for c in tutti),
        sum(c.abitanti for c in tutti),
        sum(c.ignoti for c in tutti),
        any(c.circa for c in tutti),
    )


def count_mesi(che_cosa: str, per_mese: Iterable[tuple[int, int, int]], dopo: int) -> Tabella:
    """Quanti per mese, e quanti dopo."""
    righe: list[tuple[Cella, ...]] = [(f"{mese:02d}/{anno}", quanti) for anno, mese, quanti in per_mese]
    if dopo:
        righe.append(("dopo", dopo))
    return Tabella("Per mese", ("Mese", che_cosa), tuple(righe))
