"""Lo stato di quartieri e contratti in un giorno."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.portafogli import OGGI, build_contratto, build_opzione, build_portafoglio, build_scenario

from ldq_planner.api import compute_stati
from ldq_planner.dates.incerta import parse_data
from ldq_planner.engine.stato import classify_contratto, compute_totali, count_giorni, find_prossimo
from ldq_planner.model.portafoglio import Soglie
from ldq_planner.model.stato import Stato, StatoContratto, StatoQuartiere


def at(inizio: str, fine: str) -> dict[str, Any]:
    """I campi di un contratto fra quelle due date."""
    return {"inizio": inizio, "scadenza_base": fine}


def find_stato(*contratti: dict[str, Any], soglia: int = 90, oggi: date = OGGI) -> StatoQuartiere:
    """Lo stato del quartiere `q`, con quei contratti, che si chiamano `c0`, `c1` e così via."""
    costruiti = [build_contratto(f"c{n}", **campi) for n, campi in enumerate(contratti)]
    (stato,) = compute_stati(replace(build_portafoglio(costruiti), soglie=Soglie(in_scadenza=soglia)), oggi)
    return stato


@pytest.mark.parametrize(
    ("contratti", "stato"),
    [
        pytest.param([], Stato.MAI_COPERTO, id="nessun-contratto"),
        pytest.param([at("2023-01-18", "2024-12-31")], Stato.MAI_COPERTO, id="il-primo-comincia-domani"),
        pytest.param([at("2022-01-01", "2023-01-16")], Stato.SCOPERTO, id="finito-ieri"),
        pytest.param([at("2022-01-01", "2022-06-30"), at("2023-01-18", "2024-12-31")], Stato.SCOPERTO, id="fra-due"),
        pytest.param([at("2022-01-01", "2023-01")], Stato.INCERTO, id="finisce-questo-mese"),
        pytest.param([at("2023", "2024-12-31")], Stato.INCERTO, id="comincia-quest-anno"),
        pytest.param([at("2022-01-01", "non noto")], Stato.INCERTO, id="fine-non-nota"),
        pytest.param([at("2022-01-01", "2023-01-17")], Stato.IN_SCADENZA, id="finisce-oggi"),
        pytest.param([at("2023-01-17", "2023-01-17")], Stato.IN_SCADENZA, id="comincia-e-finisce-oggi"),
        pytest.param([at("2022-01-01", "2023-04-17")], Stato.IN_SCADENZA, id="fra-90-giorni"),
        pytest.param([at("2022-01-01", "2023-04-18")], Stato.COPERTO, id="fra-91-giorni"),
        pytest.param([at("2023-01-17", "2024-12-31")], Stato.COPERTO, id="comincia-oggi"),
        pytest.param(
            [at("2022-01-01", "2023-01-31"), at("2023-02-01", "2024-12-31")], Stato.COPERTO, id="ne-segue-un-altro"
        ),
        pytest.param(
            [at("2022-01-01", "2023-01-31"), at("2023-02-02", "2024-12-31")],
            Stato.IN_SCADENZA,
            id="ne-segue-un-altro-con-un-giorno-in-mezzo",
        ),
        pytest.param(
            [at("2022-01-01", "2023-01-31"), at("2023-02", "2024-12-31")],
            Stato.IN_SCADENZA,
            id="ne-segue-forse-un-altro",
        ),
    ],
)
def test_lo_stato_di_un_quartiere(contratti: list[dict[str, Any]], stato: Stato) -> None:
    """Oggi compreso; la soglia di 90 giorni è compresa."""
    assert find_stato(*contratti).stato is stato


@pytest.mark.parametrize(
    ("soglia", "stato"), [(163, Stato.COPERTO), (164, Stato.IN_SCADENZA), (165, Stato.IN_SCADENZA)]
)
def test_la_soglia_dell_ente_e_compresa(soglia: int, stato: Stato) -> None:
    """164 giorni al 30/06/2023: con una soglia di 164 è in scadenza."""
    assert find_stato(at("2022-01-01", "2023-06-30"), soglia=soglia).stato is stato


def test_con_soglia_zero_e_in_scadenza_chi_finisce_oggi() -> None:
    """E chi finisce domani no."""
    assert find_stato(at("2022-01-01", "2023-01-17"), soglia=0).stato is Stato.IN_SCADENZA
    assert find_stato(at("2022-01-01", "2023-01-18"), soglia=0).stato is Stato.COPERTO


@pytest.mark.parametrize(
    ("contratti", "dal", "giorni"),
    [
        pytest.param([at("2022-01-01", "2022-12-20")], "2022-12-21", 28, id="dal-giorno-dopo-oggi-compreso"),
        pytest.param([at("2022-01-01", "2023-01-16")], "2023-01-17", 1, id="da-oggi"),
        pytest.param([at("2022-01-01", "2022-11")], "2022-12-01", 48, id="dall-ultima-fine-possibile"),
        pytest.param(
            [at("2021-01-01", "2021-12-31"), at("2022-03-01", "2022-12-20")],
            "2022-12-21",
            28,
            id="solo-l-ultima-lacuna",
        ),
        pytest.param([at("2022-01-01", "2023-06-30")], None, 0, id="coperto"),
        pytest.param([at("2023", "2024-12-31")], None, 0, id="incerto"),
        pytest.param([], None, None, id="mai-coperto"),
    ],
)
def test_da_quando_e_scoperto(contratti: list[dict[str, Any]], dal: str | None, giorni: int | None) -> None:
    """Solo i giorni certamente scoperti; chi non lo è mai stato non ha un giorno da cui contare."""
    stato = find_stato(*contratti)
    assert stato.scoperto_dal == (date.fromisoformat(dal) if dal else None)
    assert stato.giorni_scoperti == giorni
    assert stato.abitanti_giorni_scoperti == (None if giorni is None else 1000 * giorni)


@pytest.mark.parametrize(
    ("contratti", "scelto"),
    [
        pytest.param([], None, id="nessuno"),
        pytest.param([at("2023-02-01", "2024-12-31")], None, id="uno-futuro-non-parla-per-oggi"),
        pytest.param([at("2022-01-01", "2022-12-31"), at("2023-01-01", "2023-12-31")], "c1", id="quello-in-corso"),
        pytest.param(
            [at("2022-01-01", "2023-12-31"), at("2023-01-01", "2023-06-30")], "c0", id="quello-che-dura-di-piu"
        ),
        pytest.param(
            [at("2022-01-01", "2023-06-30"), at("2023", "2025-12-31")], "c0", id="il-certo-prima-dell-incerto"
        ),
        pytest.param(
            [at("2022-01-01", "2022-12-31"), at("2023", "2025-12-31")], "c1", id="l-incerto-prima-dello-scaduto"
        ),
        pytest.param([at("2022-01-01", "2022-12-31"), at("2021-01-01", "2022-06-30")], "c0", id="l-ultimo-scaduto"),
    ],
)
def test_il_contratto_che_parla_per_il_quartiere(contratti: list[dict[str, Any]], scelto: str | None) -> None:
    """In vigore con certezza, poi forse, poi l'ultimo scaduto."""
    assert find_stato(*contratti).contratto == scelto


