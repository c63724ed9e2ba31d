"""Le date come le scrivono i documenti: come si leggono, e che giorni possono voler dire."""

from __future__ import annotations

import re
from datetime import date

import pytest

from ldq_planner.dates.incerta import NON_NOTA, PRIMO_GIORNO, ULTIMO_GIORNO, between, exactly, parse_data

SCRITTURE = pytest.mark.parametrize(
    ("testo", "primo", "ultimo", "scritta"),
    [
        pytest.param("2023-06-30", "2023-06-30", "2023-06-30", "2023-06-30", id="un-giorno"),
        pytest.param("30/06/2023", "2023-06-30", "2023-06-30", "2023-06-30", id="un-giorno-all-italiana"),
        pytest.param("01/02/2023", "2023-02-01", "2023-02-01", "2023-02-01", id="il-primo-febbraio-non-il-2-gennaio"),
        pytest.param("2024-02-29", "2024-02-29", "2024-02-29", "2024-02-29", id="il-29-febbraio-bisestile"),
        pytest.param("2018", "2018-01-01", "2018-12-31", "2018", id="un-anno"),
        pytest.param("2018-06", "2018-06-01", "2018-06-30", "2018-06", id="un-mese"),
        pytest.param("2018-12", "2018-12-01", "2018-12-31", "2018-12", id="dicembre"),
        pytest.param("2023-02", "2023-02-01", "2023-02-28", "2023-02", id="febbraio"),
        pytest.param("2024-02", "2024-02-01", "2024-02-29", "2024-02", id="febbraio-bisestile"),
        pytest.param("2025-12-31~", "2025-09-30", "2026-03-31", "2025-12-31~", id="un-giorno-indicativo"),
        pytest.param("31/12/2025~", "2025-09-30", "2026-03-31", "2025-12-31~", id="indicativo-all-italiana"),
        pytest.param("2023-05-31~", "2023-02-28", "2023-08-31", "2023-05-31~", id="indicativo-verso-febbraio"),
        pytest.param("2018-06~", "2018-03-01", "2018-09-30", "2018-06~", id="un-mese-indicativo"),
        pytest.param("2018~", "2017-10-01", "2019-03-31", "2018~", id="un-anno-indicativo"),
        pytest.param("1900", "1900-01-01", "1900-12-31", "1900", id="il-primo-anno"),
        pytest.param("2100", "2100-01-01", "2100-12-31", "2100", id="l-ultimo-anno"),
        pytest.param("1900~", "1900-01-01", "1901-03-31", "1900~", id="indicativo-sul-primo-bordo"),
        pytest.param("2100-12-31~", "2100-09-30", "2100-12-31", "2100-12-31~", id="indicativo-sull-ultimo-bordo"),
        pytest.param(
            "2023-01-18..2023-12-31", "2023-01-18", "2023-12-31", "2023-01-18..2023-12-31", id="fra-due-giorni"
        ),
        pytest.param(
            "18/01/2023..31/12/2023", "2023-01-18", "2023-12-31", "2023-01-18..2023-12-31", id="fra-due-all-italiana"
        ),
        pytest.param(
            "2023-01-18..2023-01-18", "2023-01-18", "2023-01-18", "2023-01-18", id="fra-un-giorno-e-se-stesso"
        ),
        pytest.param("non noto", "1900-01-01", "2100-12-31", "non noto", id="non-noto"),
    ],
)


@SCRITTURE
def test_una_data_e_l_intervallo_dei_giorni_che_puo_voler_dire(
    testo: str, primo: str, ultimo: str, scritta: str
) -> None:
    """Estremi compresi; il testo resta quello dei dati, nella forma ISO."""
    data = parse_data(testo)
    assert (data.primo, data.ultimo) == (date.fromisoformat(primo), date.fromisoformat(ultimo))
    assert str(data) == data.testo == scritta


@SCRITTURE
def test_una_data_riscritta_si_rilegge_uguale(testo: str, primo: str, ultimo: str, scritta: str) -> None:  # noqa: ARG001 - la tavola è una
    """Ciò che esce in JSON rientra com'era."""
    assert parse_data(scritta) == parse_data(testo)


