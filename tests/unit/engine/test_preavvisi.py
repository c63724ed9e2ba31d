"""Quanto prima di una scadenza bisogna agire."""

from __future__ import annotations

from datetime import date

import pytest

from ldq_planner.engine.preavvisi import add_giorni, find_ultima_scadenza
from ldq_planner.model.preavviso import parse_preavviso

OGGI = date(2023, 1, 17)


@pytest.mark.parametrize(
    ("scritto", "ultima"),
    [
        pytest.param("90", date(2023, 4, 17), id="giorni-l-ultimo-compreso"),
        pytest.param("0", OGGI, id="zero-giorni-e-oggi"),
        pytest.param("6m", date(2023, 7, 17), id="mesi-allo-stesso-numero"),
        pytest.param("0m", OGGI, id="zero-mesi-e-oggi"),
        pytest.param("1x", date(2023, 4, 26), id="tutto-il-tempo-chi-ne-ha-meno"),
        pytest.param("100%", date(2023, 4, 26), id="cento-per-cento-e-lo-stesso"),
        pytest.param("150%", date(2023, 6, 15), id="una-volta-e-mezza"),
        pytest.param("0.333x", None, id="tre-decimali-no"),
    ],
)
def test_l_ultima_scadenza_di_cui_parlare(scritto: str, ultima: date | None) -> None:
    """Con un tempo di cento giorni."""
    if ultima is None:
        with pytest.raises(ValueError, match="non è un preavviso"):
            parse_preavviso(scritto)
    else:
        assert find_ultima_scadenza(parse_preavviso(scritto), OGGI, 100) == ultima


def test_una_quota_non_intera_si_confronta_senza_arrotondare() -> None:
    """Metà di 305 giorni sono 152,5: chi ne ha 152 ne ha meno, chi ne ha 153 no."""
    assert find_ultima_scadenza(parse_preavviso("50%"), OGGI, 305) == add_giorni(OGGI, 152)


def test_i_mesi_a_fine_mese() -> None:
    """Un mese dal 31 gennaio finisce con febbraio."""
    assert find_ultima_scadenza(parse_preavviso("1m"), date(2023, 1, 31), None) == date(2023, 2, 28)


def test_una_quota_senza_tempo_non_dice_nulla() -> None:
    """Decide chi chiama."""
    assert find_ultima_scadenza(parse_preavviso("1x"), OGGI, None) is None


def test_un_preavviso_smisurato_si_ferma_all_ultimo_giorno() -> None:
    """Nessun numero fa cadere il programma."""
    assert add_giorni(OGGI, 10**9) == date.max
