"""Il programma delle gare contro un conto rifatto a mano dalla risposta, e contro tutti i piani possibili; a centinaia, `make test-piani`."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

import pytest
from tests.programma.caso import make_citta
from tests.programma.conto import recount
from tests.programma.giro import answer, list_guai, list_peggiori

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.programma.caso import Citta, Voce

SEMI = (8, 12, 15, 37, 48, 101)
"""Città in cui una gara in corso toglie il posto alle altre, due gruppi insieme si toccano, un ufficio chiude a gara cominciata."""


@pytest.mark.parametrize("seme", SEMI)
def test_il_piano_si_rifa_a_mano(seme: int) -> None:
    """Posti, chiusure, sedute, giorni fissi, attese, soldi, scoperti e somme tornano; e l'ordine dei dati non cambia un byte."""
    assert not list(list_guai(seme))


@pytest.mark.parametrize(("seme", "gare"), [(0, 3), (1, 6), (2, 6), (7, 6), (12, 6), (19, 6)])
def test_il_migliore_e_il_migliore_di_tutti(seme: int, gare: int) -> None:
    """Fino a sei gare l'ottimo è quello di una ricerca intera, l'ingordo non lo batte, e lo scarto stampato non è meno del vero."""
    assert not list(list_peggiori(seme, gare))


@cache
def read_caso() -> tuple[Citta, str]:
    """Una città, e la sua risposta."""
    citta = make_citta(15, 5)
    return citta, answer(citta)


def _del_gara(risposta: Voce) -> None:
    del risposta["gare"][0]


def _move_bando(risposta: Voce) -> None:
    risposta["gare"][0]["bando"] = "2026-05-01"


def _shorten(risposta: Voce) -> None:
    fase = next(f for f in risposta["gare"][0]["fasi"] if f["id"] == "valutazione")
    fase["fine"] = fase["inizio"]


def _cover(risposta: Voce) -> None:
    risposta["gare"][0]["servizi"][0]["giorni_scoperti"] += 1


def _spend(risposta: Voce) -> None:
    risposta["bilancio"][0]["gare_eur"] = "1"


def _close_gap(risposta: Voce) -> None:
    risposta["scarto_per_mille"] = 0


@pytest.mark.parametrize("guasta", [_del_gara, _move_bando, _shorten, _cover, _spend, _close_gap])
def test_il_conto_si_accorge(guasta: Callable[[Voce], None]) -> None:
    """Un conto che non trova mai nulla non proverebbe nulla."""
    citta, testo = read_caso()
    risposta = json.loads(testo)
    assert not list(recount(citta, risposta))
    guasta(risposta)
    assert list(recount(citta, risposta))
