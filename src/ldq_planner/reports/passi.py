"""I passi di una spiegazione, come li leggono una persona e una macchina: `ldq/spiega/1`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.reports.report import Report, Tabella

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

_COLONNE = ("", "Che cosa", "Risultato", "Perché")


class Passo(NamedTuple):
    """Che cosa si è guardato o calcolato, che cosa ne è venuto, e per quale regola."""

    che_cosa: str
    risultato: str
    perche: str


class RispostaSpiega(NamedTuple):
    """`ldq/spiega/1`."""

    id: str
    passi: tuple[Passo, ...]


def build_passi(id_: str, titolo: str, spiegazione: Iterable[Passo], oggi: date) -> Report:
    """I passi di una spiegazione, numerati; senza dati letti da un file."""
    passi = tuple(spiegazione)
    righe = tuple((str(n), p.che_cosa, p.risultato, p.perche) for n, p in enumerate(passi, 1))
    return Report(
        schema="ldq/spiega/1",
        titolo=titolo,
        oggi=oggi,
        dati_aggiornati_al=None,
        blocchi=(Tabella("", _COLONNE, righe),),
        dati=RispostaSpiega(id_, passi),
        elenco=passi,
    )
