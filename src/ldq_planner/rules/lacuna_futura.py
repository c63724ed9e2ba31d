"""Un quartiere oggi coperto resterà certamente scoperto fra un contratto e quello che lo segue.

Perché: il seguito c'è, e proprio per questo nessuno guarda se comincia in tempo; finché c'è tempo basta anticiparlo o
prolungare il contratto prima. Guarda da domani alla fine dell'ultimo contratto di ciascun quartiere. Tace dei quartieri di
cui parla già `scadenza-senza-seguito`, cioè quando la scadenza è vicina; dopo l'ultimo contratto parla solo quella.

Passa (oggi 17/01/2023):

    contratti:
      - {id: a, quartieri: [bovisa], inizio: 2022-01-01, scadenza_base: 2024-12-31}
      - {id: b, quartieri: [bovisa], inizio: 2025-01-01, durata_mesi: 12}

Non passa (28 giorni scoperti, dal 01/01/2025 al 28/01/2025):

    contratti:
      - {id: a, quartieri: [bovisa], inizio: 2022-01-01, scadenza_base: 2024-12-31}
      - {id: b, quartieri: [bovisa], inizio: 2025-01-29, durata_mesi: 12}

Rimedio: anticipare l'inizio del contratto che segue, o prolungare quello che finisce, prima che scada.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_periodo
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.testo import format_giorni, format_quando
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo
from ldq_planner.rules.base.frasi import say_abitanti_giorni

if TYPE_CHECKING:
    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.engine.vuoti import Vuoto

CODICE = "lacuna-futura"
SEVERITA = Severita.AVVISO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per contratto che comincia tardi, con i quartieri che lascia scoperti."""
    tardi: dict[tuple[str, DataIncerta], list[Vuoto]] = {}
    for vuoto in contesto.vuoti:
        if vuoto.certi:
            inizio = contesto.quadro.find_vigore(vuoto.dopo, vuoto.quartiere)[0]
            tardi.setdefault((vuoto.dopo.id, inizio), []).append(vuoto)
    for (_, inizio), vuoti in tardi.items():
        dopo = vuoti[0].dopo
        prima = " e ".join(f"«{id_}»" for id_ in dict.fromkeys(v.prima.id for v in vuoti))
        persone = say_abitanti_giorni(contesto, ((v.quartiere, v.certi.giorni) for v in vuoti))
        yield Rilievo(
            f"«{dopo.id}» comincia {format_quando(inizio)}, e prima restano scoperti: "
            f"{', '.join(_say(contesto, v) for v in vuoti)}{persone and f', {persone}'}",
            f"anticipare l'inizio di «{dopo.id}», o prolungare {prima} prima che scada",
            Ref("contratti", dopo.id, ("inizio",)),
        )


def _say(contesto: Contesto, vuoto: Vuoto) -> str:
    """«Bovisa dal 01/01/2025 al 28/01/2025 (28 giorni)», con i giorni in più che dipendono da date incerte."""
    tratti = list(vuoto.certi)
    piu = vuoto.forse.giorni - vuoto.certi.giorni
    altri = f", e forse altri {format_giorni(piu)}" if piu else ""
    quando = format_periodo(tratti[0].inizio, tratti[-1].fine)
    return f"{contesto.portafoglio.nomi[vuoto.quartiere]} {quando} ({format_giorni(vuoto.certi.giorni)}{altri})"
