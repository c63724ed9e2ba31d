"""Un'opzione ancora aperta chiede un preavviso a chi esegue: manca poco, o è già tardi.

Perché: se il contratto dice di scrivere tanti giorni prima della scadenza, chi lo fa dopo non può più contare sull'opzione, e
ha meno tempo per una gara. L'ultimo giorno è la scadenza effettiva meno `preavviso_giorni`. Parla quando mancano al più
`in_scadenza` giorni (`ldq.toml`, 90 se non è scritta), e finché il contratto è in vigore; tace se un altro contratto copre il
giorno dopo, o se `preavviso_dato` dice che si è già scritto.

Passa (oggi 17/01/2023: mancano più di 90 giorni al 01/09/2023):

    contratti:
      - id: a
        quartieri: [bovisa]
        inizio: 2022-01-01
        scadenza_base: 2023-11-30
        opzioni: [{tipo: rinnovo, stato: aperta, durata_mesi: 12, preavviso_giorni: 90}]

Non passa (oggi 17/01/2023: bisogna scrivere entro il 30/01/2023):

    contratti:
      - id: a
        quartieri: [bovisa]
        inizio: 2022-01-01
        scadenza_base: 2023-04-30
        opzioni: [{tipo: rinnovo, stato: aperta, durata_mesi: 12, preavviso_giorni: 90}]

Rimedio: scrivere a chi esegue, e nei dati `preavviso_dato`, il giorno in cui lo si è fatto.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.periodo import UN_GIORNO, Periodo
from ldq_planner.dates.testo import format_data
from ldq_planner.engine.copertura import is_coperto
from ldq_planner.engine.scadenze import compute_preavviso, find_aperta
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.testo import OPZIONI, format_distanza, format_giorni
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo

if TYPE_CHECKING:
    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.model.contratto import Contratto, Opzione

CODICE = "preavviso-di-opzione"
SEVERITA = Severita.CRITICO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per contratto: sulla prima opzione aperta, da cui dipendono le altre."""
    for contratto in contesto.portafoglio.contratti:
        posto, opzione = find_aperta(contratto) if contratto.opzioni else (0, None)
        if opzione is None or opzione.preavviso_giorni is None or opzione.preavviso_dato is not None:
            continue
        fine = contesto.scadenze[contratto.id]
        entro = compute_preavviso(fine, opzione)
        if entro is None or fine.ultimo < contesto.oggi or not _is_ora(contesto, contratto, fine, entro):
            continue
        severita, messaggio, rimedio = _say(contesto, contratto, opzione, entro)
        ref = Ref("contratti", contratto.id, ("opzioni", posto, "preavviso_giorni"))
        yield Rilievo(messaggio, rimedio, ref, severita=severita)


def _is_ora(contesto: Contesto, contratto: Contratto, fine: DataIncerta, entro: DataIncerta) -> bool:
    """Vero se il giorno è vicino o passato, e dopo la scadenza un quartiere resta senza."""
    dopo = Periodo(fine.primo + UN_GIORNO, fine.ultimo + UN_GIORNO)
    is_vicino = (entro.primo - contesto.oggi).days <= contesto.portafoglio.soglie.in_scadenza
    coperture = contesto.quadro.coperture
    return is_vicino and any(not is_coperto(coperture[q].in_vigore.certo, dopo) for q in contratto.quartieri)


def _say(contesto: Contesto, contratto: Contratto, opzione: Opzione, entro: DataIncerta) -> tuple[Severita, str, str]:
    is_tardi = entro.ultimo < contesto.oggi
    messaggio = (
        f"per {OPZIONI[opzione.tipo]} di «{contratto.id}» {'bisognava' if is_tardi else 'bisogna'} scrivere a chi esegue "
        f"entro il {format_data(entro)}, {format_distanza((entro.primo - contesto.oggi).days)}: il contratto chiede "
        f"{format_giorni(opzione.preavviso_giorni or 0)} di preavviso"
    )
    if is_tardi:
        rimedio = "se lo si è fatto aggiungere preavviso_dato; altrimenti chiedere se l'opzione vale lo stesso, e avviare la gara"
        return Severita.CRITICO, messaggio, rimedio
    return (
        Severita.AVVISO,
        messaggio,
        "scrivere a chi esegue, e aggiungere preavviso_dato: il giorno in cui lo si è fatto",
    )
