"""Un id che rimanda a un'entità che non c'è.

Perché: un contratto per un quartiere inesistente non copre nessuno, e il quartiere vero resterebbe scoperto. Una deroga
a una regola o a un'entità che non c'è, o a una regola che non si deroga, non tacerebbe nulla.

Passa:

    quartieri: [ponte-lambro]

Non passa:

    quartieri: [ponte-lambo]

Rimedio: correggere l'id, o aggiungere l'entità che manca.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.errors import Ref, Severita
from ldq_planner.model.archivio import ELENCHI, ELENCHI_DI_RISORSE
from ldq_planner.model.simili import suggest
from ldq_planner.rules.base.contenuto import Contenuto, Rilievi, Rilievo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.model.risorse import FileRisorse

CODICE = "riferimento-sconosciuto"
SEVERITA = Severita.ERRORE

_Campo = tuple[str | int, ...]


def check(contenuto: Contenuto) -> Rilievi:
    """Una segnalazione per ogni rimando che non arriva."""
    rimedi: dict[tuple[str, str], str] = {}
    for da, campo, verso, id_ in _find_rimandi(contenuto):
        noti = contenuto.noti[verso]
        if id_ not in noti:
            if (verso, id_) not in rimedi:
                rimedi[verso, id_] = _suggest(id_, sorted(noti))
            ref = Ref(da[0], da[1], campo)
            yield Rilievo(f"«{id_}» non è fra {ELENCHI[verso]}", rimedi[verso, id_], ref)
    if contenuto.portafoglio.deroghe:
        yield from _check_deroghe(contenuto)


def _check_deroghe(contenuto: Contenuto) -> Rilievi:
    """Le deroghe a regole che non ci sono o non si derogano, e a entità che non ci sono."""
    derogabili = sorted(codice for codice, is_derogabile in contenuto.regole.items() if is_derogabile)
    noti = [ids for elenco, ids in contenuto.noti.items() if elenco != "deroghe"]
    for deroga in contenuto.portafoglio.deroghe:
        if deroga.regola and deroga.regola not in derogabili:  # senza regola è già detto che manca
            ref = Ref("deroghe", deroga.id, ("regola",))
            if deroga.regola in contenuto.regole:
                rimedio = "togliere la deroga, e rimediare alla segnalazione"
                yield Rilievo(f"la regola «{deroga.regola}» non si deroga", rimedio, ref)
            else:
                rimedio = _suggest(deroga.regola, derogabili)
                yield Rilievo(f"«{deroga.regola}» non è fra le regole", rimedio, ref)
        if deroga.entita and not any(deroga.entita in ids for ids in noti):
            ref = Ref("deroghe", deroga.id, ("entita",))
            rimedio = _suggest(deroga.entita, sorted(set().union(*noti)))
            yield Rilievo(f"«{deroga.entita}» non è fra le entità dei dati", rimedio, ref)


def _find_rimandi(contenuto: Contenuto) -> Iterator[tuple[tuple[str, str], _Campo, str, str]]:
    """Tutti i rimandi: da chi, in quale campo, verso quale elenco, a quale id."""
    portafoglio = contenuto.portafoglio
    for quartiere in portafoglio.quartieri:
        yield from _in_elenco(("quartieri", quartiere.id), "programmi", quartiere.programmi)
    for contratto in portafoglio.contratti:
        yield from _in_elenco(("contratti", contratto.id), "quartieri", contratto.quartieri)
        yield from _in_elenco(("contratti", contratto.id), "delibere", contratto.delibere)
        if contratto.scenario:
            yield ("contratti", contratto.id), ("scenario",), "scenari", contratto.scenario
    for scenario in portafoglio.ipotesi.scenari:
        da = ("scenari", scenario.id)
        yield from _in_elenco(da, "quartieri", scenario.quartieri)
        if scenario.fino_a_programma:
            yield da, ("fino_a_programma",), "programmi", scenario.fino_a_programma
        if scenario.stima_costo and scenario.stima_costo.come_contratto:
            yield da, ("stima_costo", "come_contratto"), "contratti", scenario.stima_costo.come_contratto
    for piano in portafoglio.ipotesi.piani:
        yield from _in_elenco(("piani", piano.id), "scenari", piano.scenari)
    if portafoglio.risorse is not None:
        yield from _find_di_risorse(portafoglio.risorse)


def _find_di_risorse(risorse: FileRisorse) -> Iterator[tuple[tuple[str, str], _Campo, str, str]]:
    """I rimandi delle risorse: tutti verso uno scenario."""
    for elenco in ELENCHI_DI_RISORSE:
        for voce in getattr(risorse, elenco):
            for campo in ("solo_per", "scenari"):
                yield from (
                    ((elenco, voce.id), (campo, i), "scenari", id_) for i, id_ in enumerate(getattr(voce, campo, ()))
                )
            for campo in ("scenario", "dopo"):
                if id_ := getattr(voce, campo, None):
                    yield (elenco, voce.id), (campo,), "scenari", id_


def _in_elenco(
    da: tuple[str, str], elenco: str, ids: tuple[str, ...]
) -> Iterator[tuple[tuple[str, str], _Campo, str, str]]:
    """I rimandi di un elenco che ha il nome di ciò a cui rimanda."""
    return ((da, (elenco, i), elenco, id_) for i, id_ in enumerate(ids))


def _suggest(id_: str, noti: list[str]) -> str:
    quali = f"usare uno di questi: {', '.join(noti[:8])}"
    return suggest(id_, noti, quali if noti else "non ce n'è nessuno: aggiungerlo, o togliere il rimando")
