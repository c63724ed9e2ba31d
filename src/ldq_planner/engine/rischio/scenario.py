"""Il rischio di uno scenario e di un piano: quando il servizio comincia, e ciò che ne viene a chi lo attende."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.gara_in_corso import GaraInCorso
from ldq_planner.engine.rischio.conto import Conto, Ipotetica, build_conto, join_strati
from ldq_planner.engine.rischio.dipendenza import RHO, get_nuclei, list_strati
from ldq_planner.engine.rischio.importanza import rank_fasi
from ldq_planner.engine.rischio.scoperti import assess_quartiere, average, find_attese, list_scoperti
from ldq_planner.engine.scenari import imagine_contratti, list_scenari
from ldq_planner.model.rischio import (
    PERCENTI,
    DistribuzioneGiorni,
    EffettoEvento,
    Quantile,
    RischioPiano,
    RischioQuadro,
    RischioScenario,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ldq_planner.engine.cronoprogramma import Agenda
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.engine.rischio.durate import Legge
    from ldq_planner.engine.rischio.masse import Masse
    from ldq_planner.model.scenario import Piano, Scenario


class Chiesto(NamedTuple):
    """Come si conta: quanto le fasi vanno insieme, gli eventi chiesti in più, e quanto durano le fasi di cui si sa di più."""

    quadro: Quadro
    rho: float
    eventi: Mapping[str, float]
    leggi: Mapping[str, Legge]

    def build(self, scenario: Scenario, senza: str = "") -> Conto:
        """Il conto della gara di uno scenario, con gli eventi che vi sono scritti e quelli chiesti."""
        eventi = {e: p for e, p in self.list_eventi(scenario).items() if e != senza}
        agenda = self.quadro.forecast().gare[scenario.id].agenda
        gara = Ipotetica(agenda, self.quadro.oggi, self.leggi)
        return build_conto(gara, self.rho, eventi)

    def list_eventi(self, scenario: Scenario) -> dict[str, float]:
        """Evento → la sua probabilità: quella chiesta, o quella scritta."""
        return scenario.list_rischi() | dict(self.eventi)


def assess_scenario(
    quadro: Quadro,
    scenario: Scenario,
    *,
    rho: float = RHO,
    eventi: Mapping[str, float] | None = None,
    leggi: Mapping[str, Legge] | None = None,
) -> RischioScenario:
    """Il rischio della gara di uno scenario, se comincia oggi o da dove i fatti l'hanno portata.

    `eventi`: quelli da contare oltre a quelli scritti nello scenario, con la loro probabilità; `leggi`: fase → quanto dura, al
    posto delle stime. Errori: `LookupError` se lo scenario non è una gara; `ValueError` se `rho` non sta fra zero e 0,95.
    """
    if scenario.id not in quadro.forecast().gare:
        raise LookupError(f"lo scenario «{scenario.id}» non è una gara")
    return _assess(Chiesto(quadro, rho, eventi or {}, leggi or {}), scenario.id)[0]


def assess_quadro(
    quadro: Quadro,
    *,
    rho: float = RHO,
    eventi: Mapping[str, float] | None = None,
    leggi: Mapping[str, Legge] | None = None,
) -> RischioQuadro:
    """Il rischio di ogni gara dei dati, e dei piani che le mettono insieme; come `assess_scenario`."""
    chiesto = Chiesto(quadro, rho, eventi or {}, leggi or {})
    valutati = {id_: _assess(chiesto, id_) for id_ in quadro.forecast().gare}
    piani = (_assess_piano(quadro, piano, valutati) for piano in quadro.portafoglio.piani)
    return RischioQuadro(tuple(r for r, _ in valutati.values()), tuple(p for p in piani if p is not None))


def _assess(chiesto: Chiesto, id_: str) -> tuple[RischioScenario, list[Masse]]:
    """Il rischio di uno scenario, e la distribuzione del suo avvio per ogni lentezza dell'ufficio."""
    quadro = chiesto.quadro
    scenario, tempi = quadro.portafoglio.scenari_by_id[id_], quadro.forecast().tempi[id_]
    conto = chiesto.build(scenario)
    base = RischioScenario(
        id=id_,
        nome=scenario.nome,
        procedura=tempi.procedura,
        rho=chiesto.rho,
        eventi=tuple(chiesto.list_eventi(scenario)),
        obiettivo=tempi.obiettivo,
        probabile=tempi.primo_avvio,
        distribuzione=None,
        oltre=conto.catena.find_oltre(get_nuclei(0.0, 0.0)),
    )
    if base.oltre is not None:
        return base, []
    strati = conto.distribute_strati()
    distribuzione = join_strati(strati)
    sola = conto.separate().distribute() if chiesto.rho else distribuzione
    attese = find_attese(quadro, scenario)
    scoperti = list_scoperti(attese, (distribuzione, sola))
    return base._replace(
        distribuzione=distribuzione,
        bando=_find_bando(quadro.forecast().gare[id_].agenda, quadro.oggi),
        avvio=list_quantili(distribuzione),
        avvio_indipendente=list_quantili(sola),
        in_tempo=distribuzione.compute_entro(tempi.obiettivo),
        in_tempo_indipendente=sola.compute_entro(tempi.obiettivo),
        p_mai=1.0 - distribuzione.perduta - distribuzione.compute_entro(attese.ultimo),
        quartieri=tuple(assess_quartiere(attese, suoi, distribuzione, sola) for suoi in scoperti),
        limiti=conto.find_limiti(tempi.obiettivo, distribuzione),
        fasi=rank_fasi(conto.catena, scoperti),
        effetti=tuple(_compare(chiesto, scenario, tempi.obiettivo, distribuzione)),
    ), strati


