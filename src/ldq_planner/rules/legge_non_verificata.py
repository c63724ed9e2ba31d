"""Le date contano su una legge, o su festivi, controllati fino a un giorno già passato.

Perché: un termine può essere cambiato e il programma non lo sa; le date restano le migliori che si possono dare, ma
vanno ricontrollate prima di usarle in un atto. Parla una volta sola, se oggi o il bando di una gara allo studio viene
dopo il giorno a cui la legge è verificata, o se un servizio comincia dopo quello dei festivi.

Passa (legge verificata fino al 31/01/2026; oggi 17/01/2023):

    scenari:
      - {id: gara, tipo: gara, inizio: 2024-01-01, durata_mesi: 24}

Non passa (il bando uscirebbe a ottobre 2026):

    scenari:
      - {id: gara, tipo: gara, inizio: 2027-06-01, durata_mesi: 24}

Rimedio: installare una versione più recente, o indicare con `--regimi` una cartella di norme ricontrollate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.archivio import CONTRATTI
from ldq_planner.model.testo import format_giorni
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo
from ldq_planner.rules.base.gare import list_gare

if TYPE_CHECKING:
    from datetime import date

CODICE = "legge-non-verificata"
SEVERITA = Severita.AVVISO


def check(contesto: Contesto) -> Rilievi:
    """Al più una segnalazione."""
    diritto = contesto.diritto
    if diritto is None:
        return
    parti = []
    bandi = {g.scenario.id: g.crono.pubblicazione for g in list_gare(contesto)}
    if oltre := _say_oltre(contesto, diritto.verificato_al, "il bando", bandi):
        parti.append(f"la legge è verificata fino al {format_giorno(diritto.verificato_al)}, e {oltre}")
    festivi = diritto.norme.festivi.valido_fino_al.primo
    avvii = {g.scenario.id: g.crono.avvio for g in list_gare(contesto)}
    if oltre := _say_oltre(contesto, festivi, "l'avvio", avvii):
        parti.append(f"i festivi si conoscono fino al {format_giorno(festivi)}, e {oltre}")
    if parti:
        yield Rilievo(
            "; ".join(parti),
            "ricontrollare i termini prima di usarli in un atto; installare una versione più recente, o indicare con --regimi "
            "norme ricontrollate",
            Ref(CONTRATTI),
        )


def _say_oltre(contesto: Contesto, verificato_al: date, che_cosa: str, giorni: dict[str, date]) -> str:
    """Che cosa viene dopo quel giorno: oggi, o il più lontano fra i giorni degli scenari."""
    if contesto.oggi > verificato_al:
        passati = format_giorni((contesto.oggi - verificato_al).days)
        return f"oggi è il {format_giorno(contesto.oggi)}, {passati} dopo"
    id_, giorno = max(giorni.items(), key=lambda voce: voce[1], default=("", verificato_al))
    return f"{che_cosa} di «{id_}» cade il {format_giorno(giorno)}" if giorno > verificato_al else ""
