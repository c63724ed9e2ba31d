"""I giorni degli uffici: il lavoro salta quelli chiusi, una delibera attende la seduta, un termine di legge non aspetta nessuno."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ldq_planner.dates.periodo import UN_GIORNO, InsiemeGiorni
from ldq_planner.engine.cronoprogramma import Agenda, EventoDiGara
from ldq_planner.engine.gara_in_corso import GaraInCorso
from ldq_planner.model.avanzamento import RICEZIONI

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ldq_planner.dates.calendario import Calendario
    from ldq_planner.engine.durate import Ipotesi
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.norme import Fase
    from ldq_planner.model.risorse import FileRisorse, Seduta, Ufficio

ANNI = 12
"""Per quanti anni da oggi si conoscono i giorni chiusi."""
_ORGANIZZATIVA = "organizzativa"
_NESSUNO = InsiemeGiorni()


class Lavoro:
    """I giorni chiusi di ogni ufficio e le sedute, per un gruppo di scenari. Non cambia mai."""

    def __init__(self, risorse: FileRisorse, scenari: frozenset[str], oggi: date) -> None:
        self.uffici = tuple(u for u in risorse.uffici if _is_per(u.solo_per, scenari))
        self._sedute = tuple(s for s in risorse.sedute if _is_per(s.solo_per, scenari))
        fine = date(oggi.year + ANNI, 12, 31)
        tutti = list(_list_chiusi(risorse, oggi, fine))
        self.di_tutti = InsiemeGiorni.from_estremi(tutti)
        self.chiusi = {u.id: InsiemeGiorni.from_estremi([*tutti, *_list_chiusi(u, oggi, fine)]) for u in self.uffici}

    def find_chiusi(self, fase: str) -> InsiemeGiorni:
        """I giorni in cui la fase è ferma: quelli di chi la fa o, se nessuno la dichiara, quelli di tutti."""
        chiusi = self.di_tutti
        for ufficio in self.uffici:
            if fase in ufficio.fasi:
                chiusi |= self.chiusi[ufficio.id]
        return chiusi

    def list_sedute(self, fase: str) -> tuple[Seduta, ...]:
        """Gli organi in una cui seduta la fase finisce, nell'ordine."""
        return tuple(s for s in self._sedute if fase in s.fasi)


class AgendaDegliUffici(Agenda):
    """Una gara immaginata con gli uffici dell'ente: le sue fasi saltano i giorni chiusi e attendono le sedute."""

    def __init__(self, diritto: Diritto, ipotesi: Ipotesi, lavoro: Lavoro) -> None:
        super().__init__(diritto, ipotesi)
        self._staff(lavoro)

    def _staff(self, lavoro: Lavoro) -> None:
        """Chi fa ogni fase: i suoi giorni chiusi, e le sedute in cui finisce."""
        self._chiusi = {f.id: lavoro.find_chiusi(f.id) for f in self.fasi if is_lavoro(f)}
        self._sedute = {f.id: sedute for f in self.fasi if (sedute := lavoro.list_sedute(f.id))}
        self._di_tutti = lavoro.di_tutti

    def _end_preparazione(self, fase: Fase, inizio: date) -> date:
        return self.delay(fase, inizio, super()._end_preparazione(fase, inizio))

    def _end(self, fase: Fase, precedente: Fase, eventi: dict[str, EventoDiGara], legge: date) -> date:
        return self.delay(fase, eventi[precedente.id].fine, super()._end(fase, precedente, eventi, legge))

    def delay(self, fase: Fase, inizio: date, fine: date) -> date:
        """Il giorno in cui la fase è compiuta, tolti i giorni chiusi e attesa la seduta."""
        if chiusi := self.find_chiusi(fase):
            fine = skip_chiusi(self.calendario, chiusi, inizio, fine)
        return self.sit(fase, fine)

    def find_chiusi(self, fase: Fase) -> InsiemeGiorni:
        """I giorni che il lavoro della fase salta."""
        return self._chiusi.get(fase.id, _NESSUNO)

    def sit(self, fase: Fase, pronta: date) -> date:
        """Il giorno della seduta in cui finisce una fase pronta quel giorno; quel giorno, se non attende nessuno."""
        for seduta in self._sedute.get(fase.id, ()):
            pronta = next_seduta(self.calendario, seduta, pronta, self._di_tutti)
        return pronta

    def is_libera(self, fase: Fase) -> bool:
        """Vero se la fase non salta giorni chiusi né attende sedute."""
        return not self.find_chiusi(fase) and fase.id not in self._sedute