@pytest.mark.parametrize(
    ("testo", "ultimo"), [("2023-02~", "2023-05-31"), ("2023-04~", "2023-07-31"), ("2023-09~", "2023-12-31")]
)
def test_un_mese_indicativo_arriva_alla_fine_del_terzo_mese_dopo(testo: str, ultimo: str) -> None:
    """Febbraio più o meno tre mesi: da novembre a maggio, tutti interi, come giugno va da marzo a settembre."""
    assert parse_data(testo).ultimo == date.fromisoformat(ultimo)


@pytest.mark.parametrize(
    ("testo", "certa", "indicativa", "nota"),
    [
        pytest.param("2023-06-30", True, False, True, id="certa"),
        pytest.param("2018", False, False, True, id="a-meno-dell-anno"),
        pytest.param("2025-12-31~", False, True, True, id="indicativa"),
        pytest.param("2023-01-18..2023-12-31", False, False, True, id="calcolata"),
        pytest.param("non noto", False, False, False, id="non-nota"),
    ],
)
def test_di_ogni_data_si_sa_se_e_certa_indicativa_o_nota(
    testo: str, *, certa: bool, indicativa: bool, nota: bool
) -> None:
    """Sono tre domande diverse."""
    data = parse_data(testo)
    assert (data.is_certa, data.is_indicativa, data.is_nota) == (certa, indicativa, nota)


@pytest.mark.parametrize(
    ("testo", "messaggio"),
    [
        pytest.param("0219-06-21", "l'anno 0219 non è plausibile (dal 1900 al 2100)", id="anno-battuto-male"),
        pytest.param("2459", "l'anno 2459 non è plausibile (dal 1900 al 2100)", id="anno-troppo-lontano"),
        pytest.param("1899-12-31", "l'anno 1899 non è plausibile (dal 1900 al 2100)", id="un-giorno-troppo-presto"),
        pytest.param("2101-01", "l'anno 2101 non è plausibile (dal 1900 al 2100)", id="un-giorno-troppo-tardi"),
        pytest.param("2023-02-30", "il giorno 30/02/2023 non esiste: febbraio 2023 ha 28 giorni", id="30-febbraio"),
        pytest.param("29/02/2023", "il giorno 29/02/2023 non esiste: febbraio 2023 ha 28 giorni", id="29-febbraio"),
        pytest.param("2024-02-30~", "il giorno 30/02/2024 non esiste: febbraio 2024 ha 29 giorni", id="30-bisestile"),
        pytest.param("2023-06-31", "il giorno 31/06/2023 non esiste: giugno 2023 ha 30 giorni", id="31-giugno"),
        pytest.param("2023-06-00", "il giorno 00/06/2023 non esiste: giugno 2023 ha 30 giorni", id="giorno-zero"),
        pytest.param("2023-13", "il mese 13 non esiste: vanno da 01 a 12", id="mese-13"),
        pytest.param("2023-00-10", "il mese 00 non esiste: vanno da 01 a 12", id="mese-zero"),
        pytest.param("12/31/2023", "il mese 31 non esiste: vanno da 01 a 12", id="all-americana"),
        pytest.param("21-06-2019", "«21-06-2019» non è una data", id="trattini-all-italiana"),
        pytest.param("2023-6-3", "«2023-6-3» non è una data", id="senza-zeri"),
        pytest.param("1/6/2023", "«1/6/2023» non è una data", id="senza-zeri-all-italiana"),
        pytest.param("06/2023", "«06/2023» non è una data", id="mese-all-italiana"),
        pytest.param("fine 2025", "«fine 2025» non è una data", id="a-parole"),
        pytest.param("Non noto", "«Non noto» non è una data", id="non-noto-con-la-maiuscola"),
        pytest.param("", "«» non è una data", id="vuota"),
        pytest.param(" 2023", "« 2023» non è una data", id="uno-spazio-prima"),
        pytest.param("2023\n", "«2023\n» non è una data", id="un-a-capo-dopo"),
        pytest.param("2023-06-30T00:00", "«2023-06-30T00:00» non è una data", id="con-l-ora"),
        pytest.param("2023~~", "«2023~~» non è una data", id="due-tilde"),
        pytest.param("\u0662\u0660\u0662\u0663", "«\u0662\u0660\u0662\u0663» non è una data", id="cifre-arabe"),
    ],
)
def test_cio_che_non_e_una_data_si_rifiuta_dicendo_perche(testo: str, messaggio: str) -> None:
    """Il messaggio è per chi ha scritto il dato."""
    with pytest.raises(ValueError, match=f"^{re.escape(messaggio)}$"):
        parse_data(testo)


