"""I mesi di un contratto: per ogni inizio e ogni durata, non solo per gli esempi."""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from hypothesis import assume, example, given
from hypothesis import strategies as st
from tests.properties.strategie import mesi, ogni_giorno

from ldq_planner.dates.mesi import count_mesi, end_of_mesi, shift_mesi

UN_GIORNO = timedelta(days=1)
SEMPRE_NEL_MESE = 28


def find_fine(inizio: date, quanti: int) -> date:
    """La regola detta con il calendario: il giorno prima del corrispondente, o l'ultimo del mese se non c'è."""
    anno, mese = divmod(inizio.year * 12 + inizio.month - 1 + quanti, 12)
    try:
        return date(anno, mese + 1, inizio.day) - UN_GIORNO
    except ValueError:
        anno, mese = divmod(anno * 12 + mese + 1, 12)
        return date(anno, mese + 1, 1) - UN_GIORNO


@given(ogni_giorno, st.integers(-1000, 1000))
@example(date(2024, 2, 29), -12)
def test_il_giorno_corrispondente_e_quello_di_dateutil(giorno: date, quanti: int) -> None:
    """Un'altra libreria, la stessa aritmetica: avanti e indietro."""
    assert shift_mesi(giorno, quanti) == giorno + relativedelta(months=quanti)


@given(ogni_giorno, mesi)
@example(date(2023, 1, 31), 1)
@example(date(2024, 2, 29), 12)
@example(date(2023, 8, 31), 6)
def test_la_fine_e_quella_della_regola(inizio: date, quanti: int) -> None:
    """Il giorno prima del corrispondente; se non esiste, l'ultimo giorno di quel mese."""
    assert end_of_mesi(inizio, quanti) == find_fine(inizio, quanti)


@given(ogni_giorno, ogni_giorno, mesi)
@example(date(2023, 1, 31), date(2023, 2, 1), 1)
def test_chi_comincia_prima_non_finisce_dopo(uno: date, altro: date, quanti: int) -> None:
    """A parità di mesi, ritardare l'inizio non anticipa mai la fine."""
    prima, dopo = sorted((uno, altro))
    assert end_of_mesi(prima, quanti) <= end_of_mesi(dopo, quanti)


@given(ogni_giorno, mesi)
def test_un_mese_in_piu_finisce_dopo(inizio: date, quanti: int) -> None:
    """Ogni durata ha una fine sua."""
    assert end_of_mesi(inizio, quanti) < end_of_mesi(inizio, quanti + 1)


@given(ogni_giorno, mesi)
def test_contare_i_mesi_e_l_inverso(inizio: date, quanti: int) -> None:
    """Dalla fine calcolata si torna alla durata."""
    assert count_mesi(inizio, end_of_mesi(inizio, quanti)) == quanti


@given(ogni_giorno, st.integers(0, 4000))
def test_se_i_mesi_si_contano_la_fine_e_quella(inizio: date, giorni: int) -> None:
    """Una fine che non cade a mesi interi non ha una durata in mesi: non si arrotonda."""
    fine = inizio + timedelta(days=giorni)
    quanti = count_mesi(inizio, fine)
    assert quanti is None or end_of_mesi(inizio, quanti) == fine


@given(ogni_giorno, mesi, mesi)
def test_a_passi_si_arriva_allo_stesso_giorno_solo_se_il_giorno_c_e_in_ogni_mese(
    inizio: date, primi: int, altri: int
) -> None:
    """Fino al 28 sì; oltre, i mesi si contano tutti dall'inizio e un mese corto per strada non conta."""
    assume(inizio.day <= SEMPRE_NEL_MESE)
    assert end_of_mesi(end_of_mesi(inizio, primi) + UN_GIORNO, altri) == end_of_mesi(inizio, primi + altri)


@given(ogni_giorno, st.integers(1, 20))
def test_dodici_mesi_sono_un_anno(inizio: date, anni: int) -> None:
    """La vigilia dell'anniversario; per chi comincia il 29 febbraio, il 28 negli anni che non ce l'hanno."""
    fine = end_of_mesi(inizio, 12 * anni)
    assert fine.year == inizio.year + anni or (inizio.month, inizio.day) == (1, 1)
    assert fine <= inizio.replace(day=min(inizio.day, SEMPRE_NEL_MESE), year=inizio.year + anni) + 3 * UN_GIORNO
