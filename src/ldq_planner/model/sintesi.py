"""Ciò che si dice di quartieri e contratti troppi per elencarli: i conti, e chi sono i casi peggiori."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.errors import Severita
    from ldq_planner.model.copertura import Causa, TipoLacuna
    from ldq_planner.model.stato import Stato, StatoContratto


class ContoQuartieri(NamedTuple):
    """Quanti quartieri, e quante persone: di quanti non si sanno gli abitanti, e se di qualcuno si sanno solo all'incirca."""

    quartieri: int = 0
    abitanti: int = 0
    ignoti: int = 0
    circa: bool = False


class PrimaFine(NamedTuple):
    """Il primo giorno, da oggi, in cui finisce la copertura di qualcuno, compreso; `forse` se per qualcuno può non essere finita."""

    giorno: date
    conto: ContoQuartieri
    forse: bool
    ids: tuple[str, ...]
    """I primi, in ordine di id."""


class SintesiStati(NamedTuple):
    """I conti degli stati dei quartieri che si vogliono, nel giorno della domanda.

    Unità: `abitanti_giorni` dei soli quartieri certamente scoperti.
    """

    per_stato: dict[Stato, ContoQuartieri]
    abitanti_giorni: ContoQuartieri
    """In `abitanti` la somma; `ignoti` sono quelli di cui non si sa."""
    prima_fine: PrimaFine | None
    per_mese: tuple[tuple[int, int, int], ...]
    """Anno, mese, quante coperture finiscono; i primi mesi, in ordine."""
    dopo: int
    """Quante finiscono dopo quei mesi."""
    per_ente: tuple[tuple[str, dict[Stato, int]], ...]
    """Gli enti con più quartieri senza; nessuno, se l'ente è uno solo."""
    altri_enti: dict[Stato, int]
    """I quartieri degli altri enti, insieme."""
    tutti: int
    """Quanti quartieri hanno i dati, anche fuori da ciò che si è chiesto."""

    @property
    def quartieri(self) -> int:
        """Quanti sono quelli che si vogliono."""
        return sum(conto.quartieri for conto in self.per_stato.values())


class SintesiContratti(NamedTuple):
    """I conti dei contratti che si vogliono, nel giorno della domanda."""

    per_stato: dict[StatoContratto, int]
    per_mese: tuple[tuple[int, int, int], ...]
    """Anno, mese, quanti finiscono; i primi mesi, in ordine."""
    dopo: int
    """Quanti finiscono dopo quei mesi."""
    prima_fine: date | None
    """Il primo giorno in cui finisce uno di quelli in vigore, compreso."""
    nella_prima: int
    """Quanti finiscono quel giorno."""
    tutti: int
    """Quanti contratti ci sono, anche fuori da ciò che si è chiesto."""

    @property
    def contratti(self) -> int:
        """Quanti sono quelli che si vogliono."""
        return sum(self.per_stato.values())


class SommaLacune(NamedTuple):
    """I giorni, di tutti i quartieri, delle lacune di quel tipo e di quella causa.

    Unità: `abitanti_giorni` dei quartieri di cui si sanno gli abitanti; `ignote` sono le lacune degli altri.
    """

    tipo: TipoLacuna
    causa: Causa | None
    lacune: int
    quartieri: int
    giorni: int
    abitanti_giorni: int
    ignote: int


class SintesiCopertura(NamedTuple):
    """I conti delle lacune di una finestra, nei quartieri che si vogliono."""

    somme: tuple[SommaLacune, ...]
    senza: ContoQuartieri
    """I quartieri certamente senza laboratorio in qualche giorno, per altro che una chiusura annuale."""
    primo: tuple[str, date] | None
    """Il nome di chi fra loro lo è per primo, e da quando."""
    per_mese: tuple[tuple[int, int, int], ...]
    """Anno, mese, quante lacune cominciano; i primi mesi, in ordine."""
    dopo: int
    """Quante cominciano dopo quei mesi."""
    quartieri: int
    """Quanti quartieri si vogliono."""
    tutti: int
    """Quanti ne hanno i dati."""


class SommaRegola(NamedTuple):
    """Quante segnalazioni di una regola, di quella severità, e quanti quartieri riguardano."""

    codice: str
    severita: Severita
    segnalazioni: int
    quartieri: int
