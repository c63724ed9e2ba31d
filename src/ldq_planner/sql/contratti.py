"""Lo stato di ogni contratto in un giorno, e i conti di tutti: le regole di `engine/schede.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.model.sintesi import SintesiContratti
from ldq_planner.model.stato import StatoContratto
from ldq_planner.sql.dialetto import ULTIMO
from ldq_planner.sql.scadenze import SOSPENSIONI, TAVOLA

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.sql.motore import Motore

MESI = 12
IN_GIORNO = "in_giorno"
"""La tavola dei contratti con lo stato di quel giorno."""
PRIMI = "primi_contratti"
"""La tavola dei contratti che si leggono uno per uno."""
SCADUTO = StatoContratto.SCADUTO
FILA = f"""CASE WHEN s.stato = '{SCADUTO}' THEN 1 ELSE 0 END, CASE WHEN s.effettiva_nota THEN 0 ELSE 1 END,
    s.effettiva_primo, s.id"""
"""Da chi finisce prima; chi non si sa quando finisce, dopo; chi è scaduto, in fondo."""


def write_in_giorno(motore: Motore, oggi: date) -> None:
    """La tavola dei contratti dei quartieri di cui si parla; `finisce` è la scadenza, se è nota e il contratto non è scaduto."""
    sospesi = f"""SELECT DISTINCT id FROM {SOSPENSIONI} WHERE dal_nota AND al_nota
        AND least(dal_ultimo, al_ultimo) <= :oggi AND :oggi <= greatest(dal_primo, al_primo)"""
    testo = f"""
        SELECT *, CASE WHEN effettiva_nota AND stato <> '{SCADUTO}' THEN effettiva_primo END AS finisce
        FROM (
            SELECT s.*, sospesi.id IS NOT NULL AS is_sospeso, CASE WHEN :oggi < inizio_primo THEN '{StatoContratto.FUTURO}'
                   WHEN :oggi > effettiva_ultimo THEN '{SCADUTO}'
                   WHEN inizio_ultimo > :oggi OR :oggi > effettiva_primo THEN '{StatoContratto.INCERTO}'
                   WHEN sospesi.id IS NOT NULL THEN '{StatoContratto.SOSPESO}' ELSE '{StatoContratto.IN_CORSO}' END AS stato
            FROM {TAVOLA} AS s LEFT JOIN ({sospesi}) AS sospesi ON sospesi.id = s.id
            WHERE s.id IN (SELECT contratto FROM vigori)
        ) AS detti"""
    motore.save(IN_GIORNO, testo, oggi=oggi)


def choose_primi(motore: Motore, da: str, primi: int) -> tuple[str, ...]:
    """Gli id, e la tavola, di chi finisce prima fra i non scaduti; chi non si sa quando finisce, in fondo."""
    motore.save(PRIMI, f"SELECT * FROM {da} AS s ORDER BY {FILA} LIMIT {int(primi)}")
    return tuple(id_ for (id_,) in motore.ask(f"SELECT id FROM {PRIMI} AS s ORDER BY {FILA}"))


def find_contratto(motore: Motore, detto: str) -> None:
    """La tavola con il solo contratto che ha quell'id o, se nessuno, quel CIG; vuota se non c'è."""
    testo = """SELECT id FROM contratti WHERE id = :detto OR cig = :detto
        ORDER BY CASE WHEN id = :detto THEN 0 ELSE 1 END, id LIMIT 1"""
    motore.save(PRIMI, testo, detto=detto)


def summarize_contratti(motore: Motore, da: str, oggi: date) -> SintesiContratti:
    """I conti dei contratti della tavola `da`, o di una sua parte."""
    righe = motore.ask(f"SELECT stato, count(*) FROM {da} AS s GROUP BY stato")
    per_stato = {StatoContratto(stato): quanti for stato, quanti in righe}
    vivi = f"FROM {da} AS s WHERE finisce >= :oggi AND finisce < {ULTIMO}"
    mesi = motore.ask(
        f"""SELECT year(finisce) AS anno, month(finisce) AS mese, count(*) {vivi}
        GROUP BY year(finisce), month(finisce) ORDER BY anno, mese""",
        oggi=oggi,
    )
    in_corso = f"{vivi} AND stato <> '{StatoContratto.FUTURO}'"
    ((prima, primi),) = motore.ask(
        f"""SELECT min(finisce), count(CASE WHEN finisce = (SELECT min(finisce) {in_corso}) THEN 1 END)
        {in_corso}""",
        oggi=oggi,
    )
    ((tutti,),) = motore.ask(f"SELECT count(*) FROM {IN_GIORNO}")
    return SintesiContratti(
        {stato: per_stato[stato] for stato in StatoContratto if stato in per_stato},
        tuple((anno, mese, quanti) for anno, mese, quanti in mesi[:MESI]),
        sum(quanti for *_, quanti in mesi[MESI:]),
        prima,
        primi,
        tutti,
    )
