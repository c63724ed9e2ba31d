"""La legge di un giorno: quale regime, quali valori, quali articoli."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.gare import day, find_procedura, get_diritto

from ldq_planner.engine.norme import Diritto
from ldq_planner.errors import InvalidRequestError
from ldq_planner.model.norme import Parametro

if TYPE_CHECKING:
    from ldq_planner.model.norme import Valore


def find_valore(parametro: str, giorno: str) -> Valore:
    """Il valore di un parametro che quel giorno c'è."""
    valore = get_diritto().find_valore(parametro, day(giorno))
    assert valore is not None
    return valore


@pytest.mark.parametrize(
    ("giorno", "regime"),
    [
        pytest.param("20/04/2016", "d50", id="il-primo-giorno-del-vecchio-codice"),
        pytest.param("16/07/2020", "d50", id="la-vigilia-del-decreto-semplificazioni"),
        pytest.param("17/07/2020", "d50_dls", id="il-decreto-semplificazioni"),
        pytest.param("30/06/2023", "d50_dls", id="l-ultimo-giorno-del-vecchio-codice"),
        pytest.param("01/07/2023", "d36", id="il-primo-del-nuovo-di-sabato"),
        pytest.param("30/12/2024", "d36", id="la-vigilia-del-correttivo"),
        pytest.param("31/12/2024", "d36_corr", id="il-correttivo"),
        pytest.param("01/01/2090", "d36_corr", id="fra-molti-anni"),
    ],
)
def test_la_pubblicazione_sceglie_il_regime(giorno: str, regime: str) -> None:
    """Fino all'ultimo giorno, compreso."""
    assert get_diritto().find_regime(day(giorno)).id == regime


def test_prima_della_prima_legge_non_si_indovina() -> None:
    """Si dice da quando la legge è nota."""
    with pytest.raises(InvalidRequestError, match="per un bando del 19/04/2016 non è nota la legge") as errore:
        get_diritto().find_regime(day("19/04/2016"))
    assert "20/04/2016" in errore.value.rimedio


@pytest.mark.parametrize(
    ("parametro", "giorno", "valore"),
    [
        pytest.param("standstill", "30/12/2024", 35, id="35-giorni-di-attesa-fino-al-30-dicembre-2024"),
        pytest.param("standstill", "31/12/2024", 32, id="32-dal-correttivo"),
        pytest.param("standstill", "17/07/2020", 35, id="35-con-il-decreto-semplificazioni-che-non-ne-parla"),
        pytest.param("standstill_negoziata", "16/07/2020", 0, id="nessuna-attesa-nella-negoziata-del-vecchio-codice"),
        pytest.param("standstill_negoziata", "17/07/2020", 35, id="35-per-prudenza-nella-negoziata-del-decreto"),
        pytest.param("standstill_sotto_soglia", "01/07/2023", 0, id="nessuna-attesa-sotto-soglia-con-il-nuovo"),
        pytest.param("stipula_sotto_soglia", "01/07/2023", 30, id="stipula-in-30-giorni-sotto-soglia-con-il-nuovo"),
        pytest.param("affidamento_diretto", "14/09/2020", 150_000, id="affidamento-diretto-150.000-nell-estate-2020"),
        pytest.param("affidamento_diretto", "15/09/2020", 75_000, id="75.000-dalla-legge-di-conversione"),
        pytest.param("affidamento_diretto", "31/05/2021", 75_000, id="affidamento-diretto-75.000-fino-a-maggio-2021"),
        pytest.param("affidamento_diretto", "01/06/2021", 139_000, id="affidamento-diretto-139.000-dal-giugno-2021"),
        pytest.param("offerte_aperta", "30/06/2023", 35, id="offerte-in-35-giorni-ereditato"),
        pytest.param("offerte_aperta", "01/07/2023", 30, id="offerte-in-30-giorni"),
        pytest.param("offerte_aperta", "31/12/2024", 30, id="il-correttivo-eredita-i-30"),
        pytest.param("offerte_aperta_elettronica", "30/06/2023", 30, id="elettroniche-in-30-giorni"),
        pytest.param("aggiudicazione_aperta", "30/06/2023", 6, id="sei-mesi-per-aggiudicare"),
        pytest.param("aggiudicazione_aperta", "31/12/2024", 9, id="nove-mesi-anche-con-il-correttivo"),
        pytest.param("pubblicazione_massimo", "31/12/2023", 6, id="sei-giorni-feriali-fino-a-fine-2023"),
        pytest.param("pubblicazione_massimo", "01/01/2024", 5, id="cinque-giorni-dal-2024"),
    ],
)
def test_i_valori_della_legge_di_quel_giorno(parametro: str, giorno: str, valore: int) -> None:
    """Ciò che un regime non dice vale come nel regime da cui eredita."""
    assert find_valore(parametro, giorno).valore == valore


@pytest.mark.parametrize(
    ("parametro", "giorno"),
    [
        pytest.param("offerte_aperta_elettronica", "01/07/2023", id="il-nuovo-codice-non-distingue-le-elettroniche"),
        pytest.param("standstill_sotto_soglia", "30/06/2023", id="il-vecchio-codice-non-distingue-sotto-soglia"),
        pytest.param("aggiudicazione_aperta", "16/07/2020", id="prima-del-2020-nessuna-durata-massima"),
        pytest.param("parametro_mai_scritto", "01/07/2023", id="un-parametro-mai-scritto"),
    ],
)
def test_cio_che_la_legge_non_dice_non_ha_valore(parametro: str, giorno: str) -> None:
    """Niente si inventa."""
    assert get_diritto().find_valore(parametro, day(giorno)) is None


