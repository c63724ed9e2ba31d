"""Gli scenari (un atto ipotetico per uno o più quartieri) e i piani (scenari presi insieme)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from ldq_planner.dates.incerta import NON_NOTA, exactly
from ldq_planner.model.avanzamento import FattoDiGara, find_bando, split_tentativi
from ldq_planner.model.base import (
    Anno,
    Booleano,
    Chi,
    Cig,
    Cpv,
    Data,
    Durate,
    Giorni,
    Giorno,
    Id,
    IdNorma,
    Importo,
    Modello,
    ModificaDiProgramma,
    NonNoto,
    Nuts,
    Percento,
    Positivo,
    Priorita,
    Ricompreso,
    Testo,
    TipoPrivato,
)

if TYPE_CHECKING:
    from datetime import date

NESSUN_INTERVENTO = "nessun-intervento"
Finanziamento = Literal["vincolato", "mutuo", "privati", "bilancio", "dl-310-1990", "immobili", "altro"]
"""Le provenienze delle risorse, nell'ordine della scheda del programma degli acquisti."""


class Condizione(Modello):
    """Qualcosa che deve accadere perché lo scenario si possa fare."""

    testo: Testo
    tipo: Literal["finanziamento", "atto", "programmazione", "altro"]
    soddisfatta: Booleano = False
    """Sì se è già accaduto."""
    entro: Data = NON_NOTA
    """Ultimo giorno utile, compreso; se non noto, la vigilia dell'inizio dello scenario."""
    responsabile: Chi | None = None
    """Chi se ne occupa: un ufficio o un ruolo; se manca, quello dello scenario."""
    fonte: Testo


class DecisioneScenario(Modello):
    """Quando si è scelto, scartato o rimesso allo studio, con quale atto e perché."""

    il: Giorno
    """Giorno dell'atto, o della scelta; certo."""
    atto: Testo | None = None
    """Dove si legge: una delibera, una determina, un verbale."""
    motivo: Testo | None = None
    """Perché."""


class DecisionePassata(DecisioneScenario):
    """Una decisione di prima, che un'altra ha poi cambiato."""

    stato: Literal["allo-studio", "scelto", "scartato"]
    """Che cosa si era deciso."""


class StimaCosto(Modello):
    """Da dove viene la stima del costo: un contratto simile, o un importo al mese."""

    come_contratto: Id | None = None
    """L'id di un contratto: il costo al mese e per quartiere è uguale al suo."""
    mensile_eur: Annotated[Importo | None, NonNoto] = None
    """Costo al mese in euro, per tutti i quartieri dello scenario; vale prima di `come_contratto`."""
    iva: Annotated[Literal["inclusa", "esclusa"] | None, NonNoto] = None
    """Se `mensile_eur` contiene già l'IVA; di `come_contratto` vale quella del contratto."""
    motivo: Testo
    """Perché la stima è ragionevole: si legge accanto alla cifra."""


class RischiScenario(Modello):
    """Ciò che può accadere alla gara, e quanto è probabile: `ldq rischio` conta solo gli eventi scritti, o chiesti."""

    ricorso: Percento | None = None
    """La probabilità, in percento, di un ricorso che sospende la stipula."""
    deserta: Percento | None = None
    """La probabilità, in percento, che non arrivi un'offerta valida, e la gara riparta dalla decisione di contrarre."""