@pytest.mark.parametrize(
    "testo",
    [
        pytest.param("2023-12-31..2023-01-18", id="a-rovescio"),
        pytest.param("2022..2023", id="fra-due-anni"),
        pytest.param("2023-01-18..2023-12-31~", id="fino-a-un-giorno-indicativo"),
        pytest.param("2023-01-01..2023-02-01..2023-03-01", id="fra-tre-giorni"),
        pytest.param("non noto..2023-12-31", id="da-un-giorno-non-noto"),
    ],
)
def test_un_intervallo_sta_fra_due_giorni_certi_e_in_ordine(testo: str) -> None:
    """Altrimenti non si sa che giorni voglia dire."""
    with pytest.raises(ValueError, match=f"^«{re.escape(testo)}» non è un intervallo fra due giorni in ordine$"):
        parse_data(testo)


@pytest.mark.parametrize(
    ("testo", "giorno", "attesa"),
    [
        pytest.param("2023", "2023-01-18", "2023-01-18..2023-12-31", id="taglia-l-anno"),
        pytest.param("2023", "2023-01-01", "2023", id="tutte-da-quel-giorno"),
        pytest.param("2023", "2022-06-01", "2023", id="tutte-dopo"),
        pytest.param("2023", "2023-12-31", "2023-12-31", id="resta-un-giorno"),
        pytest.param("2023", "2024-01-01", "2024-01-01", id="nessuna"),
        pytest.param("2023-01-17", "2023-01-18", "2023-01-18", id="un-giorno-gia-passato"),
        pytest.param("2023-01-31~", "2023-01-18", "2023-01-18..2023-04-30", id="indicativa"),
        pytest.param("non noto", "2023-01-18", "2023-01-18..2100-12-31", id="non-nota"),
    ],
)
def test_si_tolgono_le_letture_prima_di_un_giorno(testo: str, giorno: str, attesa: str) -> None:
    """Se lo sono tutte, resta il giorno stesso."""
    assert str(parse_data(testo).not_before(date.fromisoformat(giorno))) == attesa


@pytest.mark.parametrize(
    ("testo", "alla_lettera"),
    [("2025-12-31~", "2025-12-31"), ("2018-06~", "2018-06"), ("2018", "2018"), ("non noto", "non noto")],
)
def test_una_data_presa_alla_lettera_perde_il_margine(testo: str, alla_lettera: str) -> None:
    """Chi non è indicativa resta com'è."""
    assert parse_data(testo).scritta == parse_data(alla_lettera)


def test_le_date_calcolate_si_scrivono_come_si_leggono() -> None:
    """Un giorno solo è una data certa, non un intervallo."""
    giorno, dopo = date(2023, 1, 18), date(2023, 12, 31)
    assert exactly(giorno) == parse_data("2023-01-18") == between(giorno, giorno)
    assert between(giorno, dopo) == parse_data("2023-01-18..2023-12-31")


def test_cio_che_non_e_noto_puo_essere_ogni_giorno() -> None:
    """Dal primo all'ultimo che il programma conosce."""
    assert (NON_NOTA.primo, NON_NOTA.ultimo) == (PRIMO_GIORNO, ULTIMO_GIORNO)
    assert parse_data("non noto") is NON_NOTA
