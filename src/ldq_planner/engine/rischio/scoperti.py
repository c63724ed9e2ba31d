"""Quanti giorni un quartiere resta senza un contratto certo, per ogni giorno in cui la gara può dare il servizio."""

from __future__ import annotations

from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.mesi import end_of_mesi
from ldq_planner.dates.periodo import UN_GIORNO, Periodo
from ldq_planner.engine.stime import find_fine_fissa
from ldq_planner.engine.tempi import choose_inizio
from ldq_planner.engine.tempi_quartiere import find_bisogno
from ldq_planner.model.rischio import PERCENTI, TRENTA, EffettoPonte, Quantile, RischioQuartiere

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ldq_planner.engine.copertura import Coperture
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.rischio import DistribuzioneGiorni
    from ldq_planner.model.scenario import Scenario

_DODICI = 12


class Attese(NamedTuple):
    """Uno scenario e i suoi quartieri: da quando il servizio serve, e quando comincerebbe per ogni giorno che la gara può dare."""

    quadro: Quadro
    coperture: Coperture
    scenario: Scenario
    bisogni: Mapping[str, date]
    ultimo: date

    def begin(self, avvio: date) -> date:
        """Il primo giorno di servizio, se la gara lo dà da quel giorno: non prima di quando serve o è scritto."""
        return choose_inizio(self.scenario, min(self.bisogni.values()), self.ultimo, avvio)

    def measure(self, quartiere: str, primo: date, ultimo: date) -> Scoperti:
        """I giorni scoperti del quartiere per ogni avvio della gara fra quei giorni, compresi."""
        giorni = range(primo.toordinal(), ultimo.toordinal() + 1)
        inizi = [self.begin(date.fromordinal(g)).toordinal() for g in giorni]
        serve = self.bisogni[quartiere]
        dal = min(serve.toordinal(), inizi[0])
        contati = [0, *accumulate(self._list_aperti(quartiere, serve, dal, inizi[-1]))]
        abitanti = self.quadro.portafoglio.quartieri_by_id[quartiere].abitanti
        return Scoperti(quartiere, serve, abitanti, giorni.start, tuple(contati[g - dal] for g in inizi))

    def _list_aperti(self, quartiere: str, serve: date, dal: int, dopo: int) -> list[bool]:
        """Giorno per giorno da `dal`, se non c'è un contratto certo, e il servizio serve e non sarebbe già finito."""
        aperti = [False] * (dopo - dal)
        fine = min(date.fromordinal(max(dopo - 1, 1)), self.ultimo)
        if serve <= fine:
            for tratto in self.coperture[quartiere].in_vigore.certo.complement(Periodo(serve, fine)):
                primo, ultimo = tratto.inizio.toordinal() - dal, tratto.fine.toordinal() - dal
                aperti[primo : ultimo + 1] = [True] * (ultimo + 1 - primo)
        return aperti


def find_attese(quadro: Quadro, scenario: Scenario, coperture: Coperture | None = None) -> Attese:
    """Da quando il servizio dello scenario, come è scritto, serve a ciascun quartiere; con i soli contratti, o con altri."""
    certi = {q: quadro.coperture[q].in_vigore.certo for q in dict.fromkeys(scenario.quartieri)}
    bisogni = {q: find_bisogno(certo, quadro.oggi) for q, certo in certi.items()}
    fissa = find_fine_fissa(quadro.portafoglio, scenario)
    ultimo = fissa.scritta.ultimo if fissa else date.max
    return Attese(quadro, coperture or quadro.coperture, scenario, bisogni, ultimo)


class Scoperti(NamedTuple):
    """I giorni scoperti di un quartiere, per ogni giorno di avvio possibile della gara, dall'ordinale `dal`."""

    quartiere: str
    serve: date
    abitanti: int | None
    dal: int
    giorni: tuple[int, ...]

    def list_di(self, distribuzione: DistribuzioneGiorni) -> tuple[int, ...]:
        """Quelli dei giorni di una distribuzione."""
        primo = distribuzione.dal.toordinal()
        return self.list_tra(primo, primo + len(distribuzione.pesi))

    def list_tra(self, dal: int, dopo: int) -> tuple[int, ...]:
        """Quelli degli avvii da un ordinale fino a prima di un altro."""
        return self.giorni[dal - self.dal : dopo - self.dal]


def list_scoperti(attese: Attese, distribuzioni: Sequence[DistribuzioneGiorni]) -> tuple[Scoperti, ...]:
    """I giorni scoperti di ogni quartiere dello scenario, per ogni giorno di avvio delle distribuzioni."""
    primo, ultimo = min(d.dal for d in distribuzioni), max(d.al for d in distribuzioni)
    return tuple(attese.measure(quartiere, primo, ultimo) for quartiere in attese.bisogni)


def assess_quartiere(
    attese: Attese, scoperti: Scoperti, distribuzione: DistribuzioneGiorni, sola: DistribuzioneGiorni
) -> RischioQuartiere:
    """Il rischio di un quartiere; `sola` è la distribuzione senza la causa comune."""
    giorni = scoperti.list_di(distribuzione)
    attesi = average(distribuzione, giorni)
    return RischioQuartiere(
        id=scoperti.quartiere,
        serve_dal=scoperti.serve,
        inizio=tuple(Quantile(p, attese.begin(distribuzione.find_quantile(p))) for p in PERCENTI),
        p_lacuna=_compute_oltre(distribuzione, giorni, 0),
        p_lacuna_indipendente=_compute_oltre(sola, scoperti.list_di(sola), 0),
        p_oltre_trenta=_compute_oltre(distribuzione, giorni, TRENTA),
        giorni_attesi=attesi,
        abitanti_giorni_attesi=None if scoperti.abitanti is None else attesi * scoperti.abitanti,
        ponti=tuple(_bridge(attese, scoperti, distribuzione)),
    )


def average(distribuzione: DistribuzioneGiorni, giorni: Sequence[int]) -> float:
    """Quanti se ne attendono."""
    return sum(p * n for p, n in zip(distribuzione.pesi, giorni, strict=True))


def _compute_oltre(distribuzione: DistribuzioneGiorni, giorni: Sequence[int], limite: int) -> float:
    """La probabilità che i giorni scoperti siano di più: un avvio troppo lontano per contarlo conta fra questi."""
    return 1.0 - sum(p for p, n in zip(distribuzione.pesi, giorni, strict=True) if n <= limite)


def _bridge(attese: Attese, scoperti: Scoperti, distribuzione: DistribuzioneGiorni) -> Iterator[EffettoPonte]:
    """Ponti da un mese a un anno, dal primo giorno scoperto che si può ancora coprire."""
    domani = max(attese.quadro.oggi + UN_GIORNO, scoperti.serve)
    ultimo = min(attese.begin(distribuzione.al), attese.ultimo)
    certo = attese.coperture[scoperti.quartiere].in_vigore.certo
    attesa = next(iter(certo.complement(Periodo(domani, ultimo))), None) if domani <= ultimo else None
    if attesa is None:
        return
    giorni_di = scoperti.list_di(distribuzione)
    for mesi in range(1, _DODICI + 1):
        al = end_of_mesi(attesa.inizio, mesi)
        coperti = certo.complement(Periodo(scoperti.serve, max(scoperti.serve, min(al, attese.ultimo)))).giorni
        giorni = [max(0, n - coperti) for n in giorni_di]
        attesi = average(distribuzione, giorni)
        persone = None if scoperti.abitanti is None else attesi * scoperti.abitanti
        yield EffettoPonte(mesi, al, _compute_oltre(distribuzione, giorni, 0), attesi, persone)
