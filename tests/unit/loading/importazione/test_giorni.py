"""Le date degli altri: conta il giorno scritto."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldq_planner.loading.importazione.giorni import read_giorno

GIORNI = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("testo", "iso"),
    [
        ("2019-01-01+01:00", "2019-01-01"),
        ("2019-01-01T00:30:00+02:00", "2019-01-01"),
        ("2019-12-31T23:59:59Z", "2019-12-31"),
        ("2021-04-27T11:24:38.000Z", "2021-04-27"),
        ("31/12/2019 23:59", "2019-12-31"),
        ("1.3.2019", "2019-03-01"),
        ("20191231", "2019-12-31"),
        ("43830", "2019-12-31"),
        ("43830.5", "2019-12-31"),
        (" 2019-01-01 ", "2019-01-01"),
        ("2019", "2019"),
        ("2019-03", "2019-03"),
        ("3/2019", "2019-03"),
        ("Marzo 2019", "2019-03"),
        ("n.d.", ""),
        ("", ""),
    ],
)
def test_il_giorno_scritto(testo: str, iso: str) -> None:
    """Con ore, fusi, all'italiana, da un foglio di calcolo."""
    assert (read_giorno(testo).iso, read_giorno(testo).problema) == (iso, "")


@pytest.mark.parametrize(
    ("testo", "problema"),
    [
        ("0001-01-01", "anno-non-plausibile"),
        ("0219-03-01", "anno-non-plausibile"),
        ("1899-12-31", "anno-non-plausibile"),
        ("2459-12-31", "anno-non-plausibile"),
        ("201900-12-31", "anno-non-plausibile"),
        ("01/01/219", "anno-non-plausibile"),
        ("2019-02-30", "data-illeggibile"),
        ("13/13/2019", "data-illeggibile"),
        ("01/02/19", "data-illeggibile"),
        ("0000-00-00", "data-illeggibile"),
        ("gennaio", "data-illeggibile"),
        ("2019-13", "data-illeggibile"),
        ("0219", "anno-non-plausibile"),
        ("9" * 5000, "data-illeggibile"),
    ],
)
def test_cio_che_non_si_legge_non_si_ripara(testo: str, problema: str) -> None:
    """Un anno battuto male resta un errore, anche se si capisce quale voleva essere."""
    assert (read_giorno(testo).iso, read_giorno(testo).problema) == ("", problema)


@given(giorno=GIORNI, ora=st.times(), fuso=st.sampled_from(("", "Z", "+01:00", "-11:00", "+14:00")))
def test_nessuna_ora_e_nessun_fuso_spostano_il_giorno(giorno: date, ora: object, fuso: str) -> None:
    """Né a mezzanotte, né al capo del mondo."""
    assert read_giorno(f"{giorno.isoformat()}T{ora}{fuso}").iso == giorno.isoformat()
    assert read_giorno(f"{giorno.isoformat()}{fuso}").iso == giorno.isoformat()


@given(giorno=GIORNI)
def test_all_italiana_e_in_un_foglio_di_calcolo_e_lo_stesso_giorno(giorno: date) -> None:
    """Il numero di un foglio di calcolo conta dal 30/12/1899."""
    assert read_giorno(f"{giorno:%d/%m/%Y}").iso == giorno.isoformat()
    numero = (giorno - date(1899, 12, 30)) // timedelta(days=1)
    assert read_giorno(str(numero)).iso == giorno.isoformat()
