"""Gli scenari: che cosa aggiungono, in quale finestra si guardano, quanto si stima che costino."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from tests.portafogli import OGGI, build_contratto, build_portafoglio, build_programma, build_scenario

from ldq_planner.api import evaluate_piani, evaluate_scenario
from ldq_planner.engine.copertura import Coperture
from ldq_planner.engine.scenari import (
    apply_piano,
    apply_scenario,
    compute_finestra,
    compute_finestra_comune,
    compute_inizio,
    is_superato,
)
from ldq_planner.model.scenario import Piano

if TYPE_CHECKING:
    from ldq_planner.model.esito import EsitoScenario

FINO_AL_30_GIUGNO = build_contratto("ora", inizio="2022-01-01", scadenza_base="2023-06-30")
FINITO_IL_20_DICEMBRE = build_contratto("prima", inizio="2022-01-01", scadenza_base="2022-12-20")
STIMA = {"motivo": "prova"}


def evaluate(campi: dict[str, Any], *contratti: Any, fine_programma: str = "2026-12-31~") -> EsitoScenario:
    """L'esito, il 17/01/2023, di uno scenario sul quartiere `q` con quei contratti."""
    scenario = build_scenario(**campi)
    portafoglio = build_portafoglio(contratti, [scenario], programmi=[build_programma(fine_programma)])
    return evaluate_scenario(portafoglio, scenario, OGGI)


def show(esito: EsitoScenario) -> list[str]:
    """Le lacune dell'esito."""
    return [f"{x.tipo} {x.inizio}–{x.fine}" for x in esito.lacune]


def test_un_piano_senza_scenari_e_lo_stesso_portafoglio() -> None:
    """Lo stesso oggetto."""
    portafoglio = build_portafoglio([FINO_AL_30_GIUGNO], [build_scenario(inizio="2023-07-01", durata_mesi=12)])
    assert apply_piano(portafoglio, portafoglio.piani[0], OGGI) is portafoglio


def test_uno_scenario_aggiunge_un_contratto_con_il_suo_id() -> None:
    """In coda, nei suoi quartieri, dal suo inizio alla sua fine; il portafoglio di prima non cambia."""
    scenario = build_scenario("gara", inizio="2023-07-01", durata_mesi=12)
    prima = build_portafoglio([FINO_AL_30_GIUGNO], [scenario])
    ora, nuovo = apply_scenario(prima, scenario, OGGI).contratti
    assert ora is FINO_AL_30_GIUGNO
    assert (nuovo.id, nuovo.quartieri) == ("gara", ("q",))
    assert (str(nuovo.inizio), str(nuovo.scadenza_base)) == ("2023-07-01", "2024-06-30")
    assert prima.contratti == (FINO_AL_30_GIUGNO,)


def test_un_piano_prende_solo_i_suoi_scenari() -> None:
    """Quelli che nomina."""
    scenari = [build_scenario(id_, inizio="2024-01-01", durata_mesi=1) for id_ in ("a", "b", "c")]
    piano = Piano(id="piano", nome="Piano", scenari=("c", "a"))
    portafoglio = build_portafoglio([], scenari, piani=[piano])
    assert [c.id for c in apply_piano(portafoglio, piano, OGGI).contratti] == ["a", "c"]


@pytest.mark.parametrize(
    ("inizio", "possibile"),
    [
        pytest.param("2023-07-01", "2023-07-01", id="futuro"),
        pytest.param("2023-01-18", "2023-01-18", id="domani"),
        pytest.param("2023", "2023-01-18..2023-12-31", id="quest-anno"),
        pytest.param("2023-01-17", "2023-01-18", id="oggi"),
        pytest.param("2022", "2023-01-18", id="tutto-passato"),
        pytest.param("non noto", "2023-01-18..2100-12-31", id="non-noto"),
    ],
)
def test_cio_che_oggi_non_c_e_comincia_al_piu_presto_domani(inizio: str, possibile: str) -> None:
    """Le letture fino a oggi sono escluse; se non ne resta nessuna, domani."""
    assert str(compute_inizio(build_scenario(inizio=inizio), OGGI)) == possibile


