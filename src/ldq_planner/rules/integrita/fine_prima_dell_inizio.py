"""Una fine che precede il suo inizio, in ogni lettura delle due date.

Perché: è quasi sempre un anno o un mese battuto male, e il contratto non coprirebbe nemmeno un giorno.

Passa:

    inizio: 2023-01-01
    scadenza_base: 2023-01-01

Non passa:

    inizio: 2023-01-01
    scadenza_base: 2022-12-31

Rimedio: correggere la data sbagliata; gli estremi sono compresi, un giorno solo è lecito.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_data
from ldq_planner.engine.vigore import compute_vigore
from ldq_planner.errors import Ref, Severita
from ldq_planner.model.archivio import RISORSE
from ldq_planner.rules.base.contenuto import Contenuto, Rilievi, Rilievo

if TYPE_CHECKING:
    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.risorse import FileRisorse

CODICE = "fine-prima-dell-inizio"
SEVERITA = Severita.ERRORE


def check(contenuto: Contenuto) -> Rilievi:
    """Una segnalazione per ogni fine impossibile di contratti, programmi, scenari e risorse."""
    portafoglio = contenuto.portafoglio
    for contratto in portafoglio.contratti:
        scadenze = {"scadenza_base": contratto.scadenza_base, "scadenza_effettiva": contratto.scadenza_effettiva}
        for campo, fine in scadenze.items():
            if fine is not None:
                yield from _check(Ref("contratti", contratto.id, (campo,)), contratto.inizio, fine)
        yield from _check_dentro(contratto)
    for programma in portafoglio.programmi:
        yield from _check(Ref("programmi", programma.id, ("fine",)), programma.inizio, programma.fine)
    for scenario in portafoglio.ipotesi.scenari:
        if scenario.fine is not None:
            yield from _check(Ref("scenari", scenario.id, ("fine",)), scenario.inizio, scenario.fine)
    if portafoglio.risorse is not None:
        yield from _check_risorse(portafoglio.risorse)


def _check_dentro(contratto: Contratto) -> Rilievi:
    """Le sospensioni, e i giorni del contratto in un quartiere."""
    for i, sospensione in enumerate(contratto.sospensioni):
        if sospensione.al is not None:
            yield from _check(Ref("contratti", contratto.id, ("sospensioni", i, "al")), sospensione.dal, sospensione.al)
    for i, propria in enumerate(contratto.decorrenze):
        campo = "inizio" if propria.fine is None else "fine"
        ref = Ref("contratti", contratto.id, ("decorrenze", i, campo))
        yield from _check(ref, *compute_vigore(contratto, propria.quartiere))


def _check_risorse(risorse: FileRisorse) -> Rilievi:
    """I giorni chiusi di tutti e di ogni ufficio, e i giorni fra cui sta un giorno fisso."""
    chiusi = [(Ref(RISORSE), risorse.chiuso), *((Ref("uffici", u.id), u.chiuso) for u in risorse.uffici)]
    for chi, chiuso in chiusi:
        for i, chiusura in enumerate(chiuso):
            yield from _check(chi._replace(campo=("chiuso", i, "al")), chiusura.dal, chiusura.al)
    for fisso in risorse.giorni_fissi:
        if fisso.non_prima is not None and fisso.entro is not None:
            yield from _check(Ref("giorni_fissi", fisso.id, ("entro",)), fisso.non_prima, fisso.entro)


def _check(ref: Ref, inizio: DataIncerta, fine: DataIncerta) -> Rilievi:
    if fine.ultimo < inizio.primo:
        messaggio = f"la fine ({format_data(fine)}) precede l'inizio ({format_data(inizio)})"
        yield Rilievo(messaggio, "correggere la data sbagliata: gli estremi sono compresi", ref)
