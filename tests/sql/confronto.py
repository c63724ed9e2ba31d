"""Un portafoglio nella forma piatta, la stessa domanda al motore di colonne e a quello di Python, e ciò che non è uguale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.engine.scadenze import compute_scadenze
from ldq_planner.engine.stato import compute_totali
from ldq_planner.model.scambio.piatto import AGGIORNATO_AL, CONTRATTI, QUARTIERI
from ldq_planner.render.esportazione.parquet import make_contratto, make_quartiere, write_tavola
from ldq_planner.sql.quadro import PRIMI, QuadroSql
from ldq_planner.sql.stato import make_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.sql.motore import Motore

_FINI = ("base", "effettiva", "massima")


def write_piatto(portafoglio: Portafoglio, cartella: Path) -> None:
    """Le due tavole nella cartella."""
    anagrafe, aggiornati = portafoglio.anagrafe, {AGGIORNATO_AL: portafoglio.dati_aggiornati_al}
    righe = {
        CONTRATTI: (make_contratto(c) | aggiornati for c in portafoglio.contratti),
        QUARTIERI: (make_quartiere(q, anagrafe) for q in portafoglio.quartieri),
    }
    for nome, sue in righe.items():
        (cartella / f"{nome}.parquet").write_bytes(b"".join(write_tavola(nome, sue, anagrafe)))


def list_diversi(quadro: Quadro, motore: Motore) -> Iterator[str]:
    """Ogni risposta diversa, in parole: nessuna se i due motori sono d'accordo."""
    portafoglio = quadro.portafoglio
    domanda = QuadroSql(motore, quadro.oggi, portafoglio.soglie)
    yield from _compare("stato", quadro.stati, domanda.list_stati(None))
    attesi, totali = compute_totali(quadro.stati, quadro.oggi), domanda.totali
    primi = attesi._replace(quartieri_in_prossima_scadenza=attesi.quartieri_in_prossima_scadenza[:PRIMI])
    yield from _compare("totali", [primi], [totali])
    scadenze = [(c.id, *compute_scadenze(c)) for c in sorted(portafoglio.contratti, key=lambda c: c.id)]
    yield from _compare("scadenze", scadenze, list_scadenze(motore))


def list_scadenze(motore: Motore) -> Iterator[tuple[object, ...]]:
    """Id e tre scadenze di ogni contratto, in ordine di id."""
    colonne = ", ".join(f"{f}_{parte}" for f in _FINI for parte in ("primo", "ultimo", "nota", "testo"))
    for id_, *resto in motore.ask(f"SELECT id, {colonne} FROM scadenze ORDER BY id"):  # noqa: S608 - nomi nostri
        yield (id_, *(make_data(resto[n : n + 4]) for n in (0, 4, 8)))


def _compare(che_cosa: str, attesi: Iterable[object], trovati: Iterable[object]) -> Iterator[str]:
    uni, altri = list(attesi), list(trovati)
    if len(uni) != len(altri):
        yield f"{che_cosa}: {len(uni)} righe in Python, {len(altri)} dal motore"
    yield from (f"{che_cosa}:\n  {uno}\n  {altro}" for uno, altro in zip(uni, altri, strict=False) if uno != altro)
