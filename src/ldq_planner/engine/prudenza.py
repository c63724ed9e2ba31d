"""Quanto si vuole essere sicuri: al posto dei tempi probabili di una gara, quelli che mantiene tante volte su cento."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.engine.rischio import RHO
from ldq_planner.engine.rischio.conto import Ipotetica, build_conto
from ldq_planner.engine.rischio.dipendenza import get_nuclei

if TYPE_CHECKING:
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
        self._avvii: dict[object, DistribuzioneGiorni | None] = {}
        self._limiti: dict[str, LimiteSicuro | None] = {}

    def find_avvio(self, agenda: Agenda, chiave: object) -> date | None:
        """Il giorno entro cui il servizio comincia, da oggi o da dove i fatti hanno portato la gara; `None` se non si sa dire.

        `chiave` è ciò da cui il giorno dipende: due gare che l'hanno uguale si contano una volta.
        """
        distribuzione = self.distribute(agenda, chiave)
        return distribuzione and distribuzione.find_quantile(self.percento)

    def distribute(self, agenda: Agenda, chiave: object) -> DistribuzioneGiorni | None:
        """Quanto è probabile ogni giorno in cui la gara può dare il servizio, allo stesso modo."""
        if chiave not in self._avvii:
            self._avvii[chiave] = self._count(agenda, {})[1]
        return self._avvii[chiave]

    def find_limite(self, scenario: str) -> LimiteSicuro | None:
        """L'ultimo giorno per il bando e per la preparazione della gara di uno scenario; `None` se il bando è uscito, o se non si sa."""
        if scenario not in self._limiti:
            self._limiti[scenario] = self._find_limite(scenario)
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
        if prevista is None or scenario not in self._quadro.portafoglio.scenari_by_id:
            return True
        if prevista.in_corso is not None:
            avvio = self.find_avvio(prevista.agenda, scenario)
            return avvio is not None and avvio <= previsione.tempi[scenario].obiettivo
        limite = self.find_limite(scenario)
        return limite is not None and limite.preparazione is not None and limite.preparazione >= self._quadro.oggi

    def _find_limite(self, id_: str) -> LimiteSicuro | None:
        previsione = self._quadro.forecast()
        scritto = self._quadro.portafoglio.scenari_by_id[id_]
        conto, distribuzione = self._count(previsione.gare[id_].agenda, scritto.list_rischi())
        if distribuzione is None:
            return None
        limiti = conto.find_limiti(previsione.tempi[id_].obiettivo, distribuzione, (self.percento,))
        return limiti[0] if limiti else None

    def _count(self, agenda: Agenda, eventi: dict[str, float]) -> tuple[Conto, DistribuzioneGiorni | None]:
        """Il conto di una gara, e i giorni in cui può dare il servizio; nessuno se i fatti sono oltre ogni durata possibile."""
        conto = build_conto(Ipotetica(agenda, self._quadro.oggi, {}), RHO, eventi)
        return conto, None if conto.catena.find_oltre(get_nuclei(0.0, 0.0)) else conto.distribute()
