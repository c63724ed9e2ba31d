"""Ciò che si calcola su scenari e piani."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.errors import Finding
    from ldq_planner.model.copertura import TipoLacuna
    from ldq_planner.model.tempi import TempiScenario


class LacunaScenario(NamedTuple):
    """Una lacuna che lo scenario lascia in un suo quartiere; estremi compresi."""

    quartiere: str
    inizio: date
    fine: date
    giorni: int
    tipo: TipoLacuna
    abitanti_giorni: int | None


class EsitoCondizione(NamedTuple):
    """Una condizione dello scenario, e l'ultimo giorno utile: quello scritto, o la vigilia dell'avvio."""

    testo: str
    tipo: str
    soddisfatta: bool
    entro: date | None
    fonte: str


class EsitoScenario(NamedTuple):
    """Che cosa lo scenario copre e che cosa lascia scoperto.

    Estremi: `inizio` e `fine` compresi, `None` se non noti; le lacune si cercano da `dal` ad `al`, compresi.
    Unità: costi in euro, IVA come nel contratto preso a riferimento; `None` se non stimabili.
    """

    id: str
    nome: str
    tipo: str
    quartieri: tuple[str, ...]
    inizio: DataIncerta | None
    fine: DataIncerta | None
    date_indicative: tuple[str, ...]
    durata_mesi: int | None
    durata_minima: bool
    programma: str | None
    dal: date
    al: date
    lacune: tuple[LacunaScenario, ...]
    costo_stimato: Decimal | None
    costo_mensile_stimato: Decimal | None
    stima_motivo: str | None
    condizioni: tuple[EsitoCondizione, ...]
    tempi: TempiScenario | None = None
    """Entro quando agire, per una gara: lo aggiunge chi conosce le norme."""
    segnalazioni: tuple[Finding, ...] = ()
    """Ciò che le regole dicono dello scenario: le aggiunge chi le ha fatte girare."""


class EsitoQuartiere(NamedTuple):
    """Un quartiere sotto un piano; le differenze sono rispetto a «nessun intervento» (negative: meno scoperto)."""

    id: str
    giorni_scoperti: int
    giorni_forse_scoperti: int
    abitanti_giorni_scoperti: int | None
    abitanti_giorni_forse_scoperti: int | None
    differenza_giorni: int
    differenza_abitanti_giorni: int | None


class EsitoPiano(NamedTuple):
    """Un piano nella finestra comune a tutti; `scenari_senza_stima` dice che cosa manca al costo."""

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
    scenari_senza_stima: tuple[str, ...]