class GaraInCorsoDegliUffici(AgendaDegliUffici, GaraInCorso):
    """Una gara già cominciata con gli uffici dell'ente: ciò che resta salta i giorni chiusi e attende le sedute; i fatti no."""

    def __init__(self, gara: GaraInCorso, lavoro: Lavoro) -> None:
        GaraInCorso.__init__(self, gara.diritto, gara.ipotesi, gara.svolgimenti, gara.oggi)
        self._staff(lavoro)

    def delay(self, fase: Fase, inizio: date, fine: date) -> date:
        """Lo stesso, di ciò che non è già accaduto."""
        return super().delay(fase, inizio, fine) if fine >= self.oggi else fine

    def _first_possibile(self, fase: Fase) -> date:
        return self.delay(fase, self.oggi, super()._first_possibile(fase))


def is_lavoro(fase: Fase) -> bool:
    """Vero se è lavoro di un ufficio: non un termine di legge, non il tempo di chi fa un'offerta."""
    return fase.tipo == _ORGANIZZATIVA and fase.id not in RICEZIONI


def skip_chiusi(calendario: Calendario, chiusi: InsiemeGiorni, inizio: date, fine: date) -> date:
    """Il giorno in cui finisce un lavoro che in `(inizio, fine]` salta i giorni chiusi: lavorativo e aperto."""
    dal, al = inizio, fine
    while saltati := _count(chiusi, dal, al):
        dal, al = al, al + timedelta(days=saltati)
    while al in chiusi or (al != fine and not calendario.is_lavorativo(al)):
        al += UN_GIORNO
    return al


def next_seduta(calendario: Calendario, seduta: Seduta, dal: date, chiusi: InsiemeGiorni) -> date:
    """La prima seduta da quel giorno, compreso, in un giorno lavorativo e aperto; dopo l'ultima che si conosce, quel giorno."""
    if seduta.date:
        return min((g.primo for g in seduta.date if g.primo >= dal), default=dal)
    quale, saltate = seduta.giorno_feriale, {g.primo for g in seduta.saltate}
    if quale is None:
        return dal
    giorno = dal + timedelta(days=(quale - dal.weekday()) % 7)
    while giorno in saltate or giorno in chiusi or not calendario.is_lavorativo(giorno):
        giorno += timedelta(days=7)
    return giorno


def list_occupati(
    ufficio: Ufficio, fasi: Sequence[str], eventi: dict[str, EventoDiGara]
) -> Iterator[tuple[date, date]]:
    """I giorni in cui la gara occupa l'ufficio: dall'inizio di ogni sua fase, compreso, alla fine, esclusa."""
    for fase in fasi:
        if fase in ufficio.fasi and fase in eventi and eventi[fase].inizio < eventi[fase].fine:
            yield eventi[fase].inizio, eventi[fase].fine


def _count(chiusi: InsiemeGiorni, dopo: date, al: date) -> int:
    """I giorni chiusi in `(dopo, al]`."""
    confini = chiusi.confini
    primo, ultimo = dopo.toordinal() + 1, al.toordinal() + 1
    posto = bisect_right(confini, primo)
    quanti, posto = 0, posto - posto % 2  # da una chiusura in corso, o dalla prossima
    while posto < len(confini) and confini[posto] < ultimo:
        quanti += min(confini[posto + 1], ultimo) - max(confini[posto], primo)
        posto += 2
    return quanti


def _is_per(solo_per: tuple[str, ...], scenari: frozenset[str]) -> bool:
    return not solo_per or not scenari.isdisjoint(solo_per)


def _list_chiusi(chi: FileRisorse | Ufficio, dal: date, al: date) -> Iterator[tuple[date, date]]:
    for annuale in chi.chiusure:
        yield from annuale.list_estremi(dal, al)
    for chiusura in chi.chiuso:
        yield chiusura.dal.primo, chiusura.al.primo