def test_lo_stato_dice_scadenza_massima_e_seguito() -> None:
    """La massima conta le opzioni aperte; il successivo è il primo che deve ancora cominciare."""
    opzioni = [build_opzione("aperta", durata_mesi=6)]
    portafoglio = build_portafoglio(
        [
            build_contratto("dopo", inizio="2025-01-01", durata_mesi=12),
            build_contratto("subito", inizio="2024-01-01", durata_mesi=12),
            build_contratto("ora", inizio="2022-01-01", scadenza_base="2023-06-30", opzioni=opzioni),
        ],
        [build_scenario("gara"), build_scenario("altrove", quartieri=["r"])],
    )
    (stato,) = compute_stati(portafoglio, OGGI)
    assert (stato.contratto, stato.contratto_successivo, stato.scenari) == ("ora", "subito", ("gara",))
    assert (str(stato.scadenza), str(stato.scadenza_massima)) == ("2023-06-30", "2023-12-31")
    assert stato.coperto_fino_al == date(2023, 6, 30)


def test_un_contratto_che_comincia_oggi_e_in_corso_e_non_e_il_seguito() -> None:
    """Il seguito comincia al più presto domani."""
    stato = find_stato(at("2022-01-01", "2023-01-16"), at("2023-01-17", "2023-12-31"), at("2024-01-01", "2024-12-31"))
    assert (stato.contratto, stato.contratto_successivo) == ("c1", "c2")


