"""Un quartiere che oggi è scoperto, e prima era coperto.

Perché: il laboratorio ha chiuso e chi vi si rivolgeva non trova nessuno; ogni giorno conta per tutti i residenti.
La lacuna è critica quando è certa. Di un contratto in vigore ma sospeso parla `servizio-sospeso`; una chiusura annuale non
è un problema da segnalare. Se dipende da una data incerta (`2023`, `2025-12-31~`, `non noto`) è un avviso:
c'è una lettura in cui il quartiere è coperto. Se i dati sono più vecchi della soglia (`dati_vecchi`) resta critica, ma i
giorni non si contano: come in `ldq status`, oggi non si sa. Le lacune già chiuse non si segnalano: le elenca `ldq copertura`.

Passa (oggi 17/01/2023):

    contratti:
      - {id: a, quartieri: [bovisa], inizio: 2022-01-01, scadenza_base: 2022-12-31}
      - {id: b, quartieri: [bovisa], inizio: 2023-01-01, scadenza_base: 2023-12-31}

Non passa (17 giorni scoperti, oggi compreso):

    contratti:
      - {id: a, quartieri: [bovisa], inizio: 2022-01-01, scadenza_base: 2022-12-31}

Non passa, con un avviso (nessuno sa se «b» è già cominciato):

    contratti:
      - {id: a, quartieri: [bovisa], inizio: 2022-01-01, scadenza_base: 2022-12-31}
      - {id: b, quartieri: [bovisa], inizio: 2023-01, scadenza_base: 2023-12-31}

Rimedio: affidare il servizio, anche con un ponte; se la lacuna è solo possibile, precisare le date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.incerta import PRIMO_GIORNO
from ldq_planner.dates.testo import format_data, format_giorno
from ldq_planner.engine.copertura import find_scoperto, is_cominciata
from ldq_planner.engine.stato import classify_contratto, find_prossimo
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.stato import StatoContratto
from ldq_planner.model.testo import format_elenco, format_giorni, format_numero, format_quando
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo

if TYPE_CHECKING:
    from ldq_planner.dates.periodo import Periodo
    from ldq_planner.engine.copertura import Copertura
    from ldq_planner.model.quartiere import Quartiere

CODICE = "lacuna-in-corso"
SEVERITA = Severita.CRITICO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per quartiere scoperto, o forse scoperto, oggi."""
    stati = {stato.id: stato for stato in contesto.quadro.stati}
    for quartiere in contesto.portafoglio.quartieri:
        copertura = contesto.quadro.coperture[quartiere.id]
        forse = find_scoperto(copertura.certa, contesto.oggi)
        if forse is None or not is_cominciata(copertura.possibile, contesto.oggi):
            continue
        if copertura.find_causa(contesto.oggi) is not None:
            continue
        certo = find_scoperto(copertura.possibile, contesto.oggi)
        ref = Ref("quartieri", quartiere.id)
        if certo is None:
            messaggio, rimedio = _say_forse(quartiere, forse, copertura), _say_date_incerte(contesto, quartiere)
            yield Rilievo(messaggio, rimedio, ref, severita=Severita.AVVISO)
        elif ignoto_dal := stati[quartiere.id].non_si_sa_dal:
            messaggio = (
                f"dal {format_giorno(ignoto_dal)} non si sa se il quartiere {quartiere.nome} è coperto: "
                f"i dati lo danno scoperto dal {format_giorno(certo.inizio)}"
            )
            rimedio = "aggiornare i dati: scrivere il contratto che lo copre o, se non c'è, affidare il servizio, anche con un ponte"
            yield Rilievo(messaggio, rimedio, ref)
        else:
            messaggio, rimedio = _say_certo(quartiere, certo, forse), _say_prossimo(contesto, quartiere)
            yield Rilievo(messaggio, rimedio, ref)


def _say_certo(quartiere: Quartiere, certo: Periodo, forse: Periodo) -> str:
    messaggio = (
        f"il quartiere {quartiere.nome} è scoperto dal {format_giorno(certo.inizio)}: "
        f"{format_giorni(certo.giorni)}, oggi compreso{_say_abitanti_giorni(quartiere, certo)}"
    )
    if PRIMO_GIORNO < forse.inizio < certo.inizio:
        messaggio += f"; forse già dal {format_giorno(forse.inizio)}"
    return messaggio


def _say_forse(quartiere: Quartiere, forse: Periodo, copertura: Copertura) -> str:
    if forse.inizio == PRIMO_GIORNO:
        return f"il quartiere {quartiere.nome} è forse scoperto: nessun giorno fino a oggi è coperto con certezza"
    certi = copertura.possibile.complement(forse).giorni
    return (
        f"il quartiere {quartiere.nome} è forse scoperto dal {format_giorno(forse.inizio)}: "
        f"fino a {format_giorni(forse.giorni)}, oggi compreso{f' ({format_numero(certi)} certi)' if certi else ''}"
        f"{_say_abitanti_giorni(quartiere, forse, ', e fino a ')}"
    )


def _say_abitanti_giorni(quartiere: Quartiere, scoperto: Periodo, davanti: str = ", ") -> str:
    if quartiere.abitanti is None:
        return ""
    circa = "circa " if quartiere.abitanti_circa else ""
    return f"{davanti}{circa}{format_numero(quartiere.abitanti * scoperto.giorni)} abitanti-giorni"


def _say_prossimo(contesto: Contesto, quartiere: Quartiere) -> str:
    prossimo = find_prossimo(contesto.portafoglio, quartiere.id, contesto.oggi)
    if prossimo is not None:
        return f"prevedere un ponte: «{prossimo.id}» comincia {format_quando(prossimo.inizio)}"
    return "affidare il servizio, anche con un ponte; se il contratto c'è già, scriverlo in contratti.yaml"


def _say_date_incerte(contesto: Contesto, quartiere: Quartiere) -> str:
    incerti = [
        "«{}» (inizio: {}; fine: {})".format(c.id, *map(format_data, contesto.quadro.find_vigore(c, quartiere.id)))
        for c in contesto.portafoglio.contratti_by_quartiere[quartiere.id]
        if classify_contratto(c, contesto.oggi, quartiere.id) is StatoContratto.INCERTO
    ]
    return f"precisare le date di {format_elenco(incerti)}"
