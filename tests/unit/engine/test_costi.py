"""Quanto costa un contratto: al mese, in un periodo, per anno."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.portafogli import build_contratto, build_opzione, build_periodo

from ldq_planner.engine.costi import (
    compute_costi_annui,
    compute_costo,
    compute_mensile,
    compute_mensile_opzione,
    find_tratti,
    join_iva,
    round_centesimi,
    split_importo,
    sum_opzioni,
)

RINNOVO = build_opzione(durata_mesi=6, importo_eur="138069.20")
LORENTEGGIO: dict[str, Any] = {
    "inizio": "2019-06-21",
    "durata_mesi": 36,
    "importo_eur": "828415.20",
    "opzioni": [RINNOVO],
}
UN_ANNO: dict[str, Any] = {"inizio": "2023-01-01", "durata_mesi": 12, "importo_eur": "3650.00"}


def test_lorenteggio_costa_lo_stesso_al_mese_nella_base_e_nel_rinnovo() -> None:
    """828.415,20 / 36 = 138.069,20 / 6 = 23.011,53 €."""
    contratto = build_contratto(**LORENTEGGIO)
    mensili = [compute_mensile(contratto), compute_mensile_opzione(contratto.opzioni[0])]
    assert [round_centesimi(m) for m in mensili if m is not None] == [Decimal("23011.53")] * 2


@pytest.mark.parametrize(
    ("campi", "mensile"),
    [
        pytest.param({"durata_mesi": 12, "importo_eur": "1200"}, "100", id="dai-mesi-scritti"),
        pytest.param({"scadenza_base": "2022-06-30", "importo_eur": "600"}, "100", id="dai-mesi-fra-le-due-date"),
        pytest.param({"scadenza_base": "2022-06-29", "importo_eur": "600"}, None, id="mesi-non-interi"),
        pytest.param({"scadenza_base": "2022-06", "importo_eur": "600"}, None, id="fine-incerta"),
        pytest.param(
            {"inizio": "2022", "scadenza_base": "2022-12-31", "importo_eur": "600"}, None, id="inizio-incerto"
        ),
        pytest.param(
            {"inizio": "2022", "durata_mesi": 6, "importo_eur": "600"}, "100", id="inizio-incerto-ma-mesi-scritti"
        ),
        pytest.param({"durata_mesi": 12, "importo_eur": "non noto"}, None, id="importo-non-noto"),
        pytest.param({"durata_mesi": 12}, None, id="importo-non-scritto"),
        pytest.param({"durata_mesi": 12, "importo_eur": "0"}, "0", id="gratis"),
    ],
)
def test_il_costo_al_mese(campi: dict[str, Any], mensile: str | None) -> None:
    """`None` se importo o mesi non sono noti; zero è un importo."""
    assert compute_mensile(build_contratto(**campi)) == (None if mensile is None else Decimal(mensile))


@pytest.mark.parametrize(
    "opzione", [build_opzione(durata_mesi=6), build_opzione(scadenza="2023-06-30", importo_eur="600")]
)
def test_un_opzione_senza_importo_o_senza_mesi_non_ha_un_costo_al_mese(opzione: dict[str, Any]) -> None:
    """Non si tira a indovinare."""
    assert compute_mensile_opzione(build_contratto(opzioni=[opzione]).opzioni[0]) is None


@pytest.mark.parametrize(
    ("dal", "al", "costo"),
    [
        pytest.param("2023-01-01", "2023-12-31", "3650.00", id="tutto"),
        pytest.param("2020-01-01", "2030-12-31", "3650.00", id="piu-di-tutto"),
        pytest.param("2023-01-01", "2023-01-01", "10.00", id="un-giorno"),
        pytest.param("2023-01-01", "2023-01-31", "310.00", id="un-mese"),
        pytest.param("2022-12-01", "2023-01-02", "20.00", id="a-cavallo-dell-inizio"),
        pytest.param("2023-12-31", "2024-01-31", "10.00", id="a-cavallo-della-fine"),
        pytest.param("2022-01-01", "2022-12-31", "0.00", id="prima"),
        pytest.param("2024-01-01", "2024-12-31", "0.00", id="dopo"),
    ],
)
def test_il_costo_di_un_periodo_e_in_proporzione_ai_giorni(dal: str, al: str, costo: str) -> None:
    """3.650 euro in un anno: dieci al giorno, estremi compresi."""
    assert compute_costo(build_contratto(**UN_ANNO), build_periodo(dal, al)) == Decimal(costo)


def test_base_e_rinnovo_si_ripartiscono_ciascuno_sui_suoi_giorni() -> None:
    """Il rinnovo comincia il giorno dopo la scadenza base."""
    contratto = build_contratto(**UN_ANNO, opzioni=[build_opzione(durata_mesi=1, importo_eur="62.00")])
    assert compute_costo(contratto, build_periodo("2023-12-31", "2024-01-01")) == Decimal("12.00")
    tratti = find_tratti(contratto)
    assert tratti is not None
    assert [t.periodo for t in tratti] == [
        build_periodo("2023-01-01", "2023-12-31"),
        build_periodo("2024-01-01", "2024-01-31"),
    ]


def test_gli_anni_di_lorenteggio_sommano_agli_importi_al_centesimo() -> None:
    """194 giorni del 2019 su 1.096, due anni interi, 171 giorni del 2022, e il rinnovo."""
    anni = compute_costi_annui(build_contratto(**LORENTEGGIO))
    assert [anno for anno, _ in anni] == [2019, 2020, 2021, 2022]
    assert anni[0][1] == round_centesimi(Decimal("828415.20") * 194 / 1096)
    assert sum(costo for _, costo in anni) == Decimal("828415.20") + Decimal("138069.20")


@pytest.mark.parametrize(("importo", "mesi"), [("100.00", 36), ("0.01", 48), ("999999.99", 7), ("1.00", 1200)])
def test_gli_arrotondamenti_degli_anni_si_compensano(importo: str, mesi: int) -> None:
    """Anche quando un giorno costa meno di un centesimo."""
    anni = compute_costi_annui(build_contratto(inizio="2019-06-21", durata_mesi=mesi, importo_eur=importo))
    assert sum(costo for _, costo in anni) == Decimal(importo)


@pytest.mark.parametrize(
    "campi",
    [
        pytest.param({"importo_eur": "non noto"}, id="importo-non-noto"),
        pytest.param({"inizio": "2023"}, id="inizio-incerto"),
        pytest.param({"scadenza_base": "2023-12"}, id="fine-incerta"),
        pytest.param({"opzioni": [build_opzione(durata_mesi=6)]}, id="rinnovo-senza-importo"),
        pytest.param({"opzioni": [build_opzione(scadenza="2024", importo_eur="1")]}, id="rinnovo-a-fine-incerta"),
    ],
)
def test_se_qualcosa_non_e_noto_e_certo_il_costo_non_c_e(campi: dict[str, Any]) -> None:
    """Una parte sola sarebbe una cifra falsa."""
    contratto = build_contratto(**{**UN_ANNO, **campi})
    assert compute_costo(contratto, build_periodo("2023-01-01", "2023-12-31")) is None
    assert find_tratti(contratto) is None
    assert compute_costi_annui(contratto) == ()


def test_le_opzioni_non_esercitate_non_costano() -> None:
    """Né quelle aperte."""
    opzioni = [build_opzione(stato, durata_mesi=6) for stato in ("aperta", "non-esercitata")]
    contratto = build_contratto(**UN_ANNO, opzioni=opzioni)
    assert compute_costo(contratto, build_periodo("2023-01-01", "2025-12-31")) == Decimal(3650)


def test_dopo_la_scadenza_dichiarata_un_contratto_non_costa() -> None:
    """Vale la scadenza dichiarata, come per la copertura: dove non copre, non si paga."""
    contratto = build_contratto(**UN_ANNO, scadenza_effettiva="2023-06-30")
    assert compute_costo(contratto, build_periodo("2023-07-01", "2023-12-31")) in (None, Decimal(0))


def test_un_rinnovo_oltre_l_ultimo_giorno_che_si_conosce_non_ferma_il_programma() -> None:
    """Un costo non si sa, ma `ldq contratti` deve rispondere."""
    opzioni = [build_opzione(durata_mesi=6, importo_eur="600")]
    contratto = build_contratto(inizio="2090-01-01", durata_mesi=132, importo_eur="100", opzioni=opzioni)
    assert compute_costi_annui(contratto) == ()


def test_se_il_rinnovo_comincia_dopo_la_scadenza_dichiarata_il_costo_non_c_e() -> None:
    """I documenti si contraddicono: il rinnovo non ha giorni su cui ripartire il suo importo."""
    opzioni = [build_opzione(durata_mesi=6, importo_eur="600")]
    contratto = build_contratto(**UN_ANNO, opzioni=opzioni, scadenza_effettiva="2023-12-31")
    assert compute_costo(contratto, build_periodo("2023-01-01", "2023-12-31")) is None


@pytest.mark.parametrize(
    ("opzioni", "somma"),
    [
        pytest.param([], None, id="nessuna"),
        pytest.param([RINNOVO], "138069.20", id="una"),
        pytest.param([RINNOVO, RINNOVO], "276138.40", id="due"),
        pytest.param([RINNOVO, build_opzione(durata_mesi=6)], "138069.20", id="una-senza-importo"),
        pytest.param([build_opzione(durata_mesi=6)], None, id="solo-una-senza-importo"),
        pytest.param([build_opzione("aperta", durata_mesi=6, importo_eur="5")], None, id="solo-una-aperta"),
    ],
)
def test_la_somma_delle_opzioni_esercitate(opzioni: list[dict[str, Any]], somma: str | None) -> None:
    """Quelle note; `None` se non ce n'è nessuna."""
    atteso = None if somma is None else Decimal(somma)
    assert sum_opzioni(build_contratto(durata_mesi=12, opzioni=opzioni)) == atteso


