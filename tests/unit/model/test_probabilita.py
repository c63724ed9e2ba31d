"""Una probabilità come la direbbe una persona: mai una cifra che nessuno può conoscere."""

from __future__ import annotations

from itertools import groupby

import pytest

from ldq_planner.model.probabilita import round_atteso, say_al, say_probabilita, say_resta, say_volte

DETTE = (
    (0.0, "mai"),
    (1e-9, "mai"),
    (0.001, "meno di 1 su 100"),
    (0.008, "circa 1 su 100"),
    (0.05, "circa 1 su 20"),
    (0.1743, "circa 1 su 5"),
    (0.15, "circa 1 su 7"),
    (0.26, "circa 1 su 4"),
    (0.38, "circa 2 su 5"),
    (0.52, "circa 1 su 2"),
    (0.66, "circa 2 su 3"),
    (0.8257, "circa 4 su 5"),
    (0.91, "circa 9 su 10"),
    (0.96, "circa 19 su 20"),
    (0.994, "circa 99 su 100"),
    (0.9999, "più di 99 su 100"),
    (1 - 1e-9, "sempre"),
    (1.0, "sempre"),
)


@pytest.mark.parametrize(("p", "detta"), DETTE)
def test_una_probabilita_si_dice_in_volte(p: float, detta: str) -> None:
    """In tabella e in una frase: la stessa."""
    assert say_probabilita(p) == detta
    assert say_volte(p).replace(" volte", "").replace(" volta", "") == detta


def test_fra_due_probabilita_dette_la_piu_alta_non_si_dice_minore() -> None:
    """Chi confronta due quartieri non vi legge il contrario."""
    dette = [say_probabilita(n / 1000) for n in range(1001)]
    assert len(set(dette)) == len(list(groupby(dette)))


@pytest.mark.parametrize(
    ("p", "frase"),
    [
        (1.0, "resterà scoperto"),
        (0.995, "resterà quasi certamente scoperto (circa 99 volte su 100)"),
        (0.9, "resterà quasi certamente scoperto (circa 9 volte su 10)"),
        (0.7, "resterà probabilmente scoperto (circa 2 volte su 3)"),
        (0.5, "può restare scoperto (circa 1 volta su 2)"),
        (0.2, "può restare scoperto (circa 1 volta su 5)"),
        (0.01, "quasi certamente non resterà scoperto (circa 99 volte su 100)"),
        (0.0, "non resterà scoperto"),
    ],
)
def test_cio_che_puo_accadere_si_dice_con_le_parole_di_un_funzionario(p: float, frase: str) -> None:
    """L'avverbio e le volte dicono la stessa cosa."""
    assert say_resta(p, "scoperto") == frase


def test_i_numeri_attesi_hanno_due_cifre_e_i_percenti_il_loro_articolo() -> None:
    """937.227 abitanti-giorni attesi non sono un conteggio."""
    assert [round_atteso(n) for n in (0.2, 6.7, 44.4, 141.2, 937227.4)] == [0, 7, 44, 140, 940000]
    assert [say_al(n) for n in (80, 90, 95, 11)] == ["all'80 %", "al 90 %", "al 95 %", "all'11 %"]