def test_l_urgenza_chiede_motivi_salvo_nel_decreto_semplificazioni() -> None:
    """Lo stesso numero, un'altra condizione e un altro articolo."""
    note = [find_valore("offerte_aperta_urgenza", g).nota for g in ("16/07/2020", "17/07/2020", "01/07/2023")]
    assert note == ["L'urgenza va motivata", "L'urgenza vale senza motivazione", "L'urgenza va motivata"]


def test_un_regime_eredita_anche_gli_articoli() -> None:
    """Il correttivo non riscrive l'articolo dell'aggiudicazione, il decreto semplificazioni riscrive la negoziata."""
    diritto = get_diritto()
    assert diritto.find_articolo(day("31/12/2024"), "valutazione") == diritto.find_articolo(
        day("01/07/2023"), "valutazione"
    )
    negoziata = diritto.find_articolo(day("17/07/2020"), "negoziata")
    assert negoziata is not None
    assert negoziata.fonte == "D.L. 76/2020, art. 1 c. 2 b)"
    assert diritto.find_articolo(day("17/07/2020"), "mai-scritto") is None


def test_fra_piu_articoli_vale_il_piu_preciso() -> None:
    """Quello della fase in quella procedura, poi quello della fase."""
    trovato = get_diritto().find_articolo(day("01/07/2023"), "negoziata/ricezione_offerte", "ricezione_offerte")
    assert trovato is not None
    assert trovato.fonte == "D.Lgs. 36/2023, art. 92 c. 1"


def test_i_parametri_in_vigore_sono_elencati_una_volta_sola() -> None:
    """Con i comuni, e senza quelli che quel giorno non hanno un valore."""
    parametri = {p.id: v.valore for p, v in get_diritto().list_parametri(day("31/12/2024"))}
    elenco = [p.id for p, _ in get_diritto().list_parametri(day("31/12/2024"))]
    assert len(elenco) == len(parametri)
    assert parametri["standstill"] == 32
    assert parametri["soglia_sociale"] == 750_000
    assert "offerte_aperta_elettronica" not in parametri
    assert "soglia_ordinaria" not in {p.id for p, _ in get_diritto().list_parametri(day("01/01/2028"))}


def test_i_cambi_sono_i_giorni_in_cui_cambia_un_regime_o_un_termine() -> None:
    """Una soglia in euro che cambia non sposta nessuna data."""
    attesi = ["20/04/2016", "17/07/2020", "01/07/2023", "29/11/2023", "01/01/2024", "31/12/2024"]
    assert get_diritto().list_cambi() == [day(g) for g in attesi]
    soglie = set(get_diritto().list_cambi("altro")) - {day(g) for g in attesi}
    assert soglie == {day(f"01/01/{anno}") for anno in (2018, 2020, 2022, 2026, 2028)}


def test_e_un_cambio_anche_il_giorno_in_cui_un_termine_smette_di_valere() -> None:
    """Se la norma dice fino a quando vale, e dopo non c'è altro."""
    norme = get_diritto().norme
    parametro = Parametro.model_validate(
        {
            "id": "provvisorio",
            "nome": "Provvisorio",
            "valori": [
                {
                    "dal": "2025-02-01",
                    "al": "2025-06-30",
                    "valore": 9,
                    "unita": "giorni",
                    "fonte": "prova",
                    "verifica": "K",
                }
            ],
        }
    )
    *prima, ultimo = norme.regimi
    ultimo = ultimo.model_copy(update={"parametri": (*ultimo.parametri, parametro)})
    diritto = Diritto(norme._replace(regimi=(*prima, ultimo)))
    assert set(diritto.list_cambi()) - set(get_diritto().list_cambi()) == {day("01/02/2025"), day("01/07/2025")}


@pytest.mark.parametrize(
    "scritto", ["affidamento-diretto", "affidamento_diretto", "affidamentodiretto", "AFFIDAMENTO-DIRETTO"]
)
def test_una_procedura_si_trova_comunque_siano_scritti_i_trattini(scritto: str) -> None:
    """Chi scrive a mano non li ricorda."""
    assert find_procedura(scritto).id == "affidamento-diretto"


def test_una_procedura_che_non_c_e_non_si_trova() -> None:
    """Non la più somigliante."""
    assert get_diritto().find_procedura("apertissima") is None


def test_le_fasi_proprie_valgono_prima_di_quelle_comuni() -> None:
    """La negoziata invia gli inviti, l'aperta trasmette il bando."""
    diritto = get_diritto()
    nomi = [
        next(f.nome for f in diritto.list_fasi(find_procedura(p)) if f.id == "invio_bando")
        for p in ("aperta", "negoziata")
    ]
    assert nomi == ["Trasmissione del bando", "Invio degli inviti ad almeno cinque operatori"]


def test_la_legge_e_verificata_fino_a_un_giorno_scritto_nei_dati() -> None:
    """Quello del regime in vigore."""
    assert get_diritto().verificato_al == day("31/01/2026")
    assert get_diritto().primo_giorno == day("20/04/2016")
