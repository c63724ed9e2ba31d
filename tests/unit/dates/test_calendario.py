"""I giorni lavorativi e i termini di legge, sui festivi che viaggiano con il programma."""

from __future__ import annotations

from datetime import date

import pytest
from tests.gare import day, get_diritto

from ldq_planner.dates.calendario import Calendario, Ricorrenza, add_unita, name_giorno

CALENDARIO = get_diritto().get_calendario()
CON_PATRONO = get_diritto().get_calendario(patrono=True)


def end_termine(evento: str, quanti: int, unita: str = "giorni", calendario: Calendario = CALENDARIO) -> date:
    """Dove scade un termine di legge."""
    return calendario.roll_termine(day(evento), add_unita(day(evento), quanti, unita, calendario))


@pytest.mark.parametrize(
    ("evento", "giorni", "scade"),
    [
        pytest.param("17/01/2023", 30, "16/02/2023", id="dalla-presentazione-un-giovedì-qualunque"),
        pytest.param("10/03/2023", 30, "11/04/2023", id="a-Pasqua-passa-a-martedì"),
        pytest.param("03/05/2023", 30, "05/06/2023", id="il-2-giugno-venerdì-passa-a-lunedì"),
        pytest.param("24/11/2023", 30, "27/12/2023", id="domenica-24-dicembre-passa-al-27"),
        pytest.param("27/11/2023", 35, "02/01/2024", id="a-Capodanno-passa-al-2"),
        pytest.param("30/09/2024", 35, "04/11/2024", id="il-4-novembre-non-è-festivo"),
        pytest.param("02/09/2025", 32, "06/10/2025", id="il-4-ottobre-2025-è-un-sabato"),
        pytest.param("02/09/2026", 32, "05/10/2026", id="il-4-ottobre-2026-è-festivo-e-domenica"),
        pytest.param("02/09/2027", 32, "05/10/2027", id="il-4-ottobre-2027-è-un-lunedì-festivo"),
        pytest.param("02/09/2023", 32, "04/10/2023", id="il-4-ottobre-2023-era-un-mercoledì-come-gli-altri"),
        pytest.param("21/07/2023", 30, "21/08/2023", id="agosto-non-sospende"),
        pytest.param("16/07/2023", 30, "16/08/2023", id="a-Ferragosto-passa-al-16"),
        pytest.param("22/12/2023", 5, "28/12/2023", id="fra-Natale-e-Santo-Stefano-due-giorni-lavorativi"),
        pytest.param("15/12/2023", 2, "19/12/2023", id="due-giorni-sul-fine-settimana-due-lavorativi"),
        pytest.param("15/12/2023", 1, "18/12/2023", id="un-giorno-solo-non-ne-chiede-due"),
        pytest.param("07/11/2023", 30, "07/12/2023", id="Sant-Ambrogio-non-è-festivo-per-la-legge"),
    ],
)
def test_dove_scade_un_termine_in_giorni(evento: str, giorni: int, scade: str) -> None:
    """L'evento non si conta, tutti i giorni di calendario sì, e la fine passa al primo giorno lavorativo."""
    assert end_termine(evento, giorni) == day(scade)


@pytest.mark.parametrize(
    ("evento", "mesi", "scade"),
    [
        pytest.param("19/07/2023", 9, "19/04/2024", id="nove-mesi-stesso-numero"),
        pytest.param("30/06/2023", 6, "02/01/2024", id="sabato-30-dicembre-passa-al-2-gennaio"),
        pytest.param("31/08/2023", 6, "29/02/2024", id="il-31-febbraio-non-c-è"),
        pytest.param("31/05/2025", 9, "02/03/2026", id="sabato-28-febbraio-passa-a-lunedì-2-marzo"),
        pytest.param("04/05/2023", 6, "06/11/2023", id="sabato-4-novembre-passa-a-lunedì"),
        pytest.param("10/02/2023", 6, "10/08/2023", id="sei-mesi-dalla-determina"),
    ],
)
def test_dove_scade_un_termine_in_mesi(evento: str, mesi: int, scade: str) -> None:
    """Lo stesso numero di giorno, o l'ultimo del mese; mai trenta giorni per mese."""
    assert end_termine(evento, mesi, "mesi") == day(scade)


@pytest.mark.parametrize(
    ("evento", "quanti", "scade"),
    [
        pytest.param("01/09/2023", 6, "08/09/2023", id="il-sesto-giorno-feriale-da-un-venerdì-è-il-venerdì-dopo"),
        pytest.param("22/12/2023", 6, "02/01/2024", id="le-feste-di-fine-anno-si-saltano-il-sabato-no"),
        pytest.param("16/12/2023", 1, "18/12/2023", id="dal-sabato-il-lunedì"),
        pytest.param("01/12/2023", 6, "09/12/2023", id="di-sabato"),
    ],
)
def test_i_giorni_feriali_si_contano_uno_per_uno(evento: str, quanti: int, scade: str) -> None:
    """Dal giorno dopo l'evento, saltando domeniche e festivi: il sabato non è festivo (Cass. 5114/2009)."""
    assert add_unita(day(evento), quanti, "giorni-feriali", CALENDARIO) == day(scade)


