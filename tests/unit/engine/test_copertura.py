"""Copertura e lacune di un quartiere."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.portafogli import OGGI, build_contratto, build_opzione, build_periodo, build_portafoglio

from ldq_planner.dates.incerta import PRIMO_GIORNO
from ldq_planner.dates.periodo import InsiemeGiorni, Periodo
from ldq_planner.engine.copertura import Coperture, compute_coperture, find_scoperto, is_cominciata, is_coperto
from ldq_planner.model.copertura import Lacuna, TipoLacuna

FINESTRA = build_periodo("2023-01-01", "2023-12-31")


def find_lacune(*contratti: dict[str, Any], dal: str = "2023-01-01", al: str = "2023-12-31") -> list[str]:
    """Le lacune del quartiere `q` fra due giorni, compresi."""
    costruiti = [build_contratto(f"c{n}", **campi) for n, campi in enumerate(contratti)]
    (copertura,) = compute_coperture(build_portafoglio(costruiti), build_periodo(dal, al))
    return [f"{x.tipo} {x.inizio}–{x.fine} {x.giorni}" for x in copertura.lacune]


def at(inizio: str, fine: str, **campi: object) -> dict[str, Any]:
    """I campi di un contratto fra quelle due date."""
    return {"inizio": inizio, "scadenza_base": fine, **campi}


@pytest.mark.parametrize(
    ("contratti", "lacune"),
    [
        pytest.param([], ["certa 2023-01-01–2023-12-31 365"], id="nessun-contratto"),
        pytest.param([at("2023-01-01", "2023-12-31")], [], id="tutta-la-finestra"),
        pytest.param([at("2020-01-01", "2030-12-31")], [], id="piu-della-finestra"),
        pytest.param([at("2020-01-01", "2022-12-31")], ["certa 2023-01-01–2023-12-31 365"], id="finito-alla-vigilia"),
        pytest.param(
            [at("2024-01-01", "2024-12-31")], ["certa 2023-01-01–2023-12-31 365"], id="comincia-il-giorno-dopo"
        ),
        pytest.param([at("2023-01-01", "2023-06-30"), at("2023-07-01", "2023-12-31")], [], id="due-che-si-toccano"),
        pytest.param(
            [at("2023-01-01", "2023-06-30"), at("2023-07-02", "2023-12-31")],
            ["certa 2023-07-01–2023-07-01 1"],
            id="un-giorno-in-mezzo",
        ),
        pytest.param(
            [at("2023-02-01", "2023-03-31"), at("2023-05-01", "2023-11-30")],
            ["certa 2023-01-01–2023-01-31 31", "certa 2023-04-01–2023-04-30 30", "certa 2023-12-01–2023-12-31 31"],
            id="prima-in-mezzo-e-dopo",
        ),
        pytest.param([at("2023-01-01", "2023-12-30")], ["certa 2023-12-31–2023-12-31 1"], id="l-ultimo-giorno"),
        pytest.param([at("2023-01-02", "2023-12-31")], ["certa 2023-01-01–2023-01-01 1"], id="il-primo-giorno"),
    ],
)
def test_una_lacuna_e_un_tratto_massimale_senza_contratti(contratti: list[dict[str, Any]], lacune: list[str]) -> None:
    """Nella finestra, estremi compresi."""
    assert find_lacune(*contratti) == lacune


@pytest.mark.parametrize(
    ("contratti", "lacune"),
    [
        pytest.param([at("2023", "2024-12-31")], ["possibile 2023-01-01–2023-12-30 364"], id="inizio-a-meno-dell-anno"),
        pytest.param([at("2020-01-01", "2023")], ["possibile 2023-01-02–2023-12-31 364"], id="fine-a-meno-dell-anno"),
        pytest.param(
            [at("2023", "2023")], ["possibile 2023-01-01–2023-12-31 365"], id="inizio-e-fine-nello-stesso-anno"
        ),
        pytest.param(
            [at("2020-01-01", "2023-06")],
            ["possibile 2023-06-02–2023-06-30 29", "certa 2023-07-01–2023-12-31 184"],
            id="fine-a-meno-del-mese",
        ),
        pytest.param(
            [at("2020-01-01", "2023-06-30~")],
            ["possibile 2023-03-31–2023-09-30 184", "certa 2023-10-01–2023-12-31 92"],
            id="fine-indicativa",
        ),
        pytest.param([at("2020-01-01", "non noto")], ["possibile 2023-01-01–2023-12-31 365"], id="fine-non-nota"),
        pytest.param(
            [at("2023-05-10", "non noto")],
            ["certa 2023-01-01–2023-05-09 129", "possibile 2023-05-10–2023-12-31 236"],
            id="neppure-il-primo-giorno-e-certo",
        ),
        pytest.param(
            [at("non noto", "2023-06-30")],
            ["possibile 2023-01-01–2023-06-30 181", "certa 2023-07-01–2023-12-31 184"],
            id="inizio-non-noto",
        ),
        pytest.param([at("2023", "2024-12-31"), at("2023-01-01", "2023-12-31")], [], id="coperto-anche-da-uno-certo"),
        pytest.param(
            [at("2023-03", "2023-12-31"), at("2023-01-01", "2023-03-15")],
            ["possibile 2023-03-16–2023-03-30 15"],
            id="uno-certo-in-parte",
        ),
        pytest.param(
            [at("2022-01-01", "2023-06"), at("2023-06", "2024-12-31")],
            ["possibile 2023-06-02–2023-06-29 28"],
            id="due-incerti-che-forse-si-toccano",
        ),
    ],
)
def test_con_date_incerte_una_lacuna_e_certa_o_solo_possibile(
    contratti: list[dict[str, Any]], lacune: list[str]
) -> None:
    """Certa fuori da ogni lettura; possibile dove una lettura copre e un'altra no; il certo di un altro la chiude."""
    assert find_lacune(*contratti) == lacune


