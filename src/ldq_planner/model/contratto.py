"""I contratti: ciò che tiene aperto un laboratorio per un periodo."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from ldq_planner.model.base import (
    Anticipo,
    Chi,
    ChiusuraAnnuale,
    Cig,
    Data,
    Giorni,
    Giorno,
    Id,
    Importo,
    Intero,
    Modello,
    NonNoto,
    Positivo,
    Slittamento,
    Testo,
)


class Affidatario(Modello):
    """Chi esegue il contratto, o un membro del raggruppamento."""

    nome: Testo
    ruolo: Literal["capogruppo", "mandante", "singolo"] = "singolo"
    """La parte che ha nel raggruppamento; `singolo` se esegue da solo."""


class Opzione(Modello):
    """Ciò che prolunga un contratto: un rinnovo, una proroga, una ripetizione; decorre dal giorno dopo la scadenza che estende.

    La fine è `scadenza` se il documento la dà, altrimenti `durata_mesi` contati dalla decorrenza.
    """

    tipo: Literal["rinnovo", "proroga", "proroga-tecnica", "ripetizione"]
    """`proroga` se la prevede il contratto; `proroga-tecnica` se copre il solo tempo della nuova gara, entro il massimo di
    legge: i suoi mesi si contano a parte. `ripetizione` se affida di nuovo servizi analoghi, come diceva il primo bando."""
    stato: Literal["esercitata", "non-esercitata", "aperta"]
    """`aperta` se si può ancora decidere; `non-esercitata` se vi si è rinunciato, e non conta più."""
    inizio: Data | None = None
    """Decorrenza dichiarata: primo giorno in vigore, compreso. Se manca è il giorno dopo la scadenza estesa."""
    durata_mesi: Positivo | None = None
    """Durata in mesi, contati dalla decorrenza dell'opzione; non c'entra con quella del contratto."""
    scadenza: Data | None = None
    """Ultimo giorno in vigore, compreso, come lo dichiara il documento."""
    importo_eur: Annotated[Importo | None, NonNoto] = None
    """Importo dell'opzione in euro, IVA come dice `iva` del contratto."""
    preavviso_giorni: Giorni | None = None
    """Quanti giorni prima della scadenza che estende bisogna scriverne a chi esegue, se il contratto lo chiede."""
    preavviso_dato: Giorno | None = None
    """Il giorno, certo, in cui gli si è scritto."""
    nota: Testo | None = None
    """Il motivo per cui è stata data; se contro ciò che la legge o il contratto prevedono, quando e perché."""
    fonte: Testo


class FiguraEquipe(Modello):
    """Una figura dell'équipe, e quante ce ne sono."""

    figura: Testo
    """Il mestiere, come lo chiama il documento."""
    numero: Annotated[Intero | None, NonNoto] = None
    """Quante persone."""


class Sospensione(Modello):
    """Un periodo in cui il contratto è sospeso: il servizio non si fa, e quei giorni non sono coperti."""

    dal: Data
    """Primo giorno sospeso, compreso."""
    al: Data | None = None
    """Ultimo giorno sospeso, compreso; se manca la sospensione è ancora aperta."""
    slitta: Annotated[Slittamento | None, NonNoto] = None
    """Se la fine del contratto slitta, e di quanto: `sì` (di quanti giorni è sospeso), `no`, `151` (giorni) o `5m` (mesi).
    Se manca non lo si sa, e vale la scadenza scritta."""
    atto: Annotated[Testo | None, NonNoto] = None
    """L'atto che la dispone."""
    nota: Testo | None = None
    fonte: Testo | None = None


class Decorrenza(Modello):
    """I giorni del contratto in un quartiere in cui comincia, o finisce, in un giorno diverso dagli altri."""

    quartiere: Id
    """L'id di uno dei quartieri serviti dal contratto."""
    inizio: Data | None = None
    """Primo giorno in vigore in quel quartiere, compreso; se manca è quello del contratto."""
    fine: Data | None = None
    """Ultimo giorno in vigore in quel quartiere, compreso; se manca è la scadenza effettiva del contratto."""
    fonte: Testo | None = None


class Operatori(Modello):
    """Quante persone lavorano in un quartiere, da un giorno in poi."""

    numero: Annotated[Intero | None, NonNoto] = None
    """Quante, in quel quartiere."""
    quartiere: Id | None = None
    """L'id di uno dei quartieri serviti; se manca, in ciascuno."""
    dal: Data | None = None
    """Primo giorno in cui sono tante, compreso; se manca, l'inizio del contratto. Vale fino al giorno della voce che segue."""
    fonte: Testo | None = None


