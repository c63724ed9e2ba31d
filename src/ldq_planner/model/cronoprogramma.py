"""Ciò che si calcola su una gara: le date di ogni fase, e ciò che le decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.model.ponte import Riuscita

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal


class PassoGara(NamedTuple):
    """Una fase con le sue date.

    Estremi: `inizio` è il giorno dell'evento da cui si conta, e non si conta; `fine` è il giorno in cui la fase è
    compiuta. `limite` è l'ultimo giorno in cui può compiersi senza che il servizio cominci tardi.
    """

    id: str
    nome: str
    chi: str
    tipo: str
    inizio: date
    fine: date
    giorni: int
    """Giorni di calendario da `inizio` a `fine`."""
    limite: date | None
    margine: int | None
    """`limite` − `fine`, in giorni."""
    durata: str
    """La durata chiesta, con la sua unità: per esempio «30 giorni» o «9 mesi»."""
    scade: date
    """Dove la durata cade prima di ogni rinvio."""
    origine: str
    """Chi dice la durata: `legge`, `stima`, `minimo` (nessun termine: il meno possibile), `richiesta` (fissata da chi
    chiede), `scenario` o `ente` (le durate scritte nei dati), `atto` (un giorno solo); di una gara in corso, `fatto`,
    `presunto` (la si dà per fatta), `fissato` (un atto ne dice il giorno), `aperto` (oltre la sua durata: al più presto oggi)."""
    riferimento: str | None
    stato_fonte: str | None
    """`V` verificato, `K` da verificare: dell'articolo, o della stima."""
    termine_massimo: date | None
    """L'ultimo giorno che la legge ammette per compierla, se ne dà uno."""


class Cronoprogramma(NamedTuple):
    """Le fasi di una gara sotto la legge del giorno in cui è pubblicata.

    Estremi: `avvio` è il primo giorno di servizio, compreso, e può essere festivo.
    """

    procedura: str
    profilo: str
    regime: str
    invio: date
    pubblicazione: date
    legge: date
    """Il giorno di cui vale la legge: quello di pubblicazione, salvo leggere la gara sotto un'altra."""
    inizio_preparazione: date
    avvio: date
    passi: tuple[PassoGara, ...]

    def find_fine(self, fase: str) -> date | None:
        """Il giorno in cui la fase è compiuta, se la procedura la prevede."""
        return next((p.fine for p in self.passi if p.id == fase), None)

    @property
    def lettura(self) -> Lettura:
        """Le date che contano; `None` dove la procedura non prevede la fase."""
        return Lettura(
            regime=self.regime,
            invio=self.invio,
            pubblicazione=self.pubblicazione,
            scadenza_offerte=self.find_fine("ricezione_offerte"),
            aggiudicazione=self.find_fine("aggiudicazione"),
            fine_standstill=self.find_fine("standstill"),
            stipula=self.find_fine("stipula"),
            avvio=self.avvio,
        )

    def is_lunga(self, fase: str) -> bool:
        """Vero se la fase c'è, e prende dei giorni."""
        return any(p.giorni > 0 for p in self.passi if p.id == fase)

    def find_inizio(self, fase: str) -> date | None:
        """Il giorno in cui la fase comincia, se la procedura la prevede."""
        return next((p.inizio for p in self.passi if p.id == fase), None)


class Avviso(NamedTuple):
    """Ciò che chi legge le date deve sapere."""

    codice: str
    messaggio: str


class Lettura(NamedTuple):
    """Le date che contano, se valesse il regime vicino."""

    regime: str
    invio: date
    pubblicazione: date
    scadenza_offerte: date | None
    aggiudicazione: date | None
    fine_standstill: date | None
    stipula: date | None
    avvio: date


