"""Lo stato di un quartiere e di un contratto nel giorno della domanda."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.periodo import UN_GIORNO
from ldq_planner.model.copertura import Causa

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.model.presidio import Presidio


class Stato(StrEnum):
    """Lo stato di un quartiere, dal più urgente."""

    MAI_COPERTO = "mai-coperto"
    SCOPERTO = "scoperto"
    NON_SI_SA = "non-si-sa"
    """Scoperto secondo dati troppo vecchi per dirlo."""
    INCERTO = "incerto"
    IN_SCADENZA = "in-scadenza"
    COPERTO = "coperto"


class StatoContratto(StrEnum):
    """Lo stato di un contratto."""

    FUTURO = "futuro"
    IN_CORSO = "in-corso"
    SOSPESO = "sospeso"
    INCERTO = "incerto"
    SCADUTO = "scaduto"


class Fermo(NamedTuple):
    """I giorni in cui il servizio è, o sarà, fermo a contratto in vigore.

    Estremi: `dal` e `al` compresi; `al` è `None` se la sospensione è ancora aperta.
    """

    causa: Causa
    dal: date
    al: date | None


class StatoQuartiere(NamedTuple):
    """Chi copre un quartiere oggi, fino a quando, da quanto è scoperto.

    Unità: `giorni_alla_scadenza` = scadenza − oggi (negativi se è passata; con una scadenza incerta conta la
    prima lettura); `giorni_scoperti` = giorni certamente scoperti fino a oggi compreso, `None` se lo è da
    sempre; `abitanti_giorni_scoperti` = residenti × giorni scoperti.
    """

    id: str
    nome: str
    municipio: int | None
    abitanti: int | None
    abitanti_circa: bool
    stato: Stato
    contratto: str | None
    scadenza: DataIncerta | None
    scadenza_massima: DataIncerta | None
    giorni_alla_scadenza: int | None
    coperto_fino_al: date | None
    scoperto_dal: date | None
    giorni_scoperti: int | None
    abitanti_giorni_scoperti: int | None
    contratto_successivo: str | None
    scenari: tuple[str, ...]
    coperto_con: str | None
    """Il contratto con cui finisce la copertura certa di oggi: può essere uno che segue quello in vigore."""
    forse_fino_al: date | None
    """L'ultimo giorno coperto in qualche lettura, compreso, se viene dopo quello certo."""
    non_si_sa_dal: date | None
    """Il giorno a cui i dati sono fermi, o quello da cui non dicono più nulla, se viene dopo."""
    responsabili: tuple[str, ...] = ()
    """Chi segue il contratto cominciato per ultimo e gli scenari del quartiere, se i dati lo dicono."""
    fermo: Fermo | None = None
    """Perché il servizio oggi è fermo, o la sospensione che segue l'ultimo giorno coperto."""
    presidio: Presidio | None = None
    """Quanti operatori lo coprono oggi, se si sa."""
    ente: str | None = None
    """Chi vi compra il servizio, se i dati sono di più enti."""

    @staticmethod
    def list_facoltativi() -> tuple[str, ...]:
        """I campi che una risposta dice solo se c'è qualcosa da dire."""
        return ("ente", "fermo", "presidio", "responsabili")

    @property
    def ultimo_coperto(self) -> date | None:
        """L'ultimo giorno certamente coperto, passato o no; `None` se la copertura è solo possibile o non c'è mai stata."""
        return self.scoperto_dal - UN_GIORNO if self.scoperto_dal else self.coperto_fino_al

    @property
    def prossima_fine(self) -> date | None:
        """L'ultimo giorno coperto che viene: di chi oggi è nella sua chiusura annuale, la scadenza del contratto."""
        if self.fermo and self.fermo.causa is Causa.CHIUSURA and self.scadenza and self.scadenza.is_nota:
            return self.coperto_fino_al or self.scadenza.primo
        return self.coperto_fino_al


class Totali(NamedTuple):
    """I totali di uno stato: residenti scoperti oggi (certamente) e la prossima scadenza."""

    quartieri_scoperti: int
    abitanti_scoperti: int
    abitanti_giorni_scoperti: int
    prossima_scadenza: date | None
    quartieri_in_prossima_scadenza: tuple[str, ...]
