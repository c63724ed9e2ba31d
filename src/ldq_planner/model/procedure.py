"""Le procedure fianco a fianco per uno stesso servizio: ammessa o no, e quando comincerebbe o andrebbe bandita."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from ldq_planner.model.cronoprogramma import CondizioneDiLegge
    from ldq_planner.model.ponte import Riuscita


class TempiProfilo(NamedTuple):
    """Le date di una procedura in un profilo."""

    profilo: str
    regime: str
    inizio_preparazione: date
    invio: date
    pubblicazione: date
    avvio: date
    margine_giorni: int
    """`inizio_preparazione` − oggi: negativo se è tardi di tanti giorni."""


class ProceduraAConfronto(NamedTuple):
    """Una procedura per il servizio chiesto: se è ammessa, perché, e le sue date in ogni profilo."""

    procedura: str
    nome: str
    esito: Riuscita
    """Da verificare, se non si è detto tutto ciò che la legge chiede, o se dipende dall'aliquota dell'IVA."""
    aliquote_escluse: tuple[int, ...]
    """Le aliquote con cui, fra quelle possibili, il valore la esclude; vuoto, se l'IVA è nota."""
    condizioni: tuple[CondizioneDiLegge, ...]
    """Ciò che la legge chiede, al valore netto più alto."""
    riferimento: str | None
    stato_fonte: str | None
    tempi: tuple[TempiProfilo, ...]
    """Minimo, probabile, massimo; vuoto, se nessuna legge conosciuta la permette."""

    def find_tempi(self, profilo: str) -> TempiProfilo | None:
        """Le date in quel profilo, se ci sono."""
        return next((t for t in self.tempi if t.profilo == profilo), None)


class RispostaProcedure(NamedTuple):
    """`ldq/procedure/1`: la risposta di `ldq gara --confronta`."""

    direzione: str
    servizio_dal: date | None
    invio: date | None
    da: date | None
    servizio: str
    netto: Decimal | None
    """Il valore senza IVA con cui si contano le date: il più alto, se l'aliquota non è nota."""
    procedure: tuple[ProceduraAConfronto, ...]
    """Prima le ammesse; in avanti da quella che comincia prima, all'indietro da quella che si può bandire più tardi."""
