"""Il piano migliore delle gare: quanto costa in più di quello ingordo, e quanto al più è lontano dal migliore possibile.

Una volta sola per grandezza, in questo processo: i limiti sono nodi e giri, e la stessa domanda costa ogni volta lo stesso.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import TYPE_CHECKING

from misura import Rapporto

from gare import OGGI, write_gare
from ldq_planner.engine.norme import Diritto
from ldq_planner.engine.programma.esito import compute_limite
from ldq_planner.engine.programma.ingordo import plan_ingordo
from ldq_planner.engine.programma.ottimo import MOLTO, NODI, plan_ottimo
from ldq_planner.engine.programma.problema import ProblemaDelPiano
from ldq_planner.engine.quadro import Quadro
from ldq_planner.loading.cartella import load_portafoglio
from ldq_planner.loading.norme import load_norme

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMITI = {6: 0.0, 20: 0.0, 40: 1.0, 300: 15.0}
"""Quante gare → di quanto, al più, il piano può dirsi lontano dal migliore, in centesimi."""
VOLTE = {6: 100, 20: 300, 40: 100, 300: 60}
"""Quante gare → quante volte, al più, il tempo del piano ingordo."""


def run() -> Iterator[Rapporto]:
    """Di ogni grandezza lo scarto che si prova, e il tempo; le mosse si contano prima."""
    for gare, limite in LIMITI.items():
        problema = make_problema(gare)
        inizio = process_time()
        subito = plan_ingordo(problema)
        ingordo = process_time() - inizio
        trovato = plan_ottimo(problema, None, subito)
        ottimo = process_time() - inizio - ingordo
        valore, sotto = trovato.scelta.valore[1], max(trovato.limite, compute_limite(problema))
        da, a = f"{subito.valore[1]:,}".replace(",", "."), f"{valore:,}".replace(",", ".")
        come = (
            f"{NODI} nodi"
            if gare <= MOLTO.intere
            else f"{MOLTO.giri} giri, {MOLTO.gruppo} per volta, {MOLTO.nodi} nodi"
        )
        yield Rapporto(f"{gare} gare, da {da} a {a} abitanti-giorni: scarto %", 100 * (valore - sotto) / sotto, limite)
        yield Rapporto(f"{gare} gare, {come}: ottimo ÷ ingordo ({ingordo:.1f} s)", ottimo / ingordo, VOLTE[gare])


def make_problema(gare: int) -> ProblemaDelPiano:
    """Il problema, con le mosse già contate."""
    with TemporaryDirectory() as cartella:
        write_gare(Path(cartella), gare)
        problema = ProblemaDelPiano(Quadro(load_portafoglio(cartella), OGGI, Diritto(load_norme())))
    for gara in problema.gare:
        problema.list_mosse(gara)
    return problema