def _find_bando(agenda: Agenda, oggi: date) -> date | None:
    """Quando il bando esce, ai tempi probabili; niente se è già uscito."""
    if isinstance(agenda, GaraInCorso):
        return None if agenda.bando_partito else agenda.follow().invio
    return agenda.schedule_primo(oggi).invio


def list_quantili(distribuzione: DistribuzioneGiorni) -> tuple[Quantile, ...]:
    """I giorni entro cui il servizio comincia, alle probabilità che si dicono."""
    return tuple(Quantile(p, distribuzione.find_quantile(p)) for p in PERCENTI)


def _compare(
    chiesto: Chiesto, scenario: Scenario, obiettivo: date, con: DistribuzioneGiorni
) -> Iterator[EffettoEvento]:
    """Ogni evento che si conta: il rischio con tutti, e senza di lui."""
    for evento, p in chiesto.list_eventi(scenario).items():
        senza = chiesto.build(scenario, evento).distribute()
        in_tempo = (con.compute_entro(obiettivo), senza.compute_entro(obiettivo))
        yield EffettoEvento(evento, p, *in_tempo, list_quantili(con), list_quantili(senza))


def _assess_piano(
    quadro: Quadro, piano: Piano, valutati: Mapping[str, tuple[RischioScenario, list[Masse]]]
) -> RischioPiano | None:
    """Il rischio di un piano, con i suoi ponti; niente se non ha gare, o se di una non si sa dire.

    La lentezza dell'ufficio è una per tutte le gare: fissata quella, le gare sono indipendenti.
    """
    suoi = [valutati[s] for s in piano.scenari if s in valutati]
    if not suoi or any(r.distribuzione is None for r, _ in suoi):
        return None
    ponti = [s for s in list_scenari(quadro.portafoglio, piano) if s.id not in valutati]
    coperture = quadro.coperture.plus(imagine_contratti(quadro.portafoglio, ponti, quadro.oggi))
    giorni, persone = 0.0, 0.0
    for rischio, _ in suoi:
        distribuzione = rischio.distribuzione
        if distribuzione is not None:
            attese = find_attese(quadro, quadro.portafoglio.scenari_by_id[rischio.id], coperture)
            for scoperti in list_scoperti(attese, (distribuzione,)):
                attesi = average(distribuzione, scoperti.list_di(distribuzione))
                giorni, persone = giorni + attesi, persone + attesi * (scoperti.abitanti or 0)
    return RischioPiano(
        id=piano.id,
        nome=piano.nome,
        scenari=tuple(r.id for r, _ in suoi),
        tutti_in_tempo=_compute_tutti(suoi),
        tutti_in_tempo_indipendente=prod(r.in_tempo_indipendente for r, _ in suoi),
        giorni_attesi=giorni,
        abitanti_giorni_attesi=persone,
    )


def _compute_tutti(suoi: list[tuple[RischioScenario, list[Masse]]]) -> float:
    """La probabilità che ogni gara sia in tempo: per ogni lentezza il prodotto, pesato con ciò che tutti i fatti ne dicono."""
    somma, totale = 0.0, 0.0
    limiti = [r.obiettivo.toordinal() for r, _ in suoi]
    for strato, masse in zip(
        list_strati(suoi[0][0].rho), zip(*(strati for _, strati in suoi), strict=True), strict=True
    ):
        pesi = [m.totale for m in masse]
        peso = strato.peso * prod(p / strato.peso for p in pesi)
        totale += peso
        if peso:
            coppie = zip(masse, limiti, pesi, strict=True)
            somma += peso * prod(m.split(limite)[0].totale / p for m, limite, p in coppie)
    return somma / totale
