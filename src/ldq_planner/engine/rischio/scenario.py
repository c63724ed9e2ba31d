"""Il rischio di uno scenario: la distribuzione del primo giorno di servizio, e ciò che ne viene a chi lo attende."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.rischio.catena import Catena
from ldq_planner.engine.rischio.dipendenza import RHO, Nuclei, Strato, list_strati
from ldq_planner.engine.rischio.importanza import rank_fasi
from ldq_planner.engine.rischio.masse import Masse, add_up
from ldq_planner.engine.rischio.scoperti import assess_quartiere, find_attese, list_scoperti
from ldq_planner.model.rischio import PERCENTI, SICUREZZE, DistribuzioneGiorni, LimiteSicuro, Quantile, RischioScenario

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.engine.rischio.durate import Legge
    from ldq_planner.model.scenario import Scenario

_QUASI_TUTTO = 98
_UN_MESE = 31


class Conto(NamedTuple):
    """La gara immaginata, la lentezza dell'ufficio che si prova, e i giorni in cui la preparazione comincia."""

    catena: Catena
    strati: tuple[tuple[Strato, Nuclei], ...]
    inizio: Masse

    def distribute(self) -> DistribuzioneGiorni:
        """Il primo giorno in cui la gara può dare il servizio."""
        avvio = add_up(self.catena.spread(n, self.inizio).avvio.scale(s.peso) for s, n in self.strati)
        return DistribuzioneGiorni(date.fromordinal(avvio.dal), tuple(avvio.pesi), max(0.0, 1.0 - avvio.totale))


def assess_scenario(
    quadro: Quadro, scenario: Scenario, *, rho: float = RHO, leggi: Mapping[str, Legge] | None = None
) -> RischioScenario:
    """Il rischio della gara di uno scenario, come è scritto nei dati; `leggi`: fase → quanto dura, al posto delle stime.

    Errori: `LookupError` se lo scenario non è una gara, o il quadro è senza legge.
    """
    previsione = quadro.forecast()
    prevista, tempi = previsione.gare.get(scenario.id), previsione.tempi.get(scenario.id)
    if prevista is None or tempi is None:
        raise LookupError(f"lo scenario «{scenario.id}» non è una gara")
    catena = Catena(quadro.require_diritto(), prevista.agenda.ipotesi, leggi)
    conto = _count(catena, rho, quadro.oggi)
    distribuzione = conto.distribute()
    indipendente = _count(catena, 0.0, quadro.oggi)
    sola = indipendente.distribute() if rho else distribuzione
    scritto = quadro.portafoglio.scenari_by_id[scenario.id]
    attese = find_attese(quadro, scritto)
    scoperti = list_scoperti(attese, distribuzione)
    soli = list_scoperti(attese, sola)
    return RischioScenario(
        id=scenario.id,
        nome=scenario.nome,
        procedura=tempi.procedura,
        rho=rho,
        eventi=(),
        obiettivo=tempi.obiettivo,
        probabile=tempi.primo_avvio,
        distribuzione=distribuzione,
        avvio=_list_quantili(distribuzione),
        avvio_indipendente=_list_quantili(sola),
        in_tempo=distribuzione.compute_entro(tempi.obiettivo),
        in_tempo_indipendente=sola.compute_entro(tempi.obiettivo),
        p_mai=1.0 - distribuzione.perduta - distribuzione.compute_entro(attese.ultimo),
        quartieri=tuple(
            assess_quartiere(attese, con, distribuzione, (sola, senza))
            for con, senza in zip(scoperti, soli, strict=True)
        ),
        limiti=_find_limiti(conto, tempi.obiettivo, distribuzione),
        fasi=rank_fasi(catena, indipendente.strati[0][1], indipendente.inizio, soli),
    )


def _count(catena: Catena, rho: float, oggi: date) -> Conto:
    strati = tuple((strato, Nuclei(rho, strato)) for strato in list_strati(rho))
    return Conto(catena, strati, catena.start(oggi))


def _list_quantili(distribuzione: DistribuzioneGiorni) -> tuple[Quantile, ...]:
    return tuple(Quantile(p, distribuzione.find_quantile(p)) for p in PERCENTI)


def _find_limiti(conto: Conto, obiettivo: date, distribuzione: DistribuzioneGiorni) -> tuple[LimiteSicuro, ...]:
    """Gli ultimi giorni utili: si torna indietro quanto la gara dura quasi sempre."""
    lunga = (distribuzione.find_quantile(_QUASI_TUTTO) - date.fromordinal(conto.inizio.dal)).days + _UN_MESE
    al = obiettivo.toordinal()
    dal = max(conto.catena.diritto.primo_giorno.toordinal(), al - lunga)
    if dal > al:
        return tuple(LimiteSicuro(p, None, None) for p in SICUREZZE)
    certo = Masse(dal, [1.0] * (al + 1 - dal))
    bandi, preparazioni = [0.0] * len(certo.pesi), [0.0] * len(certo.pesi)
    for strato, nuclei in conto.strati:
        invio, _ = conto.catena.value_invio(nuclei, certo)
        prima, *_ = conto.catena.value_preparazione(nuclei, invio)
        bandi = [a + strato.peso * b for a, b in zip(bandi, invio.pesi, strict=True)]
        preparazioni = [a + strato.peso * b for a, b in zip(preparazioni, prima.pesi, strict=True)]
    return tuple(
        LimiteSicuro(p, _find_ultimo(conto, dal, bandi, p), _find_ultimo(conto, dal, preparazioni, p))
        for p in SICUREZZE
    )


def _find_ultimo(conto: Conto, dal: int, valori: list[float], percento: int) -> date | None:
    """L'ultimo giorno lavorativo in cui si è sicuri di tanto."""
    giorni = (dal + i for i in reversed(range(len(valori))) if valori[i] >= percento / 100)
    trovato = next((g for g in giorni if conto.catena.roll(g) == g), None)
    return None if trovato is None else date.fromordinal(trovato)
