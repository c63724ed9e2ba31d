"""Le domande che più regole fanno ai dati."""

from __future__ import annotations

from datetime import date

import pytest

from ldq_planner.dates.incerta import PRIMO_GIORNO, parse_data
from ldq_planner.dates.periodo import InsiemeGiorni, Periodo
from ldq_planner.engine.copertura import find_scoperto, is_cominciata, is_coperto
from ldq_planner.engine.quadro import Quadro
from ldq_planner.model.contratto import Contratto, FileContratti
from ldq_planner.model.portafoglio import Portafoglio
from ldq_planner.model.quartiere import FileQuartieri, Quartiere
from ldq_planner.model.scenario import FileScenari, Scenario
from ldq_planner.rules.contesto import Contesto
from ldq_planner.rules.domande import (
    find_prossimo,
    is_superato,
    locate_fine,
    say_scenari,
)

OGGI = date(2023, 1, 17)
MARZO_E_MAGGIO = InsiemeGiorni(
    (Periodo(date(2023, 3, 1), date(2023, 3, 31)), Periodo(date(2023, 5, 1), date(2023, 5, 31)))
)


def build_periodo(inizio: str, fine: str) -> Periodo:
    """Un periodo da due date ISO."""
    return Periodo(date.fromisoformat(inizio), date.fromisoformat(fine))


def build_contratto(id_: str = "primo", /, **campi: object) -> Contratto:
    """Un contratto con il minimo indispensabile."""
    minimo = {"quartieri": ["q"], "tipo": "gruppo-interno", "titolo": "Prova", "inizio": "2022-01-01", "fonte": "prova"}
    return Contratto.model_validate({"id": id_, **minimo, **campi})


def build_scenario(id_: str, /, **campi: object) -> Scenario:
    """Uno scenario con il minimo indispensabile."""
    minimo = {"nome": f"Gara {id_}", "tipo": "gara", "quartieri": ["q"], "fonte": "prova"}
    return Scenario.model_validate({"id": id_, **minimo, **campi})


def build_contesto(contratti: tuple[Contratto, ...] = (), scenari: tuple[Scenario, ...] = ()) -> Contesto:
    """La domanda del 17/01/2023 su un solo quartiere."""
    giorno = parse_data("2023-01-17")
    anagrafe = FileQuartieri(
        aggiornato_al=giorno, ente="Ente", servizio="Servizio", quartieri=(Quartiere(id="q", nome="Bovisa"),)
    )
    registro = FileContratti(aggiornato_al=giorno, contratti=contratti)
    return Contesto(
        Quadro(Portafoglio(anagrafe, registro, FileScenari(aggiornato_al=giorno, scenari=scenari)), OGGI), 90
    )


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


@pytest.mark.parametrize(
    ("campi", "campo"),
    [
        pytest.param({"durata_mesi": 12}, ("durata_mesi",), id="durata"),
        pytest.param({"durata_mesi": 12, "scadenza_base": "2022-12-31"}, ("scadenza_base",), id="base"),
        pytest.param({"durata_mesi": 12, "scadenza_effettiva": "2023-06-30"}, ("scadenza_effettiva",), id="effettiva"),
        pytest.param(
            {
                "durata_mesi": 12,
                "opzioni": [
                    {"tipo": "rinnovo", "stato": "esercitata", "durata_mesi": 6, "fonte": "prova"},
                    {"tipo": "rinnovo", "stato": "esercitata", "durata_mesi": 6, "fonte": "prova"},
                    {"tipo": "proroga", "stato": "aperta", "durata_mesi": 6, "fonte": "prova"},
                ],
            },
            ("opzioni", 1, "durata_mesi"),
            id="ultima-opzione-esercitata",
        ),
        pytest.param(
            {
                "durata_mesi": 12,
                "opzioni": [{"tipo": "proroga", "stato": "esercitata", "scadenza": "2023-03-31", "fonte": "prova"}],
            },
            ("opzioni", 0, "scadenza"),
            id="scadenza-dell-opzione",
        ),
    ],
)
def test_la_fine_sta_nel_campo_che_la_da(campi: dict[str, object], campo: tuple[str | int, ...]) -> None:
    """Una segnalazione sulla scadenza indica la riga da cui la scadenza viene."""
    assert locate_fine(build_contratto(**campi)).campo == campo


def test_il_prossimo_contratto_comincia_dopo_in_ogni_lettura() -> None:
    """Uno forse già cominciato non è il prossimo."""
    contratti = (
        build_contratto("terzo", inizio="2024-01-01", durata_mesi=1),
        build_contratto("forse", inizio="2023", durata_mesi=1),
        build_contratto("secondo", inizio="2023-02", durata_mesi=1),
    )
    prossimo = find_prossimo(build_contesto(contratti), "q", OGGI)
    assert prossimo is not None
    assert prossimo.id == "secondo"


@pytest.mark.parametrize(
    ("campi", "superato"),
    [
        pytest.param({"inizio": "2023-01-18", "durata_mesi": 12}, False, id="domani"),
        pytest.param({"inizio": "2023-01-17", "durata_mesi": 12}, True, id="oggi"),
        pytest.param({"inizio": "2023", "durata_mesi": 12}, False, id="quest-anno"),
        pytest.param({"inizio": "2022-12-31~", "durata_mesi": 12}, False, id="indicativo"),
        pytest.param({"fine": "2023-01-18"}, False, id="finisce-domani"),
        pytest.param({"fine": "2023-01-17~"}, True, id="finisce-oggi-indicativamente"),
        pytest.param({}, False, id="nulla-di-noto"),
    ],
)
def test_uno_scenario_e_superato_se_non_puo_piu_cominciare(campi: dict[str, object], *, superato: bool) -> None:
    """Ciò che oggi non c'è comincia al più presto domani."""
    assert is_superato(build_contesto().portafoglio, build_scenario("a", **campi), OGGI) is superato


@pytest.mark.parametrize(
    ("inizi", "detto"),
    [
        pytest.param({}, "", id="nessuno"),
        pytest.param({"a": "2022"}, "", id="superato"),
        pytest.param({"a": "2024"}, "; è allo studio «Gara a» (inizio: 2024), non ancora un contratto", id="uno"),
        pytest.param(
            {"a": "2024", "b": "non noto"},
            "; sono allo studio «Gara a» (inizio: 2024) e «Gara b» (inizio: non noto), non ancora contratti",
            id="due",
        ),
    ],
)
def test_gli_scenari_allo_studio_si_dicono_con_il_loro_inizio(inizi: dict[str, str], detto: str) -> None:
    """Uno scenario in due quartieri si nomina una volta; uno superato mai."""
    scenari = tuple(build_scenario(id_, inizio=inizio, durata_mesi=12) for id_, inizio in inizi.items())
    assert say_scenari(build_contesto(scenari=scenari), ["q", "q"]) == detto
