"""Le righe intere di una risposta, per chi le vuole tutte: le scrive il motore, e dal motore non escono."""

from __future__ import annotations

from ldq_planner.model.stato import Stato
from ldq_planner.sql.contratti import FILA
from ldq_planner.sql.dialetto import PRIMO
from ldq_planner.sql.stato import IN_FILA

_DATE = {"inizio": "inizio"} | {nome: f"scadenza_{nome}" for nome in ("base", "effettiva", "massima")}
_CASI = " ".join(f"WHEN {n} THEN '{stato}'" for n, stato in enumerate(Stato))
STATO = f"CASE posto {_CASI} END"
"""Il nome di uno stato, dal suo posto fra quelli possibili."""
GIORNO_DELLO_STATO = f"coalesce(prossima_fine, {PRIMO})"
"""Il giorno in cui la copertura finisce: chi oggi non è coperto è già in ritardo."""


def compose_stati(da: str) -> str:
    """Una riga per quartiere, dal più urgente, con i nomi di `ldq status --format json`."""
    return f"""SELECT id, nome, municipio, ente, abitanti, abitanti_circa, {STATO} AS stato, contratto,
        CASE WHEN fine_nota THEN fine_primo END AS scadenza_primo, CASE WHEN fine_nota THEN fine_ultimo END AS scadenza_ultimo,
        coperto_fino_al, scoperto_dal, giorni_scoperti, abitanti_giorni AS abitanti_giorni_scoperti, forse_fino_al, non_si_sa_dal
        FROM {da} AS s ORDER BY {IN_FILA}"""


def compose_contratti(da: str) -> str:
    """Una riga per contratto, da chi finisce prima, con le due letture di ogni data; nulle se non è nota."""
    date = ", ".join(
        f"CASE WHEN s.{nome}_nota THEN s.{nome}_{parte} END AS {colonna}_{parte}"
        for nome, colonna in _DATE.items()
        for parte in ("primo", "ultimo")
    )
    return f"""SELECT s.id, c.titolo, c.quartieri, c.tipo, c.cig, s.stato, {date}, c.importo_eur, c.iva, c.responsabile
        FROM {da} AS s JOIN contratti AS c ON c.id = s.id ORDER BY {FILA}"""


def compose_lacune() -> str:
    """Una riga per lacuna, dalla più lunga fra le certe, con i nomi di `ldq copertura --format json`."""
    return """SELECT q.id AS quartiere, q.nome, q.municipio, q.ente, x.dal AS inizio, x.al AS fine, x.giorni, x.tipo, x.abitanti_giorni, x.causa
        FROM lacune AS x JOIN luoghi AS q ON q.luogo = x.luogo ORDER BY x.tipo, x.giorni DESC, q.id, x.dal"""