@pytest.mark.parametrize(
    ("campi", "lacune"),
    [
        pytest.param({"inizio": "2023-07-01", "durata_mesi": 12}, [], id="comincia-il-giorno-dopo"),
        pytest.param(
            {"inizio": "2023-07-02", "durata_mesi": 12}, ["certa 2023-07-01–2023-07-01"], id="comincia-un-giorno-tardi"
        ),
        pytest.param(
            {"inizio": "2024-01-01", "durata_mesi": 24}, ["certa 2023-07-01–2023-12-31"], id="Mazzini-e-la-gara"
        ),
        pytest.param(
            {"inizio": "2023-07", "durata_mesi": 12},
            ["possibile 2023-07-01–2023-07-30", "possibile 2024-07-01–2024-07-30"],
            id="inizio-incerto-e-fine-che-ne-viene",
        ),
        pytest.param(
            {"inizio": "2023-07-01", "fino_a_programma": "pinqua"}, [], id="la-fine-indicativa-conta-al-giorno-scritto"
        ),
        pytest.param(
            {"fino_a_programma": "pinqua"}, ["possibile 2023-07-01–2026-12-31"], id="senza-inizio-nulla-e-certo"
        ),
        pytest.param({}, [], id="senza-inizio-ne-fine-si-guarda-solo-oggi"),
    ],
)
def test_le_lacune_che_uno_scenario_lascia(campi: dict[str, Any], lacune: list[str]) -> None:
    """Con un contratto fino al 30/06/2023."""
    assert show(evaluate(campi, FINO_AL_30_GIUGNO)) == lacune


@pytest.mark.parametrize(
    ("fine", "lacune"),
    [
        pytest.param("2023-01-19", ["certa 2023-01-17–2023-01-17", "possibile 2023-01-18–2023-01-19"], id="dopodomani"),
        pytest.param(
            "2023-01-18",
            ["certa 2023-01-17–2023-01-18"],  # un giorno solo non è un servizio
            id="domani",
        ),
        pytest.param("2023-01-17", ["certa 2023-01-17–2023-01-17"], id="oggi"),
    ],
)
def test_senza_un_inizio_noto_nemmeno_l_ultimo_giorno_e_certo(fine: str, lacune: list[str]) -> None:
    """Il servizio può non cominciare affatto in tempo; oggi non comincia."""
    assert show(evaluate({"fine": fine})) == lacune


def test_uno_scenario_che_finirebbe_prima_di_cominciare_non_aggiunge_nulla() -> None:
    """Lo stesso portafoglio, e le lacune che c'erano."""
    scenario = build_scenario(fine="2023-01-17")
    portafoglio = build_portafoglio([FINO_AL_30_GIUGNO], [scenario])
    assert apply_scenario(portafoglio, scenario, OGGI) is portafoglio


@pytest.mark.parametrize(
    ("campi", "contratti", "dal", "al"),
    [
        pytest.param(
            {"inizio": "2023-07-01", "durata_mesi": 12}, [FINO_AL_30_GIUGNO], "2023-01-17", "2024-06-30", id="da-oggi"
        ),
        pytest.param(
            {"inizio": "2023-07-01", "durata_mesi": 12},
            [FINITO_IL_20_DICEMBRE],
            "2022-12-21",
            "2024-06-30",
            id="da-quando-il-quartiere-e-scoperto",
        ),
        pytest.param({"inizio": "2023-07-01", "durata_mesi": 12}, [], "2023-01-17", "2024-06-30", id="mai-coperto"),
        pytest.param(
            {"inizio": "2022-11-01", "durata_mesi": 12},
            [FINITO_IL_20_DICEMBRE],
            "2022-11-01",
            "2023-10-31",
            id="doveva-gia-cominciare",
        ),
        pytest.param({"inizio": "2023", "durata_mesi": 36}, [], "2023-01-01", "2026-12-30", id="fino-all-ultima-fine"),
        pytest.param({"fino_a_programma": "pinqua"}, [], "2023-01-17", "2026-12-31", id="fine-al-giorno-scritto"),
        pytest.param({"fine": "2022-12-31"}, [], "2023-01-17", "2023-01-17", id="gia-finito"),
        pytest.param({}, [], "2023-01-17", "2023-01-17", id="nulla-di-noto"),
    ],
)
def test_la_finestra_dello_scenario(campi: dict[str, Any], contratti: list[Any], dal: str, al: str) -> None:
    """Da oggi, o da prima se un quartiere è già scoperto o lo scenario doveva esserci, alla fine scritta."""
    scenario = build_scenario(**campi)
    portafoglio = build_portafoglio(contratti, [scenario], programmi=[build_programma("2026-12-31~")])
    finestra = compute_finestra(portafoglio, Coperture(portafoglio.contratti), scenario, OGGI)
    assert (finestra.inizio.isoformat(), finestra.fine.isoformat()) == (dal, al)


