"""Le corse brevi, sempre con lo stesso seme; e ciò che le corse sanno accorgersi che non va. Le lunghe: `make fuzz N=…`."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from tests.fuzz import corsa
from tests.fuzz.__main__ import CORSE, describe
from tests.fuzz.corsa import GuastoError, run_casi
from tests.fuzz.importa import PROVE
from tests.fuzz.modifiche import check_testo

if TYPE_CHECKING:
    from tests.fuzz.corsa import Banco

CASI = {
    "cartelle": 150,
    "modifiche": 25,
    "righe": 60,
    "regimi": 30,
    "mappa": 20,
    "schede": 12,
    **{f: 8 for f in PROVE if f != "parquet"},
}
"""Quanti casi per ogni corsa, qui: pochi secondi in tutto. Il Parquet si rifiuta sempre."""
SEME = 1


@pytest.mark.parametrize("che", CASI)
def test_una_corsa_breve_non_trova_guasti(che: str) -> None:
    """Gli stessi casi ogni volta: un guasto nuovo lo ha messo l'ultima modifica."""
    conto = run_casi(CORSE[che][1], SEME, range(CASI[che]))
    assert not conto.guasti, describe(che, conto, 0)
    assert conto.codici[0], "nessun caso riesce: non si prova nulla"


PRIMA = """\
contratti:
- {id: uno, titolo: a, fonte: b} # §1
# §2
- id: due
  fonte: c
"""
GUASTE = {
    "cambia ciò che non si è chiesto": PRIMA.replace("titolo: a", "titolo: x").replace("fonte: c", "fonte: d"),
    "non si legge ciò che si è scritto": PRIMA.replace("titolo: a", "titolo: y"),
    "un commento si perde": PRIMA.replace("titolo: a", "titolo: x").replace("# §2\n", ""),
    "tocca righe che non deve": PRIMA.replace("titolo: a", "titolo: x").replace("  fonte: c", "  fonte:  c"),
    "PyYAML senza libyaml rifiuta": PRIMA.replace("titolo: a", "titolo: x?"),
}


@pytest.mark.parametrize(("firma", "dopo"), GUASTE.items(), ids=GUASTE)
def test_di_una_modifica_sbagliata_ci_si_accorge(firma: str, dopo: str) -> None:
    """Chi prova le modifiche vede ogni genere di errore."""
    with pytest.raises(GuastoError, match=re.escape(firma)):
        check_testo(PRIMA, dopo, ("contratti", 0), {"titolo": "x"})


def test_una_modifica_giusta_passa() -> None:
    """Un valore solo, nella sua riga."""
    check_testo(PRIMA, PRIMA.replace("titolo: a", "titolo: x"), ("contratti", 0), {"titolo": "x"})


def _raise(_banco: Banco) -> None:
    raise GuastoError("firma", "dettaglio")


def test_dello_stesso_guasto_si_conta_quante_volte_e_si_dice_il_primo() -> None:
    """Un elenco di diecimila guasti uguali nessuno lo legge."""
    guasti = run_casi(_raise, SEME, range(3, 8)).guasti
    assert {firma: (g.primo, g.volte) for firma, g in guasti.items()} == {"firma": (3, 5)}


def test_chi_non_finisce_si_ferma(monkeypatch: pytest.MonkeyPatch) -> None:
    """Un programma che gira a vuoto è un guasto, non una prova che non torna."""

    def hang(*_: object, **__: object) -> None:
        while True:
            time.process_time()

    monkeypatch.setattr(corsa, "SECONDI", 0.1)
    monkeypatch.setattr(corsa, "ldq", hang)
    guasti = run_casi(lambda banco: banco.ldq("status") and None, SEME, range(1)).guasti
    assert [firma.split(":")[0] for firma in guasti] == ["più di 0.1 s"]


def test_un_guasto_del_programma_e_un_guasto(monkeypatch: pytest.MonkeyPatch) -> None:
    """L'uscita 4 dice che cosa e dove, con la nostra ultima riga."""

    def break_(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("ldq_planner.loading.cartella.load", break_)
    (firma,) = run_casi(lambda banco: banco.ldq("status") and None, SEME, range(1)).guasti
    assert firma.startswith("codice 4: ZeroDivisionError in ldq_planner/cli/risposta.py:")
