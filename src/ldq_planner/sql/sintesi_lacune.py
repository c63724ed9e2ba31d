"""I conti delle lacune di una finestra: si fanno dove sono i dati, e ne escono poche righe.

La tavola `lacune` ha una riga per lacuna (`lacune.py`); `luoghi` i quartieri di cui si parla.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.model.copertura import Causa, TipoLacuna
from ldq_planner.model.sintesi import SintesiCopertura
from ldq_planner.sql.lacune import sum_lacune
from ldq_planner.sql.sintesi import CONTO, MESI, make_conto

if TYPE_CHECKING:
    from ldq_planner.sql.motore import Motore

_SENZA = f"tipo = '{TipoLacuna.CERTA}' AND coalesce(causa, '') <> '{Causa.CHIUSURA}'"
"""Le lacune per cui un quartiere è certamente senza laboratorio: chi è nella sua chiusura annuale lo sapeva."""


def summarize_lacune(motore: Motore) -> SintesiCopertura:
    """I conti delle lacune dei quartieri di cui si parla."""
    prime = f"SELECT luogo, min(dal) AS dal FROM lacune WHERE {_SENZA} GROUP BY luogo"
    (senza,) = motore.ask(f"SELECT {CONTO} FROM ({prime}) AS p JOIN luoghi AS q ON q.luogo = p.luogo")
    primo = motore.ask(
        f"""SELECT coalesce(nome, id), dal FROM ({prime}) AS p JOIN luoghi AS q ON q.luogo = p.luogo
        ORDER BY dal, coalesce(abitanti, 0) DESC, id LIMIT 1"""
    )
    mesi = motore.ask(
        """SELECT year(dal) AS anno, month(dal) AS mese, count(*) FROM lacune
        GROUP BY year(dal), month(dal) ORDER BY anno, mese"""
    )
    ((quartieri, tutti),) = motore.ask("SELECT (SELECT count(*) FROM luoghi), (SELECT count(*) FROM quartieri)")
    return SintesiCopertura(
        sum_lacune(motore),
        make_conto(senza),
        (primo[0][0], primo[0][1]) if primo else None,
        tuple((anno, mese, quante) for anno, mese, quante in mesi[:MESI]),
        sum(quante for *_, quante in mesi[MESI:]),
        quartieri,
        tutti,
    )
