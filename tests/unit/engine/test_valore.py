"""Il valore di un appalto per le soglie: al netto dell'IVA, con il rinnovo, alla legge del giorno."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from tests.gare import day, get_diritto

from ldq_planner.engine.ammissione import Appalto
from ldq_planner.engine.valore import ESCLUSA, INCLUSA, compute_valori, list_aliquote

if TYPE_CHECKING:
    from ldq_planner.model.cronoprogramma import ValoreAppalto

LORENTEGGIO = Decimal("828415.20")
CON_RINNOVO = LORENTEGGIO + Decimal("138069.20")


def list_ammesse(valore: ValoreAppalto) -> set[str]:
    """Gli id delle procedure ammesse a quel valore."""
    return {a.procedura for a in valore.procedure if a.ammessa}


def evaluate(netto: str, giorno: str) -> set[str]:
    """Le procedure ammesse per un importo senza IVA, in un giorno."""
    (valore,) = compute_valori(get_diritto(), Decimal(netto), ESCLUSA, day(giorno))
    return list_ammesse(valore)


@pytest.mark.parametrize(
    ("lordo", "netti"),
    [
        pytest.param(LORENTEGGIO, ["679028.85", "753104.73", "788966.86"], id="Lorenteggio-senza-rinnovo"),
        pytest.param(CON_RINNOVO, ["792200.33", "878622.18", "920461.33"], id="Lorenteggio-con-il-rinnovo"),
    ],
)
def test_i_tre_netti_se_l_aliquota_non_e_nota(lordo: Decimal, netti: list[str]) -> None:
    """Al 22, al 10 e al 5 per cento, dalla più alta; al centesimo."""
    valori = compute_valori(get_diritto(), lordo, INCLUSA, day("19/07/2023"))
    assert [v.aliquota for v in valori] == [22, 10, 5]
    assert [v.netto for v in valori] == [Decimal(n) for n in netti]


def test_senza_rinnovo_l_aliquota_decide_se_la_negoziata_e_ammessa() -> None:
    """Al 22 per cento Lorenteggio sta sotto i 750.000 euro, al 10 e al 5 no."""
    valori = compute_valori(get_diritto(), LORENTEGGIO, INCLUSA, day("19/07/2023"))
    assert ["negoziata" in list_ammesse(v) for v in valori] == [True, False, False]


def test_con_il_rinnovo_la_negoziata_non_e_ammessa_a_nessuna_aliquota() -> None:
    """Le opzioni contano nel valore: a ogni aliquota si passano i 750.000 euro."""
    valori = compute_valori(get_diritto(), CON_RINNOVO, INCLUSA, day("19/07/2023"))
    assert [list_ammesse(v) & {"aperta", "ristretta", "negoziata", "affidamento-diretto"} for v in valori] == [
        {"aperta", "ristretta"}
    ] * 3


@pytest.mark.parametrize("iva", [10, "10"])
def test_con_l_aliquota_nota_il_netto_e_uno(iva: str | int) -> None:
    """Scritta a cifre, o numero."""
    (valore,) = compute_valori(get_diritto(), LORENTEGGIO, iva, day("19/07/2023"))
    assert (valore.aliquota, valore.netto) == (10, Decimal("753104.73"))


def test_senza_iva_l_importo_e_gia_il_valore() -> None:
    """E nessuna aliquota si nomina."""
    (valore,) = compute_valori(get_diritto(), Decimal("750000.00"), ESCLUSA, day("19/07/2023"))
    assert (valore.aliquota, valore.netto) == (None, Decimal("750000.00"))


@pytest.mark.parametrize(
    ("netto", "giorno", "diretto", "negoziata"),
    [
        pytest.param("39999.99", "01/03/2020", True, False, id="2020-sotto-i-40.000"),
        pytest.param("40000.00", "01/03/2020", False, True, id="2020-da-40.000"),
        pytest.param("100000.00", "01/08/2020", True, False, id="nell-estate-del-2020-100.000"),
        pytest.param("149999.99", "14/09/2020", True, False, id="fino-al-14-settembre-2020-sotto-i-150.000"),
        pytest.param("75000.00", "15/09/2020", False, True, id="dalla-legge-di-conversione-da-75.000"),
        pytest.param("74999.99", "31/05/2021", True, False, id="fino-al-31-maggio-2021-sotto-i-75.000"),
        pytest.param("75000.00", "31/05/2021", False, True, id="fino-al-31-maggio-2021-da-75.000"),
        pytest.param("138999.99", "01/06/2021", True, False, id="dal-1-giugno-2021-sotto-i-139.000"),
        pytest.param("139000.00", "30/06/2023", False, True, id="fino-al-30-giugno-2023-da-139.000"),
        pytest.param("139000.00", "01/07/2023", True, False, id="dal-1-luglio-2023-sotto-i-140.000"),
        pytest.param("140000.00", "01/07/2023", False, True, id="dal-1-luglio-2023-da-140.000"),
        pytest.param("749999.99", "31/12/2024", False, True, id="con-il-correttivo-sotto-i-750.000"),
        pytest.param("750000.00", "31/12/2024", False, False, id="con-il-correttivo-da-750.000"),
    ],
)
def test_le_soglie_di_ogni_legge_al_centesimo(netto: str, giorno: str, *, diretto: bool, negoziata: bool) -> None:
    """Il limite inferiore è compreso, quello superiore no; l'aperta è sempre ammessa."""
    ammesse = evaluate(netto, giorno)
    assert ("affidamento-diretto" in ammesse, "negoziata" in ammesse) == (diretto, negoziata)
    assert {"aperta", "ristretta", "co-progettazione"} <= ammesse


