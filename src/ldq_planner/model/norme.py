"""Il diritto come dati: regimi, parametri, procedure, strumenti ponte, festivi. I file stanno in `regimi/`.

Ogni valore dice da quale giorno vale, in quale unità, in quale articolo si legge, e se è verificato (`V`), e dove lo si
è letto, o da verificare (`K`), e che cosa manca. Nessun numero di legge sta nel codice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Literal, NamedTuple

from pydantic import Field

from ldq_planner.model.base import GiorniDiFase, Giorno, GiornoMese, IdNorma, Intero, Modello, Testo

if TYPE_CHECKING:
    from collections.abc import Collection

Verifica = Literal["V", "K"]
"""`V` letto in una fonte recuperata; `K` noto a memoria, da verificare prima di darlo per certo."""
DA_VERIFICARE: Final = "K"
Requisito = Literal[
    "opzione-prevista", "in-vigore", "gara-avviata", "sotto-soglia-diretta", "non-incarico", "rotazione"
]
"""Ciò che uno strumento ponte chiede."""
Caso = Literal[
    "ordinaria", "elettronica", "preinformazione", "urgenza", "esecuzione-anticipata", "ricorso", "sotto-soglia"
]
"""Quando vale un termine di legge: `sotto-soglia` se il valore sta sotto la soglia europea."""
ORDINARIA, ELETTRONICA = "ordinaria", "elettronica"
URGENZA, PREINFORMAZIONE = "urgenza", "preinformazione"
ESECUZIONE_ANTICIPATA, RICORSO = "esecuzione-anticipata", "ricorso"
SOTTO_SOGLIA = "sotto-soglia"
"""Il caso che ricorre da sé, se il valore sta sotto la soglia europea."""
CASI_DA_SE = frozenset(("ordinaria", ELETTRONICA, SOTTO_SOGLIA))
"""I casi che nessuno chiede: ricorrono da sé, o sempre."""
SOGLIA = "soglia"
"""Il limite di valore che dipende dal servizio: la sua soglia europea (`FileSoglie.servizi`)."""
Unita = Literal["giorni", "giorni-feriali", "mesi", "euro", "percento"]


class Citazione(Modello):
    """Dove si legge una norma, e quanto la si è verificata."""

    fonte: Testo
    """Atto, articolo e comma."""
    verifica: Verifica
    letto: Testo | None = None
    """Se è verificata: la fonte in cui la si è letta; se qui manca, quella del file."""
    manca: Testo | None = None
    """Se è da verificare: che cosa non si è letto."""


class Valore(Citazione):
    """Un valore di legge, dal giorno in cui vale."""

    dal: Giorno
    """Primo giorno in cui vale, compreso: è la data di pubblicazione del bando che lo sceglie."""
    al: Giorno | None = None
    """Ultimo giorno in cui vale, compreso, se la norma lo dice; altrimenti fino al valore seguente."""
    valore: Intero
    unita: Unita
    da: IdNorma | None = None
    """Per un termine: la fase alla cui fine si comincia a contare; senza, quella che precede."""
    nota: Testo | None = None


class Parametro(Modello):
    """Un parametro di legge e i valori che ha preso."""

    id: IdNorma
    nome: Testo
    valori: Annotated[tuple[Valore, ...], Field(min_length=1)]
    """I valori in ordine di `dal`."""


class Articolo(Citazione):
    """Dove la legge parla di una fase, di una procedura o di uno strumento, quando non ne dà un numero."""

    id: IdNorma
    """L'id della fase, della procedura o dello strumento; `procedura/fase` o `caso/fase` se è più preciso."""
    dal: Giorno | None = None
    """Primo giorno in cui vale, compreso; senza, dal primo del regime. A pari id vale l'ultimo."""
    nota: Testo | None = None
    chiede: tuple[Requisito, ...] = ()
    """Di uno strumento: ciò che questa legge chiede in più."""


class Questione(Modello):
    """Ciò che di una legge non si sa: non letto, o discusso; e come qui si conta."""

    testo: Testo
    fasi: tuple[IdNorma, ...] = ()
    """Le fasi (`procedura/fase`) le cui date ne dipendono: chi le legge ne è avvisato."""