@pytest.mark.parametrize(("importo", "centesimi"), [("0.005", "0.00"), ("0.015", "0.02"), ("1.234", "1.23")])
def test_mezzo_centesimo_va_al_pari(importo: str, centesimi: str) -> None:
    """Così gli arrotondamenti non pendono da una parte."""
    assert round_centesimi(Decimal(importo)) == Decimal(centesimi)


CHIUSO: dict[str, Any] = {"inizio": "2020-01-01", "durata_mesi": 48, "importo_eur": "480000", "chiusura": "recesso"}


@pytest.mark.parametrize(
    ("campi", "maturato", "resto"),
    [
        pytest.param({"scadenza_effettiva": "2021-12-31"}, "240000", "240000", id="a-metà"),
        pytest.param(
            {"scadenza_effettiva": "2020-02-15"}, "15172.41", "464827.59", id="a-metà-di-un-mese-di-29-giorni"
        ),
        pytest.param(
            {"scadenza_effettiva": "2021-12-31", "opzioni": [RINNOVO]},
            "240000",
            "378069.20",
            id="il-rinnovo-non-è-cominciato",
        ),
        pytest.param(
            {"scadenza_effettiva": "2024-03-31", "opzioni": [RINNOVO]}, "549034.60", "69034.60", id="durante-il-rinnovo"
        ),
        pytest.param(
            {"scadenza_effettiva": "2023-12-31", "opzioni": [RINNOVO]}, "480000", "138069.20", id="alla-fine-della-base"
        ),
        pytest.param({"scadenza_effettiva": "2023-12-31"}, None, None, id="finito-quando-doveva"),
        pytest.param({"scadenza_effettiva": "2021"}, None, None, id="chiuso-non-si-sa-quando"),
        pytest.param({"scadenza_effettiva": "2021-12-31", "chiusura": None}, None, None, id="non-è-una-chiusura"),
        pytest.param(
            {"scadenza_effettiva": "2021-12-31", "importo_eur": "non noto"}, None, None, id="importo-non-noto"
        ),
    ],
)
def test_chi_e_chiuso_prima_costa_i_mesi_che_e_durato(
    campi: dict[str, Any], maturato: str | None, resto: str | None
) -> None:
    """La parte maturata è anche la somma degli anni; il resto non si spende."""
    contratto = build_contratto(**{**CHIUSO, **campi})
    attesi = None if maturato is None or resto is None else (Decimal(maturato), Decimal(resto))
    assert split_importo(contratto) == attesi
    if attesi:
        anni = compute_costi_annui(contratto)
        assert sum(costo for _, costo in anni) == attesi[0]
        assert anni[-1][0] == int(campi["scadenza_effettiva"][:4])


@pytest.mark.parametrize(
    ("ive", "somma"),
    [
        ((), None),
        (("inclusa", "inclusa"), "inclusa"),
        (("esclusa",), "esclusa"),
        ((None, None), "non nota"),
        (("inclusa", None), "mista"),
        (("inclusa", "esclusa"), "mista"),
    ],
)
def test_l_iva_di_una_somma_e_quella_di_tutti_o_e_mista(ive: tuple[str | None, ...], somma: str | None) -> None:
    """Chi non la dice non è come chi la esclude."""
    assert join_iva(ive) == somma
