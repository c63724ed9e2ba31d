"""Le date degli altri: conta il giorno scritto."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ldq_planner.dates.fuso import find_confine, parse_istante
from ldq_planner.loading.importazione.giorni import (
    ANNO_PRIMA,
    GIORNO_PRIMA,
    MESE_PRIMA,
    ORDINI,
    find_ordine,
    read_giorno,
)

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
        ("01/02/19", "2019-02-01"),
        ("09.01.98", "1998-01-09"),
        ("1° luglio 2021", "2021-07-01"),
        ("giovedì 1 luglio 2021", "2021-07-01"),
        ("1 July 2021", "2021-07-01"),
        ("July 1, 2021", "2021-07-01"),
        ("01-Jul-21", "2021-07-01"),
        ("1 de julio de 2021", "2021-07-01"),
        ("1er juillet 2021", "2021-07-01"),
        ("1. Juli 2021", "2021-07-01"),
        ("2021.07.01", "2021-07-01"),
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
        ("0001-01-01", "data-segnaposto"),
        ("1970-01-01", "data-segnaposto"),
        ("31/12/9999", "data-segnaposto"),
        ("00/00/0000", "data-segnaposto"),
        ("0219-03-01", "anno-non-plausibile"),
        ("1899-12-31", "data-segnaposto"),
        ("2459-12-31", "anno-non-plausibile"),
        ("201900-12-31", "anno-non-plausibile"),
        ("01/01/219", "anno-non-plausibile"),
        ("2019-02-30", "data-illeggibile"),
        ("13/13/2019", "data-illeggibile"),
        ("0000-00-00", "data-segnaposto"),
        ("31/12/2024 (prorogato al 30/06/2025)", "data-illeggibile"),
        ("30/06/2024 con rinnovo tacito", "data-illeggibile"),
        ("a.s. 2023/2024", "data-illeggibile"),
        ("II semestre 2021", "data-illeggibile"),
        ("triennio 2021-2024", "data-illeggibile"),
        ("gennaio", "data-illeggibile"),
        ("2019-13", "data-illeggibile"),
        ("0219", "anno-non-plausibile"),
        ("9" * 5000, "data-illeggibile"),
        (f"{'9' * 20} gennaio 2019", "data-illeggibile"),
        (f"1 gennaio {'9' * 20}", "anno-non-plausibile"),
    ],
)
def test_cio_che_non_si_legge_non_si_ripara(testo: str, problema: str) -> None:
    """Un anno battuto male resta un errore, anche se si capisce quale voleva essere."""
    assert (read_giorno(testo).iso, read_giorno(testo).problema) == ("", problema)


@given(giorno=GIORNI, ora=st.times(), fuso=st.sampled_from(("", "Z", "+01:00", "-11:00", "+14:00")))
def test_nessuna_ora_e_nessun_fuso_spostano_il_giorno(giorno: date, ora: object, fuso: str) -> None:
    """Né a mezzanotte, né al capo del mondo; salvo dove è il confine di un giorno di Roma, che è il giorno detto."""
    istante = parse_istante(f"{giorno.isoformat()}T{ora}{fuso}") if fuso else None
    assume(istante is None or find_confine(istante) is None)
    assert read_giorno(f"{giorno.isoformat()}T{ora}{fuso}").iso == giorno.isoformat()
    assert read_giorno(f"{giorno.isoformat()}{fuso}").iso == giorno.isoformat()


@given(giorno=GIORNI, ordine=st.sampled_from(ORDINI))
def test_nell_ordine_della_colonna_si_rilegge_cio_che_si_scrive(giorno: date, ordine: str) -> None:
    """Con l'anno di quattro cifre in fondo o davanti."""
    forma = {GIORNO_PRIMA: "%d/%m/%Y", MESE_PRIMA: "%m/%d/%Y", ANNO_PRIMA: "%Y/%m/%d"}[ordine]
    assert read_giorno(giorno.strftime(forma), ordine).iso == giorno.isoformat()


@pytest.mark.parametrize(
    ("detto", "ordine"),
    [
        ("mese-giorno-anno", MESE_PRIMA),
        ("MM/GG/AAAA", MESE_PRIMA),
        ("mdy", MESE_PRIMA),
        ("gma", GIORNO_PRIMA),
        ("aaaa-mm-gg", ANNO_PRIMA),
        ("prima il mese", ""),
        ("", ""),
    ],
)
def test_l_ordine_si_dice_come_viene(detto: str, ordine: str) -> None:
    """Le parole, le lettere, il modello."""
    assert find_ordine(detto) == ordine


@given(giorno=GIORNI)
def test_all_italiana_e_in_un_foglio_di_calcolo_e_lo_stesso_giorno(giorno: date) -> None:
    """Il numero di un foglio di calcolo conta dal 30/12/1899."""
    assert read_giorno(f"{giorno:%d/%m/%Y}").iso == giorno.isoformat()
    numero = (giorno - date(1899, 12, 30)) // timedelta(days=1)
    assert read_giorno(str(numero)).iso == giorno.isoformat()


@pytest.mark.parametrize("testo", ["parolaparola " * 4 + "!", "a" * 59 + "!", "1 " * 29 + "!"])
def test_una_frase_al_posto_di_una_data_si_rifiuta_senza_provarne_ogni_divisione(testo: str) -> None:
    """Le combinazioni crescono con l'esponente: questa prova, se le si tentasse tutte, non finirebbe."""
    assert read_giorno(testo).problema
