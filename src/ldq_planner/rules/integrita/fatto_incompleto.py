"""Un fatto di una gara che non dice quale fase, o in che giorno.

Perché: le date di una gara in corso si contano dai suoi fatti; uno senza giorno non sposta nulla, e chi lo ha scritto crede
di sì. Una fase si dice con `iniziata`, `conclusa` o `fissata_al`; un esito con il suo giorno in `il`: i due insieme sono due
fatti.

Passa:

    avanzamento:
      - {fase: pubblicazione, conclusa: 2026-10-20, atto: det. 801/2026}
      - {esito: deserta, il: 2026-11-30}

Non passa:

    avanzamento:
      - {fase: pubblicazione, atto: det. 801/2026}

Rimedio: aggiungere ciò che manca, o dividere il fatto in due.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.errors import Ref, Severita
from ldq_planner.rules.base.contenuto import Contenuto, Rilievi, Rilievo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.model.avanzamento import FattoDiGara

CODICE = "fatto-incompleto"
SEVERITA = Severita.ERRORE


def check(contenuto: Contenuto) -> Rilievi:
    """Una segnalazione per ciò che manca, o è di troppo, in ogni fatto."""
    for scenario in contenuto.portafoglio.ipotesi.scenari:
        for posto, fatto in enumerate(scenario.avanzamento):
            for messaggio, rimedio in _list_difetti(fatto):
                yield Rilievo(messaggio, rimedio, Ref("scenari", scenario.id, ("avanzamento", posto)))


def _list_difetti(fatto: FattoDiGara) -> Iterator[tuple[str, str]]:
    giorni = [g for g in (fatto.iniziata, fatto.conclusa, fatto.fissata_al) if g is not None]
    if fatto.fase is None and fatto.esito is None:
        yield "il fatto non dice né la fase né l'esito", "aggiungere fase: (ldq norme le elenca), o esito:"
    elif fatto.fase is not None and fatto.esito is not None:
        yield f"il fatto dice insieme la fase «{fatto.fase}» e l'esito «{fatto.esito}»", "scrivere due fatti"
    elif fatto.esito is not None:
        if fatto.il is None:
            yield f"manca il giorno dell'esito «{fatto.esito}»", "aggiungere il: AAAA-MM-GG"
        if giorni:
            yield "un esito ha un giorno solo", "tenere il:, o scrivere un altro fatto con la sua fase"
    else:
        if not giorni:
            rimedio = "aggiungere iniziata:, conclusa: o fissata_al: con il giorno"
            yield f"manca il giorno della fase «{fatto.fase}»", rimedio
        if fatto.il is not None:
            yield f"«il» è il giorno di un esito, e «{fatto.fase}» è una fase", "scrivere conclusa: al posto di il:"
