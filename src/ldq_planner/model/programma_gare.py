"""La risposta di `ldq programma-gare`: il piano, perché è così, quanto costa, quanto è lontano dal migliore."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from ldq_planner.model.rischio import Quantile


class FaseDelPiano(NamedTuple):
    """Una fase di una gara; occupa chi la fa dall'inizio, compreso, alla fine, esclusa."""

    id: str
    inizio: date
    fine: date
    uffici: tuple[str, ...]


class SicurezzaDelServizio(NamedTuple):
    """Quanto è sicuro il servizio in un quartiere. Sono stime, non fatti. Unità: probabilità fra zero e uno, giorni attesi."""

    obiettivo: date
    """Il giorno entro cui deve cominciare."""
    in_tempo: float
    p_lacuna: float
    """La probabilità che resti scoperto un giorno da oggi in poi, ponte compreso."""
    giorni_attesi: float
    """I giorni scoperti da oggi, in media, tolto il ponte."""


class SicurezzaDellaGara(NamedTuple):
    """Con quale probabilità la gara, se comincia quando dice il piano, dà il servizio in tempo. Sono stime, non fatti.

    Unità: probabilità fra zero e uno; giorni attesi, sommati sui quartieri. `avvio` è il primo giorno in cui può dare il servizio.
    """

    obiettivo: date
    """Il giorno in cui serve al primo dei suoi quartieri."""
    in_tempo: float | None
    """`None` se non si sa dire."""
    avvio: tuple[Quantile, ...]
    giorni_attesi: float
    abitanti_giorni_attesi: int
    eventi: tuple[str, ...]
    """Ciò che si conta in più, perché scritto negli scenari: `ricorso`, `deserta`."""
    oltre: str | None
    """La fase che dura già oltre ogni durata ritenuta possibile: di quando il servizio comincia non si sa più nulla."""


class ServizioDelPiano(NamedTuple):
    """Ciò che la gara dà a un quartiere: il servizio, i giorni scoperti da oggi fino ad allora, il ponte."""

    scenario: str
    quartiere: str
    inizio: date | None
    """Il primo giorno, compreso; non c'è se finirebbe prima di cominciare."""
    fine: date | None
    giorni_scoperti: int
    """Ai tempi probabili."""
    abitanti_giorni_scoperti: int | None
    """Ai tempi probabili o, se si conta il rischio, attesi."""
    ponte_dal: date | None
    ponte_al: date | None
    ponte_mesi: int | None
    ponte_strumenti: tuple[str, ...]
    rischio: SicurezzaDelServizio | None
    """Quanto è sicuro, se lo si chiede."""


class AttesaDelPiano(NamedTuple):
    """Perché una gara non comincia prima."""

    codice: str
    """`subito`, `ufficio`, `soldi`, `ponti`, `dipendenza`, `giorno-fisso`, `chiusura`, `non-serve`, `in-corso`."""
    testo: str
    settimana: date | None
    """Il lunedì della settimana in cui comincerebbe."""
    ufficio: str | None
    fase: str | None
    settimana_piena: date | None
    """Il lunedì della settimana in cui l'ufficio non ha posto."""
    occupanti: tuple[str, ...]
    """Le gare che lo riempiono."""


class GaraDelPiano(NamedTuple):
    """Una gara del piano, con le sue date. Unità: costo in euro, IVA inclusa; valore in euro, senza IVA, di tutti i lotti."""

    id: str
    scenari: tuple[str, ...]
    quartieri: tuple[str, ...]
    lotti: int
    procedura: str
    procedura_voluta: str | None
    """La procedura dei dati, se al valore di tutti i lotti non è ammessa."""
    valore_netto_eur: Decimal | None
    in_corso: bool
    inizio_preparazione: date
    giunta: date | None
    bando: date
    aggiudicazione: date | None
    avvio: date
    costo_eur: Decimal | None
    """Ciò che se ne sa, ponti compresi."""
    senza_stima: tuple[str, ...]
    """I suoi scenari di cui il costo non si può stimare: non è in `costo_eur`."""
    servizi: tuple[ServizioDelPiano, ...]
    fasi: tuple[FaseDelPiano, ...]
    attesa: AttesaDelPiano
    rischio: SicurezzaDellaGara | None
    """Quanto è sicura, se lo si chiede."""


class CaricoDelPiano(NamedTuple):
    """Quante gare ha un ufficio, o una sua fase, in una settimana."""

    ufficio: str
    fase: str | None
    settimana: date
    """Il lunedì."""
    gare: int
    posti: int
    quali: tuple[str, ...]


class ConfrontoDelPiano(NamedTuple):
    """Un altro piano."""

    id: str
    """`tutte-oggi`, `dati`."""
    nome: str
    abitanti_giorni_scoperti: int
    costo_eur: Decimal
    senza_costo: tuple[str, ...]
    """I suoi scenari di cui il costo non si può stimare: non è in `costo_eur`."""
    ritardo_giorni: int
    settimane_oltre: int
    """In quante settimane un ufficio avrebbe più gare dei suoi posti."""
    uffici_oltre: tuple[str, ...]


