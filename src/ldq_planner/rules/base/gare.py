"""Le gare allo studio e i loro tempi: ciò che più regole chiedono alle norme."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.cronoprogramma import Agenda
from ldq_planner.engine.scenari import is_superato
from ldq_planner.engine.tempi import GaraPrevista
from ldq_planner.model.probabilita import say_al, say_volte

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.model.cronoprogramma import Cronoprogramma
    from ldq_planner.model.scenario import Scenario
    from ldq_planner.model.tempi import TempiScenario
    from ldq_planner.rules.base.contesto import Contesto


class GaraAlloStudio(NamedTuple):
    """Uno scenario di gara com'è scritto, i suoi tempi, e le gare di `GaraPrevista`."""

    scenario: Scenario
    tempi: TempiScenario
    agenda: Agenda
    crono: Cronoprogramma
    indietro: Cronoprogramma | None
    prudenza: int | None = None
    """Se c'è, `indietro` e il primo avvio sono quelli di cui si è sicuri di tanto, in percento."""
    in_tempo: float = 0.0
    """Allora, con che probabilità si fa in tempo, preparandola da oggi; fra zero e uno."""

    @property
    def sicuri(self) -> str:
        """`, per esserne sicuri all'80 %`; vuoto ai tempi probabili."""
        return "" if self.prudenza is None else f", per esserne sicuri {say_al(self.prudenza)}"


class Limiti(NamedTuple):
    """Gli ultimi giorni utili, ai tempi probabili, perché il servizio cominci entro il giorno scritto.

    `inizio` è l'ultima lettura dell'inizio scritto; `fonti` sono l'articolo della preparazione e quello del bando.
    """

    inizio: date
    preparazione: date
    bando: date
    fonti: tuple[str, str]


def list_gare(contesto: Contesto) -> Iterator[GaraAlloStudio]:
    """Le gare degli scenari non superati, nell'ordine del file; nessuna senza le norme."""
    previsione = contesto.quadro.previsione
    if previsione is None:
        return
    for scenario in contesto.portafoglio.scenari:
        if scenario.id in previsione.tempi and not is_superato(contesto.portafoglio, scenario, contesto.oggi):
            yield _be_prudente(
                contesto, GaraAlloStudio(scenario, previsione.tempi[scenario.id], *previsione.gare[scenario.id])
            )


def _be_prudente(contesto: Contesto, gara: GaraAlloStudio) -> GaraAlloStudio:
    """La gara con l'ultimo giorno utile e il primo avvio di cui si vuole essere sicuri, se lo si è chiesto."""
    prudenza, id_ = contesto.prudenza, gara.scenario.id
    if prudenza is None or gara.tempi.is_in_corso:
        return gara
    indietro = prudenza.anticipate(id_, GaraPrevista(gara.agenda, gara.crono, gara.indietro)).indietro
    avvii = prudenza.distribute(id_)
    if avvii is None:
        return gara
    tempi = gara.tempi._replace(primo_avvio=avvii.find_quantile(prudenza.percento))
    in_tempo = avvii.compute_entro(gara.tempi.obiettivo)
    return gara._replace(tempi=tempi, indietro=indietro, prudenza=prudenza.percento, in_tempo=in_tempo)


def list_gare_richieste(contesto: Contesto) -> Iterator[GaraAlloStudio]:
    """Le gare di cui si chiedono gli atti: non quelle fra cui si deve ancora scegliere."""
    richiesti = {s.id for s in contesto.portafoglio.richiesti}
    return (gara for gara in list_gare(contesto) if gara.scenario.id in richiesti)


def find_limiti(gara: GaraAlloStudio) -> Limiti | None:
    """I limiti dell'ultima lettura dell'inizio; `None` se l'inizio non è scritto, o se nessuna legge nota li dà."""
    inizio, indietro = gara.scenario.inizio, gara.indietro
    if indietro is None or not inizio.is_nota:
        return None
    fonti = (_find_fonte(indietro, "progettazione"), _find_fonte(indietro, "invio_bando"))
    return Limiti(inizio.ultimo, indietro.inizio_preparazione, indietro.invio, fonti)


def _find_fonte(crono: Cronoprogramma, fase: str) -> str:
    return next((p.riferimento or "" for p in crono.passi if p.id == fase), "")


def say_cominciata(gara: GaraAlloStudio) -> str:
    """Il comando che dice cominciata la sua preparazione."""
    prima = next(p.id for p in gara.crono.passi if p.tipo not in ("precondizione", "parallela"))
    return f"ldq fatto {gara.scenario.id} {prima} --iniziata GIORNO"


def say_ai_minimi(gara: GaraAlloStudio, entro: date, oggi: date) -> str:
    """Se ai tempi minimi di legge, preparandola da oggi, il servizio comincerebbe ancora entro quel giorno; o quante volte."""
    if gara.prudenza is not None:
        volte = say_volte(gara.in_tempo)
        return "non si fa mai in tempo" if volte == "mai" else f"si fa in tempo {volte}"
    agenda = Agenda(gara.agenda.diritto, gara.agenda.ipotesi._replace(profilo="minimo"))
    return (
        f"{'solo' if agenda.schedule_primo(oggi).avvio <= entro else 'nemmeno'} ai tempi minimi di legge si fa in tempo"
    )
