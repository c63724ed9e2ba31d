"""Un termine già fissato, o una durata scritta, sta sotto il minimo di legge.

Perché: un bando che lascia meno giorni di quelli di legge si annulla, e la gara si rifà da capo. Il minimo è quello della legge
del giorno in cui il bando è uscito, con i casi scritti nello scenario. Un termine già fissato vale com'è; una durata scritta non
scende sotto il minimo, e si conta quello.

Passa (offerte a 41 giorni dal bando):

    avanzamento:
      - {fase: invio_bando, conclusa: 2026-10-20}
      - {fase: ricezione_offerte, fissata_al: 2026-11-30}

Non passa (a 20 giorni, senza urgenza):

    avanzamento:
      - {fase: invio_bando, conclusa: 2026-10-20}
      - {fase: ricezione_offerte, fissata_al: 2026-11-09}

Rimedio: prorogare il termine, o scrivere il caso che lo accorcia (`casi: [urgenza]`) se il bando lo motiva.

Fonte: l'articolo del termine, dal regime del giorno del bando (`ldq norme`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.gara_in_corso import GaraInCorso, find_minimo_di_legge
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.testo import format_durata, format_giorni
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo
from ldq_planner.rules.base.gare import list_gare

if TYPE_CHECKING:
    from ldq_planner.rules.base.gare import GaraAlloStudio

CODICE = "termine-sotto-il-minimo"
SEVERITA = Severita.CRITICO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per fase di una gara in corso che finisce prima di poterlo, e una per durata troppo corta."""
    for gara in list_gare(contesto):
        if isinstance(gara.agenda, GaraInCorso):
            yield from _check_fissati(gara, gara.agenda)
        yield from _check_durate(gara)


def _check_fissati(gara: GaraAlloStudio, agenda: GaraInCorso) -> Rilievi:
    passi = {p.id: p for p in gara.crono.passi}
    for fase in agenda.fasi:
        minimo = find_minimo_di_legge(agenda, gara.crono, fase)
        if minimo is not None and fase.id in agenda.detti and passi[fase.id].fine < minimo.giorno:
            quanto = format_durata(minimo.valore.valore, minimo.valore.unita)
            yield Rilievo(
                f"nella gara di «{gara.scenario.id}» «{fase.nome}» finisce il {format_giorno(passi[fase.id].fine)}, ma la legge "
                f"chiede almeno {quanto}: fino al {format_giorno(minimo.giorno)}",
                "prorogare il termine, o scrivere in casi ciò che lo accorcia, se il bando lo motiva",
                Ref("scenari", gara.scenario.id, ("avanzamento",)),
                fonte=minimo.valore.fonte,
            )


def _check_durate(gara: GaraAlloStudio) -> Rilievi:
    for fase in gara.agenda.fasi:
        giorni = (gara.scenario.durate or {}).get(fase.id)
        minimo = gara.agenda.durate.find_minimo(fase, gara.crono.legge)
        meno = minimo.valore if minimo else fase.almeno
        if giorni is not None and giorni < meno:
            yield Rilievo(
                f"nello scenario «{gara.scenario.id}» «{fase.nome}» dura {format_giorni(giorni)}, ma il minimo è "
                f"{format_giorni(meno)}: si conta quello",
                f"scrivere {fase.id}: {meno} o di più",
                Ref("scenari", gara.scenario.id, ("durate", fase.id)),
                fonte=minimo.fonte if minimo else "",
            )
