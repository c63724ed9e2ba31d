"""Le durate sommate contro le formule note, senza rinvii: dove il conto esatto si può fare a mano."""

from __future__ import annotations

from math import comb

import pytest

from ldq_planner.engine.rischio.dipendenza import Nuclei, list_strati
from ldq_planner.engine.rischio.durate import (
    Legge,
    fix,
    spread_osservate,
    spread_percentili,
    spread_rischi,
    spread_tre_punti,
)
from ldq_planner.engine.rischio.fase_incerta import FaseIncerta
from ldq_planner.engine.rischio.masse import Masse, Nucleo, point

SENZA_CAUSA = Nuclei(0.0, 0.0, 1e-12)


def add(*leggi: Legge) -> Masse:
    """La somma di fasi che si seguono, da zero, senza giorni di riposo."""
    giorno = point(0)
    for legge in leggi:
        fase = FaseIncerta("fase", "Fase", legge)
        giorno = fase.advance(fase.get_nucleo(SENZA_CAUSA), giorno)
    return giorno


def compute_media(masse: Masse) -> float:
    """La media delle durate."""
    return sum(g * p for g, p in masse.list_giorni()) / masse.totale


def test_tre_geometriche_fanno_una_binomiale_negativa() -> None:
    """La probabilità di finire al giorno k è quella del terzo successo al k-esimo tentativo."""
    p = 0.15
    somma = add(*[Legge(1, (), 1.0, 1 - p)] * 3)
    attesa = {k: comb(k - 1, 2) * p**3 * (1 - p) ** (k - 3) for k in range(3, 150)}
    assert {k: somma.read(k) for k in attesa} == pytest.approx(attesa, abs=1e-8)


def test_due_uniformi_fanno_un_triangolo() -> None:
    """Da uno a dieci, due volte: il più probabile è undici."""
    somma = add(*[spread_osservate(range(1, 11))] * 2)
    assert somma.dal == 2
    assert somma.pesi == pytest.approx([(10 - abs(k - 11)) / 100 for k in range(2, 21)], abs=1e-8)


def test_le_medie_si_sommano() -> None:
    """La media della somma è la somma delle medie; con le code, a meno di ciò che non si conta."""
    certe = (spread_osservate(range(20, 151, 7)), fix(35), spread_osservate((7, 7, 30)))
    assert compute_media(add(*certe)) == pytest.approx(sum(compute_media(e.spread()) for e in certe), abs=1e-8)
    lunghe = (spread_tre_punti(20, 50, 150), spread_tre_punti(0, 10, 45), *certe)
    assert compute_media(add(*lunghe)) == pytest.approx(sum(compute_media(e.spread(1e-12)) for e in lunghe), rel=1e-7)


@pytest.mark.parametrize("gia", [2, 30, 4000])
def test_una_geometrica_non_ha_memoria(gia: int) -> None:
    """Chi aspetta già da tanto aspetta ancora quanto chi comincia; anche quando in virgola mobile non resta più nulla."""
    legge = Legge(1, (), 1.0, 0.9)
    resta = legge.condition(gia)
    assert resta is not None
    assert resta.spread().pesi == pytest.approx(legge.spread().pesi)
    assert resta.primo == gia


def test_di_una_durata_certa_passata_non_resta_nulla() -> None:
    """Non si inventa: lo dice chi chiede."""
    assert fix(20).condition(20) == fix(20)
    assert fix(20).condition(21) is None
    assert spread_osservate((10, 40)).condition(41) is None


@pytest.mark.parametrize("punti", [(20, 50, 150), (0, 2, 5), (1, 1, 5), (0, 5, 5), (30, 40, 60)])
def test_nella_doppia_triangolare_il_piu_probabile_e_la_mediana(punti: tuple[int, int, int]) -> None:
    """Metà delle volte al più quello, una volta su venti oltre il massimo, mai sotto il minimo."""
    minimo, probabile, massimo = punti
    masse = spread_tre_punti(*punti).spread()
    assert masse.dal == minimo
    assert masse.split(probabile - 1)[0].totale <= 0.5 <= masse.split(probabile)[0].totale + 1e-12
    assert masse.split(massimo)[0].totale == pytest.approx(0.95)
    assert masse.totale == pytest.approx(1.0, abs=1e-7)
    assert min(masse.pesi) >= 0


def test_tre_zeri_restano_zero() -> None:
    """Una fase che le norme stimano zero non prende giorni."""
    assert spread_tre_punti(0, 0, 0) == fix(0)


def test_la_log_metalog_ha_i_percentili_dati() -> None:
    """Novanta volte su cento entro il terzo numero."""
    masse = spread_percentili(30, 60, 200).spread()
    for giorni, p in ((30, 0.1), (60, 0.5), (200, 0.9)):
        assert masse.split(giorni - 1)[0].totale < p < masse.split(giorni)[0].totale + 1e-9
    for storti in ((50, 20, 90), (0, 20, 90), (10, 11, 4000)):
        with pytest.raises(ValueError, match="percentili"):
            spread_percentili(*storti)


def test_i_rischi_giornalieri_danno_la_durata_e_la_coda() -> None:
    """Chi arriva al decimo giorno vi finisce una volta su due; poi una su dieci ogni giorno."""
    legge = spread_rischi(10, (0.5, 0.1))
    assert legge.pesi == pytest.approx((0.5, 0.05))
    assert legge.coda == pytest.approx(0.45)
    assert legge.spread().totale == pytest.approx(1.0, abs=1e-6)


def test_la_causa_comune_lascia_ogni_fase_com_e() -> None:
    """Pesate le lentezze, ogni fase ha la sua distribuzione: solo l'insieme cambia."""
    legge = spread_tre_punti(20, 50, 150)
    insieme = [0.0] * 2000
    for strato in list_strati(0.3):
        for g, p in Nuclei(0.3, strato.z).spread(legge).list_giorni():
            insieme[g] += p * strato.peso
    assert max(abs(insieme[g] - p) for g, p in legge.spread().list_giorni()) < 1e-6
    with pytest.raises(ValueError, match="rho"):
        list_strati(1.0)


def test_all_indietro_una_durata_e_la_media_di_cio_che_segue() -> None:
    """Ciò che vale oggi è la media di ciò che vale fra una durata; oltre l'ultimo giorno, nulla."""
    nucleo, valori = Nucleo(Masse(2, [0.25, 0.75])), Masse(100, [8.0, 4.0, 2.0, 1.0])
    assert nucleo.correlate(valori).pesi == pytest.approx([0.25 * 2 + 0.75 * 1, 0.25 * 1])
