"""Le risorse di chi prepara le gare: uffici, sedute, soldi, e i vincoli fra una gara e l'altra."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ldq_planner.model.base import (
    Anno,
    Chi,
    ChiusuraAnnuale,
    Giorno,
    Id,
    IdNorma,
    Importo,
    Intero,
    Modello,
    NonNoto,
    Positivo,
    Testo,
)
from ldq_planner.model.scenario import Finanziamento

GIORNI_FERIALI = ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì")
_PAROLE = {"bilancio": "bilancio", "mutuo": "mutuo", "vincol": "vincolato", "privat": "privati", "immobil": "immobili"}
"""Una parola della fonte → la provenienza che dice."""
GareInsieme = dict[IdNorma, Intero]
"""L'id di una fase → quante gare insieme vi possono stare."""


class Chiusura(Modello):
    """Giorni, compresi, in cui un ufficio, o tutti, non lavorano."""

    dal: Giorno
    """Primo giorno chiuso, compreso; certo."""
    al: Giorno
    """Ultimo giorno chiuso, compreso; certo."""


class Ufficio(Modello):
    """Un ufficio, un ruolo o una commissione: quali fasi fa, e quante gare segue insieme in una settimana."""

    id: Id
    nome: Chi
    """Un ufficio o un ruolo, non una persona: i dati si pubblicano."""
    gare: Intero
    """Quante gare può seguire nella stessa settimana, in tutte le sue fasi."""
    fasi: Annotated[tuple[IdNorma, ...], Field(min_length=1)]
    """Gli id delle fasi che fa (`ldq norme`), per esempio `progettazione`."""
    gare_per_fase: GareInsieme = Field(default_factory=dict)
    """Quante gare insieme in una sola delle sue fasi, se sono meno di `gare`."""
    solo_per: tuple[Id, ...] = ()
    """Gli scenari che segue; senza, tutti."""
    chiusure: tuple[ChiusuraAnnuale, ...] = ()
    """I suoi giorni chiusi di ogni anno, oltre a quelli di tutti."""
    chiuso: tuple[Chiusura, ...] = ()
    """I suoi giorni chiusi di una volta sola."""


class Seduta(Modello):
    """Quando si riunisce l'organo che delibera: una fase finisce in una sua seduta."""

    id: Id
    nome: Testo
    """Come si chiama l'organo, per esempio la Giunta."""
    fasi: Annotated[tuple[IdNorma, ...], Field(min_length=1)] = ("indirizzo",)
    """Le fasi che finiscono in una seduta."""
    giorno: Literal["lunedì", "martedì", "mercoledì", "giovedì", "venerdì"] | None = None
    """Il giorno della settimana in cui si riunisce."""
    date: tuple[Giorno, ...] = ()
    """Le sedute, una per una, al posto di `giorno`; dopo l'ultima non se ne conoscono, e ogni giorno va bene."""
    saltate: tuple[Giorno, ...] = ()
    """Le sedute di `giorno` che non si tengono."""
    solo_per: tuple[Id, ...] = ()
    """Gli scenari che vi passano; senza, tutti."""

    @property
    def giorno_feriale(self) -> int | None:
        """Il giorno della settimana in cui si riunisce: da zero, lunedì, a quattro; `None` se non è uno."""
        return None if self.giorno is None else GIORNI_FERIALI.index(self.giorno)


class Stanziamento(Modello):
    """I soldi di un anno, da una fonte."""

    id: Id
    anno: Anno
    fonte: Testo
    """Da dove vengono: il bilancio dell'ente, la Regione, il PNRR."""
    provenienza: Annotated[Finanziamento | None, NonNoto] = None
    """La voce della scheda delle risorse del programma degli acquisti: `vincolato`, `mutuo`, `privati`, `bilancio`,
    `dl-310-1990`, `immobili`, `altro`; se manca, quella che si legge in `fonte` («bilancio comunale»)."""
    importo_eur: Importo
    """Quanto si può spendere nell'anno, in euro."""
    iva: Literal["inclusa", "esclusa"] = "inclusa"
    """Se `importo_eur` e `impegnato_eur` contengono l'IVA."""
    impegnato_eur: Annotated[Importo | None, NonNoto] = None
    """Quanto è già impegnato, in euro. Se nessuno stanziamento dell'anno lo dice, è il costo dell'anno dei contratti."""
    solo_per: tuple[Id, ...] = ()
    """Gli scenari che può pagare; senza, tutti."""

    @property
    def da_dove(self) -> str | None:
        """La provenienza scritta, o quella che una parola di `fonte` dice; `None` se nessuna la dice."""
        fonte = self.fonte.lower()
        return self.provenienza or next((quale for parola, quale in _PAROLE.items() if parola in fonte), None)


class Dipendenza(Modello):
    """Una gara che non comincia prima che un'altra sia arrivata a una sua fase."""

    id: Id
    scenario: Id
    """La gara che attende."""
    dopo: Id
    """La gara che attende lo scenario."""
    fase: IdNorma = "avvio"
    """La fase dell'altra gara che deve essere compiuta."""
    giorni: Intero = 0
    """Quanti giorni dopo."""


class GiornoFisso(Modello):
    """Un giorno da cui una gara non si può scostare."""

    id: Id
    scenario: Id
    fase: IdNorma = "invio_bando"
    """La fase di cui si fissa la fine."""
    il: Giorno | None = None
    """Il giorno, certo, in cui la fase è compiuta, se è uno solo."""
    non_prima: Giorno | None = None
    """Il primo giorno, certo, in cui può essere compiuta, compreso."""
    entro: Giorno | None = None
    """L'ultimo giorno, certo, in cui può essere compiuta, compreso."""


class Lotti(Modello):
    """Scenari che possono, devono o non devono stare in una gara sola, a lotti."""

    id: Id
    scenari: Annotated[tuple[Id, ...], Field(min_length=1)]
    """Uno solo, `ammessi`: si può dividere per quartiere, in lotti di una gara o in gare diverse. Più d'uno: vedi `come`."""
    come: Literal["ammessi", "insieme", "separati"] = "ammessi"
    """`ammessi` se possono essere lotti di una gara sola, `insieme` se devono, `separati` se non devono."""


class FileRisorse(Modello):
    """`risorse.yaml`: con quali uffici, sedute e soldi si preparano le gare. Il file può mancare."""

    uffici: tuple[Ufficio, ...] = ()
    chiusure: tuple[ChiusuraAnnuale, ...] = ()
    """I giorni di ogni anno in cui nessun ufficio lavora."""
    chiuso: tuple[Chiusura, ...] = ()
    """I giorni di una volta sola in cui nessun ufficio lavora."""
    sedute: tuple[Seduta, ...] = ()
    stanziamenti: tuple[Stanziamento, ...] = ()
    ponti_mesi: Positivo | None = None
    """Quanti mesi di ponte si possono dare a ogni quartiere in attesa della sua gara, compresi quelli dei ponti già scritti negli
    scenari; senza, nessuno."""
    ponti_mesi_in_tutto: Intero | None = None
    """Quanti mesi di ponte si possono dare in tutto, sommati i quartieri, oltre a quelli già scritti; senza, quanti ne servono."""
    dipendenze: tuple[Dipendenza, ...] = ()
    giorni_fissi: tuple[GiornoFisso, ...] = ()
    lotti: tuple[Lotti, ...] = ()
    nota: Testo | None = None