@pytest.mark.parametrize(
    ("giorno", "perche"),
    [
        pytest.param("01/01/2024", "Capodanno", id="Capodanno"),
        pytest.param("06/01/2023", "Epifania", id="Epifania"),
        pytest.param("10/04/2023", "Lunedì dell'Angelo", id="Pasquetta-2023"),
        pytest.param("01/04/2024", "Lunedì dell'Angelo", id="Pasquetta-2024"),
        pytest.param("21/04/2025", "Lunedì dell'Angelo", id="Pasquetta-2025"),
        pytest.param("06/04/2026", "Lunedì dell'Angelo", id="Pasquetta-2026"),
        pytest.param("29/03/2027", "Lunedì dell'Angelo", id="Pasquetta-2027"),
        pytest.param("25/04/2023", "Festa della Liberazione", id="25-aprile"),
        pytest.param("01/05/2023", "Festa del lavoro", id="1-maggio"),
        pytest.param("02/06/2023", "Festa della Repubblica", id="2-giugno"),
        pytest.param("15/08/2023", "Assunzione", id="Ferragosto"),
        pytest.param("04/10/2027", "San Francesco d'Assisi", id="San-Francesco-dal-2026"),
        pytest.param("01/11/2023", "Ognissanti", id="Ognissanti"),
        pytest.param("08/12/2023", "Immacolata Concezione", id="Immacolata"),
        pytest.param("25/12/2023", "Natale", id="Natale"),
        pytest.param("26/12/2023", "Santo Stefano", id="Santo-Stefano"),
        pytest.param("09/04/2023", "domenica", id="Pasqua-è-già-domenica"),
        pytest.param("15/04/2023", "sabato", id="un-sabato"),
    ],
)
def test_i_giorni_di_riposo(giorno: str, perche: str) -> None:
    """Con il nome del festivo, o del giorno della settimana."""
    assert not CALENDARIO.is_lavorativo(day(giorno))
    assert CALENDARIO.explain_riposo(day(giorno)) == perche


@pytest.mark.parametrize(
    "giorno",
    [
        pytest.param("19/03/2024", id="San-Giuseppe"),
        pytest.param("18/05/2023", id="Ascensione"),
        pytest.param("08/06/2023", id="Corpus-Domini"),
        pytest.param("29/06/2023", id="San-Pietro-e-Paolo-solo-a-Roma"),
        pytest.param("04/11/2024", id="4-novembre"),
        pytest.param("04/10/2023", id="4-ottobre-prima-del-2026"),
        pytest.param("07/12/2023", id="Sant-Ambrogio"),
    ],
)
def test_giorni_che_non_sono_festivi_per_la_legge(giorno: str) -> None:
    """Anche se la legge del 1949 li elencava, o lo sono in una città."""
    assert CALENDARIO.is_lavorativo(day(giorno))
    assert CALENDARIO.explain_riposo(day(giorno)) == ""


def test_con_il_patrono_un_termine_del_7_dicembre_passa_al_lunedi_dopo_l_immacolata() -> None:
    """Giovedì 7, venerdì 8, sabato e domenica: l'11. È la lettura del Tribunale di Milano, spenta se non si chiede."""
    assert end_termine("07/11/2023", 30, calendario=CON_PATRONO) == day("11/12/2023")
    assert CON_PATRONO.explain_riposo(day("07/12/2023")) == "Sant'Ambrogio"


@pytest.mark.parametrize(
    ("giorno", "prima", "dopo"),
    [
        pytest.param("19/07/2023", "19/07/2023", "19/07/2023", id="un-mercoledì"),
        pytest.param("09/04/2023", "07/04/2023", "11/04/2023", id="Pasqua"),
        pytest.param("24/12/2023", "22/12/2023", "27/12/2023", id="vigilia-di-domenica"),
    ],
)
def test_il_giorno_lavorativo_piu_vicino(giorno: str, prima: str, dopo: str) -> None:
    """Prima e dopo, compreso il giorno stesso."""
    assert CALENDARIO.last_lavorativo(day(giorno)) == day(prima)
    assert CALENDARIO.next_lavorativo(day(giorno)) == day(dopo)


def test_senza_festivi_restano_sabati_e_domeniche() -> None:
    """Il calendario non ne sa altri."""
    assert Calendario([]).is_lavorativo(day("25/12/2023"))
    assert not Calendario([]).is_lavorativo(day("24/12/2023"))


def test_un_festivo_vale_dal_suo_anno_compreso() -> None:
    """E da allora sempre."""
    calendario = Calendario([Ricorrenza("Festa nuova", 3, 3, dal=2026)])
    assert [anno for anno in range(2024, 2029) if calendario.find_festa(date(anno, 3, 3))] == [2026, 2027, 2028]


def test_i_giorni_della_settimana_hanno_il_loro_nome() -> None:
    """Dal lunedì."""
    nomi = ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"]
    assert [name_giorno(date(2023, 5, giorno)) for giorno in range(1, 8)] == nomi
