"""Due entità dello stesso genere hanno lo stesso id, o un elenco nomina due volte la stessa.

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

from ldq_planner.errors import Ref, Severita
from ldq_planner.model.archivio import ELENCHI, ELENCHI_DI_RISORSE
from ldq_planner.model.scenario import NESSUN_INTERVENTO
from ldq_planner.rules.base.contenuto import Contenuto, Rilievi, Rilievo

if TYPE_CHECKING:
    from collections.abc import Iterable

CODICE = "id-doppio"
SEVERITA = Severita.ERRORE


def check(contenuto: Contenuto) -> Rilievi:
    """Una segnalazione per ogni occorrenza dopo la prima."""
    portafoglio = contenuto.portafoglio
    yield from _check("quartieri", (q.id for q in portafoglio.quartieri))
    yield from _check("programmi", (p.id for p in portafoglio.programmi))
    yield from _check("delibere", (d.id for d in portafoglio.anagrafe.delibere))
    yield from _check("contratti", (c.id for c in portafoglio.contratti))
    yield from _check("scenari", (s.id for s in portafoglio.ipotesi.scenari))
    yield from _check("piani", (p.id for p in portafoglio.ipotesi.piani))
    yield from _check("deroghe", (d.id for d in portafoglio.deroghe))
    yield from _check("imparate", (d.id for d in portafoglio.imparate.imparate) if portafoglio.imparate else ())
    for elenco in ELENCHI_DI_RISORSE if portafoglio.risorse else ():
        yield from _check(elenco, (voce.id for voce in getattr(portafoglio.risorse, elenco)))
    for contratto in portafoglio.contratti:
        yield from _check_rimandi("contratti", contratto.id, "quartieri", contratto.quartieri)
    for scenario in portafoglio.ipotesi.scenari:
        yield from _check_rimandi("scenari", scenario.id, "quartieri", scenario.quartieri)
    for piano in portafoglio.ipotesi.piani:
        yield from _check_rimandi("piani", piano.id, "scenari", piano.scenari)
        if piano.id == NESSUN_INTERVENTO:
            ref = Ref("piani", piano.id, ("id",))
            yield Rilievo(f"il piano «{piano.id}» c'è sempre e non si scrive", "scegliere un id diverso", ref)


def _check(kind: str, ids: Iterable[str]) -> Rilievi:
    volte: dict[str, int] = {}
    for id_ in ids:
        occorrenza = volte[id_] = volte.get(id_, -1) + 1
        if occorrenza:
            rimedio = "scegliere un id diverso, o togliere la ripetizione"
            yield Rilievo(f"l'id «{id_}» c'è già fra {ELENCHI[kind]}", rimedio, Ref(kind, id_, ("id",), occorrenza))


def _check_rimandi(kind: str, id_: str, campo: str, rimandi: tuple[str, ...]) -> Rilievi:
    """Un rimando ripetuto nello stesso elenco conterebbe due volte."""
    visti: set[str] = set()
    for i, rimando in enumerate(rimandi):
        if rimando in visti:
            yield Rilievo(
                f"«{rimando}» c'è già in questo elenco", "togliere la ripetizione", Ref(kind, id_, (campo, i))
            )
        visti.add(rimando)
