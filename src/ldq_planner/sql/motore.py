"""Che cosa si chiede a un motore: leggere le due tavole, tenere un risultato, rispondere, scrivere righe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from typing import Any

    from ldq_planner.sql.dialetto import Dialetto

    Valore = str | int | bool | date | None
    Riga = Sequence[Any]


class Motore(Protocol):
    """Un motore di colonne. Un testo nomina i suoi parametri `:nome`, e i valori gli arrivano a parte."""

    @property
    def dialetto(self) -> Dialetto:
        """Come scrive ciò che ogni motore scrive a modo suo."""
        ...

    @property
    def is_preparato(self) -> bool:
        """Vero se la tavola delle scadenze c'è già."""
        ...

    def read(self, nome: str, percorsi: Sequence[str]) -> None:
        """La tavola che sta in quei Parquet, con le nostre colonne e i loro tipi; una che manca è nulla."""
        ...

    def save(self, nome: str, testo: str, **valori: Valore) -> None:
        """Tiene il risultato in una tavola con quel nome, al posto di quella che c'era."""
        ...

    def ask(self, testo: str, **valori: Valore) -> list[Riga]:
        """Le righe del risultato: chi chiede, ne chiede poche."""
        ...

    def find_riga(self, tavola: str, id_: str) -> tuple[str, int]:
        """Il file in cui sta quella voce, e la sua riga: 0 se non si sa."""
        ...

    def write(self, testo: str, percorso: str, formato: str, **valori: Valore) -> int:
        """Scrive le righe del risultato in quel file, `parquet`, `csv` o `json`, o tutte o nessuna; e dice quante sono."""
        ...
