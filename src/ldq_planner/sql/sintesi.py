"""I conti di quartieri troppi per elencarli: si fanno dove sono i dati, e ne escono poche righe.

La tavola `stati` ha una riga per quartiere, con lo stato nel giorno della domanda (`stati.py`).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ldq_planner.model.sintesi import ContoQuartieri, PrimaFine, SintesiStati
from ldq_planner.model.stato import Stato
from ldq_planner.sql.dialetto import ULTIMO

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.sql.motore import Motore, Riga

MESI = ENTI = 12
"""Quanti mesi, e quanti enti, si contano uno per uno."""
PRIMI = 20
"""Di quanti quartieri che restano senza per primi si dice l'id."""
CONTO = """count(*), coalesce(sum(CAST(abitanti AS BIGINT)), 0), count(*) - count(abitanti),
    coalesce(max(CASE WHEN abitanti_circa THEN 1 ELSE 0 END), 0)"""
"""Le quattro colonne di un conto."""
_STATI = tuple(Stato)
_SENZA = f"({_STATI.index(Stato.MAI_COPERTO)}, {_STATI.index(Stato.SCOPERTO)})"


def summarize_stati(motore: Motore, da: str, oggi: date) -> SintesiStati:
    """I conti degli stati dei quartieri che stanno nella tavola `da`, o in una sua parte."""
    per_stato = motore.ask(f"SELECT posto, {CONTO} FROM {da} AS s GROUP BY posto ORDER BY posto")
    ((scoperti, somma, ignoti),) = motore.ask(
        f"""SELECT count(*), coalesce(sum(abitanti_giorni), 0), count(*) - count(abitanti_giorni)
        FROM {da} AS s WHERE posto IN {_SENZA}"""
    )
    mesi = _count_mesi(motore, da)
    enti, altri_enti = _count_enti(motore, da)
    ((tutti,),) = motore.ask("SELECT count(*) FROM quartieri")
    return SintesiStati(
        {_STATI[posto]: make_conto(conto) for posto, *conto in per_stato},
        ContoQuartieri(scoperti, int(somma), ignoti),
        _find_prima_fine(motore, da, oggi),
        mesi[:MESI],
        sum(quante for *_, quante in mesi[MESI:]),
        enti,
        altri_enti,
        tutti,
    )


def make_conto(valori: Riga) -> ContoQuartieri:
    """Il conto dalle sue quattro colonne."""
    quartieri, abitanti, ignoti, circa = valori
    return ContoQuartieri(quartieri, int(abitanti), ignoti, bool(circa))


def _find_prima_fine(motore: Motore, da: str, oggi: date) -> PrimaFine | None:
    """Chi per primo smette di essere coperto, e quando."""
    ((giorno,),) = motore.ask(
        f"SELECT min(prossima_fine) FROM {da} AS s WHERE prossima_fine >= :oggi AND prossima_fine < {ULTIMO}", oggi=oggi
    )
    if giorno is None:
        return None
    ((forse, *conto),) = motore.ask(
        f"SELECT count(forse_fino_al), {CONTO} FROM {da} AS s WHERE prossima_fine = :giorno", giorno=giorno
    )
    ids = motore.ask(f"SELECT id FROM {da} AS s WHERE prossima_fine = :giorno ORDER BY id LIMIT {PRIMI}", giorno=giorno)
    return PrimaFine(giorno, make_conto(conto), forse > 0, tuple(id_ for (id_,) in ids))


def _count_mesi(motore: Motore, da: str) -> tuple[tuple[int, int, int], ...]:
    righe = motore.ask(
        f"""SELECT year(prossima_fine) AS anno, month(prossima_fine) AS mese, count(*) FROM {da} AS s
        WHERE prossima_fine < {ULTIMO} GROUP BY year(prossima_fine), month(prossima_fine) ORDER BY anno, mese"""
    )
    return tuple((anno, mese, quante) for anno, mese, quante in righe)


def _count_enti(motore: Motore, da: str) -> tuple[tuple[tuple[str, dict[Stato, int]], ...], dict[Stato, int]]:
    """Gli enti con più quartieri senza o, pari, con più quartieri; e gli altri insieme. Nulla se l'ente è uno solo."""
    ((quanti,),) = motore.ask(f"SELECT count(DISTINCT ente) FROM {da} AS s")
    if quanti <= 1:
        return (), {}
    righe = motore.ask(
        f"""SELECT fila, coalesce(primi.ente, ''), posto, count(*) FROM {da} AS s LEFT JOIN (
            SELECT ente, row_number() OVER (ORDER BY senza DESC, quanti DESC, ente) AS fila FROM (
                SELECT ente, count(*) AS quanti, count(CASE WHEN posto IN {_SENZA} THEN 1 END) AS senza
                FROM {da} AS s GROUP BY ente) AS enti
        ) AS primi ON primi.ente = s.ente AND fila <= {ENTI}
        GROUP BY fila, primi.ente, posto ORDER BY fila, posto"""
    )
    conti: defaultdict[str, dict[Stato, int]] = defaultdict(dict)
    for _, ente, posto, quanti in righe:
        conti[ente][_STATI[posto]] = quanti
    altri = conti.pop("", {})
    return tuple(conti.items()), altri
