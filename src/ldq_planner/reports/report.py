"""Il Report: ciò che un comando ha da dire, prima di sapere in quale formato.

`dati` è la risposta per le macchine; `elenco` sono le righe che
vuole un foglio di calcolo; `blocchi` è ciò che legge una persona, dall'alto in basso.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ldq_planner.model.testo import format_numero

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.dates.periodo import Periodo
    from ldq_planner.errors import Finding
    from ldq_planner.model.evento import Evento
    from ldq_planner.model.fonte_citata import FonteCitata
    from ldq_planner.reports.barre import Barra, Segno
    from ldq_planner.reports.esame import Esame
    from ldq_planner.reports.maniglia import Maniglia


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
    numero: int | None = None
    """Il numero che la parola dice, per chi lo vuole ordinare e sommare."""
    accanto: tuple[tuple[str, Voce], ...] = ()
    """Gli altri numeri che dice, ciascuno con il nome della colonna che ha in un foglio di calcolo."""


TRATTINO = Voce("–", Tono.SPENTO)
"""Qui non c'è nulla da dire, ed è giusto così: si allinea come i numeri della sua colonna."""


class Circa(NamedTuple):
    """Un numero che si conosce solo all'incirca."""

    numero: int

    @property
    def testo(self) -> str:
        """`circa 4.200`."""
        return f"circa {format_numero(self.numero)}"


class Euro(NamedTuple):
    """Un importo in euro, con i centesimi."""

    importo: Decimal


Cella: TypeAlias = "str | int | Decimal | date | DataIncerta | Circa | Euro | Voce | None"
"""Un valore, che il formato scrive come sa; `None` è «non noto»."""


def is_numero(cella: Cella) -> bool:
    """Vero se è un numero, che si allinea a destra."""
    return type(cella) is int or isinstance(cella, (Euro, Decimal))


RIGHE_IN_CARTA = 500
"""Quante di una tabella si leggono in una carta: una ventina di pagine."""


class Soprattitolo(NamedTuple):
    """Un titolo sopra più colonne: dalla prima all'ultima, comprese."""

    testo: str
    prima: int
    ultima: int


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
    breve: tuple[Blocco, ...] = ()
    """Ciò che sta al suo posto su uno schermo, se è più lunga di quanto si legga."""
    soprattitoli: tuple[tuple[Soprattitolo, ...], ...] = ()
    """Le righe di titoli sopra quelli delle colonne, dalla più alta: le ha un modulo, sulla carta e nel foglio."""

    @property
    def destra(self) -> tuple[bool, ...]:
        """Per ogni colonna, se si allinea a destra: oltre ai trattini, ha solo numeri, che si conoscano o no."""
        colonne = zip(*self.righe, strict=True) if self.righe else [()] * len(self.colonne)
        detti = [[cella for cella in colonna if cella != TRATTINO] for colonna in colonne]
        return tuple(bool(celle) and all(c is None or is_numero(c) for c in celle) for celle in detti)


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


class Capitolo(NamedTuple):
    """Il titolo di una parte di una carta; ciò che segue, fino al prossimo, ne fa parte."""

    testo: str
    allegato: bool = False
    """Vero se è un allegato, che comincia in una pagina sua."""


class Suggerimento(NamedTuple):
    """Il comando che viene dopo: serve a chi ha il programma davanti, e una carta non lo porta."""

    testo: str


class Tratto(NamedTuple):
    """Un pezzo di una linea del tempo in caratteri."""

    periodo: Periodo
    tono: Tono


class RigaLinea(NamedTuple):
    """Una riga di una linea del tempo: `tratti` per il disegno in caratteri; barre, segni e `sotto` per la figura."""

    nome: str
    tratti: tuple[Tratto, ...] = ()
    barre: tuple[Barra, ...] = ()
    segni: tuple[Segno, ...] = ()
    sotto: str = ""
    """Ciò che sta sotto il nome, più piccolo."""


