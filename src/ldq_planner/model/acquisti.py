"""Il programma degli acquisti: una riga per acquisto, con ciò che le schede di legge chiedono e ciò che nei dati manca."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from decimal import Decimal

DAI_DATI, DAL_PRECEDENTE, PROPOSTO = "dati", "programma-precedente", "proposto"
"""Da dove viene il CUI di una riga."""
SERVIZI, FORNITURE = "Servizi", "Forniture"
NON_RICOMPRESO, RICOMPRESO = 1, 2
"""I codici della tabella H.2bis (B.2bis) che i dati possono dire: no; sì, in un altro acquisto."""


class CostiDiScheda(NamedTuple):
    """Il costo di un acquisto con l'IVA, in euro: prima del programma, in ogni suo anno, dopo."""

    prima: Decimal
    anni: tuple[Decimal, ...]
    dopo: Decimal

    @property
    def totale(self) -> Decimal:
        """Tutto il costo."""
        return sum(self.anni, self.prima) + self.dopo


class Mancante(NamedTuple):
    """Ciò che manca a una riga: la colonna della scheda, perché, e che cosa scrivere e dove."""

    colonna: str
    rimedio: str


class Acquisto(NamedTuple):
    """Un acquisto del programma, cioè una riga della scheda H (o B).

    Unità: `costi` sono euro con l'IVA, uno per anno del programma; `totale` è tutto il costo, anche prima e dopo il
    programma; `None` se non si sa. `netti` sono le letture del valore senza IVA, con i rinnovi, che si confrontano con la
    soglia. `cui_da`: `dati`, `programma-precedente`, `proposto`, o `None` se non c'è un CUI. `ricompreso` è il codice della
    tabella H.2bis (B.2bis). `durata_mesi` è per eccesso.
    """

    scenario: str
    cui: str | None
    cui_da: str | None
    annualita: int
    cup: str | None
    ricompreso: int
    cui_ricompreso: str | None
    lotto_funzionale: bool | None
    nuts: str | None
    settore: str
    cpv: str | None
    descrizione: str
    priorita: int | None
    rup: str | None
    durata_mesi: int | None
    nuovo_affidamento: bool
    costi: tuple[Decimal, ...] | None
    costi_successivi: Decimal | None
    totale: Decimal | None
    capitale_privato_eur: Decimal
    capitale_privato_tipo: int | None
    finanziamento: str | None
    ausa: str | None
    centrale_committenza: str | None
    cig_accordo_quadro: str | None
    modifica_programma: int | None
    netti: tuple[Decimal, ...]
    da_scrivere: tuple[Mancante, ...] = ()
    da_sapere: tuple[str, ...] = ()


class RisorsaDiScheda(NamedTuple):
    """Una riga della scheda G (o A): una provenienza, o il totale, e gli euro di ogni anno del programma.

    `costi` e `totale` sono `None` se non si sa: di quella provenienza nessun acquisto è detto, e di qualcuno non la si dice.
    """

    provenienza: str
    costi: tuple[Decimal, ...] | None
    totale: Decimal | None


class SenzaStanziamento(NamedTuple):
    """Un acquisto che in un anno del programma gli stanziamenti non pagano per intero.

    Unità: euro con l'IVA. `stanziato_eur` è tutto ciò che l'anno stanzia, `None` se non ha stanziamenti.
    """

    anno: int
    scenario: str
    stanziato_eur: Decimal | None
    scoperto_eur: Decimal


class NonRiproposto(NamedTuple):
    """Una riga della scheda I (o C): un acquisto della prima annualità del programma di prima, né avviato né riproposto.

    Unità: `importo` in euro, come lo diceva quel programma; `motivo` è `None` se i dati non lo dicono.
    """

    cui: str | None
    cup: str | None
    descrizione: str
    importo: Decimal | None
    priorita: int | None
    motivo: str | None


class NonRitrovato(NamedTuple):
    """Una riga del programma di prima che non si può seguire in questo, né dire non riproposta; e perché."""

    cui: str | None
    descrizione: str
    motivo: str


class FuoriProgramma(NamedTuple):
    """Uno scenario che non sta nel programma, e perché."""

    scenario: str
    nome: str
    motivo: str


class ProgrammaAcquisti(NamedTuple):
    """Il programma degli acquisti di un ente: gli anni, la soglia in euro senza IVA, le righe delle tre schede."""

    anni: tuple[int, ...]
    soglia: int
    fonte_soglia: str
    fonte_schede: str
    nota_schede: str
    ente: str
    codice_fiscale: str | None
    acquisti: tuple[Acquisto, ...]
    risorse: tuple[RisorsaDiScheda, ...]
    senza_stanziamento: tuple[SenzaStanziamento, ...]
    non_riproposti: tuple[NonRiproposto, ...]
    non_ritrovati: tuple[NonRitrovato, ...]
    esclusi: tuple[FuoriProgramma, ...]


class AcquistoPassato(NamedTuple):
    """Un acquisto del programma di prima, come lo dice il suo file; senza CUI si riconosce dalla descrizione."""

    cui: str | None
    annualita: int | None
    cup: str | None
    descrizione: str
    importo: Decimal | None
    priorita: int | None
