"""Le deroghe: tolgono dalle segnalazioni ciò che l'ente sa già, e si controllano a loro volta."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.model.taciuta import Taciuta
from ldq_planner.rules import deroga_inutile, deroga_scaduta
from ldq_planner.rules.base.contesto import Contesto, run_nel_quadro

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.errors import Finding
    from ldq_planner.model.deroga import Deroga
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.rules.base.regola import Regola

SULLE_DEROGHE: tuple[Regola[Contesto], ...] = (deroga_scaduta, deroga_inutile)
"""Girano dopo tutte le altre, e non si derogano."""


class Controllo(NamedTuple):
    """Ciò che in quel giorno non va, e ciò che le deroghe ne tacciono; senza righe né colonne."""

    findings: tuple[Finding, ...]
    taciute: tuple[Taciuta, ...]


def apply_deroghe(findings: Iterable[Finding], quadro: Quadro) -> Controllo:
    """Le segnalazioni che nessuna deroga valida quel giorno tace, poi quelle sulle deroghe scadute o inutili; e le taciute.

    Se l'entità è un quartiere, la deroga tace anche i suoi contratti; un contratto con più quartieri tace solo se tutti
    hanno la loro deroga. Senza entità, tace le segnalazioni della sua regola che non parlano di un'entità.
    """
    portafoglio = quadro.portafoglio
    if not portafoglio.deroghe:
        return Controllo(tuple(findings), ())
    valide: defaultdict[tuple[str, str], list[Deroga]] = defaultdict(list)
    for deroga in portafoglio.deroghe:
        if quadro.oggi <= deroga.fino_al.primo:
            valide[deroga.regola, deroga.entita or ""].append(deroga)
    restano: list[Finding] = []
    taciute: list[Taciuta] = []
    usate: set[str] = set()
    for finding in findings:
        tacenti = _find_tacenti(finding, valide, portafoglio)
        usate |= {deroga.id for deroga in tacenti}
        if tacenti:
            taciute.append(Taciuta(finding, max(tacenti, key=lambda d: d.fino_al.primo)))
        else:
            restano.append(finding)
    restano += run_nel_quadro(SULLE_DEROGHE, Contesto(quadro, deroghe_usate=frozenset(usate)))
    return Controllo(tuple(restano), tuple(taciute))


def _find_tacenti(
    finding: Finding, valide: defaultdict[tuple[str, str], list[Deroga]], portafoglio: Portafoglio
) -> list[Deroga]:
    """Le deroghe che tacciono una segnalazione."""
    id_ = finding.ref.id if finding.ref else ""
    tacenti = list(valide[finding.codice, id_])
    if finding.ref and finding.ref.kind == "contratti":
        contratto = portafoglio.contratti_by_id.get(id_)
        dei_quartieri = [valide[finding.codice, q] for q in contratto.quartieri] if contratto else []
        if all(dei_quartieri):
            tacenti += [deroga for deroghe in dei_quartieri for deroga in deroghe]
    return tacenti
