"""Un'opzione ancora aperta va esercitata prima della scadenza: manca poco, o è già tardi.

Perché: un rinnovo e una proroga si dispongono a contratto in vigore. La scadenza è quella effettiva, con le opzioni già
esercitate: non quella di base. Se un altro contratto copre il giorno dopo, l'opzione non serve: finché il contratto è in
vigore la regola tace, e quando è scaduto chiede solo di aggiornare il dato. Parla quando mancano al più `in_scadenza`
giorni (`ldq.toml`, 90 se non è scritta).

Passa (oggi 17/01/2023: mancano più di 90 giorni):

    contratti:
      - id: a
        quartieri: [bovisa]
        inizio: 2022-01-01
        scadenza_base: 2023-12-31
        opzioni: [{tipo: rinnovo, stato: aperta, durata_mesi: 12}]

Non passa (oggi 17/01/2023: mancano 73 giorni):

    contratti:
      - id: a
        quartieri: [bovisa]
        inizio: 2022-01-01
        scadenza_base: 2023-03-31
        opzioni: [{tipo: rinnovo, stato: aperta, durata_mesi: 12}]

Rimedio: esercitare l'opzione con un atto prima della scadenza, e scrivere `esercitata`; altrimenti `non-esercitata`.

Fonte: gli articoli sul rinnovo e sulla proroga, dal regime del giorno (`ldq norme`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.periodo import UN_GIORNO, Periodo
from ldq_planner.dates.testo import format_data, format_giorno
from ldq_planner.engine.copertura import is_coperto
from ldq_planner.engine.ponti import PROROGA_PREVISTA, PROROGA_TECNICA, RINNOVO, find_fonte
from ldq_planner.engine.scadenze import extend, find_aperta
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.testo import OPZIONI, format_distanza, format_quando
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo

if TYPE_CHECKING:
    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.model.contratto import Contratto, Opzione

CODICE = "opzione-da-esercitare"
SEVERITA = Severita.CRITICO

_APERTA = {"rinnovo": "aperto"}
_STRUMENTO = {"rinnovo": RINNOVO, "proroga": PROROGA_PREVISTA, "proroga-tecnica": PROROGA_TECNICA}
"""Le opzioni che si dispongono a contratto in vigore; una ripetizione si affida di nuovo, anche dopo."""


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per contratto: sulla prima opzione aperta, da cui dipendono le altre."""
    for contratto in contesto.portafoglio.contratti:
        if not contratto.opzioni:
            continue
        posto, opzione = find_aperta(contratto)
        fine = contesto.scadenze[contratto.id]
        if opzione is None or opzione.tipo not in _STRUMENTO or not fine.is_nota:
            continue
        detto = _say(contesto, contratto, opzione, fine)
        if detto is not None:
            severita, messaggio, rimedio = detto
            ref = Ref("contratti", contratto.id, ("opzioni", posto, "stato"))
            fonte = find_fonte(contesto.diritto, _STRUMENTO[opzione.tipo], contratto, contesto.oggi)
            yield Rilievo(messaggio, rimedio, ref, fonte, severita)


def _say(
    contesto: Contesto, contratto: Contratto, opzione: Opzione, fine: DataIncerta
) -> tuple[Severita, str, str] | None:
    """Severità, messaggio e rimedio; niente se non c'è nulla da fare."""
    oggi = contesto.oggi
    dopo = Periodo(fine.primo + UN_GIORNO, fine.ultimo + UN_GIORNO)
    lasciati = [q for q in contratto.quartieri if not is_coperto(contesto.quadro.coperture[q].in_vigore.certo, dopo)]
    una, aperta = OPZIONI[opzione.tipo], _APERTA.get(opzione.tipo, "aperta")
    if fine.ultimo < oggi:
        messaggio = (
            f"{una} di «{contratto.id}» è ancora {aperta}, ma il contratto è scaduto {format_quando(fine)}, "
            f"{format_distanza((fine.ultimo - oggi).days)}: non si può più esercitare"
        )
        rimedio = "se è stato fatto prima della scadenza scrivere stato: esercitata, altrimenti stato: non-esercitata"
        return (Severita.CRITICO if lasciati else Severita.AVVISO, messaggio, rimedio)
    if not lasciati or (fine.primo - oggi).days > contesto.portafoglio.soglie.in_scadenza:
        return None
    quando = f" ({format_data(fine)}), {format_distanza((fine.primo - oggi).days)}"
    if not fine.is_certa:
        quando = f", {format_data(fine)}, al più presto il {format_giorno(fine.primo)}"
    messaggio = (
        f"{una} di «{contratto.id}» è ancora {aperta}, e si esercita con un atto entro la scadenza{quando}: dopo non si "
        "può più"
    )
    rimedio = f"esercitare l'opzione{_say_fino_a(opzione, fine)} e scrivere stato: esercitata; altrimenti stato: non-esercitata"
    return (Severita.AVVISO, messaggio, rimedio)


def _say_fino_a(opzione: Opzione, fine: DataIncerta) -> str:
    fino_a = extend(fine, opzione)
    return f" (porta al {format_giorno(fino_a.primo)})" if fino_a.is_certa else ""
