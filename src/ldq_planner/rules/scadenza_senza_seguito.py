"""Un contratto sta per scadere, e dal giorno dopo nessuno copre un suo quartiere.

Perché: una gara dura mesi, e un'opzione si esercita prima della scadenza: dopo è tardi. La regola guarda la scadenza
effettiva (con le opzioni esercitate), compresa: `--entro 90` comprende chi scade fra 90 giorni esatti. Per tacere
serve un contratto che copra il giorno dopo in ogni lettura delle date; uno scenario allo studio non basta.
Con una scadenza incerta vale la lettura più vicina; di una non nota parla `lacuna-in-corso`. Conta anche un
contratto che deve ancora cominciare, se finisce così presto.

Passa (oggi 01/05/2023, entro 90):

    contratti:
      - {id: a, quartieri: [bovisa], inizio: 2022-07-01, scadenza_base: 2023-06-30}
      - {id: b, quartieri: [bovisa], inizio: 2023-07-01, scadenza_base: 2024-06-30}

Non passa (restano 60 giorni):

    contratti:
      - {id: a, quartieri: [bovisa], inizio: 2022-07-01, scadenza_base: 2023-06-30}

Rimedio: esercitare l'opzione ancora aperta, se c'è; altrimenti affidare il servizio dal giorno dopo, anche con un ponte.

Fonte: art. 106, comma 11, d.lgs. 50/2016 e art. 120, commi 10 e 11, d.lgs. 36/2023 (opzioni e proroghe).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ldq_planner.dates.periodo import Periodo
from ldq_planner.dates.testo import format_data, format_giorno
from ldq_planner.engine.scadenze import extend
from ldq_planner.errors import Finding, Severita
from ldq_planner.model.testo import format_giorni, format_quando
from ldq_planner.rules.domande import find_prossimo, is_coperto, locate_fine, say_quartieri, say_scenari

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.model.contratto import Contratto
    from ldq_planner.rules.contesto import Contesto

CODICE = "scadenza-senza-seguito"
SEVERITA = Severita.AVVISO

_UN_GIORNO = timedelta(days=1)
_APERTA = {"rinnovo": "un rinnovo ancora aperto", "proroga": "una proroga ancora aperta"}


def check(contesto: Contesto) -> Iterator[Finding]:
    """Una segnalazione per contratto, con tutti i quartieri che lascerebbe senza seguito."""
    oggi = contesto.oggi
    for contratto in contesto.portafoglio.contratti:
        fine = contesto.scadenze[contratto.id]
        if not fine.is_nota or fine.ultimo < oggi or (fine.primo - oggi).days > contesto.entro:
            continue
        # i giorni in cui, secondo la lettura, il contratto può non esserci già più
        dopo = Periodo(max(fine.primo + _UN_GIORNO, oggi), fine.ultimo + _UN_GIORNO)
        lasciati = [q for q in dict.fromkeys(contratto.quartieri) if not is_coperto(contesto.coperture[q].certa, dopo)]
        if lasciati:
            forse = any(is_coperto(contesto.coperture[q].possibile, dopo) for q in lasciati)
            messaggio = (
                f"il contratto «{contratto.id}» scade {format_quando(fine)}, {_say_quanto_manca(fine, oggi)}, e dopo "
                f"nessun contratto copre {'con certezza ' if forse else ''}{say_quartieri(contesto, lasciati)}"
                f"{_say_prossimi(contesto, lasciati, max(fine.primo, oggi))}"
            )
            rimedio = "precisare le date dei contratti che forse lo seguono; " if forse else ""
            rimedio += _say_rimedio(contratto, fine, oggi) + say_scenari(contesto, lasciati)
            yield Finding(CODICE, SEVERITA, messaggio, rimedio, locate_fine(contratto))


def _say_quanto_manca(fine: DataIncerta, oggi: date) -> str:
    primi, ultimi = (fine.primo - oggi).days, (fine.ultimo - oggi).days
    if ultimi == 0:
        return "oggi"
    if primi == ultimi:
        return f"fra {format_giorni(ultimi)}"
    return f"fra {primi} e {format_giorni(ultimi)}" if primi > 0 else f"al più tardi fra {format_giorni(ultimi)}"


def _say_prossimi(contesto: Contesto, quartieri: list[str], giorno: date) -> str:
    prossimi = (find_prossimo(contesto, quartiere, giorno) for quartiere in quartieri)
    trovati = {p.id: p.inizio for p in prossimi if p is not None}
    return "".join(f"; «{id_}» comincia {format_quando(inizio)}" for id_, inizio in trovati.items())


def _say_rimedio(contratto: Contratto, fine: DataIncerta, oggi: date) -> str:
    quando = "al più presto" if fine.primo < oggi else f"dal {format_giorno(fine.primo + _UN_GIORNO)}"
    affidare = f"affidare il servizio {quando}, anche con un ponte"
    aperta = next((o for o in contratto.opzioni if o.stato == "aperta"), None)
    if aperta is None:
        return affidare
    fino_a = extend(fine, aperta)
    durata = f" fino al {format_giorno(fino_a.primo)}" if fino_a.is_certa else f" (fine: {format_data(fino_a)})"
    return f"c'è {_APERTA[aperta.tipo]}{durata}, da esercitare prima della scadenza; altrimenti {affidare}"
