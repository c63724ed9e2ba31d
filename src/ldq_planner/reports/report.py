"""Il Report: ciò che un comando ha da dire, prima di sapere in quale formato.

`dati` è la risposta per le macchine (i campi delle dataclass sono i nomi del JSON); `elenco` sono le righe che
vuole un foglio di calcolo; `blocchi` è ciò che legge una persona, dall'alto in basso.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ldq_planner.dates.periodo import Periodo
    from ldq_planner.errors import Finding
    from ldq_planner.reports.esame import Esame


class Tono(StrEnum):
    """Come suona una parola: il colore lo sceglie il formato, e non è mai solo colore."""

    BENE = "bene"
    ATTENZIONE = "attenzione"
    ALLARME = "allarme"
    INCERTO = "incerto"
    SPENTO = "spento"


class Voce(NamedTuple):
    """Una parola con il suo tono."""

    testo: str
    tono: Tono


TRATTINO = Voce("–", Tono.SPENTO)
"""Qui non c'è nulla da dire, ed è giusto così: si allinea come i numeri della sua colonna."""


class Euro(NamedTuple):
    """Un importo in euro, con i centesimi."""

    importo: Any


Cella = Any
"""`str`, `int`, `date`, `DataIncerta`, `Euro`, `Voce`, `StrEnum`, o `None` per «non noto»; mai testo già composto."""


class Tabella(NamedTuple):
    """Una tabella: i titoli delle colonne e le righe."""

    titolo: str
    colonne: tuple[str, ...]
    righe: tuple[tuple[Cella, ...], ...]
    vuota: str = "Nessuno."
    """Che cosa dire se non ci sono righe."""
    gruppi: tuple[tuple[int, ...], ...] = ()
    """Se la tabella non ci sta: le colonne di ciascuna tabella più stretta in cui si divide, ognuna con la prima."""
    ripiegata: bool = False
    """Vero se è un dettaglio lungo: in una pagina si apre solo se la si vuole leggere."""


class Scheda(NamedTuple):
    """Etichette e valori di una cosa sola."""

    titolo: str
    voci: tuple[tuple[str, Cella], ...]


class Elenco(NamedTuple):
    """Frasi una sotto l'altra."""

    titolo: str
    frasi: tuple[str, ...]


class Nota(NamedTuple):
    """Una frase, con il suo tono."""

    testo: str
    tono: Tono = Tono.SPENTO


class Tratto(NamedTuple):
    """Un pezzo di una linea del tempo."""

    periodo: Periodo
    tono: Tono


class LineaDelTempo(NamedTuple):
    """Una riga per quartiere; ciò che nessun tratto occupa è coperto. `legenda`: tono → che cosa vuol dire."""

    titolo: str
    finestra: Periodo
    oggi: date
    righe: tuple[tuple[str, tuple[Tratto, ...]], ...]
    legenda: tuple[tuple[Tono, str], ...]


class Segnalazioni(NamedTuple):
    """Le segnalazioni, con il loro posto nei file; quelle con un titolo, in una pagina, sono una tabella."""

    findings: tuple[Finding, ...]
    titolo: str = ""
    ripiegata: bool = False
    """Come per una tabella."""


Blocco = Tabella | Scheda | Elenco | Nota | LineaDelTempo | Segnalazioni


class Report(NamedTuple):
    """La risposta di un comando."""

    schema: str
    titolo: str
    oggi: date | None
    dati_aggiornati_al: date | None
    blocchi: tuple[Blocco, ...]
    dati: Mapping[str, Any]
    elenco: Sequence[Any] = ()
    esame: Esame | None = None
    """Se il comando esamina i dati: ciò che vogliono i formati delle segnalazioni."""

    @property
    def is_vuoto(self) -> bool:
        """Vero se per una persona non c'è nulla da leggere."""
        return not self.blocchi
