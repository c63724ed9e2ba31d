"""Un portafoglio nella forma piatta, la stessa domanda al motore di colonne e a quello di Python, e ciò che non è uguale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.periodo import Periodo
from ldq_planner.engine.copertura import is_coperto
from ldq_planner.engine.preavvisi import Anticipo
from ldq_planner.engine.scadenze import compute_scadenze
from ldq_planner.engine.seguito import find_senza_seguito
from ldq_planner.engine.stato import compute_totali
from ldq_planner.model.scambio.piatto import AGGIORNATO_AL, CONTRATTI, QUARTIERI
from ldq_planner.render.esportazione.parquet import make_contratto, make_quartiere, write_tavola
from ldq_planner.rules.base.contesto import Contesto
from ldq_planner.rules.base.regola import run_regole
from ldq_planner.sql.quadro import PRIMI, QuadroSql
from ldq_planner.sql.segnalazioni import REGOLE
from ldq_planner.sql.stato import make_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from ldq_planner.engine.quadro import Quadro
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.sql.motore import Motore

_FINI = ("base", "effettiva", "massima")
_ENTRO = (90, 365)


def read_piatto(motore: Motore, cartella: Path) -> None:
    """Le due tavole, lette dal motore."""
    for nome in (CONTRATTI, QUARTIERI):
        motore.read(nome, [str(cartella / f"{nome}.parquet")])


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
    for finestra in _list_finestre(quadro.oggi):
        attese = sorted(quadro.cover(finestra), key=lambda c: c.id)
        trovate = sorted(domanda.cover(finestra, None), key=lambda c: c.id)
        yield from _compare("copertura", attese, trovate)
        somma = sum(x.abitanti_giorni or 0 for c in attese for x in c.lacune)
        yield from _compare("abitanti-giorni", [somma], [sum(s.abitanti_giorni for s in domanda.sum_lacune())])
    for entro in _ENTRO:
        lasciati = (
            (s.contratto, s.fine, s.dopo, s.quartieri, s.forse) for s in domanda.find_senza_seguito(entro, None)
        )
        yield from _compare("senza seguito", *map(_sort, (_list_senza_seguito(quadro, entro), lasciati)))
    domanda.write_segnalazioni(_ENTRO[0])
    righe = motore.ask("SELECT DISTINCT codice, severita, coalesce(contratto, rilievo), rilievo FROM segnalazioni")
    trovate_ora = [(codice, severita, chi) for codice, severita, chi, _ in righe]
    yield from _compare("segnalazioni", *map(_sort, (_list_segnalazioni(quadro, _ENTRO[0]), trovate_ora)))
    scadenze = [(c.id, *compute_scadenze(c)) for c in sorted(portafoglio.contratti, key=lambda c: c.id)]
    yield from _compare("scadenze", scadenze, list_scadenze(motore))


def _list_finestre(oggi: date) -> Iterator[Periodo]:
    yield Periodo(oggi, oggi)
    yield Periodo(oggi.replace(month=1, day=1), oggi.replace(year=oggi.year + 2, month=12, day=31))


def _list_senza_seguito(quadro: Quadro, entro: int) -> Iterator[tuple[object, ...]]:
    for contratto, fine, dopo, quartieri, _ in find_senza_seguito(quadro, Anticipo(entro=entro)):
        forse = any(is_coperto(quadro.coperture[q].in_vigore.possibile, dopo) for q in quartieri)
        yield contratto.id, fine, dopo, tuple(sorted(quartieri)), forse


def _list_segnalazioni(quadro: Quadro, entro: int) -> Iterator[tuple[object, ...]]:
    for finding in run_regole(REGOLE, Contesto(quadro, Anticipo(entro=entro))):
        yield finding.codice, str(finding.severita), finding.ref.id if finding.ref else ""


def _sort(righe: Iterable[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return sorted(righe, key=str)


def list_scadenze(motore: Motore) -> Iterator[tuple[object, ...]]:
    """Id e tre scadenze di ogni contratto, in ordine di id."""
    colonne = ", ".join(f"{f}_{parte}" for f in _FINI for parte in ("primo", "ultimo", "nota", "testo"))
    for id_, *resto in motore.ask(f"SELECT id, {colonne} FROM scadenze ORDER BY id"):
        yield (id_, *(make_data(resto[n : n + 4]) for n in (0, 4, 8)))


def _compare(che_cosa: str, attesi: Iterable[object], trovati: Iterable[object]) -> Iterator[str]:
    uni, altri = list(attesi), list(trovati)
    if len(uni) != len(altri):
        yield f"{che_cosa}: {len(uni)} righe in Python, {len(altri)} dal motore"
    yield from (f"{che_cosa}:\n  {uno}\n  {altro}" for uno, altro in zip(uni, altri, strict=False) if uno != altro)