class Regime(Citazione):
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
    verificato_al: Giorno
    """Il giorno dell'ultimo controllo del testo di legge."""
    questioni: tuple[Questione, ...] = ()
    """Ciò che non si sa di questa legge, e di quelle che ne ereditano."""
    parametri: tuple[Parametro, ...] = ()
    articoli: tuple[Articolo, ...] = ()


class Servizio(Modello):
    """Un genere di servizi, e il parametro con la sua soglia europea."""

    id: IdNorma
    nome: Testo
    soglia: IdNorma


class FileSoglie(Modello):
    """`soglie.yaml`: ciò che cambia per periodo e non per regime: soglie europee, aliquote."""

    verificato_al: Giorno
    """Il giorno dell'ultimo controllo."""
    valido_fino_al: Giorno
    """Ultimo giorno, compreso, di cui le soglie sono stabilite."""
    servizi: Annotated[tuple[Servizio, ...], Field(min_length=1)]
    """I generi di servizi; il primo è quello che si assume."""
    parametri: tuple[Parametro, ...]


class Festivo(Citazione):
    """Un giorno festivo: di ogni anno alla stessa data, o a un numero di giorni dalla Pasqua."""

    nome: Testo
    giorno: GiornoMese | None = None
    """`MM-GG`."""
    giorni_da_pasqua: GiorniDiFase | None = None
    """Giorni dopo la domenica di Pasqua."""
    dal: Intero | None = None
    """Primo anno in cui è festivo, compreso; senza, da sempre."""


class FileFestivi(Modello):
    """`festivi.yaml`: i festivi nazionali, e il patrono della città."""

    verificato_al: Giorno
    """Il giorno dell'ultimo controllo."""
    valido_fino_al: Giorno
    """Ultimo giorno, compreso, fino a cui si contano."""
    letto: Testo
    """La fonte in cui si sono letti, dove un festivo non dice la sua."""
    questioni: tuple[Questione, ...] = ()
    """Ciò che non si sa di come i termini si contano."""
    festivi: tuple[Festivo, ...]
    patrono: Festivo


class Termine(Modello):
    """Il parametro che dà un termine di legge di una fase, in un caso: di quelli che ricorrono vale il più breve."""

    caso: Caso = "ordinaria"
    salvo: Caso | None = None
    """Il caso in cui la legge fa eccezione, e il termine non vale."""
    parametro: IdNorma


class ProrogaDiLegge(Modello):
    """Di quanto la legge lascia allungare la durata massima di una fase; più d'una si sommano."""

    parametro: IdNorma
    fase: IdNorma | None = None
    """La fase che ne dà il motivo, se prende giorni; senza, la decide chi ha la gara."""


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
    stima: Annotated[tuple[GiorniDiFase, ...], Field(min_length=3, max_length=3)] | None = None
    """Giorni di calendario, minimo, probabile e massimo: una stima. Senza, dura quanto il minimo di legge."""
    almeno: GiorniDiFase = 0
    """Giorni sotto cui non si scende mai, quando la legge non dà un minimo."""
    minimi: tuple[Termine, ...] = ()
    """La durata minima di legge."""
    massimi: tuple[Termine, ...] = ()
    """La durata massima di legge: è quella del profilo `massimo`, e altrove un limite da non passare."""
    proroghe: tuple[ProrogaDiLegge, ...] = ()
    """Di quanto la durata massima si può allungare."""
    entro: tuple[IdNorma, ...] = ()
    """Altri parametri con un termine che la fine della fase non deve passare."""
    quesiti: tuple[Termine, ...] = ()
    """Quanto prima della fine della fase si risponde ai quesiti."""
    condizioni: tuple[Literal["finanziamento", "atto", "programmazione", "altro"], ...] = ()
    """Le condizioni di uno scenario che devono essere soddisfatte quando questa fase comincia."""
    se: Caso | None = None
    """Il caso in cui la fase c'è, in ogni procedura del codice che ha la fase `prima_di`; senza, dove la si elenca."""
    prima_di: IdNorma | None = None
    """Di una fase che c'è solo in un caso: quella davanti a cui sta."""
    anticipata_da: IdNorma | None = None
    """La fase alla cui fine può cominciare, con l'esecuzione anticipata, invece di attendere quelle di mezzo."""
    da_valore: IdNorma | None = None
    """Il parametro con il valore da cui la fase è dovuta; senza, lo è sempre."""
    programma: IdNorma | None = None
    """Della fase che mette l'acquisto nel programma: il parametro con quanto il programma dura."""

    @property
    def parametri(self) -> tuple[str, ...]:
        """Gli id dei parametri che la fase nomina."""
        termini = (t.parametro for t in (*self.minimi, *self.massimi, *self.quesiti))
        proroghe = (p.parametro for p in self.proroghe)
        return (*termini, *proroghe, *self.entro, *(p for p in (self.da_valore, self.programma) if p))

    def list_casi(self) -> list[str]:
        """I casi che ne cambiano i termini, o da quando si conta."""
        casi: list[str] = [t.caso for t in (*self.minimi, *self.massimi, *self.quesiti)]
        return [*casi, *([ESECUZIONE_ANTICIPATA] if self.anticipata_da else [])]


