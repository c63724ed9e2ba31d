"""Le deroghe: tolgono dalle segnalazioni ciò che l'ente sa già, e si controllano a loro volta."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.rules import deroga_inutile, deroga_scaduta
from ldq_planner.rules.base.contesto import Contesto
from ldq_planner.rules.base.regola import run_regole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.errors import Finding, Ref
    from ldq_planner.rules.base.regola import Regola

SULLE_DEROGHE: tuple[Regola[Contesto], ...] = (deroga_scaduta, deroga_inutile)
"""Girano dopo tutte le altre, e non si derogano."""


def apply_deroghe(findings: Iterable[Finding], quadro: Quadro) -> Iterator[Finding]:
    """Le segnalazioni che nessuna deroga valida quel giorno tace, poi quelle sulle deroghe scadute o inutili.

    Se l'entità è un quartiere, la deroga tace anche i suoi contratti; un contratto con più quartieri tace solo se tutti
    hanno la loro deroga.
    """
    portafoglio = quadro.portafoglio
    if not portafoglio.deroghe:
        yield from findings
        return
    valide: dict[tuple[str, str], set[str]] = {}
    for deroga in portafoglio.deroghe:
        if quadro.oggi <= deroga.fino_al.primo:
            valide.setdefault((deroga.regola, deroga.entita), set()).add(deroga.id)
    quartieri = {c.id: c.quartieri for c in portafoglio.contratti}
    usate: set[str] = set()
    for finding in findings:
        tacenti = _find_tacenti(finding.codice, finding.ref, valide, quartieri)
        usate |= tacenti
        if not tacenti:
            yield finding
    yield from run_regole(SULLE_DEROGHE, Contesto(quadro, deroghe_usate=frozenset(usate)))


def _find_tacenti(
    codice: str, ref: Ref | None, valide: dict[tuple[str, str], set[str]], quartieri: dict[str, tuple[str, ...]]
) -> set[str]:
    """Gli id delle deroghe che tacciono una segnalazione."""
    if ref is None:
        return set()
    tacenti = set(valide.get((codice, ref.id), ()))
    if ref.kind == "contratti":
        dei_quartieri = [valide.get((codice, q), set()) for q in quartieri.get(ref.id, ())]
        if all(dei_quartieri):
            tacenti = tacenti.union(*dei_quartieri)
    return tacenti