def test_lacune_di_tipo_diverso_che_si_toccano_restano_due() -> None:
    """In ordine di data."""
    assert find_lacune(at("2023-06", "2023-09")) == [
        "certa 2023-01-01–2023-05-31 151",
        "possibile 2023-06-01–2023-06-29 29",
        "possibile 2023-09-02–2023-09-30 29",
        "certa 2023-10-01–2023-12-31 92",
    ]


def test_una_fine_che_precede_sempre_l_inizio_non_copre_nulla() -> None:
    """Nessuna lettura è possibile."""
    assert find_lacune(at("2023-06-01", "2023-05-31")) == ["certa 2023-01-01–2023-12-31 365"]


def test_le_letture_in_cui_la_fine_precede_l_inizio_non_contano() -> None:
    """Fra maggio e giugno: chi comincia il 10 giugno finisce dal 10 in poi, e quel giorno è in vigore comunque."""
    assert find_lacune(at("2023-06-10", "2023-06"), dal="2023-06-01", al="2023-06-30") == [
        "certa 2023-06-01–2023-06-09 9",
        "possibile 2023-06-11–2023-06-30 20",
    ]


def test_due_contratti_sugli_stessi_giorni_contano_una_volta() -> None:
    """I giorni coperti non si sommano."""
    contratti = [build_contratto(id_, inizio="2023-01-01", scadenza_base="2023-06-30") for id_ in ("uno", "due")]
    (copertura,) = compute_coperture(build_portafoglio(contratti), FINESTRA)
    assert (copertura.giorni, copertura.giorni_coperti) == (365, 181)


def test_i_giorni_coperti_sono_solo_quelli_certi() -> None:
    """Un giorno possibile non si conta."""
    contratti = [build_contratto(inizio="2023-01", scadenza_base="2023-12-31")]
    (copertura,) = compute_coperture(build_portafoglio(contratti), FINESTRA)
    assert copertura.giorni_coperti == 335
    assert copertura.sum_giorni(TipoLacuna.POSSIBILE) == 30
    assert copertura.sum_giorni(TipoLacuna.CERTA) == 0


def test_un_quartiere_senza_contratti_ha_la_sua_riga() -> None:
    """È la più rumorosa, non quella che manca; gli altri restano nell'ordine dei dati."""
    contratti = [build_contratto(quartieri=["nord"], inizio="2023-01-01", scadenza_base="2023-12-31")]
    coperture = compute_coperture(build_portafoglio(contratti, abitanti={"sud": 10, "nord": 20}), FINESTRA)
    assert [(c.id, c.giorni_coperti) for c in coperture] == [("sud", 0), ("nord", 365)]
    assert coperture[0].lacune == (Lacuna(FINESTRA.inizio, FINESTRA.fine, 365, TipoLacuna.CERTA, 3650),)
    assert not Coperture(contratti)["sud"].possibile


