"""Un ponte comincia quando il contratto che dovrebbe prolungare è già scaduto.

Perché: si proroga e si rinnova un contratto in vigore; fra la scadenza e il ponte c'è un vuoto, e ciò che comincia dopo
è un affidamento nuovo, con le sue regole. Parla degli scenari di tipo `ponte` non superati, quando la scadenza
effettiva viene, in ogni lettura, almeno un giorno intero prima della vigilia del ponte, o è già passata oggi.

Passa (il contratto finisce il 30/06/2023):

    scenari:
      - {id: ponte, tipo: ponte, quartieri: [bovisa], inizio: 2023-07-01, durata_mesi: 6}

Non passa (un giorno di vuoto):

    scenari:
      - {id: ponte, tipo: ponte, quartieri: [bovisa], inizio: 2023-07-02, durata_mesi: 6}

Rimedio: far cominciare il ponte il giorno dopo la scadenza, con un atto fatto prima; se è passata, un affidamento nuovo.

Fonte: l'articolo sulla proroga tecnica, dal regime del giorno (`ldq norme`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.periodo import UN_GIORNO
from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.ponti import PROROGA_TECNICA, find_fonte, find_prolungato, list_ponti
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.testo import format_giorni, format_quando
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo
from ldq_planner.rules.base.frasi import say_quartieri

if TYPE_CHECKING:
    from ldq_planner.model.scenario import Scenario

CODICE = "ponte-a-contratto-scaduto"
SEVERITA = Severita.AVVISO


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per ponte, con i contratti che troverebbe scaduti."""
    for ponte in list_ponti(contesto.portafoglio, contesto.oggi):
        scaduti = _find_scaduti(contesto, ponte)
        if not scaduti:
            continue
        primo = contesto.portafoglio.contratti_by_id[next(iter(scaduti))]
        passata = [id_ for id_ in scaduti if contesto.scadenze[id_].ultimo < contesto.oggi]
        voci = "; ".join(_say_scaduto(contesto, ponte, id_, quartieri) for id_, quartieri in scaduti.items())
        dopo = min(contesto.scadenze[id_].ultimo for id_ in scaduti) + UN_GIORNO
        yield Rilievo(
            f"il ponte «{ponte.id}» comincia {format_quando(ponte.inizio)}, ma {voci}: a contratto scaduto non si proroga",
            "prevedere un affidamento nuovo (ldq scenari dice gli strumenti), e dirlo in una deroga"
            if passata
            else f"far cominciare il ponte il {format_giorno(dopo)}, con un atto fatto prima della scadenza",
            Ref("scenari", ponte.id, ("inizio",)),
            fonte=find_fonte(contesto.diritto, PROROGA_TECNICA, primo, ponte.inizio.primo),
        )


def _find_scaduti(contesto: Contesto, ponte: Scenario) -> dict[str, list[str]]:
    """Contratto → i quartieri in cui il ponte lo troverebbe scaduto."""
    scaduti: dict[str, list[str]] = {}
    for quartiere in dict.fromkeys(ponte.quartieri):
        contratto = find_prolungato(contesto.portafoglio, quartiere, ponte.inizio.ultimo)
        if contratto is not None:
            fine = contesto.quadro.find_vigore(contratto, quartiere)[1].ultimo
            if fine < contesto.oggi or fine + UN_GIORNO < ponte.inizio.primo:
                scaduti.setdefault(contratto.id, []).append(quartiere)
    return scaduti


def _say_scaduto(contesto: Contesto, ponte: Scenario, id_: str, quartieri: list[str]) -> str:
    fine = contesto.scadenze[id_]
    vuoto = (ponte.inizio.primo - fine.ultimo).days - 1
    quanto = f", con {format_giorni(vuoto)} di vuoto" if vuoto else ""
    return f"«{id_}» ({say_quartieri(contesto, quartieri)}) finisce {format_quando(fine)}{quanto}"