def test_la_finestra_comune_va_da_oggi_all_ultima_fine_di_uno_scenario() -> None:
    """Per tutti i piani la stessa, e non oltre la fine dell'anno dopo: senza scenari è oggi."""
    scenari = [build_scenario(f"s{fine}", inizio="2023-02-01", fine=fine) for fine in ("2023-12-31", "2024-06-30")]
    finestra = compute_finestra_comune(build_portafoglio([FINITO_IL_20_DICEMBRE], scenari), OGGI)
    assert (finestra.inizio, finestra.fine) == (OGGI, date(2024, 6, 30))
    lungo = [*scenari, build_scenario("lungo", inizio="2025-02-01", fine="2031-06-30")]
    assert compute_finestra_comune(build_portafoglio([FINITO_IL_20_DICEMBRE], lungo), OGGI).fine == date(2025, 12, 31)
    assert compute_finestra_comune(build_portafoglio(), OGGI).giorni == 1


def test_l_esito_dice_cio_che_non_si_sa() -> None:
    """Non noto è `None`; indicativo è scritto."""
    esito = evaluate({"fino_a_programma": "pinqua", "durata_minima": "sì"})
    assert (esito.inizio, str(esito.fine), esito.date_indicative) == (None, "2026-12-31~", ("fine",))
    assert (esito.durata_mesi, esito.durata_minima, esito.programma) == (None, True, "pinqua")
    assert evaluate({}).fine is None
    assert evaluate({"inizio": "2023-07-01~", "fine": "2024-01-01~"}).date_indicative == ("inizio", "fine")


def test_l_esito_guarda_solo_i_quartieri_dello_scenario() -> None:
    """Gli altri scoperti non sono cosa sua."""
    scenario = build_scenario(quartieri=["nord"], inizio="2023-01-18", fine="2023-01-31")
    portafoglio = build_portafoglio([], [scenario], abitanti={"nord": 10, "sud": 10})
    (lacuna,) = evaluate_scenario(portafoglio, scenario, OGGI).lacune
    assert (lacuna.quartiere, lacuna.giorni, lacuna.abitanti_giorni) == ("nord", 1, 10)


@pytest.mark.parametrize(
    ("campi", "mensile", "totale"),
    [
        pytest.param({"durata_mesi": 12}, None, None, id="nessuna-stima"),
        pytest.param(
            {"durata_mesi": 12, "stima_costo": {"mensile_eur": "100", **STIMA}}, "100.00", "1200.00", id="al-mese"
        ),
        pytest.param(
            {"durata_mesi": 12, "stima_costo": {"come_contratto": "simile", **STIMA}},
            "60.00",
            "720.00",
            id="come-un-contratto-per-due-quartieri",
        ),
        pytest.param(
            {"quartieri": ["q", "r", "s"], "durata_mesi": 12, "stima_costo": {"come_contratto": "simile", **STIMA}},
            "180.00",
            "2160.00",
            id="per-tre-quartieri",
        ),
        pytest.param(
            {"durata_mesi": 12, "stima_costo": {"come_contratto": "simile", "mensile_eur": "100", **STIMA}},
            "100.00",
            "1200.00",
            id="l-importo-al-mese-vale-prima-del-contratto",
        ),
        pytest.param(
            {"durata_mesi": 12, "stima_costo": {"come_contratto": "senza-importo", **STIMA}},
            None,
            None,
            id="come-un-contratto-senza-importo",
        ),
        pytest.param(
            {"durata_mesi": 12, "stima_costo": {"come_contratto": "ignoto", **STIMA}}, None, None, id="contratto-ignoto"
        ),
        pytest.param({"stima_costo": {"mensile_eur": "100", **STIMA}}, "100.00", None, id="mesi-non-noti"),
        pytest.param(
            {"inizio": "2023-07-01", "fine": "2023-12-31", "stima_costo": {"mensile_eur": "100", **STIMA}},
            "100.00",
            "600.00",
            id="mesi-interi-fra-le-due-date",
        ),
        pytest.param(
            {"inizio": "2023-07-01", "fine": "2023-12-15", "stima_costo": {"mensile_eur": "100", **STIMA}},
            "100.00",
            "548.39",
            id="cinque-mesi-e-quindici-giorni-dei-trentuno-di-dicembre",
        ),
        pytest.param(
            {"inizio": "2023-07-01", "fino_a_programma": "pinqua", "stima_costo": {"mensile_eur": "100", **STIMA}},
            "100.00",
            "4200.00",
            id="fino-alla-fine-scritta-del-programma",
        ),
    ],
)
def test_la_stima_del_costo(campi: dict[str, Any], mensile: str | None, totale: str | None) -> None:
    """Al mese, e per i mesi che si sanno; `simile` costa 120 al mese per due quartieri."""
    simile = build_contratto("simile", quartieri=["q", "r"], durata_mesi=10, importo_eur="1200")
    esito = evaluate(campi, simile, build_contratto("senza-importo", durata_mesi=10))
    assert (esito.costo_mensile_stimato, esito.costo_stimato) == tuple(
        None if cifra is None else Decimal(cifra) for cifra in (mensile, totale)
    )
    assert esito.stima_motivo == ("prova" if "stima_costo" in campi else None)


