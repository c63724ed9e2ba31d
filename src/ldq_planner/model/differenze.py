"""Ciò che cambia nelle conclusioni fra due stati dei dati."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.errors import Finding
    from ldq_planner.model.copertura import Causa


class StatoGiorno(StrEnum):
    """Come sta un quartiere in un giorno; `assente`: i dati non conoscono il quartiere."""

    ASSENTE = "assente"
    COPERTO = "coperto"
    POSSIBILE = "lacuna-possibile"
    CERTA = "lacuna-certa"


class Verso(StrEnum):
    """Se una cosa c'è solo dopo, o solo prima; di uno scenario o di un piano, se si è scelto, affidato, lasciato o ripreso."""

    AGGIUNTO = "aggiunto"
    TOLTO = "tolto"
    SCELTO = "scelto"
    LASCIATO = "lasciato"
    RIPRESO = "ripreso"
    AFFIDATO = "affidato"


class TrattoMutato(NamedTuple):
    """Giorni di fila che da uno stato passano a un altro.

    Estremi: `inizio` e `fine` compresi. Unità: `abitanti_giorni` conta i residenti di dopo; di prima, se il quartiere è
    stato tolto.
    """

    prima: StatoGiorno
    dopo: StatoGiorno
    inizio: date
    fine: date
    giorni: int
    abitanti_giorni: int | None
    causa_prima: Causa | None = None
    causa_dopo: Causa | None = None
    """Perché è scoperto a contratto in vigore."""

    @staticmethod
    def list_facoltativi() -> tuple[str, ...]:
        """I campi che una risposta dice solo se c'è qualcosa da dire."""
        return ("causa_prima", "causa_dopo")


class PresidioMutato(NamedTuple):
    """Giorni di fila in cui cambia quanti operatori tengono aperto un quartiere; `None` se non è coperto, o non si sa.

    Estremi: `inizio` e `fine` compresi.
    """

    quartiere: str
    nome: str
    inizio: date
    fine: date
    giorni: int
    operatori_prima: int | None
    operatori_dopo: int | None
    ridotto_prima: bool
    ridotto_dopo: bool


class DifferenzaQuartiere(NamedTuple):
    """Le lacune di un quartiere prima e dopo, nella finestra; un lato è `None` se lì il quartiere non c'è.

    Unità: giorni; abitanti-giorni con i residenti di ciascun lato.
    """

    id: str
    nome: str
    giorni_scoperti_prima: int | None
    giorni_scoperti_dopo: int | None
    giorni_forse_scoperti_prima: int | None
    giorni_forse_scoperti_dopo: int | None
    abitanti_giorni_scoperti_prima: int | None
    abitanti_giorni_scoperti_dopo: int | None
    tratti: tuple[TrattoMutato, ...]


class Presenza(NamedTuple):
    """Un quartiere, un contratto, uno scenario o un piano che c'è da una parte sola; o che si è scelto, affidato, lasciato, ripreso."""

    elenco: str
    id: str
    nome: str
    verso: Verso


class DataSpostata(NamedTuple):
    """L'inizio o una scadenza di un contratto, prima e dopo.

    Unità: `giorni` in avanti, negativi se la data è anticipata; `None` se una delle due non è un giorno.
    """

    contratto: str
    quale: str
    prima: DataIncerta
    dopo: DataIncerta
    giorni: int | None


class LimiteSpostato(NamedTuple):
    """Una delle date entro cui agire per uno scenario, prima e dopo; `None` se lì non c'è.

    Unità: `giorni` in avanti, negativi se si deve agire prima.
    """

    scenario: str
    quale: str
    prima: date | None
    dopo: date | None
    giorni: int | None


class Mutate(NamedTuple):
    """Le segnalazioni che cambiano, riconosciute dall'impronta; aggravate e attenuate si danno come sono dopo."""

    nuove: tuple[Finding, ...]
    risolte: tuple[Finding, ...]
    aggravate: tuple[Finding, ...]
    attenuate: tuple[Finding, ...]


class Differenze(NamedTuple):
    """Tutto ciò che cambia; ogni elenco è vuoto se in quello non cambia nulla.

    Le segnalazioni si riconoscono dall'impronta: `aggravate` e `attenuate` ci sono da entrambe le parti, con un'altra
    severità, e si danno come sono dopo.
    """

    quartieri: tuple[DifferenzaQuartiere, ...]
    presenze: tuple[Presenza, ...]
    scadenze: tuple[DataSpostata, ...]
    limiti: tuple[LimiteSpostato, ...]
    nuove: tuple[Finding, ...]
    risolte: tuple[Finding, ...]
    aggravate: tuple[Finding, ...]
    attenuate: tuple[Finding, ...]
    presidi: tuple[PresidioMutato, ...]

    @property
    def is_vuota(self) -> bool:
        """Vero se nessuna conclusione cambia."""
        return not any(self)


class Lato(NamedTuple):
    """Uno dei due stati: come lo si è chiamato, la revisione se è di git, a quale giorno sono fermi i suoi dati."""

    nome: str
    revisione: str | None
    dati_aggiornati_al: date
