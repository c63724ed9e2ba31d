"""Il piano migliore contro tutti i piani di poche settimane, e il limite contro prezzi qualunque."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import TYPE_CHECKING

import pytest
from tests.programma.caso import make_citta, read_quadro, reverse

from ldq_planner.engine.programma import prezzi
from ldq_planner.engine.programma.highs import relax_colonne
from ldq_planner.engine.programma.ingordo import PianoScelto, make_scelta
from ldq_planner.engine.programma.modello import SCOPERTI, build_modello
from ldq_planner.engine.programma.ottimo import POCO, plan_ottimo
from ldq_planner.engine.programma.problema import Carico, ProblemaDelPiano

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ldq_planner.engine.programma.modello import ModelloDelPiano

SETTIMANE = 6


def make_problema(seme: int, gare: int, *, contrario: bool = False) -> ProblemaDelPiano:
    """Una città a caso, con poche settimane fra cui scegliere."""
    citta = make_citta(seme, gare)
    citta.risorse.pop("ponti_mesi_in_tutto", None)  # ogni gara con tutti i mesi che può: i piani sarebbero troppi
    problema = ProblemaDelPiano(read_quadro(reverse(citta) if contrario else citta))
    problema.settimane = SETTIMANE
    return problema


def list_piani(problema: ProblemaDelPiano) -> list[PianoScelto]:
    """Ogni modo di fare, o di non fare, ogni gara possibile, senza fare due volte lo stesso quartiere."""
    piani = []
    for mosse in product(*([None, *problema.list_mosse(g)] for g in problema.gare)):
        carico, fatti = Carico(problema.limiti), set[tuple[str, str]]()
        for mossa in (m for m in mosse if m is not None):
            if not fatti.isdisjoint(mossa.gara.pezzi) or not carico.fits(mossa):
                break
            carico.add(mossa)
            fatti |= mossa.gara.pezzi
        else:
            piani.append(make_scelta(problema, carico))
    return piani


SEMI = (13, 16, 20, 78)
"""Città di tre gare, nessuna già in corso; più d'un piano a pari merito, e un quartiere che a volte resta senza gara."""


@pytest.mark.parametrize("seme", SEMI)
def test_a_pari_merito_comincia_prima_chi_viene_prima(seme: int) -> None:
    """Fra tutti i piani possibili, il primo anche nelle settimane in ordine di id; lo stesso con gli elenchi al contrario."""
    problema = make_problema(seme, 3)
    migliore = min(piano.valore for piano in list_piani(problema))
    assert plan_ottimo(problema).scelta.valore == migliore
    assert plan_ottimo(make_problema(seme, 3, contrario=True)).scelta.valore == migliore


@pytest.mark.parametrize("seme", SEMI)
def test_qualunque_prezzo_da_un_limite_vero(seme: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anche con prezzi sbagliati a caso nessun piano scende sotto il limite, né sotto ciò che si dice delle sue mosse."""
    caso = Random(seme)  # noqa: S311 - non è un segreto

    def guess(modello: ModelloDelPiano, costi: Sequence[int], dentro: Sequence[int]) -> tuple[list[float], list[float]]:
        quote, veri = relax_colonne(modello, costi, dentro)
        return quote, [v * caso.uniform(0.99, 1.01) for v in veri]

    problema = make_problema(seme, 3)
    mosse = [m for g in problema.gare for m in problema.list_mosse(g)]
    modello = build_modello(problema, Carico(problema.limiti), problema.pezzi, mosse)
    piani = [modello.find_scelte(p.mosse) for p in list_piani(problema)]
    monkeypatch.setattr(prezzi, "relax_colonne", guess)
    stima = prezzi.estimate(modello, SCOPERTI, piani[0])
    assert stima.limite
    for piano in piani:
        valore = sum(modello.colonne[j].valore[SCOPERTI] for j in piano)
        assert valore >= stima.limite
        assert all(valore >= stima.almeno[j] for j in piano)


def test_a_gruppi_il_limite_non_passa_il_migliore() -> None:
    """Chi rifà poche gare per volta può fare peggio, non dire che di meglio non c'è."""
    for seme in SEMI:
        problema = make_problema(seme, 4)
        migliore, a_gruppi = plan_ottimo(problema).scelta.valore, plan_ottimo(problema, sforzo=POCO._replace(intere=0))
        assert a_gruppi.limite <= migliore[1] or migliore[0] < a_gruppi.scelta.valore[0]
        assert a_gruppi.scelta.valore >= migliore