class Ammissione(Modello):
    """Che cosa la legge chiede per usare una procedura; i valori sono parametri, in euro senza IVA."""

    da: IdNorma | None = None
    """Il valore da cui è ammessa, compreso, o `soglia` per quella europea del servizio; senza, da zero."""
    sotto: IdNorma | None = None
    """Il valore sotto cui è ammessa, escluso, o `soglia`; senza, qualunque valore."""
    servizi: tuple[IdNorma, ...] = ()
    """I generi di servizi per cui è ammessa; senza, tutti."""
    durata: IdNorma | None = None
    """Il parametro con la durata massima del contratto."""
    durata_di_regola: IdNorma | None = None
    """Lo stesso, se la legge lascia passarla in casi eccezionali."""
    entro: IdNorma | None = None
    """Il parametro con il tempo entro cui la si usa, contato da un contratto o da un avviso di prima."""
    condizioni: tuple[Testo, ...] = ()
    """Ciò che dev'essere vero, e che un importo e una data non dicono: completano «se»."""

    @property
    def parametri(self) -> tuple[str, ...]:
        """Gli id dei parametri che nomina."""
        return tuple(
            p
            for p in (self.da, self.sotto, self.durata, self.durata_di_regola, self.entro)
            if p is not None and p != SOGLIA
        )


class ModoDiGara(Modello):
    """Ciò che si può scegliere: una procedura, o un'opzione di una procedura."""

    id: IdNorma
    nome: Testo
    quando: Testo
    """Quando si usa, in una frase."""
    ammessa: Ammissione
    esclude: Testo | None = None
    """Ciò a cui si rinuncia scegliendolo."""


class Procedura(ModoDiGara):
    """Un modo di scegliere chi eroga il servizio: le sue fasi, in ordine."""

    dal: Giorno | None = None
    """Primo giorno in cui la legge la prevede, compreso; senza, da sempre."""
    regime: Literal["bando", "invito", "fuori-codice"]
    """Che cosa sceglie la legge: la pubblicazione del bando o l'invio degli inviti; `fuori-codice` se il codice non c'entra."""
    fasi: Annotated[tuple[IdNorma, ...], Field(min_length=1)]
    """Gli id delle fasi in ordine; quelle di `proprie` valgono prima di quelle comuni."""
    come: IdNorma | None = None
    """La procedura di cui valgono le fasi proprie che questa non dice."""
    proprie: tuple[Fase, ...] = ()

    @property
    def is_sotto_soglia(self) -> bool:
        """Vero se è ammessa solo sotto un limite di valore: non passa mai la soglia europea."""
        return self.ammessa.sotto is not None


class OpzioneDiGara(ModoDiGara):
    """Un modo di fare una procedura che ne restringe l'uso e non ne cambia le fasi: la gara riservata.

    L'id è anche un caso della gara immaginata.
    """

    procedure: Annotated[tuple[IdNorma, ...], Field(min_length=1)]
    """Le procedure che la consentono."""