class CondizioneDiLegge(NamedTuple):
    """Ciò che la legge chiede a una procedura, e se ricorre.

    Unità: `limite` secondo `unita`, `euro` senza IVA o `mesi`.
    """

    codice: str
    """`prevista`, `valore-da`, `valore-sotto`, `servizio`, `durata`, `durata-di-regola`, `opzione`, `entro`, `altra`."""
    esito: Riuscita
    limite: int | None = None
    """Il numero che la legge pone, se ne pone uno."""
    unita: str | None = None
    """`euro` o `mesi`."""
    dal: date | None = None
    """Di `prevista`: il primo giorno in cui la legge la prevede."""
    testo: str | None = None
    """Ciò che il numero non dice: di `altra`, ciò che dev'essere vero; di `servizio`, per quali; di `entro`, da quando."""
    riferimento: str | None = None
    stato_fonte: str | None = None


class Ammessa(NamedTuple):
    """Una procedura, e se è ammessa a quel valore quel giorno."""

    procedura: str
    nome: str
    ammessa: bool
    """Falso se una condizione la esclude."""
    esito: Riuscita
    """Il peggiore delle condizioni: da verificare, se l'appalto non dice tutto ciò che la legge chiede."""
    riferimento: str | None
    stato_fonte: str | None
    condizioni: tuple[CondizioneDiLegge, ...]
    """Ciò che la legge chiede, nell'ordine in cui lo si guarda; accanto a un valore, solo ciò che la esclude."""

    @property
    def motivi(self) -> tuple[CondizioneDiLegge, ...]:
        """Perché non è ammessa."""
        return tuple(c for c in self.condizioni if c.esito is Riuscita.ESCLUSO)


class ValoreAppalto(NamedTuple):
    """Il valore per le soglie, al netto dell'IVA, e le procedure ammesse. Unità: euro; aliquota in percento."""

    aliquota: int | None
    netto: Decimal
    procedure: tuple[Ammessa, ...]


class GiornoSpostato(NamedTuple):
    """Una data che un'opzione ha spostato. Unità: `giorni` da `senza` a `con`; `None` se una delle due manca."""

    id: str
    """La fase, o il campo della risposta; dopo un punto, quale suo giorno, se non è la fine."""
    nome: str
    senza: date | None
    con: date | None
    giorni: int | None


class OpzioneChiesta(NamedTuple):
    """Che cosa un'opzione ha fatto alle date: la gara contata con e senza."""

    opzione: str
    sposta: bool
    spostate: tuple[GiornoSpostato, ...]
    """Le date della risposta diverse da quelle della stessa gara senza l'opzione, in ordine."""
    perche: str | None
    """Se non ne sposta nessuna."""


class EsitoGara(NamedTuple):
    """La risposta di `ldq gara`: una gara, in avanti o all'indietro."""

    procedura: str
    regime: str
    regime_nome: str
    direzione: str
    profilo: str
    servizio_dal: date | None
    servizio_al: date | None
    invio: date
    pubblicazione: date
    scadenza_offerte: date | None
    aggiudicazione: date | None
    comunicazioni: date | None
    fine_standstill: date | None
    stipula: date | None
    avvio: date
    inizio_preparazione: date
    invio_non_prima_del: date | None
    """Il giorno prima di cui non si invia, se inviando appena pronti varrebbe una legge con cui si comincia tardi."""
    quesiti_entro: date | None
    """L'ultimo giorno per rispondere ai quesiti senza spostare il termine delle offerte."""
    sotto_soglia: bool
    """Vero se il valore sta sotto la soglia europea, o se la procedura lo chiede; falso anche se non si è detto."""
    margine_giorni: int
    """`inizio_preparazione` − oggi: negativo se è tardi di tanti giorni."""
    primo_avvio_possibile: date | None
    """Il primo giorno di servizio se la preparazione comincia oggi."""
    ritardo_giorni: int | None
    """Di quanti giorni il primo avvio possibile supera quello voluto; 0 se si fa in tempo."""
    fasi: tuple[PassoGara, ...]
    altra_lettura: Lettura | None
    valori: tuple[ValoreAppalto, ...]
    condizioni: tuple[CondizioneDiLegge, ...]
    """Ciò che la legge chiede a questa procedura, e se ricorre; il valore è il più alto, se l'aliquota non è nota."""
    verificato_al: date
    opzioni: tuple[OpzioneChiesta, ...] = ()
    """Ciò che ogni opzione chiesta ha spostato."""
    avvisi: tuple[Avviso, ...] = ()
