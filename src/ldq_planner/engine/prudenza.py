"""Quanto si vuole essere sicuri: al posto dei tempi probabili di una gara, quelli che mantiene tante volte su cento."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.rischio import RHO
from ldq_planner.engine.rischio.conto import Ipotetica, build_conto
from ldq_planner.engine.rischio.dipendenza import get_nuclei

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ldq_planner.engine.cronoprogramma import Agenda
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.engine.rischio.conto import Conto
    from ldq_planner.engine.tempi import GaraPrevista
    from ldq_planner.model.rischio import DistribuzioneGiorni, LimiteSicuro


class Prudenza:
    """I tempi di ogni gara, se si vuole esserne sicuri di tanto. Ogni conto si fa una volta sola.

    Unità: `percento` è la probabilità, in percento, che il servizio cominci entro il giorno detto.
    """

    def __init__(self, quadro: Quadro, percento: int) -> None:
        self._quadro, self.percento = quadro, percento
        self._conti: dict[object, _Contata] = {}
        self._limiti: dict[str, LimiteSicuro | None] = {}

    def find_avvio(self, agenda: Agenda, chiave: object) -> date | None:
        """Il giorno entro cui il servizio comincia, da oggi o da dove i fatti hanno portato la gara; `None` se non si sa dire.

        `chiave` è ciò da cui il giorno dipende: due gare che l'hanno uguale si contano una volta.
        """
        distribuzione = self._count(agenda, chiave).distribuzione
        return distribuzione and distribuzione.find_quantile(self.percento)

    def distribute(self, scenario: str) -> DistribuzioneGiorni | None:
        """Quanto è probabile ogni giorno in cui la gara di uno scenario può dare il servizio; `None` se non si sa dire."""
        return self._count_scenario(scenario).distribuzione

    def find_limite(self, scenario: str) -> LimiteSicuro | None:
        """L'ultimo giorno per il bando e per la preparazione della gara di uno scenario; `None` se il bando è uscito, o se non si sa."""
        if scenario not in self._limiti:
            conto, distribuzione = self._count_scenario(scenario)
            obiettivo = self._quadro.forecast().tempi[scenario].obiettivo
            limiti = conto.find_limiti(obiettivo, distribuzione, (self.percento,)) if distribuzione else ()
            self._limiti[scenario] = limiti[0] if limiti else None
        return self._limiti[scenario]

    def anticipate(self, scenario: str, gara: GaraPrevista) -> GaraPrevista:
        """La stessa gara: quella che parte all'ultimo giorno utile vi parte prima."""
        limite = self.find_limite(scenario)
        if gara.indietro is None or limite is None or limite.bando is None or limite.preparazione is None:
            return gara._replace(indietro=None)
        crono = gara.agenda.schedule_invio(limite.bando)
        return gara._replace(indietro=crono._replace(inizio_preparazione=limite.preparazione))

    def is_in_tempo(self, scenario: str) -> bool:
        """Vero se la gara si fa ancora in tempo, a volerne essere sicuri di tanto; di uno scenario senza gara non si dice."""
        previsione = self._quadro.forecast()
        prevista = previsione.gare.get(scenario)
        if prevista is None:
            return True
        if prevista.in_corso is not None:
            avvii = self.distribute(scenario)
            return avvii is not None and avvii.find_quantile(self.percento) <= previsione.tempi[scenario].obiettivo
        limite = self.find_limite(scenario)
        return limite is not None and limite.preparazione is not None and limite.preparazione >= self._quadro.oggi

    def _count_scenario(self, id_: str) -> _Contata:
        agenda = self._quadro.forecast().gare[id_].agenda
        return self._count(agenda, id_, self._quadro.portafoglio.scenari_by_id[id_].list_rischi())

    def _count(self, agenda: Agenda, chiave: object, eventi: Mapping[str, float] = {}) -> _Contata:
        if chiave not in self._conti:
            conto = build_conto(Ipotetica(agenda, self._quadro.oggi, {}), RHO, eventi)
            is_oltre = conto.catena.find_oltre(get_nuclei(0.0, 0.0)) is not None
            self._conti[chiave] = _Contata(conto, None if is_oltre else conto.distribute())
        return self._conti[chiave]


class _Contata(NamedTuple):
    """Una gara contata, e i giorni in cui può dare il servizio; nessuno se i fatti sono oltre ogni durata possibile."""

    conto: Conto
    distribuzione: DistribuzioneGiorni | None