class LineaDelTempo(NamedTuple):
    """Una riga per quartiere, o per fase; ciò che nessun tratto occupa ha il tono `sfondo`.

    `legenda`: tono → che cosa vuol dire; `descrizione` dice la figura a chi non la vede.
    """

    titolo: str
    finestra: Periodo
    oggi: date
    righe: tuple[RigaLinea, ...]
    legenda: tuple[tuple[Tono, str], ...]
    descrizione: str = ""
    sfondo: Tono = Tono.BENE
    breve: tuple[Blocco, ...] = ()
    """Come per una tabella."""
    di_troppo: bool = False
    """Vero se in una risposta breve di caratteri è di troppo: resta a chi la disegna."""

    @property
    def is_figura(self) -> bool:
        """Vero se ha abbastanza da disegnare una figura, e non solo una riga di caratteri."""
        return any(riga.barre for riga in self.righe)


IGNOTO = "abitanti non noti"
"""Ciò che si scrive al posto di un valore che non si può calcolare."""


class Istogramma(NamedTuple):
    """Quantità a confronto: per ogni riga un valore per serie; `None` se non è noto."""

    titolo: str
    unita: str
    serie: tuple[str, ...]
    righe: tuple[tuple[str, tuple[int | None, ...]], ...]
    descrizione: str = ""
    spiegazione: str = ""
    """Che cosa si misura, in una riga sopra le barre."""


class Segnalazioni(NamedTuple):
    """Le segnalazioni, con il loro posto nei file; quelle con un titolo, in una pagina, sono una tabella."""

    findings: tuple[Finding, ...]
    titolo: str = ""
    ripiegata: bool = False
    """Come per una tabella."""
    breve: tuple[Blocco, ...] = ()
    """Come per una tabella."""


Contenuto = Tabella | Scheda | Elenco | Nota | LineaDelTempo | Istogramma | Segnalazioni
Blocco = Capitolo | Suggerimento | Contenuto


class Lettera(NamedTuple):
    """Ciò che serve a mandare la risposta per posta: l'oggetto e, se si vuole, a chi."""

    oggetto: str
    a: tuple[str, ...] = ()


class Report(NamedTuple):
    """La risposta di un comando."""

    schema: str
    titolo: str
    oggi: date | None
    dati_aggiornati_al: date | None
    blocchi: tuple[Blocco, ...]
    dati: tuple[object, ...]
    """Una tupla con nomi, quelli del JSON: il suo tipo sta accanto a chi costruisce il report, e da lì nasce lo schema."""
    elenco: Sequence[object] = ()
    esame: Esame | None = None
    """Se il comando esamina i dati: ciò che vogliono i formati delle segnalazioni."""
    fonti: tuple[FonteCitata, ...] = ()
    """Per i formati che si allontanano dal programma: una carta, un foglio."""
    eventi: tuple[Evento, ...] = ()
    """Se il comando dice dei giorni: ciò che vuole un calendario."""
    compiuti: tuple[Evento, ...] = ()
    """Gli eventi di prima che non sono più da fare: chi li ha in un calendario li toglie."""
    modulo: Tabella | None = None
    """Se la risposta è un modulo di legge, con le sue colonne: ciò che vuole un CSV."""
    ente: str = ""
    """Di chi è la carta, se lo si sa."""
    orizzontale: bool = False
    """Vero se la carta ha tavole larghe: i suoi fogli sono coricati."""
    maniglia: Maniglia | None = None
    """Se la risposta può cambiare sotto le dita di chi legge: ciò che vuole una pagina."""
    lettera: Lettera | None = None
    """Se il comando può scrivere a qualcuno: ciò che vuole la posta."""

    @property
    def is_vuoto(self) -> bool:
        """Vero se per una persona non c'è nulla da leggere."""
        return not self.blocchi

    def shorten(self) -> Report:
        """Lo stesso report per uno schermo: senza le figure di troppo, e un riassunto al posto di ciò che è lungo."""
        lette = (b for b in self.blocchi if not getattr(b, "di_troppo", False))
        return self._replace(blocchi=tuple(x for b in lette for x in (getattr(b, "breve", ()) or (b,))))

    @property
    def figura(self) -> LineaDelTempo | Istogramma | None:
        """La figura del report: il primo blocco che si può disegnare."""
        return next(
            (b for b in self.blocchi if isinstance(b, Istogramma) or (isinstance(b, LineaDelTempo) and b.is_figura)),
            None,
        )
