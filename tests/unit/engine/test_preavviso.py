"""Quanto prima di una scadenza bisogna agire."""

from __future__ import annotations

from datetime import date

import pytest
from tests.gare import find_procedura, get_diritto

from ldq_planner.engine.preavviso import add_giorni, compute_attesa, find_ultima_scadenza
from ldq_planner.model.preavviso import parse_preavviso

OGGI = date(2023, 1, 17)


def test_l_attesa_di_una_gara_aperta_il_giorno_della_presentazione() -> None:
    """Le date sono quelle di `ldq gara --da`; i giorni arrivano alla vigilia dell'avvio."""
    attesa = compute_attesa(get_diritto(), find_procedura("aperta"), OGGI)
    assert attesa is not None
    assert (attesa.minimo, attesa.probabile) == (date(2023, 3, 25), date(2023, 11, 19))
    assert (attesa.giorni_minimi, attesa.giorni_probabili) == (66, 305)
    assert attesa.fonti == ("D.Lgs. 50/2016, art. 60 c. 2-bis", "D.Lgs. 50/2016, art. 32 c. 9")


def test_dopo_il_codice_nuovo_le_fonti_sono_le_sue() -> None:
    """La legge è quella del giorno in cui il bando sarebbe pubblicato."""
    attesa = compute_attesa(get_diritto(), find_procedura("aperta"), date(2024, 1, 2))
    assert attesa is not None
    assert all("36/2023" in fonte for fonte in attesa.fonti)


def test_di_un_giorno_senza_legge_nota_l_attesa_non_c_e() -> None:
    """Le norme cominciano il 20/04/2016: prima non si inventa."""
    assert compute_attesa(get_diritto(), find_procedura("aperta"), date(2016, 4, 19)) is None
    assert compute_attesa(get_diritto(), find_procedura("aperta"), date(2016, 4, 20)) is not None


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
