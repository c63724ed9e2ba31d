"""Da quando il servizio può cominciare, se la gara comincia oggi."""

from __future__ import annotations

from datetime import date

from tests.gare import find_procedura, get_diritto
from tests.portafogli import OGGI

from ldq_planner.engine.attesa import compute_attesa
from ldq_planner.engine.durate import Ipotesi

APERTA = Ipotesi(find_procedura("aperta"))


def test_l_attesa_di_una_gara_aperta_il_giorno_della_presentazione() -> None:
    """Le date sono quelle di `ldq gara --da`; i giorni arrivano alla vigilia dell'avvio."""
    attesa = compute_attesa(get_diritto(), APERTA, OGGI)
    assert attesa is not None
    assert (attesa.minimo, attesa.probabile) == (date(2023, 3, 25), date(2023, 11, 19))
    assert (attesa.giorni_minimi, attesa.giorni_probabili) == (66, 305)
    assert attesa.fonti == ("D.Lgs. 50/2016, art. 60 c. 2-bis", "D.Lgs. 50/2016, art. 32 c. 9")


def test_dopo_il_codice_nuovo_le_fonti_sono_le_sue() -> None:
    """La legge è quella del giorno in cui il bando sarebbe pubblicato."""
    attesa = compute_attesa(get_diritto(), APERTA, date(2024, 1, 2))
    assert attesa is not None
    assert all("36/2023" in fonte for fonte in attesa.fonti)


def test_di_un_giorno_senza_legge_nota_l_attesa_non_c_e() -> None:
    """Le norme cominciano il 20/04/2016: prima non si inventa."""
    assert compute_attesa(get_diritto(), APERTA, date(2016, 4, 19)) is None
    assert compute_attesa(get_diritto(), APERTA, date(2016, 4, 20)) is not None