class FileProcedure(Modello):
    """`procedure.yaml`: le fasi comuni, le procedure, le loro opzioni."""

    fasi: tuple[Fase, ...]
    procedure: tuple[Procedura, ...]
    opzioni: tuple[OpzioneDiGara, ...] = ()

    def find_procedura(self, id_: str) -> Procedura | None:
        """La procedura con quell'id, comunque scritti i trattini."""
        cercato = _flatten(id_)
        return next((p for p in self.procedure if _flatten(p.id) == cercato), None)

    def choose(self, detta: str | None, fasi: tuple[str, ...] = ()) -> Procedura:
        """La procedura detta, o la prima se non è fra queste; se non ha quelle `fasi`, la prima che le ha tutte."""
        sua = self.find_procedura(detta or "") or self.procedure[0]
        return next((p for p in (sua, *self.procedure) if set(fasi) <= set(p.fasi)), sua)

    def list_casi(self, procedura: Procedura | None = None) -> list[str]:
        """I casi che si possono chiedere di una procedura, o di una qualunque: quelli dei suoi termini, e le opzioni di gara."""
        procedure = self.procedure if procedura is None else (procedura,)
        fasi = (f for p in procedure for f in self.list_fasi(p))
        casi = [caso for f in fasi for caso in f.list_casi()]
        if procedura is None or procedura.regime != "fuori-codice":
            casi += [f.se for f in self.fasi if f.se is not None]
        return [*dict.fromkeys(c for c in casi if c not in CASI_DA_SE), *(o.id for o in self.opzioni)]

    def list_ids(self) -> list[str]:
        """Gli id di ogni fase di ogni procedura, ciascuno una volta."""
        in_piu = (f.id for f in self.fasi if f.se is not None)
        return list(dict.fromkeys((*(id_ for p in self.procedure for id_ in p.fasi), *in_piu)))

    def list_fasi(self, procedura: Procedura, casi: Collection[str] = ()) -> tuple[Fase, ...]:
        """Le fasi della procedura, in ordine, con quelle che ci sono solo nei casi chiesti."""
        comuni = {f.id: f for f in self.fasi}
        proprie = self.gather_proprie(procedura)
        in_piu = [f for f in self.fasi if f.se in casi and procedura.regime != "fuori-codice"]
        fasi = (proprie.get(id_) or comuni[id_] for id_ in procedura.fasi)
        return tuple(f for fase in fasi for f in (*(p for p in in_piu if p.prima_di == fase.id), fase))

    def gather_proprie(self, procedura: Procedura) -> dict[str, Fase]:
        """Id → le fasi proprie della procedura, e quelle che ha dalla procedura a cui somiglia."""
        simile = next((p for p in self.procedure if p.id == procedura.come), None)
        ereditate = {} if simile is None else self.gather_proprie(simile)
        return ereditate | {f.id: f for f in procedura.proprie}


def _flatten(id_: str) -> str:
    return id_.lower().replace("_", "").replace("-", "")


class Strumento(Modello):
    """Un modo lecito di coprire l'attesa di una gara, e che cosa chiede."""

    id: IdNorma
    nome: Testo
    requisiti: tuple[Requisito, ...]
    """Ciò che dev'essere vero; ciò che i dati non dicono resta da verificare."""
    massimo: IdNorma | None = None
    """Il parametro con la durata massima cumulata."""
    legge: Literal["contratto", "ponte"] = "contratto"
    """Di chi vale la legge: del contratto che si prolunga, o del ponte, se è un affidamento nuovo."""
    nota: Testo


class FilePonti(Modello):
    """`ponti.yaml`: gli strumenti ponte e i loro limiti."""

    verificato_al: Giorno
    """Il giorno dell'ultimo controllo."""
    parametri: tuple[Parametro, ...] = ()
    strumenti: tuple[Strumento, ...]


class Norme(NamedTuple):
    """Tutto il diritto che il programma conosce: regimi in ordine di data, senza buchi né sovrapposizioni."""

    regimi: tuple[Regime, ...]
    soglie: FileSoglie
    festivi: FileFestivi
    procedure: FileProcedure
    ponti: FilePonti
