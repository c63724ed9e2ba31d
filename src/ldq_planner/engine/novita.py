"""Che cosa è cambiato da un giorno a oggi, e se lo ha mosso il tempo o lo hanno mosso i dati.

Si guardano tre fotografie: i dati di allora nel giorno di allora, gli stessi dati oggi, i dati di oggi. Ciò che muta fra la
prima e la seconda lo ha fatto il tempo; ciò che nella seconda non c'è ancora lo hanno fatto i dati.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.engine.differenze import compare_findings
from ldq_planner.model.novita import Novita, Perche, SegnalazioneMutata, StatoMutato

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.engine.differenze import Fotografia
    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.errors import Finding
    from ldq_planner.model.differenze import Mutate


def find_novita(allora: Fotografia, senza_modifiche: Fotografia, oggi: Fotografia) -> Novita:
    """Ciò che è cambiato da `allora`; `senza_modifiche` sono i dati di allora guardati oggi.

    Un quartiere che i dati non hanno più non è una novità sua: lo dicono le differenze fra i dati. Una segnalazione che lascia
    il posto a un'altra sulla stessa cosa non è risolta: il contratto che scadeva ora è scaduto.
    """
    tutte = compare_findings(allora.findings, oggi.findings)

    col_tempo = compare_findings(allora.findings, senza_modifiche.findings)
    return Novita(
        stati=tuple(_compare_stati(allora.quadro, senza_modifiche.quadro, oggi.quadro)),
        nuove=_attribute(tutte.nuove, col_tempo.nuove),
        aggravate=_attribute(tutte.aggravate, (*col_tempo.aggravate, *col_tempo.nuove)),
        attenuate=_attribute(tutte.attenuate, col_tempo.attenuate),
        risolte=_attribute(_find_risolte(tutte), _find_risolte(col_tempo)),
    )


def _compare_stati(allora: Quadro, senza_modifiche: Quadro, oggi: Quadro) -> Iterator[StatoMutato]:
    """I quartieri che oggi stanno in un altro modo, dal più urgente."""
    erano, sarebbero = ({s.id: s.stato for s in q.stati} for q in (allora, senza_modifiche))
    for stato in oggi.stati:
        era = erano.get(stato.id)
        if era is not stato.stato:
            yield StatoMutato(stato, era, Perche.TEMPO if sarebbero.get(stato.id) is stato.stato else Perche.DATI)


def _find_risolte(mutate: Mutate) -> tuple[Finding, ...]:
    """Quelle risolte davvero: nessuna nuova ha preso il loro posto."""
    ancora = {f.ref[:2] for f in mutate.nuove if f.ref and f.ref.id}
    return tuple(f for f in mutate.risolte if not f.ref or f.ref[:2] not in ancora)


def _attribute(tutte: tuple[Finding, ...], col_tempo: tuple[Finding, ...]) -> tuple[SegnalazioneMutata, ...]:
    """Le segnalazioni con ciò che le ha mosse."""
    del_tempo = {f.impronta for f in col_tempo}
    return tuple(SegnalazioneMutata(f, Perche.TEMPO if f.impronta in del_tempo else Perche.DATI) for f in tutte)
