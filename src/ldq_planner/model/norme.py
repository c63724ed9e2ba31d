"""Il diritto come dati: regimi, parametri, procedure, strumenti ponte, festivi. I file stanno in `regimi/`.

Ogni valore dice da quale giorno vale, in quale unità, in quale articolo si legge, e se è verificato (`V`) o da
verificare (`K`). Nessun numero di legge sta nel codice.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal, NamedTuple

from pydantic import Field

from ldq_planner.model.base import Giorno, GiornoMese, IdNorma, Intero, Modello, Testo

Verifica = Literal["V", "K"]
"""`V` letto in una fonte recuperata; `K` noto a memoria, da verificare prima di darlo per certo."""
DA_VERIFICARE: Final = "K"
Caso = Literal["ordinaria", "elettronica", "preinformazione", "urgenza"]
"""Quando un termine di legge si accorcia."""
Unita = Literal["giorni", "giorni-lavorativi", "ore", "mesi", "euro", "percento"]


class Valore(Modello):
    """Un valore di legge, dal giorno in cui vale."""

    dal: Giorno
    """Primo giorno in cui vale, compreso: è la data di pubblicazione del bando che lo sceglie."""
    al: Giorno | None = None
    """Ultimo giorno in cui vale, compreso, se la norma lo dice; altrimenti fino al valore seguente."""
    valore: Intero
    unita: Unita
    da: IdNorma | None = None
    """Per un termine: la fase da cui si conta; senza, quella che precede."""
    evento: Literal["inizio", "fine"] = "fine"
    """Se si conta dall'inizio o dalla fine di quella fase."""
    fonte: Testo
    verifica: Verifica
    nota: Testo | None = None


class Parametro(Modello):
    """Un parametro di legge e i valori che ha preso."""

    id: IdNorma
    nome: Testo
    valori: Annotated[tuple[Valore, ...], Field(min_length=1)]
    """I valori in ordine di `dal`."""


class Articolo(Modello):
    """Dove la legge parla di una fase, di una procedura o di uno strumento, quando non ne dà un numero."""

    id: IdNorma
    """L'id della fase, della procedura o dello strumento."""
    fonte: Testo
    verifica: Verifica


class Regime(Modello):
    """La legge in vigore per i bandi pubblicati in un periodo. Un regime nuovo è un file nuovo."""

    id: IdNorma
    nome: Testo
    dal: Giorno
    """Primo giorno di pubblicazione, compreso."""
    al: Giorno | None = None
    """Ultimo giorno di pubblicazione, compreso; manca nel regime in vigore."""
    come: IdNorma | None = None
    """Il regime di cui valgono i parametri e gli articoli che questo non dice."""
    criterio: Testo
    """Che cosa decide se una gara ricade in questo regime."""
    fonte: Testo
    verifica: Verifica
    verificato_al: Giorno
    """Ultimo giorno a cui il testo di legge è stato controllato, compreso."""
    parametri: tuple[Parametro, ...] = ()
    articoli: tuple[Articolo, ...] = ()


class FileSoglie(Modello):
    """`soglie.yaml`: ciò che cambia per periodo e non per regime: soglie europee, aliquote."""

    verificato_al: Giorno
    parametri: tuple[Parametro, ...]


class Festivo(Modello):
    """Un giorno festivo: di ogni anno alla stessa data, o a un numero di giorni dalla Pasqua."""

    nome: Testo
    giorno: GiornoMese | None = None
    """`MM-GG`."""
    giorni_da_pasqua: Intero | None = None
    """Giorni dopo la domenica di Pasqua."""
    dal: Intero | None = None
    """Primo anno in cui è festivo, compreso; senza, da sempre."""
    fonte: Testo
    verifica: Verifica


class FileFestivi(Modello):
    """`festivi.yaml`: i festivi nazionali, e il patrono della città."""

    verificato_al: Giorno
    festivi: tuple[Festivo, ...]
    patrono: Festivo