def test_il_totale_si_arrotonda_una_volta_sola() -> None:
    """36 volte il mensile non arrotondato fanno l'importo del contratto simile, non 1.000,08."""
    simile = build_contratto("simile", inizio="2019-06-21", durata_mesi=36, importo_eur="1000")
    esito = evaluate({"durata_mesi": 36, "stima_costo": {"come_contratto": "simile", **STIMA}}, simile)
    assert (esito.costo_mensile_stimato, esito.costo_stimato) == (Decimal("27.78"), Decimal("1000.00"))


@pytest.mark.parametrize(
    ("campi", "condizione", "entro"),
    [
        pytest.param({"inizio": "2024-01-01"}, {}, "2023-12-31", id="la-vigilia-dell-inizio"),
        pytest.param({"inizio": "2023"}, {}, "2023-12-30", id="la-vigilia-dell-ultimo-inizio"),
        pytest.param({}, {}, None, id="inizio-non-noto"),
        pytest.param({"inizio": "2024-01-01"}, {"entro": "2023-06-30"}, "2023-06-30", id="il-giorno-scritto"),
        pytest.param(
            {"inizio": "2024-01-01"}, {"entro": "2023-06"}, "2023-06-30", id="l-ultimo-giorno-del-mese-scritto"
        ),
    ],
)
def test_una_condizione_ha_un_ultimo_giorno_utile(
    campi: dict[str, Any], condizione: dict[str, Any], entro: str | None
) -> None:
    """Quello scritto, altrimenti la vigilia dell'ultimo avvio possibile."""
    scritta = {"testo": "conferma delle risorse", "tipo": "finanziamento", "fonte": "prova", **condizione}
    (esito,) = evaluate({**campi, "condizioni": [scritta]}).condizioni
    assert (esito.testo, esito.tipo, esito.soddisfatta) == ("conferma delle risorse", "finanziamento", False)
    assert esito.entro == (date.fromisoformat(entro) if entro else None)


def test_i_piani_si_confrontano_con_nessun_intervento() -> None:
    """Stessa finestra; negativo vuol dire meno scoperto."""
    gara = build_scenario(
        "gara", quartieri=["nord"], inizio="2023-02-01", durata_mesi=1, stima_costo={"mensile_eur": "10", **STIMA}
    )
    altra = build_scenario("altra", quartieri=["sud"], fine="2023-02-28")
    piani = [
        Piano(id="una", nome="Una", scenari=("gara",)),
        Piano(id="tutte", nome="Tutte", scenari=("gara", "altra")),
    ]
    portafoglio = build_portafoglio([], [gara, altra], abitanti={"nord": 10, "sud": None}, piani=piani)
    nessuno, una, tutte = evaluate_piani(portafoglio, OGGI)
    # dal 17/01/2023 al 28/02/2023: 43 giorni per quartiere; la gara ne copre 28, l'altra forse 42
    assert (nessuno.giorni_scoperti, nessuno.giorni_forse_scoperti, nessuno.abitanti_giorni_scoperti) == (86, 0, 430)
    assert (una.giorni_scoperti, una.differenza_giorni, una.abitanti_giorni_scoperti) == (58, -28, 150)
    assert (tutte.giorni_scoperti, tutte.giorni_forse_scoperti, tutte.differenza_giorni) == (16, 42, -70)
    nord, sud = tutte.quartieri
    assert (nord.differenza_giorni, nord.differenza_abitanti_giorni) == (-28, -280)
    assert (sud.giorni_forse_scoperti, sud.abitanti_giorni_scoperti, sud.differenza_abitanti_giorni) == (42, None, None)
    assert (nessuno.costo_stimato, una.costo_stimato, tutte.costo_stimato) == (Decimal(0), Decimal(10), Decimal(10))
    assert (una.scenari_senza_stima, tutte.scenari_senza_stima) == ((), ("altra",))


def test_un_piano_di_soli_scenari_senza_stima_non_ha_un_costo() -> None:
    """Zero direbbe che è gratis."""
    piani = [Piano(id="piano", nome="Piano", scenari=("gara",))]
    portafoglio = build_portafoglio([], [build_scenario(inizio="2023-02-01", durata_mesi=1)], piani=piani)
    assert evaluate_piani(portafoglio, OGGI)[1].costo_stimato is None


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
    assert is_superato(build_portafoglio(), build_scenario("a", **campi), OGGI) is superato