class PostoInPiu(NamedTuple):
    """Che cosa darebbe un posto in più in un ufficio, o un anno senza limite di soldi."""

    ufficio: str | None
    anno: int | None
    """`None` se sempre."""
    abitanti_giorni_in_meno: int
    gare_in_piu: int
    euro_in_piu: Decimal | None
    esatto: bool
    """Vero se di più non darebbe; se no il piano è ritoccato, non rifatto: dà almeno tanto, rispetto a questo."""


class AnnoDiSpesa(NamedTuple):
    """I soldi di un anno solare. Unità: euro, IVA inclusa; chi non la dice si conta senza, all'aliquota più alta."""

    anno: int
    stanziato_eur: Decimal | None
    """`None` se nessuno stanziamento è di quell'anno."""
    impegnato_eur: Decimal
    """Ciò che è già impegnato o, se nessuno lo dice, il costo dei contratti."""
    gare_eur: Decimal
    scoperto_eur: Decimal
    """Ciò che non ha soldi nell'anno."""
    scoperto_dal: date | None
    """Il primo giorno senza soldi, se si spende a giorni uguali."""
    scenari: tuple[str, ...]


class Liberato(NamedTuple):
    """Ciò che un contratto sospeso, o chiuso prima, non spende. Unità: euro, con l'IVA che il contratto dice."""

    contratto: str
    titolo: str
    maturato_eur: Decimal
    liberato_eur: Decimal
    iva: str | None


class LimiteAllargato(NamedTuple):
    """Un limite, e di quanto basta allargarlo. Unità: euro con l'IVA."""

    genere: str
    """`giorno-fisso`, `dipendenza`, `soldi`, `ufficio`, `lotti`."""
    id: str
    """L'id di chi pone il limite; dei soldi, l'anno."""
    testo: str
    euro_in_piu: Decimal | None = None
    """Quanti soldi in più nell'anno."""
    giorni: int | None = None
    """Di quanti giorni ci si scosta dal giorno fisso, o si comincia prima di quanto la dipendenza vuole."""
    giorno: date | None = None
    """Il giorno che verrebbe."""
    posti_in_piu: int | None = None
    """Quanti posti in più, nelle settimane che dicono `dal` e `al`."""
    dal: date | None = None
    """Il lunedì della prima settimana in cui servono."""
    al: date | None = None
    """Il lunedì dell'ultima."""


class PerRiuscirci(NamedTuple):
    """I limiti da allargare, il meno possibile, perché ogni gara si possa fare."""

    tolti: tuple[str, ...]
    """Gli id dei limiti; dei soldi, gli anni."""
    testi: tuple[str, ...]
    allargati: tuple[LimiteAllargato, ...]
    """Gli stessi, con di quanto."""
    altri_modi: tuple[LimiteAllargato, ...]
    """Se ne basta uno, gli altri che basterebbero da soli."""
    provato: bool
    """Se è provato che con meno limiti non si riesce."""


class RispostaProgrammaGare(NamedTuple):
    """`ldq/programma-gare/1`. Unità: euro con l'IVA."""

    metodo: str
    """`ingordo` o `ottimo`."""
    rho: float | None
    """Quanto le fasi di una gara tardano insieme, se si conta il rischio: allora gli abitanti-giorni di tutta la risposta sono attesi."""
    abitanti_giorni_scoperti: int
    limite_inferiore: int
    """Gli abitanti-giorni sotto cui nessun piano può scendere."""
    scarto_per_mille: int | None
    """Di quanti millesimi del migliore possibile, al più, il piano lo passa; `None` se il limite è zero, e non si sa."""
    costo_eur: Decimal
    ritardo_giorni: int
    gare: tuple[GaraDelPiano, ...]
    mancano: tuple[str, ...]
    """Gli scenari che non si riesce a fare, per intero o in parte."""
    per_riuscirci: PerRiuscirci | None
    avvisi: tuple[str, ...]
    """I limiti che il piano non può rispettare, o non conta."""
    ponti_scritti: tuple[str, ...]
    """I ponti già scritti negli scenari: coprono i loro quartieri, e il piano ne conta il costo."""
    da_scegliere: tuple[str, ...]
    """Gli scenari fra cui si deve prima scegliere: il piano non li conta."""
    senza_abitanti: tuple[str, ...]
    """I quartieri di cui gli abitanti non sono noti: i loro giorni scoperti non sono fra gli abitanti-giorni."""
    senza_costo: tuple[str, ...]
    """Gli scenari di cui il costo non si può stimare: non è in nessuna somma."""
    carico: tuple[CaricoDelPiano, ...]
    confronti: tuple[ConfrontoDelPiano, ...]
    in_piu: tuple[PostoInPiu, ...]
    bilancio: tuple[AnnoDiSpesa, ...]
    liberati: tuple[Liberato, ...]