class Minimo(Modello):
    """Il parametro che dà la durata minima di legge di una fase, in un caso."""

    caso: Caso = "ordinaria"
    parametro: IdNorma


class Fase(Modello):
    """Un passo di una procedura."""

    id: IdNorma
    nome: Testo
    chi: Testo
    """Chi la svolge."""
    tipo: Literal["precondizione", "organizzativa", "evento", "parallela", "termine", "dilatorio", "avvio"]
    """`precondizione` non prende giorni; `evento` è un atto di un giorno; `parallela` corre accanto alla catena;
    `termine` ha un minimo di legge; `dilatorio` vieta l'atto che segue fino al giorno dopo la sua fine; `avvio` è il
    primo giorno di servizio, che può essere anche festivo."""
    da: IdNorma | None = None
    """La fase alla cui fine comincia; senza, quella che precede."""
    stima: Annotated[tuple[Intero, ...], Field(min_length=3, max_length=3)] | None = None
    """Giorni di calendario, minimo, probabile e massimo: stime, da verificare. Senza, dura quanto il minimo di legge."""
    almeno: Intero = 0
    """Giorni sotto cui non si scende mai, quando la legge non dà un minimo."""
    minimi: tuple[Minimo, ...] = ()
    massimo: IdNorma | None = None
    """Il parametro con la durata massima di legge: è la durata del profilo `massimo`, e altrove un limite da non passare."""
    entro: tuple[IdNorma, ...] = ()
    """Altri parametri con un termine che la fine della fase non deve passare."""
    condizioni: tuple[Literal["finanziamento", "atto", "programmazione", "altro"], ...] = ()
    """Le condizioni di uno scenario che devono essere soddisfatte quando questa fase comincia."""


class Ammissione(Modello):
    """Per quali valori una procedura è ammessa: estremi come parametri, in euro al netto dell'IVA."""

    da: IdNorma | None = None
    """Compreso; senza, da zero."""
    sotto: IdNorma | None = None
    """Escluso; senza, qualunque valore."""


class Procedura(Modello):
    """Un modo di scegliere chi eroga il servizio: le sue fasi, in ordine."""

    id: IdNorma
    nome: Testo
    quando: Testo
    """Quando si usa, in una frase."""
    ammessa: Ammissione
    regime: Literal["bando", "invito", "fuori-codice"]
    """Che cosa sceglie la legge: la pubblicazione del bando o l'invio degli inviti; `fuori-codice` se il codice non c'entra."""
    fasi: Annotated[tuple[IdNorma, ...], Field(min_length=1)]
    """Gli id delle fasi in ordine; quelle di `proprie` valgono prima di quelle comuni."""
    proprie: tuple[Fase, ...] = ()


class FileProcedure(Modello):
    """`procedure.yaml`: le fasi comuni e le procedure. Le durate stimate sono da verificare."""

    fasi: tuple[Fase, ...]
    procedure: tuple[Procedura, ...]


class Strumento(Modello):
    """Un modo lecito di coprire l'attesa di una gara, e che cosa chiede."""

    id: IdNorma
    nome: Testo
    requisiti: tuple[
        Literal["opzione-prevista", "in-vigore", "gara-avviata", "sotto-soglia-diretta", "non-incarico", "rotazione"],
        ...,
    ]
    """Ciò che dev'essere vero; ciò che i dati non dicono resta da verificare."""
    massimo: IdNorma | None = None
    """Il parametro con la durata massima cumulata."""
    nota: Testo


class FilePonti(Modello):
    """`ponti.yaml`: gli strumenti ponte e i loro limiti."""

    verificato_al: Giorno
    parametri: tuple[Parametro, ...] = ()
    strumenti: tuple[Strumento, ...]


class Norme(NamedTuple):
    """Tutto il diritto che il programma conosce: regimi in ordine di data, senza buchi né sovrapposizioni."""

    regimi: tuple[Regime, ...]
    soglie: FileSoglie
    festivi: FileFestivi
    procedure: FileProcedure
    ponti: FilePonti