class Scenario(Modello):
    """Una gara, o un ponte che ne attende una, per uno o più quartieri.

    La fine è la prima nota fra `fine`, quella del programma `fino_a_programma`, `durata_mesi` dall'inizio e
    `durata_giorni`: è una per copertura, costo, costo per anno, valore per le soglie e confronto con i programmi.
    """

    id: Id
    nome: Testo
    tipo: Literal["gara", "ponte"]
    """`ponte` se copre l'attesa di una gara."""
    gruppo: Id | None = None
    """Il gruppo di alternative: due scenari dello stesso gruppo che servono uno stesso quartiere si escludono, due lotti di
    quartieri diversi stanno insieme. Scelto uno, gli altri che esclude non si chiedono più."""
    stato: Literal["allo-studio", "scelto", "scartato"] = "allo-studio"
    """`scartato` se resta solo nella storia: niente lo conta né lo chiede."""
    decisione: DecisioneScenario | None = None
    storia: tuple[DecisionePassata, ...] = ()
    """Le decisioni di prima, dalla più vecchia: `ldq scegli` e `ldq scarta` ve le spostano quando si cambia idea."""
    responsabile: Chi | None = None
    """Chi lo segue: un ufficio o un ruolo."""
    quartieri: Annotated[tuple[Id, ...], Field(min_length=1)]
    """Gli id dei quartieri che servirebbe."""
    inizio: Data = NON_NOTA
    """Primo giorno di servizio, compreso; se non noto può essere qualunque giorno dopo quello della domanda."""
    durata_mesi: Positivo | None = None
    """Durata in mesi, contati da `inizio`."""
    durata_giorni: Giorni | None = None
    """Durata in giorni, `inizio` compreso, come la scrive il bando: non si converte in mesi."""
    durata_minima: Booleano = False
    """Sì se il documento dice «almeno»."""
    fine: Data | None = None
    """Ultimo giorno di servizio, compreso."""
    fino_a_programma: Id | None = None
    """L'id del programma alla cui fine arriva il servizio."""
    procedura: Annotated[Testo | None, NonNoto] = None
    """L'id di una procedura delle norme (`ldq norme`), per esempio `aperta` o `negoziata`; ogni altro testo vuol dire che
    non è decisa, e si conta come `aperta`."""
    servizio: Literal["sociale", "altro"] = "sociale"
    """Il genere del servizio che si affida con questa gara, come `--servizio` di `ldq gara`: decide la soglia europea, e le
    procedure ammesse solo per i servizi sociali e gli altri dell'Allegato XIV."""
    cui: Annotated[Testo | None, NonNoto] = None
    """Codice unico dell'intervento nel programma degli acquisti: ventuno caratteri; passa al contratto che ne viene."""
    cup: Annotated[Testo | None, NonNoto] = None
    """Codice unico di progetto, del finanziamento: quindici caratteri."""
    annualita: Annotated[Anno | None, NonNoto] = None
    """L'anno in cui il programma degli acquisti prevede di avviarne la procedura: non quello in cui comincia il servizio."""
    priorita: Annotated[Priorita | None, NonNoto] = None
    """Il livello di priorità nel programma degli acquisti: 1 massima, 2 media, 3 minima."""
    cpv: Annotated[Cpv | None, NonNoto] = None
    """Il codice CPV principale di ciò che si compra: otto cifre, e il controllo se c'è."""
    nuts: Annotated[Nuts | None, NonNoto] = None
    """Il codice NUTS del luogo in cui si esegue."""
    rup: Annotated[Chi | None, NonNoto] = None
    """Il responsabile unico del progetto, come ruolo o ufficio: i dati si pubblicano."""
    lotto_funzionale: Annotated[Booleano | None, NonNoto] = None
    """Se ciò che si compra è un lotto funzionale di un acquisto più grande."""
    compreso_in: Annotated[Testo | None, NonNoto] = None
    """Il CUI del lavoro, o dell'altro acquisto, nel cui importo questo è compreso: nei totali del programma non si somma."""
    ricompreso: Annotated[Ricompreso | None, NonNoto] = None
    """Come è ricompreso in un altro acquisto, con il codice della tabella H.2bis: 1 no, 2 sì, 3 sì ma il CUI non c'è ancora,
    4 sì in acquisti diversi; se manca, 2 con `compreso_in` e 1 senza."""
    nuovo_affidamento: Annotated[Booleano | None, NonNoto] = None
    """Se affida di nuovo un contratto in essere; se manca, lo dicono i contratti dei suoi quartieri."""
    capitale_privato_eur: Annotated[Importo | None, NonNoto] = None
    """La quota del costo, in euro, che porta un privato; se manca, nessuna."""
    capitale_privato_tipo: Annotated[TipoPrivato | None, NonNoto] = None
    """Con che contratto la porta, con il codice della tabella H.1bis: 1 finanza di progetto, 2 concessione, 3 sponsorizzazione,
    4 società partecipate o di scopo, 5 locazione finanziaria, 6 contratto di disponibilità, 9 altro."""
    modifica_programma: Annotated[ModificaDiProgramma | None, NonNoto] = None
    """Perché è stato aggiunto o cambiato nel corso dell'anno, con il codice della tabella H.2: da 1 a 4 per l'art. 7 comma 8,
    lettere da b) a e), 5 per il comma 9."""
    finanziamento: Annotated[Finanziamento | None, NonNoto] = None
    """Da dove vengono i soldi, con le voci della scheda delle risorse del programma degli acquisti: `vincolato` (entrate con
    una destinazione di legge), `mutuo`, `privati`, `bilancio`, `dl-310-1990`, `immobili`, `altro`."""
    ausa: Annotated[Testo | None, NonNoto] = None
    """Il codice AUSA di chi farà la gara, se non la fa l'ente."""
    centrale_committenza: Annotated[Testo | None, NonNoto] = None
    """Chi farà la gara, se non la fa l'ente: una centrale di committenza, un soggetto aggregatore, un'altra stazione appaltante."""
    cig_accordo_quadro: Annotated[Cig | None, NonNoto] = None
    """Il CIG dell'accordo quadro o della convenzione a cui si aderisce."""
    durate: Durate | None = None
    """Quanti giorni durano le fasi di questa gara, al posto delle stime: l'id di una fase e i giorni; prima di quelle
    dell'ente (`ldq.toml`)."""
    casi: tuple[IdNorma, ...] = ()
    """I casi che cambiano i termini di questa gara, come le opzioni di `ldq gara`: `urgenza`, `preinformazione`, `riservata`;
    senza, quelli dell'ente (`ldq.toml`)."""
    avanzamento: tuple[FattoDiGara, ...] = ()
    """Ciò che della gara è già accaduto: le date si contano da lì."""
    rischi: RischiScenario | None = None
    """Gli eventi che possono allungare la gara; senza, non si contano."""
    stima_costo: StimaCosto | None = None
    condizioni: tuple[Condizione, ...] = ()
    """Ciò che deve accadere prima."""
    nota: Testo | None = None
    fonte: Testo

    def list_rischi(self) -> dict[str, float]:
        """Evento → la sua probabilità, fra zero e uno."""
        scritti = self.rischi.model_dump() if self.rischi else {}
        return {evento: float(p) / 100 for evento, p in scritti.items() if p}

    @property
    def is_in_corso(self) -> bool:
        """Vero se la sua gara è cominciata, e non è finita senza un contratto."""
        return bool(split_tentativi(self.avanzamento)[-1].fatti)

    @property
    def is_bando_uscito(self) -> bool:
        """Vero se il suo bando, o l'invito, è uscito, e la gara non è finita senza un contratto."""
        return find_bando(self.avanzamento) is not None

    @property
    def is_impegnato(self) -> bool:
        """Vero se è scelto, o se lo dicono i fatti: il suo bando è uscito, e nessuno lo ha scartato."""
        return self.stato == "scelto" or (self.stato != "scartato" and self.is_bando_uscito)


