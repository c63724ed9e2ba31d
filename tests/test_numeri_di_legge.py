"""Nessun numero di legge sta nel codice: i termini si leggono in `regimi/`, con il loro articolo."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest
from tests.gare import get_diritto
from tests.supporto import RADICE

if TYPE_CHECKING:
    from pathlib import Path

DI_LEGGE = {15, 20, 25, 30, 32, 35, 60, 180}
"""Termini per le offerte, di attesa, di un ricorso, di stipula, di validità: in giorni."""
CARTELLE = ("engine", "rules")
MODULI = sorted(p for c in CARTELLE for p in (RADICE / "src/ldq_planner" / c).rglob("*.py"))


def list_numeri(modulo: str) -> list[tuple[int, int]]:
    """Riga e valore di ogni numero di legge scritto nel codice; le parole di una docstring non contano."""
    return [
        (nodo.lineno, nodo.value)
        for nodo in ast.walk(ast.parse(modulo))
        if isinstance(nodo, ast.Constant) and type(nodo.value) is int and nodo.value in DI_LEGGE
    ]


@pytest.mark.parametrize("modulo", MODULI, ids=lambda p: p.relative_to(RADICE / "src").as_posix())
def test_nessun_numero_di_legge_nel_codice(modulo: Path) -> None:
    """Se la legge cambia, si cambia un file di dati."""
    assert list_numeri(modulo.read_text(encoding="utf-8")) == []


def test_la_prova_vedrebbe_un_numero() -> None:
    """Nel codice, e non nelle docstring né nei nomi."""
    assert list_numeri('"""Attesa di 35 giorni."""\nATTESA_35 = timedelta(days=35)\n') == [(2, 35)]
    assert list_numeri("x = {'a': [1, -30]}\n") == [(1, 30)]


def test_i_numeri_cercati_sono_quelli_dei_dati() -> None:
    """Se la legge ne cambia uno, va cercato anche quello nuovo."""
    nei_dati = {
        v.valore
        for regime in get_diritto().norme.regimi
        for parametro in regime.parametri
        for v in parametro.valori
        if v.unita == "giorni" and v.valore > 10  # sotto, un numero nel codice dice anche altro
    }
    assert nei_dati == DI_LEGGE