def test_coperto_fino_al_guarda_la_copertura_e_non_un_contratto() -> None:
    """Due contratti che si toccano arrivano alla fine del secondo."""
    stato = find_stato(at("2022-01-01", "2023-06-30"), at("2023-07-01", "2024-06-30"))
    assert stato.coperto_fino_al == date(2024, 6, 30)
    assert (stato.contratto, stato.giorni_alla_scadenza) == ("c0", 164)


@pytest.mark.parametrize(
    ("oggi", "stato", "dal"),
    [
        pytest.param("2023-04-17", Stato.SCOPERTO, None, id="alla-soglia-i-dati-valgono"),
        pytest.param("2023-04-18", Stato.NON_SI_SA, "2023-02-01", id="il-giorno-dopo-la-fine"),
        pytest.param("2026-11-27", Stato.NON_SI_SA, "2023-02-01", id="quattro-anni-dopo"),
    ],
)
def test_da_dati_troppo_vecchi_non_si_dice_scoperto(oggi: str, stato: Stato, dal: str | None) -> None:
    """I dati sono del 17/01/2023 e il contratto finisce il 31/01: dopo, nessuno può dirlo."""
    trovato = find_stato(at("2022-01-01", "2023-01-31"), oggi=date.fromisoformat(oggi))
    assert (trovato.stato, trovato.non_si_sa_dal) == (stato, date.fromisoformat(dal) if dal else None)
    assert (trovato.giorni_scoperti is None) == (stato is Stato.NON_SI_SA)
    assert compute_totali((trovato,), date.fromisoformat(oggi)).quartieri_scoperti == (stato is Stato.SCOPERTO)


def test_chi_era_gia_scoperto_non_si_sa_dal_giorno_dei_dati() -> None:
    """Fino al 17/01/2023 i dati lo dicono; chi è mai stato coperto, e chi è coperto, resta com'è."""
    tardi = date(2026, 11, 27)
    assert find_stato(at("2022-01-01", "2022-12-20"), oggi=tardi).non_si_sa_dal == OGGI
    assert find_stato(oggi=tardi).stato is Stato.MAI_COPERTO
    assert find_stato(at("2022-01-01", "2028-12-31"), oggi=tardi).stato is Stato.COPERTO


def test_la_copertura_puo_finire_con_il_contratto_che_segue() -> None:
    """Fino a quando è coperto il quartiere, e con quale contratto; e fino a quando forse."""
    stato = find_stato(at("2022-01-01", "2023-03-31"), at("2023-04-01", "2023-07-31"))
    assert (stato.contratto, stato.coperto_con, stato.ultimo_coperto) == ("c0", "c1", date(2023, 7, 31))
    incerto = find_stato(at("2022-01-01", "2023-06"))
    assert (incerto.ultimo_coperto, incerto.forse_fino_al) == (date(2023, 6, 1), date(2023, 6, 30))
    finito = find_stato(at("2022-01-01", "2022-12-20"))
    assert (finito.ultimo_coperto, finito.coperto_con) == (date(2022, 12, 20), None)


def test_i_quartieri_sono_in_ordine_di_urgenza() -> None:
    """Mai coperto, scoperto da più tempo, incerto, chi scade prima; a parità il più popoloso, poi l'id."""
    abitanti = {
        "coperto": 1,
        "in-scadenza": 1,
        "incerto": 1,
        "scoperto-da-poco": 9999,
        "scoperto-da-tanto": 1,
        "mai-b": 5,
        "mai-a": 5,
        "mai-popoloso": 500,
        "coperto-meno": 1,
        "coperto-meno-popoloso": 2,
    }
    fini = {
        "coperto": "2024-12-31",
        "coperto-meno": "2023-12-31",
        "coperto-meno-popoloso": "2023-12-31",
        "in-scadenza": "2023-02-28",
        "incerto": "2023-01",
        "scoperto-da-poco": "2023-01-10",
        "scoperto-da-tanto": "2022-10-31",
    }
    contratti = [
        build_contratto(id_, quartieri=[id_], inizio="2022-01-01", scadenza_base=fine) for id_, fine in fini.items()
    ]
    assert [s.id for s in compute_stati(build_portafoglio(contratti, abitanti=abitanti), OGGI)] == [
        "mai-popoloso",
        "mai-a",
        "mai-b",
        "scoperto-da-tanto",
        "scoperto-da-poco",
        "incerto",
        "in-scadenza",
        "coperto-meno-popoloso",
        "coperto-meno",
        "coperto",
    ]


