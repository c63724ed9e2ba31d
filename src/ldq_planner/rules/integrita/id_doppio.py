"""Due entità dello stesso genere hanno lo stesso id.

Perché: ogni riferimento punterebbe a due cose, e nessuno saprebbe quale si sta guardando.

Passa:

    contratti:
      - id: mazzini-2020
      - id: mazzini-2024

Non passa:

    contratti:
      - id: mazzini-2020
      - id: mazzini-2020

Rimedio: dare alla seconda un id suo; se è la stessa cosa scritta due volte, toglierne una.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.errors import Finding, Ref, Severita
from ldq_planner.model.scenario import NESSUN_INTERVENTO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldq_planner.rules.contesto import Contenuto

CODICE = "id-doppio"
SEVERITA = Severita.ERRORE


def check(contenuto: Contenuto) -> Iterator[Finding]:
    """Una segnalazione per ogni occorrenza dopo la prima."""
    portafoglio = contenuto.portafoglio
    yield from _check("quartieri", (q.id for q in portafoglio.quartieri))
    yield from _check("programmi", (p.id for p in portafoglio.programmi))
    yield from _check("delibere", (d.id for d in portafoglio.anagrafe.delibere))
    yield from _check("contratti", (c.id for c in portafoglio.contratti))
    yield from _check("scenari", (s.id for s in portafoglio.scenari))
    yield from _check("piani", (p.id for p in portafoglio.ipotesi.piani))
    for piano in portafoglio.ipotesi.piani:
        if piano.id == NESSUN_INTERVENTO:
            yield _segnala("piani", piano.id, 0, "c'è sempre e non si scrive")


def _check(kind: str, ids: Iterable[str]) -> Iterator[Finding]:
    visti: dict[str, int] = {}
    for id_ in ids:
        volte = visti[id_] = visti.get(id_, 0) + 1
        if volte > 1:
            yield _segnala(kind, id_, volte - 1, f"c'è già fra i {kind}")


def _segnala(kind: str, id_: str, occorrenza: int, motivo: str) -> Finding:
    ref = Ref(kind, id_, ("id",), occorrenza)
    return Finding(
        CODICE, SEVERITA, f"l'id «{id_}» {motivo}", "scegliere un id diverso, o togliere la ripetizione", ref
    )
