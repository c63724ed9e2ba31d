"""Un quartiere oggi coperto potrebbe restare scoperto fra due contratti: dipende da date incerte.

Perché: finché una data è scritta a meno del giorno nessuno può dire se c'è un vuoto, e di solito basta chiederla. Guarda
da domani alla fine dell'ultimo contratto di ciascun quartiere, e parla solo se c'è una lettura delle date senza vuoto:
se non c'è, parla `lacuna-futura`. Tace dove parla già `scadenza-senza-seguito`.

Passa (oggi 17/01/2023):

    contratti:
      - {id: a, quartieri: [bovisa], inizio: 2022-01-01, scadenza_base: 2024-12-31}
      - {id: b, quartieri: [bovisa], inizio: 2025-01-01, durata_mesi: 12}

Non passa (fino a 30 giorni scoperti):

    contratti:
      - {id: a, quartieri: [bovisa], inizio: 2022-01-01, scadenza_base: 2024-12-31}
      - {id: b, quartieri: [bovisa], inizio: 2025-01, scadenza_base: 2025-12-31}

Rimedio: scrivere le date al giorno, secondo gli atti; se il vuoto c'è, anticipare il contratto che segue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_data, format_periodo
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.testo import format_elenco, format_giorni
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo
from ldq_planner.rules.base.frasi import locate_fine, say_abitanti_giorni

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.engine.vuoti import Vuoto

CODICE = "lacuna-possibile"
SEVERITA = Severita.AVVISO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per data incerta da cui un vuoto dipende, con i suoi quartieri."""
    dubbi: dict[Ref, list[Vuoto]] = {}
    for vuoto in contesto.vuoti:
        if not vuoto.certi:
            certo = contesto.quadro.find_vigore(vuoto.dopo, vuoto.quartiere)[0].is_certa
            ref = locate_fine(vuoto.prima, vuoto.quartiere) if certo else Ref("contratti", vuoto.dopo.id, ("inizio",))
            dubbi.setdefault(ref, []).append(vuoto)
    for ref, vuoti in dubbi.items():
        persone = say_abitanti_giorni(contesto, ((v.quartiere, v.forse.giorni) for v in vuoti))
        yield Rilievo(
            f"forse restano scoperti: {', '.join(_say(contesto, v) for v in vuoti)}{persone and f', fino a {persone}'}: "
            "dipende da date incerte",
            f"precisare {format_elenco(list(dict.fromkeys(d for v in vuoti for d in _list_date(contesto, v))))}",
            ref,
        )


def _say(contesto: Contesto, vuoto: Vuoto) -> str:
    forse = vuoto.forse
    quando = format_periodo(forse.inizio, forse.fine)
    return f"{contesto.portafoglio.nomi[vuoto.quartiere]} {quando} (fino a {format_giorni(forse.giorni)})"


def _list_date(contesto: Contesto, vuoto: Vuoto) -> Iterator[str]:
    """Le date incerte del vuoto, come sono scritte."""
    (_, fine), (inizio, ultima) = (contesto.quadro.find_vigore(c, vuoto.quartiere) for c in (vuoto.prima, vuoto.dopo))
    if not fine.is_certa:
        yield f"la fine di «{vuoto.prima.id}»: {format_data(fine)}"
    if not inizio.is_certa:
        yield f"l'inizio di «{vuoto.dopo.id}»: {format_data(inizio)}"
    if fine.is_certa and inizio.is_certa:
        yield f"la fine di «{vuoto.dopo.id}»: {format_data(ultima)}"
