"""Un record com'è nella fonte: testo, e il suo posto. Che cosa voglia dire lo decide `normalizzazione`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ldq_planner.loading.importazione.prova import Prova

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CONTRATTO, SCENARIO, SCARTO = "contratto", "scenario", "scarto"


class Grezzo(NamedTuple):
    """I campi di un contratto o di una gara, come li scrive la fonte; vuoto vuol dire che non c'è."""

    posto: int | str
    """La riga del file, o il percorso nel documento."""
    cig: str = ""
    id: str = ""
    """L'identificativo della fonte, se non è un CIG."""
    gruppo: str = ""
    """Ciò che fa da quartiere."""
    titolo: str = ""
    inizio: str = ""
    fine: str = ""
    fine_massima: str = ""
    durata_giorni: str = ""
    durata_mesi: str = ""
    durata: str = ""
    """Con la sua unità: «36 mesi», «2 anni»."""
    rinnovi: str = ""
    importo: str = ""
    valuta: str = ""
    procedura: str = ""
    affidatario: str = ""
    natura: str = ""
    stato: str = ""
    cup: str = ""
    cui: str = ""
    proroga: str = ""
    """La fine dopo una proroga già data."""
    nuova_fine: str = ""
    """La fine di oggi, se non è più quella di prima."""
    scadenza_offerte: str = ""
    """L'ultimo giorno per le offerte: è di una gara, mai di un contratto."""
    iva: str = ""
    nota: str = ""
    originale: Any = ()
    """La riga intera, per chi rilegge gli scarti: testi, o coppie di nome e testo."""
    affidatari: tuple[tuple[str, str], ...] = ()
    """Nome e ruolo, quando la fonte ne dà più d'uno."""
    origine: str = ""
    riferimento: str = ""
    """Dove si ritrova nella fonte, da scrivere accanto a lei."""
    genere: str = CONTRATTO
    visto: str = ""
    """Il giorno in cui la fonte dice lo stato; vuoto se è quello di tutta la fonte."""
    codice_ente: str = ""
    """Di chi è il gruppo, se il suo nome vale solo lì dentro: un centro di costo."""
    ente: str = ""
    """Il nome di chi ha quel codice."""
    codici: tuple[tuple[str, str], ...] = ()
    """Campo e valore di ciò che solo il programma degli acquisti dice."""
    motivo: str = ""
    """Per uno scarto: il codice e la frase, separati da «|»."""

    def discard(self, codice: str, frase: str) -> Grezzo:
        """Lo stesso record, fra gli scarti."""
        return self._replace(genere=SCARTO, motivo=f"{codice}|{frase}")


RUOLI = tuple(campo for campo in Grezzo._fields[1:25])
"""I campi che una colonna può riempire."""


class FonteAperta:
    """Un file aperto: come lo si legge, e ciò che dice di sé (anche solo alla fine)."""

    def __init__(self, nome: str, formato: str, grezzi: Callable[[FonteAperta], Iterator[Grezzo]]) -> None:
        """`grezzi` è chi legge i record: il file si apre solo allora."""
        self.nome = nome
        self.formato = formato
        self.codifica = ""
        self.separatore = ""
        self.ente = ""
        self.is_gruppo_ente = False
        """Vero se il gruppo è chi compra, per come è fatta la fonte."""
        self.aggiornato_al = ""
        self.anno = ""
        """L'anno di cui racconta, se è tutto ciò che dice della sua età."""
        self.descrizione = ""
        """Come si chiama questa fonte, nei contratti che ne vengono."""
        self.intestazioni: tuple[str, ...] = ()
        self.colonne: dict[str, str] = {}
        self.foglio = ""
        self.prova: Callable[[], Prova] = Prova
        """Come si leggono le celle: si chiede una volta, quando serve."""
        self.si_prova_subito = False
        """Vero se come si leggono le celle si deve sapere comunque, e non solo per quelle dubbie."""
        self.fisiche = self.sopra = self.vuote = self.a_capo = self.unite = 0
        """Quante righe ha; quante sopra i dati, vuote, dentro una cella che va a capo, unite a un'altra."""
        self.fatti: list[tuple[str, int | str, str]] = []
        """Ciò che si è visto aprendola: codice di una particolarità, posto, dettaglio."""
        self.avvisi: list[str] = []
        self._grezzi = grezzi

    def read(self) -> Iterator[Grezzo]:
        """I record, nell'ordine del file."""
        return self._grezzi(self)