def test_i_totali_contano_solo_chi_e_certamente_scoperto() -> None:
    """Gli incerti no; i mai coperti sì, ma da quando non si sa; chi non ha abitanti noti non aggiunge persone."""
    abitanti = {"mai": 100, "scoperto": 10, "ignoto": None, "incerto": 7, "nord": 1, "sud": 1, "tardi": 1}
    fini = {
        "scoperto": "2022-12-20",
        "ignoto": "2022-12-20",
        "incerto": "2023-01",
        "nord": "2023-06-30",
        "sud": "2023-06-30",
        "tardi": "2023-12-31",
    }
    contratti = [build_contratto(q, quartieri=[q], inizio="2022-01-01", scadenza_base=fine) for q, fine in fini.items()]
    totali = compute_totali(compute_stati(build_portafoglio(contratti, abitanti=abitanti), OGGI), OGGI)
    assert (totali.quartieri_scoperti, totali.abitanti_scoperti, totali.abitanti_giorni_scoperti) == (3, 110, 280)
    assert (totali.prossima_scadenza, totali.quartieri_in_prossima_scadenza) == (date(2023, 6, 30), ("nord", "sud"))


def test_senza_quartieri_coperti_non_c_e_una_prossima_scadenza() -> None:
    """E una scadenza già passata non è la prossima."""
    totali = compute_totali((find_stato(at("2022-01-01", "2022-12-20")),), OGGI)
    assert (totali.prossima_scadenza, totali.quartieri_in_prossima_scadenza) == (None, ())


@pytest.mark.parametrize(
    ("inizio", "fine", "stato"),
    [
        pytest.param("2023-01-18", "2023-12-31", StatoContratto.FUTURO, id="da-domani"),
        pytest.param("2023-01-17", "2023-12-31", StatoContratto.IN_CORSO, id="da-oggi"),
        pytest.param("2022-01-01", "2023-01-17", StatoContratto.IN_CORSO, id="fino-a-oggi"),
        pytest.param("2022-01-01", "2023-01-16", StatoContratto.SCADUTO, id="fino-a-ieri"),
        pytest.param("2023", "2023-12-31", StatoContratto.INCERTO, id="forse-cominciato"),
        pytest.param("2022-01-01", "2023-01", StatoContratto.INCERTO, id="forse-finito"),
        pytest.param("2023-02", "2023-12-31", StatoContratto.FUTURO, id="il-mese-prossimo"),
        pytest.param("2020", "2022", StatoContratto.SCADUTO, id="finito-l-anno-scorso"),
        pytest.param("2020", "2024", StatoContratto.IN_CORSO, id="in-corso-in-ogni-lettura"),
    ],
)
def test_lo_stato_di_un_contratto(inizio: str, fine: str, stato: StatoContratto) -> None:
    """Incerto se le letture non sono d'accordo; gli estremi sono in vigore."""
    assert classify_contratto(build_contratto(**at(inizio, fine)), OGGI) is stato


@pytest.mark.parametrize(
    ("scadenza", "giorni"),
    [("2023-06-30", 164), ("2023-01-17", 0), ("2022-12-20", -28), ("2023-06", 135), ("non noto", None)],
)
def test_i_giorni_alla_scadenza(scadenza: str, giorni: int | None) -> None:
    """Scadenza meno oggi; di una data incerta conta la prima lettura, di una non nota nessuna."""
    assert count_giorni(parse_data(scadenza), OGGI) == giorni


def test_il_prossimo_contratto_comincia_dopo_in_ogni_lettura() -> None:
    """Uno forse già cominciato non è il prossimo."""
    contratti = (
        build_contratto("terzo", inizio="2024-01-01", durata_mesi=1),
        build_contratto("forse", inizio="2023", durata_mesi=1),
        build_contratto("secondo", inizio="2023-02", durata_mesi=1),
    )
    prossimo = find_prossimo(build_portafoglio(contratti), "q", OGGI)
    assert prossimo is not None
    assert prossimo.id == "secondo"