@pytest.mark.parametrize(
    ("giorno", "euro"),
    [
        pytest.param("20/04/2016", 209_000, id="2016"),
        pytest.param("31/12/2017", 209_000, id="2017"),
        pytest.param("01/01/2018", 221_000, id="2018"),
        pytest.param("31/12/2019", 221_000, id="2019"),
        pytest.param("01/01/2020", 214_000, id="2020"),
        pytest.param("31/12/2021", 214_000, id="2021"),
        pytest.param("01/01/2022", 215_000, id="2022"),
        pytest.param("31/12/2023", 215_000, id="2023"),
        pytest.param("01/01/2024", 221_000, id="2024"),
        pytest.param("31/12/2025", 221_000, id="2025"),
        pytest.param("01/01/2026", 216_000, id="2026"),
        pytest.param("31/12/2027", 216_000, id="2027"),
        pytest.param("01/01/2028", None, id="2028-non-ancora-nota"),
    ],
)
def test_la_soglia_europea_cambia_ogni_due_anni(giorno: str, euro: int | None) -> None:
    """Fuori dai bienni noti non si indovina."""
    valore = get_diritto().find_valore("soglia_ordinaria", day(giorno))
    assert (valore and valore.valore) == euro


@pytest.mark.parametrize("giorno", ["20/04/2016", "31/12/2019", "01/01/2020", "30/06/2023", "01/01/2028"])
def test_la_soglia_dei_servizi_sociali_e_sempre_750_000(giorno: str) -> None:
    """Sotto tutte le leggi conosciute."""
    valore = get_diritto().find_valore("soglia_sociale", day(giorno))
    assert valore is not None
    assert valore.valore == 750_000


def test_ogni_procedura_dice_perche_e_o_non_e_ammessa() -> None:
    """Con l'articolo, e se è verificato."""
    (valore,) = compute_valori(get_diritto(), Decimal(800_000), ESCLUSA, day("19/07/2023"))
    assert all(a.riferimento and a.stato_fonte in {"V", "K"} for a in valore.procedure)
    negoziata = next(a for a in valore.procedure if a.procedura == "negoziata")
    assert negoziata.riferimento == "D.Lgs. 36/2023, art. 14 c. 1 d)"


@pytest.mark.parametrize(
    ("servizio", "netto", "ammessa"),
    [
        pytest.param("sociale", 749_999, True, id="i-servizi-sociali-fino-a-750.000"),
        pytest.param("altro", 220_999, True, id="gli-altri-fino-alla-soglia-ordinaria-del-2024"),
        pytest.param("altro", 221_000, False, id="gli-altri-dalla-soglia-ordinaria-no"),
        pytest.param("altro", 749_999, False, id="gli-altri-non-arrivano-a-750.000"),
    ],
)
def test_il_genere_del_servizio_decide_la_soglia_della_negoziata(servizio: str, netto: int, *, ammessa: bool) -> None:
    """D.Lgs. 36/2023, artt. 14 c. 1 c) e d) e 50 c. 1 e): 750.000 euro solo per l'Allegato XIV."""
    (valore,) = compute_valori(get_diritto(), Decimal(netto), ESCLUSA, day("15/01/2024"), Appalto(servizio=servizio))
    assert ("negoziata" in list_ammesse(valore)) is ammessa


def test_la_co_progettazione_e_ammessa_dal_codice_del_terzo_settore() -> None:
    """D.Lgs. 117/2017, in vigore dal 03/08/2017."""
    ammesse = [evaluate("100000.00", giorno) for giorno in ("02/08/2017", "03/08/2017")]
    assert ["co-progettazione" in a for a in ammesse] == [False, True]


def test_le_aliquote_sono_quelle_dei_dati() -> None:
    """Nessuna sta nel codice."""
    assert list_aliquote(get_diritto(), day("19/07/2023")) == (22, 10, 5)
