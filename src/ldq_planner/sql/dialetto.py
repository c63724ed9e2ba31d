"""Ciò che fra un motore e l'altro si scrive in modo diverso; tutto il resto è SQL che ogni motore intende.

Ogni pezzo di testo nasce qui o nei moduli vicini: un valore che viene dai dati o da chi chiede è sempre un parametro, e nel
testo è `:nome`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ldq_planner.dates.incerta import PRIMO_GIORNO, ULTIMO_GIORNO

PRIMO, ULTIMO = f"DATE '{PRIMO_GIORNO}'", f"DATE '{ULTIMO_GIORNO}'"
"""Il primo e l'ultimo giorno che si possono scrivere: gli estremi di una data non nota."""
PARAMETRO = re.compile(r"(?<!:):([a-z_]+)\b")
"""Un valore nel testo, `:nome`."""


@dataclass(frozen=True, slots=True)
class Dialetto:
    """Come un motore scrive le poche cose su cui i motori non sono d'accordo: modelli con il posto dei loro argomenti."""

    primo_del_mese: str
    giorni_dopo: str
    differenza: str
    quoziente: str
    voce: str
    quante: str
    distinte: str
    sciogli: str
    esplodi: str
    intero: str

    def first(self, anno: str, mese: str) -> str:
        """Il primo giorno di quel mese."""
        return self.primo_del_mese.format(anno, mese)

    def days(self, giorno: str, giorni: str | int) -> str:
        """Il giorno che viene tanti giorni dopo."""
        return self.giorni_dopo.format(giorno, giorni)

    def diff(self, giorno: str, altro: str) -> str:
        """Quanti giorni passano dall'`altro` al `giorno`."""
        return self.differenza.format(giorno, altro)

    def div(self, dividendo: str, divisore: str | int) -> str:
        """Il quoziente intero."""
        return self.quoziente.format(dividendo, divisore)

    def nth(self, elenco: str, posto: str) -> str:
        """La voce a quel posto, da 1; nulla se non c'è."""
        return self.voce.format(elenco, posto)

    def count(self, elenco: str) -> str:
        """Quante voci ha; zero se è nullo."""
        return self.quante.format(elenco)

    def distinct(self, elenco: str) -> str:
        """L'elenco senza doppioni."""
        return self.distinte.format(elenco)

    def unnest(self, tavola: str, elenco: str) -> str:
        """Una riga per voce dell'elenco: l'`id` della sua riga, la `voce` e il suo `posto`."""
        return self.sciogli.format(tavola=tavola, elenco=elenco)

    def explode(self, elenco: str) -> str:
        """Fra le colonne di una scelta: una riga per voce dell'elenco."""
        return self.esplodi.format(elenco)

    def number(self, testo: str) -> str:
        """Il numero intero scritto in quel testo; nullo se non lo è."""
        return self.intero.format(testo)

    def month(self, mesi: str) -> str:
        """Il primo giorno del mese che ha quel numero: i mesi si contano dall'anno zero."""
        return self.first(self.div(mesi, 12), f"({mesi}) % 12 + 1")

    def end_of_mesi(self, inizio: str, mesi: str) -> str:
        """L'ultimo giorno di un periodo di tanti mesi, come `dates/mesi.py`; mai oltre l'ultimo che si può scrivere.

        Fonte: art. 2963 c.c.
        """
        numero = f"(12 * year({inizio}) + month({inizio}) - 1 + {mesi})"
        ultimo_del_mese = self.days(self.month(f"({numero} + 1)"), -1)
        vigilia = self.days(self.month(numero), f"(day({inizio}) - 2)")
        return f"least({ultimo_del_mese}, {vigilia}, {ULTIMO})"


DUCKDB = Dialetto(
    primo_del_mese="make_date({0}, {1}, 1)",
    giorni_dopo="({0} + CAST({1} AS INTEGER))",
    differenza="({0} - {1})",
    quoziente="(({0}) // {1})",
    voce="{0}[{1}]",
    quante="coalesce(len({0}), 0)",
    distinte="CASE WHEN len({0}) > 1 THEN list_distinct({0}) ELSE {0} END",
    sciogli="SELECT id, unnest({elenco}) AS voce, generate_subscripts({elenco}, 1) AS posto FROM {tavola} WHERE len({elenco}) > 0",
    esplodi="unnest({0})",
    intero="TRY_CAST({0} AS INTEGER)",
)
SPARK = Dialetto(
    primo_del_mese="make_date({0}, {1}, 1)",
    giorni_dopo="date_add({0}, {1})",
    differenza="datediff({0}, {1})",
    quoziente="CAST(({0}) div {1} AS INT)",
    voce="try_element_at({0}, {1})",
    quante="coalesce(CASE WHEN {0} IS NOT NULL THEN size({0}) END, 0)",
    distinte="array_distinct({0})",
    sciogli="SELECT id, voce, posto FROM {tavola} LATERAL VIEW posexplode({elenco}) sciolte AS posto, voce",
    esplodi="explode({0})",
    intero="try_cast({0} AS INT)",
)
