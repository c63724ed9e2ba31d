"""Di che cosa si parla: gli enti e i quartieri che i dati conoscono, e le righe che rispettano ciò che si è chiesto."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.sql.motore import Motore, Riga, Valore


class Condizioni(NamedTuple):
    """In quale stato, ed entro quando; ciò che non è detto non esclude nulla.

    Unità: `entro` in giorni da `oggi`.
    """

    oggi: date
    stati: tuple[str, ...] = ()
    entro: int | None = None


def list_enti(motore: Motore) -> list[Riga]:
    """Gli enti come li scrivono i dati, ciascuno con il suo codice, se c'è."""
    return motore.ask("SELECT DISTINCT ente, ente_codice FROM quartieri WHERE ente IS NOT NULL ORDER BY ente")


def find_quartieri(motore: Motore, detto: str) -> list[tuple[str, str]]:
    """Id e nome del quartiere che ha quell'id o, se nessuno, di quelli che si chiamano così; al più tre."""
    testo = """SELECT id, coalesce(nome, id) FROM quartieri WHERE id = :detto OR lower(nome) = lower(:detto)
        ORDER BY CASE WHEN id = :detto THEN 0 ELSE 1 END, id LIMIT 3"""
    trovati = [(id_, nome) for id_, nome in motore.ask(testo, detto=detto)]
    return trovati[:1] if trovati and trovati[0][0] == detto else trovati


def choose_righe(motore: Motore, tavola: str, stato: str, giorni: str, condizioni: Condizioni) -> str:
    """Il nome di una tavola con le sole righe che le rispettano; `stato` e `giorni` sono le loro espressioni."""
    valori: dict[str, Valore] = {f"stato_{chr(ord('a') + n)}": detto for n, detto in enumerate(condizioni.stati)}
    quali = [f"{stato} IN ({', '.join(f':{nome}' for nome in valori)})"] if valori else []
    if condizioni.entro is not None:
        quali.append(f"{motore.dialetto.diff(giorni, ':oggi')} <= :entro")
        valori |= {"entro": condizioni.entro, "oggi": condizioni.oggi}
    if not quali:
        return tavola
    motore.save("voluti", f"SELECT * FROM {tavola} AS s WHERE {' AND '.join(quali)}", **valori)
    return "voluti"