class Contratto(Modello):
    """Un contratto, con i suoi quartieri e le sue opzioni.

    La scadenza base è `scadenza_base` se il documento la dichiara, altrimenti `durata_mesi` contati da `inizio`,
    altrimenti `durata_giorni`.
    """

    id: Id
    quartieri: Annotated[tuple[Id, ...], Field(min_length=1)]
    """Gli id dei quartieri serviti."""
    tipo: Literal[
        "appalto-di-servizi",
        "incarico-professionale",
        "gruppo-interno",
        "affidamento",
        "accordo-quadro",
        "convenzione",
        "co-progettazione",
        "contributo",
    ]
    """`affidamento` se è un acquisto di altro (lavori, forniture), o di cui l'elenco pubblicato non dice che cosa si compra."""
    titolo: Testo
    """L'oggetto, come lo chiama il documento."""
    base_giuridica: Annotated[Testo | None, NonNoto] = None
    """L'articolo o l'atto in base a cui è stato affidato."""
    affidatari: tuple[Affidatario, ...] = ()
    """Chi lo esegue."""
    cig: Annotated[Cig | None, NonNoto] = None
    """Codice identificativo di gara: dieci fra cifre e lettere maiuscole; di sole cifre, tra virgolette."""
    cup: Annotated[Testo | None, NonNoto] = None
    """Codice unico di progetto, del finanziamento: quindici caratteri."""
    cui: Annotated[Testo | None, NonNoto] = None
    """Codice unico dell'intervento, nel programma degli acquisti: ventuno caratteri."""
    inizio: Data
    """Decorrenza: primo giorno in vigore, compreso."""
    durata_mesi: Positivo | None = None
    """Durata in mesi senza opzioni, contati da `inizio`."""
    durata_giorni: Giorni | None = None
    """Durata in giorni senza opzioni, `inizio` compreso, come la scrive il documento: non si converte in mesi."""
    scadenza_base: Data | None = None
    """Ultimo giorno in vigore senza opzioni, compreso, come lo dichiara il documento."""
    scadenza_effettiva: Data | None = None
    """Ultimo giorno in vigore con le opzioni esercitate, compreso, come lo dichiara il documento."""
    chiusura: Testo | None = None
    """Perché è finito prima del previsto; se non lo si sa, quando lo si è registrato."""
    origine_date: Literal["contratto", "aggiudicazione", "bando"] | None = None
    """Da dove vengono le date; `aggiudicazione` o `bando` se non sono quelle del contratto: un piano non è un fatto."""
    opzioni: tuple[Opzione, ...] = ()
    """Rinnovi e proroghe previsti, nell'ordine in cui si susseguono."""
    sospensioni: tuple[Sospensione, ...] = ()
    """I periodi in cui è stato, o è, sospeso."""
    chiusure: tuple[ChiusuraAnnuale, ...] = ()
    """I periodi dell'anno in cui il laboratorio è chiuso, estremi compresi: `08-01..08-31` è agosto, ogni anno."""
    decorrenze: tuple[Decorrenza, ...] = ()
    """I quartieri in cui comincia, o finisce, in un giorno diverso."""
    importo_eur: Annotated[Importo | None, NonNoto] = None
    """Importo senza opzioni in euro, per tutta la durata; IVA come dice `iva`."""
    iva: Annotated[Literal["inclusa", "esclusa"] | None, NonNoto] = None
    """Se gli importi del contratto, opzioni comprese, contengono già l'IVA."""
    finanziamento: Annotated[Testo | None, NonNoto] = None
    """Da dove vengono i soldi."""
    equipe: tuple[FiguraEquipe, ...] = ()
    """Le figure al lavoro."""
    operatori: tuple[Operatori, ...] = ()
    """Quante persone lavorano in ciascun quartiere, se l'équipe non basta a dirlo o se il numero è cambiato. Senza, in un
    contratto di un solo quartiere sono quelle dell'équipe."""
    organizzazione: tuple[Testo, ...] = ()
    """Come il lavoro è coordinato."""
    delibere: tuple[Id, ...] = ()
    """Gli id delle delibere (`quartieri.yaml`) da cui discende."""
    preavviso: Anticipo | None = None
    """Quanto prima della scadenza avvisare: `90` (giorni), `6m` (mesi), `120%` o `1.2x` (del tempo di gara probabile).
    Vince su quello dei quartieri; se manca, decide il tempo della gara."""
    scenario: Id | None = None
    """L'id dello scenario da cui viene: quella gara è affidata, e non si chiede più."""
    responsabile: Chi | None = None
    """Chi lo segue: un ufficio o un ruolo."""
    nota: Testo | None = None
    fonte: Testo


class FileContratti(Modello):
    """`contratti.yaml`: i contratti passati e in corso."""

    aggiornato_al: Giorno
    """Ultimo giorno a cui i dati del file sono stati verificati, certo: l'età dei dati si conta da qui."""
    contratti: tuple[Contratto, ...]

    def with_contratti(self, contratti: tuple[Contratto, ...]) -> FileContratti:
        """Lo stesso file con altri contratti; `model_copy` porterebbe con sé gli indici di quelli di prima."""
        return FileContratti.model_construct(aggiornato_al=self.aggiornato_al, contratti=contratti)

    @property
    def by_id(self) -> dict[str, Contratto]:
        """Id → contratto, nell'ordine del file."""
        return self._indici[0]

    @property
    def by_quartiere(self) -> dict[str, tuple[Contratto, ...]]:
        """Quartiere → i suoi contratti, per decorrenza; solo i quartieri che ne hanno."""
        return self._indici[1]

    @cached_property
    def _indici(self) -> tuple[dict[str, Contratto], dict[str, tuple[Contratto, ...]]]:
        """Fatti insieme, e una volta sola: i portafogli che si immaginano tengono gli stessi contratti."""
        by_id: dict[str, Contratto] = {}
        elenco: defaultdict[str, list[Contratto]] = defaultdict(list)
        for contratto in self.contratti:
            by_id[contratto.id] = contratto
            for quartiere in contratto.quartieri:
                elenco[quartiere].append(contratto)
        return by_id, {q: tuple(sorted(suoi, key=lambda c: (c.inizio.primo, c.id))) for q, suoi in elenco.items()}
