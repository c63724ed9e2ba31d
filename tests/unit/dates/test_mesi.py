"""I mesi di un contratto: gli esempi della regola, e i mesi di bordo."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ldq_planner.dates.mesi import count_mesi, end_of_mesi

ESEMPI = pytest.mark.parametrize(
    ("inizio", "mesi", "fine"),
    [
        pytest.param("2019-06-21", 36, "2022-06-20", id="Lorenteggio"),
        pytest.param("2022-06-21", 6, "2022-12-20", id="il-rinnovo-di-Lorenteggio"),
        pytest.param("2024-01-01", 24, "2025-12-31", id="la-gara-per-quattro-quartieri"),
        pytest.param("2023-07-01", 42, "2026-12-31", id="San-Siro-fino-alla-fine-del-PINQUA"),
        pytest.param("2023-03-01", 1, "2023-03-31", id="un-mese-intero"),
        pytest.param("2023-01-31", 1, "2023-02-28", id="il-31-febbraio-non-c-e"),
        pytest.param("2023-01-30", 1, "2023-02-28", id="il-30-febbraio-non-c-e"),
        pytest.param("2023-01-29", 1, "2023-02-28", id="il-29-febbraio-2023-non-c-e"),
        pytest.param("2023-01-28", 1, "2023-02-27", id="il-28-febbraio-c-e"),
        pytest.param("2024-01-29", 1, "2024-02-28", id="il-29-febbraio-2024-c-e"),
        pytest.param("2024-01-30", 1, "2024-02-29", id="il-30-febbraio-2024-non-c-e"),
        pytest.param("2023-08-31", 6, "2024-02-29", id="sei-mesi-a-febbraio-bisestile"),
        pytest.param("2023-03-31", 1, "2023-04-30", id="il-31-aprile-non-c-e"),
        pytest.param("2023-04-30", 1, "2023-05-29", id="il-30-maggio-c-e"),
        pytest.param("2023-01-31", 2, "2023-03-30", id="il-31-marzo-c-e"),
        pytest.param("2024-02-29", 12, "2025-02-28", id="dal-29-febbraio-un-anno"),
        pytest.param("2024-02-29", 48, "2028-02-28", id="dal-29-febbraio-quattro-anni"),
        pytest.param("2024-02-29", 1, "2024-03-28", id="dal-29-febbraio-un-mese"),
        pytest.param("2023-02-28", 12, "2024-02-27", id="dal-28-febbraio-un-anno"),
        pytest.param("2023-03-01", 12, "2024-02-29", id="fino-alla-vigilia-del-primo-marzo-bisestile"),
        pytest.param("2023-01-01", 12, "2023-12-31", id="un-anno-solare"),
        pytest.param("2023-12-31", 1, "2024-01-30", id="a-cavallo-dell-anno"),
        pytest.param("2000-01-01", 1200, "2099-12-31", id="cent-anni"),
    ],
)


@ESEMPI
def test_la_fine_di_una_durata_in_mesi(inizio: str, mesi: int, fine: str) -> None:
    """Il giorno prima del corrispondente; se il corrispondente non esiste, l'ultimo di quel mese."""
    assert end_of_mesi(date.fromisoformat(inizio), mesi) == date.fromisoformat(fine)


@ESEMPI
def test_la_durata_si_ritrova_dalla_fine(inizio: str, mesi: int, fine: str) -> None:
    """Contare i mesi è l'inverso."""
    assert count_mesi(date.fromisoformat(inizio), date.fromisoformat(fine)) == mesi


def test_i_mesi_si_contano_dall_inizio_e_mai_a_passi() -> None:
    """Dal 31 gennaio due mesi finiscono il 30 marzo; un mese e poi un altro, il 31."""
    inizio = date(2023, 1, 31)
    un_mese = end_of_mesi(inizio, 1)
    assert end_of_mesi(inizio, 2) == date(2023, 3, 30)
    assert end_of_mesi(un_mese + timedelta(days=1), 1) == date(2023, 3, 31)


@pytest.mark.parametrize("mesi", [0, -1, -36])
def test_una_durata_che_non_dura_si_rifiuta(mesi: int) -> None:
    """Zero mesi finirebbero il giorno prima di cominciare."""
    with pytest.raises(ValueError, match=rf"^una durata di {mesi} mesi non è un contratto$"):
        end_of_mesi(date(2023, 1, 1), mesi)


@pytest.mark.parametrize(
    ("inizio", "fine"),
    [
        pytest.param("2019-06-21", "2022-06-21", id="un-giorno-in-piu"),
        pytest.param("2019-06-21", "2022-06-19", id="un-giorno-in-meno"),
        pytest.param("2023-01-31", "2023-02-27", id="un-giorno-meno-dell-ultimo-di-febbraio"),
        pytest.param("2023-01-01", "2023-01-01", id="un-giorno-solo"),
        pytest.param("2023-01-01", "2022-12-31", id="zero-mesi"),
        pytest.param("2023-01-01", "2022-11-30", id="fine-prima-dell-inizio"),
    ],
)
def test_una_fine_che_non_cade_a_mesi_interi_non_ha_mesi(inizio: str, fine: str) -> None:
    """Nulla si arrotonda."""
    assert count_mesi(date.fromisoformat(inizio), date.fromisoformat(fine)) is None
