"""Perché una procedura è ammessa o no, in parole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.model.ponte import Riuscita
from ldq_planner.model.testo import format_valore, lower_prima

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ldq_planner.model.cronoprogramma import Ammessa, CondizioneDiLegge


def say_motivi(ammessa: Ammessa) -> str:
    """Perché non è ammessa; vuoto, se lo è."""
    return "; ".join(f"{say_condizione(c)} ({c.riferimento})" for c in ammessa.motivi)


def say_riserve(condizioni: Iterable[CondizioneDiLegge]) -> str:
    """Ciò che resta da verificare perché sia ammessa; vuoto, se non resta nulla."""
    return "; ".join(say_condizione(c) for c in condizioni if c.esito is Riuscita.DA_VERIFICARE)


def say_condizione(condizione: CondizioneDiLegge) -> str:
    """Ciò che la legge chiede: completa «è ammessa»."""
    quanto = "" if condizione.limite is None else format_valore(condizione.limite, condizione.unita or "")
    dal = "" if condizione.dal is None else format_giorno(condizione.dal)
    testo = lower_prima(condizione.testo) if condizione.testo else ""
    return _FRASI[condizione.codice].format(quanto=quanto, dal=dal, testo=testo)


_FRASI = {
    "prevista": "dal {dal}",
    "valore-da": "da {quanto} netti in su",
    "valore-sotto": "sotto {quanto} netti",
    "servizio": "solo per {testo}",
    "durata": "per un contratto di {quanto} al più",
    "durata-di-regola": "per un contratto di {quanto} al più, salvo casi eccezionali motivati",
    "opzione": "solo se non è una {testo}",
    "entro": "entro {quanto} ({testo})",
    "altra": "se {testo}",
}
