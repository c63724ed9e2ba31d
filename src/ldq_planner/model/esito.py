"""Ciò che si calcola su scenari e piani."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.errors import Finding
    from ldq_planner.model.copertura import Causa, GiorniFermi, TipoLacuna
    from ldq_planner.model.cronoprogramma import PassoGara
    from ldq_planner.model.tempi import TempiScenario


class LacunaScenario(NamedTuple):
    """Una lacuna che lo scenario lascia in un suo quartiere; estremi compresi."""

    quartiere: str
    inizio: date
    fine: date
    giorni: int
    tipo: TipoLacuna
    abitanti_giorni: int | None
    causa: Causa | None = None
    """Se c'è, un contratto è in vigore, e fermo."""

    @staticmethod
    def list_facoltativi() -> tuple[str, ...]:
        """I campi che una risposta dice solo se c'è qualcosa da dire."""
        return ("causa",)


class UltimoGiorno(NamedTuple):
    """L'ultimo giorno utile, compreso: quello scritto, quello in cui comincia la `fase` che la chiede, o la vigilia.

    `in_tempo` è falso se il servizio non può più cominciare quando dovrebbe: il giorno è allora della gara che comincia oggi.
    """

    giorno: date
    scritto: bool = False
    fase: PassoGara | None = None
    in_tempo: bool = True
    in_corso: bool = False
    """Vero se la gara è già cominciata: il giorno è quello della sua fase."""


class EsitoCondizione(NamedTuple):
    """Una condizione dello scenario, e l'ultimo giorno utile, se se ne sa uno."""

    testo: str
    tipo: str
    soddisfatta: bool
    entro: date | None
    fonte: str


class AltraFine(NamedTuple):
    """Dove porterebbe una durata scritta che non è quella con cui si conta, e quanto costerebbe allora il servizio.

    Unità: `giorni` dalla fine con cui si conta, negativi se viene prima; il costo è in euro, come quello dello scenario.
    """

    durata: int
    unita: str
    fine: date
    giorni: int
    costo_stimato: Decimal | None


class EsitoScenario(NamedTuple):
    """Che cosa lo scenario copre e che cosa lascia scoperto.

    La fine è una per ogni conto; ciò che i dati direbbero altrimenti è in `altre_fini`. Uno scenario `impossibile` non può
    più cominciare prima della sua fine: non ha un inizio, né un costo.
    Estremi: `inizio` e `fine` compresi, `None` se non noti; le lacune si cercano da `dal` ad `al`, compresi.
    Unità: costi in euro, con l'IVA che dice `iva` (`None` se non si sa); `None` se non stimabili.
    """

    id: str
    nome: str
    tipo: str
    quartieri: tuple[str, ...]
    inizio: DataIncerta | None
    fine: DataIncerta | None
    date_indicative: tuple[str, ...]
    impossibile: bool
    durata_mesi: int | None
    durata_giorni: int | None
    durata_minima: bool
    programma: str | None
    dal: date
    al: date
    lacune: tuple[LacunaScenario, ...]
    costo_stimato: Decimal | None
    costo_mensile_stimato: Decimal | None
    iva: str | None
    stima_motivo: str | None
    altre_fini: tuple[AltraFine, ...]
    condizioni: tuple[EsitoCondizione, ...]
    inizio_dichiarato: DataIncerta | None = None
    """L'inizio scritto nei dati, se non è quello con cui si conta."""
    tempi: TempiScenario | None = None
    """Entro quando agire, per una gara: lo aggiunge chi conosce le norme."""
    segnalazioni: tuple[Finding, ...] = ()
    """Ciò che le regole dicono dello scenario: le aggiunge chi le ha fatte girare."""
    scelto: bool | None = None
    """Vero se è scelto; `None` se è ancora allo studio."""
    alternative: tuple[str, ...] = ()
    """Gli scenari fra cui, con questo, si deve ancora scegliere."""

    @staticmethod
    def list_facoltativi() -> tuple[str, ...]:
        """I campi che una risposta dice solo se c'è qualcosa da dire."""
        return ("scelto", "alternative")


class EsitoQuartiere(NamedTuple):
    """Un quartiere sotto un piano; le differenze sono rispetto a «nessun intervento» (negative: meno scoperto)."""

    id: str
    giorni_scoperti: int
    giorni_forse_scoperti: int
    abitanti_giorni_scoperti: int | None
    abitanti_giorni_forse_scoperti: int | None
    differenza_giorni: int
    differenza_abitanti_giorni: int | None
    fermi: tuple[GiorniFermi, ...] = ()
    """Quanti dei giorni scoperti, certi e possibili, lo sono a contratto in vigore."""

    @staticmethod
    def list_facoltativi() -> tuple[str, ...]:
        """I campi che una risposta dice solo se c'è qualcosa da dire."""
        return ("fermi",)


class EsitoPiano(NamedTuple):
    """Un piano nella finestra comune a tutti.

    `iva` è quella degli importi sommati: `inclusa`, `esclusa`, `non nota`, o `mista` se non è la stessa per tutti.
    `scenari_senza_stima` dice che cosa manca al costo, `scenari_impossibili` chi non può più cominciare e non conta.
    """

    id: str
    nome: str
    scenari: tuple[str, ...]
    quartieri: tuple[EsitoQuartiere, ...]
    giorni_scoperti: int
    giorni_forse_scoperti: int
    abitanti_giorni_scoperti: int
    abitanti_giorni_forse_scoperti: int
    differenza_giorni: int
    costo_stimato: Decimal | None
    iva: str | None
    scenari_senza_stima: tuple[str, ...]
    scenari_impossibili: tuple[str, ...]
    fermi: tuple[GiorniFermi, ...] = ()
    """Quanti dei giorni scoperti lo sono a contratto in vigore."""

    @staticmethod
    def list_facoltativi() -> tuple[str, ...]:
        """I campi che una risposta dice solo se c'è qualcosa da dire."""
        return ("fermi",)
