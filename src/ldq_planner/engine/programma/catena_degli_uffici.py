"""Una gara di durata incerta che salta i giorni chiusi degli uffici e attende le sedute, come nel piano."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING

from ldq_planner.dates.periodo import UN_GIORNO
from ldq_planner.engine.gara_in_corso import GaraInCorso
from ldq_planner.engine.programma.lavoro import AgendaDegliUffici
from ldq_planner.engine.rischio.catena import Catena
from ldq_planner.engine.rischio.conto import Ipotetica
from ldq_planner.engine.rischio.masse import Giorni
from ldq_planner.model.norme import RICORSO

if TYPE_CHECKING:
    from ldq_planner.engine.cronoprogramma import EventoDiGara
    from ldq_planner.engine.durate import Ipotesi
    from ldq_planner.engine.rischio.fase_incerta import FaseIncerta
    from ldq_planner.model.norme import Fase


class DelPiano(Ipotetica):
    """Una gara del piano; di una ancora da cominciare il bando non attende un'altra legge: lo fanno già le settimane fra cui si sceglie."""

    __slots__ = ()

    def build(self, *, ricorso: bool = False) -> Catena:
        """Le sue fasi, con la sospensione della stipula se c'è un ricorso."""
        agenda, ipotesi = self.agenda, self.agenda.ipotesi
        assert isinstance(agenda, AgendaDegliUffici)  # noqa: S101 - lo è ogni gara del piano
        ipotesi = ipotesi._replace(casi=ipotesi.casi | {RICORSO}) if ricorso else ipotesi
        attesa = self.find_attesa() if isinstance(agenda, GaraInCorso) else None
        return CatenaDegliUffici(agenda, ipotesi, self.oggi, attesa)


class CatenaDegliUffici(Catena):
    """Le fasi di una gara del piano. Un lavoro dura i suoi giorni aperti, e finisce in un giorno lavorativo e aperto."""

    def __init__(self, agenda: AgendaDegliUffici, ipotesi: Ipotesi, oggi: date, invio_dal: date | None) -> None:
        self._uffici = agenda
        gara = agenda if isinstance(agenda, GaraInCorso) else None
        super().__init__(agenda.diritto, ipotesi, oggi, gara=gara, invio_dal=invio_dal)

    def _end(self, fase: Fase, precedente: Fase, eventi: dict[str, EventoDiGara], legge: date) -> date:
        return self._uffici.delay(fase, eventi[precedente.id].fine, super()._end(fase, precedente, eventi, legge))

    def _build_preparazione(self, fase: Fase) -> FaseIncerta:
        return self._fit(fase, super()._build_preparazione(fase))

    def _build_fase(self, fase: Fase, giorno: date) -> FaseIncerta:
        return self._fit(fase, super()._build_fase(fase, giorno))

    def _fit(self, fase: Fase, incerta: FaseIncerta) -> FaseIncerta:
        """La fase nei giorni di chi la fa."""
        if self._uffici.is_libera(fase):
            return incerta
        aperti = _Aperti(self._uffici.find_chiusi(fase).confini)
        torna = partial(self._find_fine, fase, aperti, is_rinviata=incerta.rinvii is not None)
        minimo = incerta.minimo or Giorni(partial(self._find_primo, fase))
        return incerta._replace(conta=Giorni(aperti.count), rinvii=Giorni(torna), minimo=minimo)

    def _find_primo(self, fase: Fase, inizio: int) -> int:
        """Il primo giorno in cui la fase può essere compiuta: chi comincia in un giorno chiuso attende che si apra."""
        giorno = date.fromordinal(inizio)
        return self._uffici.delay(fase, giorno, giorno).toordinal()

    def _find_fine(self, fase: Fase, aperti: _Aperti, quanti: int, *, is_rinviata: bool) -> int:
        """Il giorno in cui la fase è compiuta, se il suo lavoro arriva a tanti giorni aperti."""
        fine, chiusi = date.fromordinal(aperti.find(quanti)), self._uffici.find_chiusi(fase)
        while fine in chiusi or (is_rinviata and not self.calendario.is_lavorativo(fine)):
            fine += UN_GIORNO
        return self._uffici.sit(fase, fine).toordinal()


class _Aperti:
    """I giorni aperti, contati: prima della prima chiusura lo sono tutti."""

    def __init__(self, confini: tuple[int, ...]) -> None:
        self._dal, self._dopo = confini[::2], confini[1::2]
        self._chiusi = [0, *accumulate(b - a for a, b in zip(self._dal, self._dopo, strict=True))]
        self._prima = [a - 1 - c for a, c in zip(self._dal, self._chiusi, strict=False)]

    def count(self, giorno: int) -> int:
        """Quanti sono fino a quel giorno, compreso."""
        posto = bisect_right(self._dal, giorno)
        di_troppo = max(0, self._dopo[posto - 1] - giorno - 1) if posto else 0
        return giorno - self._chiusi[posto] + di_troppo

    def find(self, quanti: int) -> int:
        """Il primo giorno fino a cui sono tanti."""
        return quanti + self._chiusi[bisect_left(self._prima, quanti)]
