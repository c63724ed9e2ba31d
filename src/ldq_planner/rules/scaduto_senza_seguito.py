"""L'ultimo contratto di un quartiere è scaduto, e nessun contratto lo segue.

Perché: un contratto scaduto non si può più prorogare né rinnovare: o c'è già un altro atto che manca dai dati, o
serve un affidamento nuovo. Uno scenario allo studio non basta: non è ancora un contratto. Un contratto futuro basta:
la lacuna che lascia la dice `lacuna-in-corso`. Con una scadenza incerta, parla quando è passata in ogni lettura.

Passa (oggi 17/01/2023):

    contratti:
      - {id: a, quartieri: [bovisa], inizio: 2022-01-01, scadenza_base: 2022-12-31}
      - {id: b, quartieri: [bovisa], inizio: 2023-01-01, scadenza_base: 2023-12-31}

Non passa:

    contratti:
      - {id: a, quartieri: [bovisa], inizio: 2022-01-01, scadenza_base: 2022-12-31}

Rimedio: aggiungere il contratto che è seguito; se non c'è, affidare il servizio di nuovo.

Fonte: art. 106, comma 11, d.lgs. 50/2016 e art. 120, comma 11, d.lgs. 36/2023 (si proroga un contratto in corso).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.errors import Severita
from ldq_planner.model.testo import format_distanza, format_quando
from ldq_planner.rules.base.contesto import Contesto, Rilievi, Rilievo
from ldq_planner.rules.base.frasi import locate_fine, say_quartieri, say_scenari

if TYPE_CHECKING:
    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.model.contratto import Contratto

CODICE = "scaduto-senza-seguito"
SEVERITA = Severita.CRITICO

_FONTE = "D.Lgs. 50/2016, art. 106 c. 11; D.Lgs. 36/2023, art. 120 c. 11"


def check(contesto: Contesto) -> Rilievi:
    """Una segnalazione per contratto, con tutti i quartieri che ha lasciato senza seguito."""
    lasciati: dict[tuple[str, DataIncerta], list[str]] = {}
    for quartiere, contratti in contesto.portafoglio.contratti_by_quartiere.items():
        if contratti:
            fini = [contesto.quadro.find_vigore(c, quartiere)[1] for c in contratti]
            fine, ultimo = max(zip(fini, contratti, strict=True), key=lambda coppia: coppia[0].ultimo)
            if fine.ultimo < contesto.oggi:
                lasciati.setdefault((ultimo.id, fine), []).append(quartiere)
    posti = {c.id: i for i, c in enumerate(contesto.portafoglio.contratti)} if lasciati else {}
    for (id_, fine), quartieri in sorted(lasciati.items(), key=lambda voce: posti[voce[0][0]]):
        yield _build_rilievo(contesto, contesto.portafoglio.contratti_by_id[id_], fine, quartieri)


def _build_rilievo(contesto: Contesto, contratto: Contratto, fine: DataIncerta, quartieri: list[str]) -> Rilievo:
    almeno = "" if fine.is_certa else "almeno "
    passati = format_distanza((fine.ultimo - contesto.oggi).days)
    return Rilievo(
        f"il contratto «{contratto.id}» è scaduto {format_quando(fine)}, {almeno}{passati}, e nessun contratto "
        f"lo segue a {say_quartieri(contesto, quartieri)}{say_scenari(contesto, quartieri)}",
        "scrivere in contratti.yaml il contratto che è seguito; se non c'è, affidare il servizio: un contratto scaduto non si proroga",
        locate_fine(contratto, quartieri[0]),
        fonte=_FONTE,
    )
