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
from ldq_planner.model.rischio import PERCENTI, TRENTA, DistribuzioneGiorni, EffettoPonte, Quantile, RischioQuartiere

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.scenario import Scenario

_DODICI = 12


class Attese(NamedTuple):
    """Uno scenario e i suoi quartieri: da quando il servizio serve, e quando comincerebbe per ogni giorno che la gara può dare."""

    quadro: Quadro
    scenario: Scenario
    bisogni: dict[str, date]
    ultimo: date

    def begin(self, avvio: date) -> date:
        """Il primo giorno di servizio, se la gara lo dà da quel giorno: non prima di quando serve o è scritto."""
        return choose_inizio(self.scenario, min(self.bisogni.values()), self.ultimo, avvio)

    def count_scoperti(self, quartiere: str, dal: date, al: date) -> list[int]:
        """Per ogni giorno da `dal` ad `al`, quanti ne restano scoperti se il servizio comincia allora; compresi."""
        certo = self.quadro.coperture[quartiere].in_vigore.certo
        serve = max(self.bisogni[quartiere], dal)
        fine = min(al - UN_GIORNO, self.ultimo)
        aperti = set[int]()
        if serve <= fine:
            for tratto in certo.complement(Periodo(serve, fine)):
                aperti.update(range(tratto.inizio.toordinal(), tratto.fine.toordinal() + 1))
        giorni = range(dal.toordinal(), al.toordinal())
        return [0, *accumulate(g in aperti for g in giorni)]


def find_attese(quadro: Quadro, scenario: Scenario) -> Attese:
    """Da quando il servizio dello scenario, come è scritto, serve a ciascun quartiere."""
    coperture = quadro.coperture
    bisogni = {q: find_bisogno(coperture[q].in_vigore.certo, quadro.oggi) for q in dict.fromkeys(scenario.quartieri)}
    fissa = find_fine_fissa(quadro.portafoglio, scenario)
    return Attese(quadro, scenario, bisogni, fissa.scritta.ultimo if fissa else date.max)


class Scoperti(NamedTuple):
    """I giorni scoperti di un quartiere, giorno per giorno di avvio possibile: tutti, e da domani in poi."""

    quartiere: str
    serve: date
    abitanti: int | None
    giorni: tuple[int, ...]


def list_scoperti(attese: Attese, distribuzione: DistribuzioneGiorni) -> tuple[Scoperti, ...]:
    """I giorni scoperti di ogni quartiere dello scenario, per ogni giorno della distribuzione dell'avvio."""
    return tuple(_measure(attese, quartiere, distribuzione) for quartiere in attese.bisogni)


def _measure(attese: Attese, quartiere: str, distribuzione: DistribuzioneGiorni) -> Scoperti:
    serve = attese.bisogni[quartiere]
    inizi = [attese.begin(giorno) for giorno in list_giorni(distribuzione)]
    dal, al = min(serve, inizi[0]), max(serve, inizi[-1])
    contati = attese.count_scoperti(quartiere, dal, al)
    abitanti = attese.quadro.portafoglio.quartieri_by_id[quartiere].abitanti
    return Scoperti(quartiere, serve, abitanti, tuple(contati[(g - dal).days] for g in inizi))


def list_giorni(distribuzione: DistribuzioneGiorni) -> list[date]:
    """I giorni della distribuzione."""
    primo = distribuzione.dal.toordinal()
    return [date.fromordinal(primo + i) for i in range(len(distribuzione.pesi))]


def assess_quartiere(
    attese: Attese,
    scoperti: Scoperti,
    distribuzione: DistribuzioneGiorni,
    sola: tuple[DistribuzioneGiorni, Scoperti],
) -> RischioQuartiere:
    """Il rischio di un quartiere; `sola` è la distribuzione senza la causa comune, con i suoi giorni scoperti."""
    attesi = _average(distribuzione, scoperti.giorni)
    return RischioQuartiere(
        id=scoperti.quartiere,
        serve_dal=scoperti.serve,
        inizio=tuple(Quantile(p, attese.begin(distribuzione.find_quantile(p))) for p in PERCENTI),
        p_lacuna=_compute_oltre(distribuzione, scoperti.giorni, 0),
        p_lacuna_indipendente=_compute_oltre(sola[0], sola[1].giorni, 0),
        p_oltre_trenta=_compute_oltre(distribuzione, scoperti.giorni, TRENTA),
        giorni_attesi=attesi,
        abitanti_giorni_attesi=None if scoperti.abitanti is None else attesi * scoperti.abitanti,
        ponti=tuple(_bridge(attese, scoperti, distribuzione)),
    )


def _average(distribuzione: DistribuzioneGiorni, giorni: tuple[int, ...]) -> float:
    return sum(p * n for p, n in zip(distribuzione.pesi, giorni, strict=True))


def _compute_oltre(distribuzione: DistribuzioneGiorni, giorni: tuple[int, ...], limite: int) -> float:
    """La probabilità che i giorni scoperti siano di più: un avvio troppo lontano per contarlo conta fra questi."""
    return 1.0 - sum(p for p, n in zip(distribuzione.pesi, giorni, strict=True) if n <= limite)


def _bridge(attese: Attese, scoperti: Scoperti, distribuzione: DistribuzioneGiorni) -> Iterator[EffettoPonte]:
    """Ponti da un mese a un anno, dal primo giorno scoperto che si può ancora coprire."""
    domani = attese.quadro.oggi + UN_GIORNO
    inizi = [attese.begin(giorno) for giorno in list_giorni(distribuzione)]
    certo = attese.quadro.coperture[scoperti.quartiere].in_vigore.certo
    aperti = certo.complement(Periodo(max(domani, scoperti.serve), max(*inizi, domani, scoperti.serve)))
    primo = next(iter(aperti), None)
    if primo is None or primo.inizio > attese.ultimo:
        return
    for mesi in range(1, _DODICI + 1):
        al = end_of_mesi(primo.inizio, mesi)
        dal = min(al + UN_GIORNO, *inizi)
        restano = attese.count_scoperti(scoperti.quartiere, dal, max(*inizi, dal))
        coperti = restano[max(0, (al - dal).days + 1)] if al + UN_GIORNO <= inizi[-1] else restano[-1]
        giorni = tuple(max(0, restano[(g - dal).days] - coperti) for g in inizi)
        attesi = _average(distribuzione, giorni)
        persone = None if scoperti.abitanti is None else attesi * scoperti.abitanti
        yield EffettoPonte(mesi, al, _compute_oltre(distribuzione, giorni, 0), attesi, persone)
