"""Le date contano su una legge, o su festivi, controllati fino a un giorno già passato.

Perché: un termine può essere cambiato e il programma non lo sa; le date restano le migliori che si possono dare, ma
vanno ricontrollate prima di usarle in un atto. Parla una volta sola, delle gare da preparare entro i giorni di `in_scadenza`
o già in ritardo, se il bando viene dopo il giorno a cui la legge è verificata, o se il servizio comincia dopo quello dei
festivi. Che oggi venga dopo quel giorno lo dice chi mostra le date: finché nessuno deve muoversi non è una segnalazione.

Passa (legge verificata fino al 31/01/2026; oggi 17/01/2025, e c'è più di un anno per prepararla):

    scenari:
      - {id: gara, tipo: gara, inizio: 2027-06-01, durata_mesi: 24}

Non passa (oggi 03/11/2025; il bando uscirebbe a marzo 2026):

    scenari:
      - {id: gara, tipo: gara, inizio: 2026-10-01, durata_mesi: 24}

Rimedio: installare una versione più recente, o indicare con `--regimi` una cartella di norme ricontrollate. Chi ha già
ricontrollato i termini scrive in `deroghe.yaml` una deroga senza `entita`, con il giorno fino a cui vale.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.archivio import CONTRATTI
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo
from ldq_planner.rules.base.gare import list_gare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.rules.base.gare import GaraAlloStudio

CODICE = "legge-non-verificata"
SEVERITA = Severita.AVVISO


def check(contesto: Contesto) -> Rilievi:
    """Al più una segnalazione, delle sole gare per cui è già ora di muoversi."""
    diritto = contesto.diritto
    if diritto is None:
        return
    gare = [g for g in list_gare(contesto) if _is_ora(g, contesto.portafoglio.soglie.in_scadenza)]
    festivi = diritto.norme.festivi.valido_fino_al.primo
    bandi, avvii = [(g, g.crono.pubblicazione) for g in gare], [(g, g.crono.avvio) for g in gare]
    parti = [
        *_say_oltre("la legge è verificata", diritto.verificato_al, "il bando", bandi),
        *_say_oltre("i festivi si conoscono", festivi, "l'avvio", avvii),
    ]
    if parti:
        yield Rilievo(
            "; ".join(parti),
            "ricontrollare i termini prima di usarli in un atto; installare una versione più recente, o indicare con --regimi "
            "norme ricontrollate; se si sono già ricontrollati, una deroga senza entita",
            Ref(CONTRATTI),
        )


def _is_ora(gara: GaraAlloStudio, giorni: int) -> bool:
    """Vero se la preparazione deve cominciare entro quei giorni, o doveva essere già cominciata."""
    return gara.tempi.margine_giorni is None or gara.tempi.margine_giorni <= giorni


def _say_oltre(
    che_cosa: str, verificato_al: date, atto: str, giorni: list[tuple[GaraAlloStudio, date]]
) -> Iterator[str]:
    """Il più lontano dei giorni delle gare, se viene dopo quello a cui si è verificato."""
    gara, giorno = max(giorni, key=lambda voce: voce[1], default=(None, verificato_al))
    if gara is not None and giorno > verificato_al:
        yield (
            f"{che_cosa} fino al {format_giorno(verificato_al)}, e {atto} di «{gara.scenario.nome}» cade il "
            f"{format_giorno(giorno)}"
        )
