"""Ciò che si chiede di una gara, e ciò che sta attorno alle sue date: l'altra lettura, i termini da non passare."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.periodo import UN_GIORNO
from ldq_planner.engine.cronoprogramma import Agenda
from ldq_planner.engine.valore import list_netti

if TYPE_CHECKING:
    from decimal import Decimal

    from ldq_planner.engine.durate import Ipotesi
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.cronoprogramma import Cronoprogramma

VICINO = timedelta(days=7)
"""A quanti giorni da un cambio di regime si mostrano le due letture."""


class Richiesta(NamedTuple):
    """Che cosa si chiede di una gara: uno solo fra `servizio_dal`, `invio` e `da`.

    Unità: `importo` in euro per tutta la durata, opzioni comprese; `iva` come in `engine.valore`.
    """

    ipotesi: Ipotesi
    servizio_dal: date | None = None
    invio: date | None = None
    da: date | None = None
    importo: Decimal | None = None
    iva: str | int = ""
    durata_mesi: int | None = None

    def schedule(self, agenda: Agenda) -> Cronoprogramma | None:
        """Le date chieste; `None` se non si è detta una data, o se nessuna legge nota le permette."""
        if self.servizio_dal is not None:
            return agenda.schedule_indietro(self.servizio_dal)
        if self.invio is not None:
            return agenda.schedule_invio(self.invio)
        return None if self.da is None else agenda.schedule_da(self.da)


def imagine_agenda(diritto: Diritto, richiesta: Richiesta) -> Agenda:
    """La gara chiesta, con il valore netto che ne decide i termini."""
    return Agenda(diritto, richiesta.ipotesi._replace(netto=_find_netto(diritto, richiesta)))


def _find_netto(diritto: Diritto, richiesta: Richiesta) -> Decimal | None:
    """L'importo senza IVA; se l'aliquota non è nota il più alto, che tiene sopra soglia: i termini più lunghi."""
    giorno = richiesta.servizio_dal or richiesta.invio or richiesta.da
    if richiesta.importo is None or giorno is None:
        return None
    netti = list_netti(diritto, richiesta.importo, richiesta.iva, max(giorno, diritto.primo_giorno))
    return max(netto for _, netto in netti)


def read_altrimenti(agenda: Agenda, crono: Cronoprogramma) -> Cronoprogramma | None:
    """La stessa gara sotto l'altro regime, se la pubblicazione cade a pochi giorni da un cambio."""
    for regime in agenda.diritto.norme.regimi[1:]:
        cambio = regime.dal.primo
        if abs(crono.pubblicazione - cambio) <= VICINO:
            return agenda.reread(crono, cambio if crono.pubblicazione < cambio else cambio - UN_GIORNO)
    return None
