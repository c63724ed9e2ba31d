"""La linea di base: che cosa era già noto, e che cosa di ciò che si trova oggi non lo era o è peggiorato."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from ldq_planner.dates.periodo import UN_GIORNO, Periodo
from ldq_planner.model.copertura import TipoLacuna
from ldq_planner.model.taciuta import LineaDiBase, SegnalazioneNota, Taciuta
from ldq_planner.rules import (
    lacuna_futura,
    lacuna_in_corso,
    lacuna_possibile,
    opzione_da_esercitare,
    quartiere_mai_coperto,
    scadenza_senza_seguito,
    scaduto_senza_seguito,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.errors import Finding, Severita

SENZA_SERVIZIO = frozenset(
    regola.CODICE
    for regola in (
        quartiere_mai_coperto,
        lacuna_in_corso,
        lacuna_futura,
        lacuna_possibile,
        opzione_da_esercitare,
        scadenza_senza_seguito,
        scaduto_senza_seguito,
    )
)
"""Le regole che dicono la stessa cosa, che un quartiere resta senza, con le parole del caso."""
_ANNI = 2
"""Quanti anni dopo quello della linea si contano i giorni scoperti."""


def make_linea(findings: Iterable[Finding], quadro: Quadro) -> LineaDiBase:
    """La linea di base di oggi."""
    al = date(quadro.oggi.year + _ANNI, 12, 31)
    note: list[SegnalazioneNota] = []
    senza_servizio: dict[str, Severita] = {}
    for f in findings:
        entita = f.ref.id or None if f.ref else None
        note.append(SegnalazioneNota(f.impronta, f.codice, f.severita, entita, f.messaggio))
        for quartiere in _list_quartieri(f, quadro):
            senza_servizio[quartiere] = max(f.severita, senza_servizio.get(quartiere, f.severita), key=lambda s: s.peso)
    return LineaDiBase(tuple(note), senza_servizio, {q: _count_scoperti(quadro, q, al) for q in senza_servizio}, al)


def silence(
    findings: Iterable[Finding], linea: LineaDiBase, quadro: Quadro
) -> tuple[tuple[Finding, ...], tuple[Taciuta, ...]]:
    """Ciò che resta da dire, e ciò che la linea di base tace.

    Una segnalazione è taciuta se la linea ne aveva una dello stesso problema almeno altrettanto grave; se dice che dei
    quartieri restano senza, anche con altre parole, ma non se i loro giorni scoperti sono di più.
    """
    gruppi: defaultdict[str, list[SegnalazioneNota]] = defaultdict(list)
    for nota in linea.note:
        gruppi[nota.impronta].append(nota)
    restano: list[Finding] = []
    taciute: list[Taciuta] = []
    for finding in findings:
        quartieri = _list_quartieri(finding, quadro)
        nota_di_lei = _find_nota(finding, gruppi[finding.impronta])
        if nota_di_lei is not None:
            gruppi[finding.impronta].remove(nota_di_lei)
        is_detta = nota_di_lei is not None or _is_detta(finding.severita, quartieri, linea)
        if is_detta and not _is_allungata(quartieri, linea, quadro):
            taciute.append(Taciuta(finding))
        else:
            restano.append(finding)
    return tuple(restano), tuple(taciute)


def _find_nota(finding: Finding, note: list[SegnalazioneNota]) -> SegnalazioneNota | None:
    """La nota che tace la segnalazione: quella con le stesse parole, o un'altra almeno altrettanto grave."""
    adatte = [n for n in note if n.severita.peso >= finding.severita.peso]
    return next((n for n in adatte if n.messaggio == finding.messaggio), adatte[0] if adatte else None)


def _is_detta(severita: Severita, quartieri: tuple[str, ...], linea: LineaDiBase) -> bool:
    """Vero se la linea diceva già, almeno altrettanto gravemente, che quei quartieri restano senza."""
    gravita = [linea.senza_servizio.get(quartiere) for quartiere in quartieri]
    return bool(gravita) and all(g is not None and g.peso >= severita.peso for g in gravita)


def _is_allungata(quartieri: tuple[str, ...], linea: LineaDiBase, quadro: Quadro) -> bool:
    """Vero se uno di quei quartieri resta senza più giorni di quanti ne diceva la linea."""
    return any(_count_scoperti(quadro, q, linea.al) > linea.scoperti.get(q, 0) for q in quartieri)


def _list_quartieri(finding: Finding, quadro: Quadro) -> tuple[str, ...]:
    """I quartieri che la segnalazione dice senza servizio; di un'altra, nessuno.

    Di un contratto per più quartieri, quelli senza una copertura certa quando finisce (o oggi, se è finito) o alla vigilia del suo
    inizio, se è futuro; se non ce n'è nessuno, tutti.
    """
    if finding.codice not in SENZA_SERVIZIO or finding.ref is None:
        return ()
    contratto = quadro.portafoglio.contratti_by_id.get(finding.ref.id)
    if contratto is None or finding.ref.kind != "contratti":
        return (finding.ref.id,)
    dopo = max(quadro.oggi, quadro.scadenze[contratto.id].primo + UN_GIORNO)
    vigilia = max(quadro.oggi, contratto.inizio.primo - UN_GIORNO)
    certe = ((q, quadro.coperture[q].certa) for q in contratto.quartieri)
    return tuple(q for q, certa in certe if dopo not in certa or vigilia not in certa) or contratto.quartieri


def _count_scoperti(quadro: Quadro, quartiere: str, al: date) -> int:
    voce = quadro.portafoglio.quartieri_by_id.get(quartiere)
    if voce is None or al < quadro.oggi:
        return 0
    lacune = quadro.coperture.lacune(voce, Periodo(quadro.oggi, al))
    return sum(x.giorni for x in lacune if x.tipo is TipoLacuna.CERTA)