def imagine_ponte(id_: str, quartiere: str, gara: str, dal: date, mesi: int) -> Scenario:
    """Il ponte che copre l'attesa di una gara in un quartiere, come scenario; `dal` compreso."""
    return Scenario(
        id=id_,
        nome=f"Ponte in attesa di «{gara}»",
        tipo="ponte",
        quartieri=(quartiere,),
        inizio=exactly(dal),
        durata_mesi=mesi,
        fonte="calcolato: il ponte più corto che copre l'attesa",
    )


class Piano(Modello):
    """Scenari presi insieme, da confrontare con «nessun intervento»."""

    id: Id
    nome: Testo
    scenari: tuple[Id, ...]
    """Gli id degli scenari che ne fanno parte."""
    nota: Testo | None = None

    def with_ponti(self, ponti: tuple[str, ...], *, is_sicuro: bool) -> Piano:
        """Lo stesso piano con i ponti che coprono l'attesa delle sue gare."""
        nome = f"{self.nome}, con i ponti {'leciti' if is_sicuro else 'da verificare'}"
        return self.model_copy(update={"id": f"{self.id}-con-ponti", "nome": nome, "scenari": (*self.scenari, *ponti)})


class FileScenari(Modello):
    """`scenari.yaml`: gli scenari allo studio e i piani che li mettono insieme."""

    aggiornato_al: Giorno
    """Ultimo giorno a cui i dati del file sono stati verificati, certo."""
    scenari: tuple[Scenario, ...] = ()
    piani: tuple[Piano, ...] = ()
