"""Il ponte che copre l'attesa di una gara: gli strumenti, e perché si possono usare, non si può, o non si sa."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from ldq_planner.model.contratto import Contratto, Opzione
    from ldq_planner.model.norme import Valore


class Riuscita(StrEnum):
    """Se uno strumento ponte si può usare; ciò che i dati non dicono resta da verificare."""

    POSSIBILE = "possibile"
    DA_VERIFICARE = "da-verificare"
    ESCLUSO = "escluso"


PEGGIO = (Riuscita.POSSIBILE, Riuscita.DA_VERIFICARE, Riuscita.ESCLUSO)
"""Dalla migliore alla peggiore."""


class Motivo(NamedTuple):
    """Se un requisito di uno strumento c'è, e i valori che lo dicono: quelli che non c'entrano mancano.

    Unità: `netto` in euro, senza IVA, il minore se l'aliquota non è nota; `mesi` del ponte, con i `gia_dati` che
    contano per il massimo.
    """

    requisito: str
    esito: Riuscita
    contratto: Contratto | None = None
    """Quello che si prolungherebbe."""
    opzione: Opzione | None = None
    """L'opzione ancora aperta che lo prevede."""
    invio: date | None = None
    """Il giorno in cui parte il bando della gara che segue."""
    is_partito: bool = False
    """Vero se quel bando è già partito."""
    netto: Decimal | None = None
    mesi: int = 0
    gia_dati: int = 0
    entro: date | None = None
    """L'ultimo giorno in cui il ponte può cominciare."""
    limite: Valore | None = None
    """L'importo o la durata che la legge non lascia passare."""


class EsitoStrumento(NamedTuple):
    """Uno strumento ponte, se si può usare, e perché no."""

    id: str
    nome: str
    esito: Riuscita
    motivi: tuple[Motivo, ...]
    riferimento: str | None
    stato_fonte: str | None


class Ponte(NamedTuple):
    """Il ponte più corto, in mesi interi, che copre l'attesa di un quartiere; estremi compresi.

    Unità: `netto` è quanto costa per quel quartiere, in euro senza IVA, `None` se non si sa; se l'IVA è compresa e
    l'aliquota non è nota (`netto_minimo`) è il meno possibile.
    """

    dal: date
    al: date
    mesi: int
    netto: Decimal | None
    netto_minimo: bool
    strumenti: tuple[EsitoStrumento, ...]

    @property
    def is_lecito(self) -> bool:
        """Vero se almeno uno strumento non è escluso."""
        return any(s.esito is not Riuscita.ESCLUSO for s in self.strumenti)

    @property
    def is_sicuro(self) -> bool:
        """Vero se almeno uno strumento si può usare senza altre verifiche."""
        return any(s.esito is Riuscita.POSSIBILE for s in self.strumenti)


class PontiInsieme(NamedTuple):
    """I ponti dei quartieri di uno scenario, sommati: sono un bisogno solo.

    Unità: `netto` in euro senza IVA, il meno possibile se `netto_minimo`; `limite` è quello dell'affidamento diretto, in euro, `None` se non è noto.
    """

    quartieri: tuple[str, ...]
    netto: Decimal
    netto_minimo: bool
    limite: int | None
    oltre_il_limite: bool
    riferimento: str | None
    stato_fonte: str | None
