"""Una segnalazione come la scrive un buon compilatore: posto, gravità, messaggio, la riga del file, il rimedio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.render.valori import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ldq_planner.errors import Finding, Posizione
    from ldq_planner.reports.esame import Esame
    from ldq_planner.reports.report import Report

_MARGINE = 5
_LARGHEZZA_RIGA = 120


def get_esame(report: Report) -> Esame:
    """L'esame di cui il report dà l'esito: `FORMATI` promette che c'è."""
    if report.esame is None:
        raise ValueError(f"{report.schema} non ha un esame")
    return report.esame


def list_impronte(findings: Sequence[Finding]) -> list[str]:
    """Un'impronta per segnalazione, ognuna diversa: dalla seconda uguale in poi, con un numero in coda."""
    viste: dict[str, int] = {}
    impronte = []
    for finding in findings:
        impronta = finding.impronta
        viste[impronta] = viste.get(impronta, 0) + 1
        impronte.append(impronta if viste[impronta] == 1 else f"{impronta}-{viste[impronta]}")
    return impronte


def format_finding(finding: Finding) -> str:
    """La segnalazione su più righe, senza a capo finale."""
    testa = f"{clean(finding.posizione.posto)}: " if finding.posizione else ""
    righe = [f"{testa}{finding.severita}[{finding.codice}] {clean(finding.messaggio)}"]
    if finding.posizione and finding.posizione.testo:
        righe += _quote(finding.posizione)
    righe.append(f"{'':{_MARGINE}} = aiuto: {clean(finding.rimedio)}")
    if finding.fonte:
        righe.append(f"{'':{_MARGINE}} = fonte: {clean(finding.fonte)}")
    if finding.responsabili:
        righe.append(f"{'':{_MARGINE}} = responsabile: {clean(', '.join(finding.responsabili))}")
    return "\n".join(righe)


def _quote(posizione: Posizione) -> list[str]:
    """La riga del file, con ciò che non va sottolineato; di una riga lunghissima, il pezzo che serve."""
    inizio = max(0, min(posizione.colonna - _LARGHEZZA_RIGA // 2, len(posizione.testo) - _LARGHEZZA_RIGA))
    pezzo = posizione.testo[inizio : inizio + _LARGHEZZA_RIGA]
    prima = pezzo[: posizione.colonna - 1 - inizio]
    larghezza = max(1, min(posizione.larghezza, len(pezzo) - len(prima)))
    rientro = " " * len(clean(prima))
    return [f"{posizione.riga:>{_MARGINE}} | {clean(pezzo)}", f"{'':{_MARGINE}} | {rientro}{'^' * larghezza}"]
