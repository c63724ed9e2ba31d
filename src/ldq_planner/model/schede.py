"""Le schede di un contratto e di un quartiere nel giorno della domanda."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from decimal import Decimal

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.model.chiusura import Annuale
    from ldq_planner.model.contratto import Decorrenza, Operatori, Sospensione
    from ldq_planner.model.presidio import Presidio
    from ldq_planner.model.quartiere import Attivita, Sede
    from ldq_planner.model.stato import Stato, StatoContratto


class SchedaContratto(NamedTuple):
    """Un contratto nel giorno della domanda.

    Unità: importi in euro come li dà il documento (`iva`); `importo` senza opzioni, `importo_mensile` quello al
    mese; `giorni_alla_scadenza` rispetto alla scadenza effettiva, prima lettura. Di un contratto chiuso prima,
    `importo_maturato` è quello dei mesi in vigore, opzioni esercitate comprese, e `importo_non_speso` il resto.
    """

    id: str
    quartieri: tuple[str, ...]
    tipo: str
    inizio: DataIncerta
    scadenza_base: DataIncerta
    scadenza_effettiva: DataIncerta
    scadenza_massima: DataIncerta
    date_indicative: tuple[str, ...]
    stato: StatoContratto
    giorni_alla_scadenza: int | None
    importo: Decimal | None
    importo_opzioni_esercitate: Decimal | None
    importo_mensile: Decimal | None
    importo_maturato: Decimal | None
    importo_non_speso: Decimal | None
    iva: str | None
    cig: str | None
    chiusura: str | None
    sospensioni: tuple[Sospensione, ...] = ()
    chiusure: tuple[Annuale, ...] = ()
    decorrenze: tuple[Decorrenza, ...] = ()
    operatori: tuple[Operatori, ...] = ()

    @staticmethod
    def list_facoltativi() -> tuple[str, ...]:
        """I campi che una risposta dice solo se c'è qualcosa da dire."""
        return ("sospensioni", "chiusure", "decorrenze", "operatori")


class SchedaQuartiere(NamedTuple):
    """Un quartiere nel giorno della domanda: chi vi abita, dov'è la sede, che cosa vi si fa, chi l'ha servito."""

    id: str
    nome: str
    municipio: int | None
    laboratorio: str
    programmi: tuple[str, ...]
    abitanti: int | None
    abitanti_circa: bool
    nuclei: int | None
    alloggi_erp: int | None
    popolazione_riferita_a: str | None
    stato: Stato
    sede: Sede | None
    attivita: tuple[Attivita, ...]
    contratti: tuple[str, ...]
    scenari: tuple[str, ...]
    presidi: tuple[Presidio, ...] = ()
    """Gli operatori nel tempo, se in qualche giorno si sanno."""
    ente: str | None = None
    """Chi vi compra il servizio, se i dati sono di più enti."""

    @staticmethod
    def list_facoltativi() -> tuple[str, ...]:
        """I campi che una risposta dice solo se c'è qualcosa da dire."""
        return ("ente", "presidi")