def test_un_contratto_per_piu_quartieri_li_copre_tutti() -> None:
    """Lo stesso contratto."""
    contratti = [build_contratto(quartieri=["nord", "sud"], inizio="2023-01-01", scadenza_base="2023-06-30")]
    coperture = compute_coperture(build_portafoglio(contratti, abitanti={"nord": 1, "sud": 1}), FINESTRA)
    assert [c.giorni_coperti for c in coperture] == [181, 181]


def test_senza_abitanti_non_ci_sono_abitanti_giorni() -> None:
    """Non noto non è zero."""
    (copertura,) = compute_coperture(build_portafoglio(abitanti={"q": None}), FINESTRA)
    assert copertura.lacune[0].abitanti_giorni is None


def test_zero_abitanti_fanno_zero_abitanti_giorni() -> None:
    """E zero non è «non noto»."""
    (copertura,) = compute_coperture(build_portafoglio(abitanti={"q": 0}), FINESTRA)
    assert copertura.lacune[0].abitanti_giorni == 0


def test_copre_fino_alla_scadenza_effettiva_e_non_alla_massima() -> None:
    """Le opzioni aperte non coprono nessuno."""
    opzioni = [build_opzione(durata_mesi=3), build_opzione("aperta", durata_mesi=3)]
    assert find_lacune({"inizio": "2023-01-01", "durata_mesi": 6, "opzioni": opzioni}) == [
        "certa 2023-10-01–2023-12-31 92"
    ]


def test_la_scadenza_effettiva_dichiarata_vale_piu_della_durata() -> None:
    """Se il contratto è finito prima, da lì è scoperto."""
    assert find_lacune({"inizio": "2023-01-01", "durata_mesi": 12, "scadenza_effettiva": "2023-11-30"}) == [
        "certa 2023-12-01–2023-12-31 31"
    ]


MARZO_E_MAGGIO = InsiemeGiorni((build_periodo("2023-03-01", "2023-03-31"), build_periodo("2023-05-01", "2023-05-31")))


@pytest.mark.parametrize(
    ("inizio", "fine", "coperto"),
    [
        pytest.param("2023-03-01", "2023-03-31", True, id="tutto-il-tratto"),
        pytest.param("2023-03-31", "2023-03-31", True, id="l-ultimo-giorno"),
        pytest.param("2023-03-31", "2023-04-01", False, id="un-giorno-oltre"),
        pytest.param("2023-02-28", "2023-03-01", False, id="un-giorno-prima"),
        pytest.param("2023-03-15", "2023-05-15", False, id="con-una-lacuna-in-mezzo"),
    ],
)
def test_un_periodo_e_coperto_se_lo_sono_tutti_i_suoi_giorni(inizio: str, fine: str, *, coperto: bool) -> None:
    """Gli estremi sono compresi."""
    assert is_coperto(MARZO_E_MAGGIO, build_periodo(inizio, fine)) is coperto


def test_i_giorni_scoperti_arrivano_a_oggi_compreso() -> None:
    """Il primo è quello dopo l'ultimo giorno coperto."""
    assert find_scoperto(MARZO_E_MAGGIO, date(2023, 4, 10)) == build_periodo("2023-04-01", "2023-04-10")


def test_oggi_coperto_non_ha_giorni_scoperti() -> None:
    """Anche se ieri lo era."""
    assert find_scoperto(MARZO_E_MAGGIO, date(2023, 5, 1)) is None


def test_chi_non_e_mai_stato_coperto_lo_e_dal_primo_giorno() -> None:
    """E la sua copertura non è cominciata."""
    assert find_scoperto(MARZO_E_MAGGIO, date(2023, 2, 1)) == Periodo(PRIMO_GIORNO, date(2023, 2, 1))
    assert not is_cominciata(MARZO_E_MAGGIO, date(2023, 2, 28))
    assert is_cominciata(MARZO_E_MAGGIO, date(2023, 3, 1))
    assert not is_cominciata(InsiemeGiorni(), OGGI)
