"""Una fase, o un caso, che la procedura dello scenario non ha.

Perché: un fatto o una durata di una fase che non c'è, o un caso che non cambia nessun termine, non sposterebbe nessuna data,
in silenzio. Le fasi sono quelle della
procedura dello scenario, o di `aperta` se non è decisa; per i fatti di un tentativo già chiuso, di una procedura qualunque.

Passa:

    procedura: aperta
    avanzamento:
      - {fase: ricezione_offerte, fissata_al: 2026-11-30}

Non passa:

    procedura: aperta
    avanzamento:
      - {fase: offerte, fissata_al: 2026-11-30}

Rimedio: scrivere l'id di una fase (`ldq norme` le elenca), o di un caso.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.errors import Ref, Severita
from ldq_planner.model.archivio import ELENCHI_DI_RISORSE
from ldq_planner.model.avanzamento import AGGIUDICATA, AGGIUDICAZIONE, split_tentativi
from ldq_planner.model.simili import suggest
from ldq_planner.rules.base.contenuto import Contenuto, Rilievi, Rilievo

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ldq_planner.model.avanzamento import FattoScritto
    from ldq_planner.model.risorse import FileRisorse
    from ldq_planner.model.scenario import Scenario

CODICE = "fase-sconosciuta"
SEVERITA = Severita.ERRORE

_SUE, _DI_TUTTE = "della procedura dello scenario", "di nessuna procedura"


def check(contenuto: Contenuto) -> Rilievi:
    """Una segnalazione per fase che non c'è."""
    if contenuto.procedure is None:
        return
    tutte = contenuto.procedure.list_ids()
    for scenario in contenuto.portafoglio.ipotesi.scenari:
        procedura = contenuto.procedure.choose(scenario.procedura)
        casi = contenuto.procedure.list_casi(procedura)
        for posto, caso in enumerate(scenario.casi):
            if caso not in casi:
                rimedio = suggest(caso, casi, f"i casi sono: {', '.join(casi)}")
                messaggio = f"«{caso}» non è un caso della procedura «{procedura.id}»"
                yield Rilievo(messaggio, rimedio, Ref("scenari", scenario.id, ("casi", posto)))
        ricorrono = scenario.casi or contenuto.portafoglio.gare.casi
        sue = [f.id for f in contenuto.procedure.list_fasi(procedura, ricorrono)]
        *chiusi, aperto = split_tentativi(scenario.avanzamento)
        for scritto in aperto.fatti:
            yield from _check(scenario, scritto, sue, _SUE)
        for scritto in (f for tentativo in chiusi for f in tentativo.fatti):
            yield from _check(scenario, scritto, tutte, _DI_TUTTE)
        for fase in scenario.durate or ():
            if fase not in sue:
                yield _refuse(Ref("scenari", scenario.id, ("durate", fase)), fase, sue, _SUE)
    if contenuto.portafoglio.risorse is not None:
        yield from _check_risorse(contenuto.portafoglio.risorse, tutte)


def _check_risorse(risorse: FileRisorse, tutte: Sequence[str]) -> Rilievi:
    """Gli uffici, le sedute e i vincoli nominano solo fasi che ci sono."""
    for elenco in ELENCHI_DI_RISORSE:
        for voce in getattr(risorse, elenco):
            for campo, fase in _list_nominate(voce):
                if fase not in tutte:
                    yield _refuse(Ref(elenco, voce.id, campo), fase, tutte, _DI_TUTTE)


def _list_nominate(voce: object) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Le fasi che una voce delle risorse nomina, ciascuna con il suo campo; di una voce malata, quelle che si leggono."""
    yield from ((("fasi", i), fase) for i, fase in enumerate(getattr(voce, "fasi", ())))
    yield from ((("gare_per_fase", fase), fase) for fase in getattr(voce, "gare_per_fase", ()))
    if fase := getattr(voce, "fase", None):
        yield ("fase",), fase


def _check(scenario: Scenario, scritto: FattoScritto, note: Sequence[str], di_chi: str) -> Rilievi:
    posto, fatto = scritto
    if fatto.fase is not None and fatto.fase not in note:
        yield _refuse(Ref("scenari", scenario.id, ("avanzamento", posto, "fase")), fatto.fase, note, di_chi)
    if fatto.esito == AGGIUDICATA and AGGIUDICAZIONE not in note:
        yield _refuse(Ref("scenari", scenario.id, ("avanzamento", posto, "esito")), AGGIUDICAZIONE, note, di_chi)


def _refuse(ref: Ref, fase: str, note: Sequence[str], di_chi: str) -> Rilievo:
    rimedio = suggest(fase.replace("-", "_"), note, f"le fasi sono: {', '.join(note)}")
    return Rilievo(f"«{fase}» non è una fase {di_chi}", rimedio, ref)
