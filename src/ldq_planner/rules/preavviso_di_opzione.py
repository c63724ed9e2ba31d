"""Un'opzione ancora aperta chiede un preavviso a chi esegue: manca poco, o è già tardi.

Perché: se il contratto dice di scrivere tanti giorni prima della scadenza, chi lo fa dopo non può più contare sull'opzione, e
ha meno tempo per una gara. L'ultimo giorno è la scadenza effettiva meno `preavviso_giorni`. Parla quando mancano al più
`in_scadenza` giorni (`ldq.toml`, 90 se non è scritta), e finché il contratto è in vigore; tace se un altro contratto copre il
giorno dopo, o se `preavviso_dato` dice che si è già scritto in tempo.

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
from ldq_planner.dates.testo import format_data, format_giorno
from ldq_planner.engine.copertura import is_coperto
from ldq_planner.engine.scadenze import compute_preavviso, find_aperta, is_preavviso_dato
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.testo import OPZIONI, format_distanza, format_giorni
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.model.contratto import Contratto, Opzione

CODICE = "preavviso-di-opzione"
SEVERITA = Severita.CRITICO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per contratto: sulla prima opzione aperta, da cui dipendono le altre."""
    for contratto in contesto.portafoglio.contratti:
        posto, opzione = find_aperta(contratto) if contratto.opzioni else (0, None)
        fine = contesto.scadenze[contratto.id]
        entro = compute_preavviso(fine, opzione) if opzione else None
        if opzione is None or entro is None or not entro.is_nota or fine.ultimo < contesto.oggi:
            continue
        if _is_in_tempo(opzione, entro, contesto.oggi) or not _is_ora(contesto, contratto, fine, entro):
            continue
        severita, messaggio, rimedio = _say(contratto, opzione, entro, contesto.oggi)
        campo = "preavviso_giorni" if opzione.preavviso_dato is None else "preavviso_dato"
        ref = Ref("contratti", contratto.id, ("opzioni", posto, campo))
        yield Rilievo(messaggio, rimedio, ref, severita=severita)


def _is_in_tempo(opzione: Opzione, entro: DataIncerta, oggi: date) -> bool:
    """Vero se si è già scritto, e non dopo l'ultimo giorno."""
    dato = opzione.preavviso_dato
    return dato is not None and is_preavviso_dato(opzione, oggi) and dato.primo <= entro.ultimo


def _is_ora(contesto: Contesto, contratto: Contratto, fine: DataIncerta, entro: DataIncerta) -> bool:
    """Vero se il giorno è vicino o passato, e dopo la scadenza un quartiere resta senza."""
    dopo = Periodo(fine.primo + UN_GIORNO, fine.ultimo + UN_GIORNO)
    is_vicino = (entro.primo - contesto.oggi).days <= contesto.portafoglio.soglie.in_scadenza
    coperture = contesto.quadro.coperture
    return is_vicino and any(not is_coperto(coperture[q].in_vigore.certo, dopo) for q in contratto.quartieri)


def _say(contratto: Contratto, opzione: Opzione, entro: DataIncerta, oggi: date) -> tuple[Severita, str, str]:
    is_tardi = entro.ultimo < oggi
    perche = f"il contratto chiede {format_giorni(opzione.preavviso_giorni or 0)} di preavviso"
    per = f"per {OPZIONI[opzione.tipo]} di «{contratto.id}»"
    dato = opzione.preavviso_dato
    if dato is not None and is_preavviso_dato(opzione, oggi):
        return (
            Severita.CRITICO,
            f"{per} si è scritto a chi esegue il {format_data(dato)}, e bisognava farlo {_say_entro(entro, oggi)}: {perche}",
            "chiedere se l'opzione vale lo stesso, e avviare la gara",
        )
    futuro = f"; e il {format_data(dato)}, scritto in preavviso_dato, deve ancora venire" if dato else ""
    messaggio = f"{per} {'bisognava' if is_tardi else 'bisogna'} scrivere a chi esegue {_say_entro(entro, oggi)}: {perche}{futuro}"
    if is_tardi:
        rimedio = "se lo si è fatto aggiungere preavviso_dato; altrimenti chiedere se l'opzione vale lo stesso, e avviare la gara"
        return Severita.CRITICO, messaggio, rimedio
    rimedio = "scrivere a chi esegue, e in preavviso_dato il giorno in cui lo si è fatto"
    return Severita.AVVISO, messaggio, rimedio


def _say_entro(entro: DataIncerta, oggi: date) -> str:
    """L'ultimo giorno e quanto manca; il primo e l'ultimo possibile, se la scadenza è incerta."""
    if entro.is_certa:
        return f"entro il {format_data(entro)}, {format_distanza((entro.primo - oggi).days)}"
    primo, ultimo = format_giorno(entro.primo), format_giorno(entro.ultimo)
    return f"entro il {primo}, o al più tardi il {ultimo}, perché la scadenza è incerta"
