"""Le spiegazioni: ogni data che dicono è una data del motore, o dei dati."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.portafogli import (
    OGGI,
    build_contratto,
    build_opzione,
    build_periodo,
    build_portafoglio,
    build_programma,
    build_scenario,
)
from tests.supporto import RADICE, ldq

from ldq_planner.api import evaluate_scenario
from ldq_planner.dates.testo import format_data, format_giorno, format_periodo
from ldq_planner.engine.copertura import Coperture, compute_coperture
from ldq_planner.engine.scadenze import compute_catena, compute_durata, compute_scadenze
from ldq_planner.engine.scenari import (
    apply_piano,
    apply_scenario,
    compute_finestra_comune,
    compute_inizio,
)
from ldq_planner.engine.stime import compute_fine
from ldq_planner.loading.cartella import load_portafoglio
from ldq_planner.model.scenario import Piano
from ldq_planner.model.testo import format_distanza
from ldq_planner.reports.spiegazioni import explain_contratto, explain_piano, explain_quartiere, explain_scenario

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.reports.passi import Passo

_GIORNO = re.compile(r"\d{2}/\d{2}/\d{4}")
LORENTEGGIO: dict[str, Any] = {
    "inizio": "2019-06-21",
    "durata_mesi": 36,
    "scadenza_effettiva": "2022-12-20",
    "opzioni": [build_opzione(durata_mesi=6)],
}


@pytest.fixture(scope="module")
def portafoglio() -> Portafoglio:
    """I dati della presentazione."""
    return load_portafoglio(RADICE / "data")


def find_giorni(passi: Iterable[Passo]) -> set[str]:
    """I giorni scritti nei passi."""
    return {giorno for passo in passi for testo in passo for giorno in _GIORNO.findall(testo)}


def write(*giorni: date) -> set[str]:
    """I giorni come li scrive una spiegazione."""
    return set(map(format_giorno, giorni))


def write_copertura(portafoglio: Portafoglio, quartieri: Iterable[str], dal: date, al: date) -> set[str]:
    """Gli estremi della finestra, delle sue lacune, e di ciò che ogni contratto copre."""
    finestra = build_periodo(dal.isoformat(), al.isoformat())
    giorni = write(dal, al)
    for copertura in compute_coperture(portafoglio, finestra):
        if copertura.id in quartieri:
            for lacuna in copertura.lacune:
                giorni |= write(lacuna.inizio, lacuna.fine)
            for contratto in portafoglio.contratti_by_quartiere[copertura.id]:
                giorni |= write_date(contratto)
    return giorni


def write_date(contratto: Contratto) -> set[str]:
    """Le date del contratto, e i primi e ultimi giorni che copre."""
    scadenze = (contratto.inizio, *compute_scadenze(contratto))
    giorni = set(_GIORNO.findall(" ".join(map(format_data, scadenze))))
    for quartiere in contratto.quartieri:
        copertura = Coperture((contratto,))[quartiere]
        for tratto in (*copertura.certa, *copertura.possibile):
            giorni |= write(tratto.inizio, tratto.fine)
    return giorni


def show(passi: Iterable[Passo]) -> list[tuple[str, str]]:
    """Che cosa e risultato, senza i perché."""
    return [(passo.che_cosa, passo.risultato) for passo in passi]


def test_il_contratto_di_lorenteggio_passo_per_passo() -> None:
    """Dalla decorrenza allo stato di oggi."""
    assert show(explain_contratto(build_contratto(**LORENTEGGIO), OGGI)) == [
        ("decorrenza", "21/06/2019"),
        ("36 mesi dalla decorrenza", "20/06/2022"),
        ("scadenza base", "20/06/2022"),
        ("rinnovo, esercitata: 6 mesi dal 21/06/2022", "20/12/2022"),
        ("scadenza effettiva", "20/12/2022"),
        ("scadenza massima", "20/12/2022"),
        ("stato al 17/01/2023", "scaduto, −28 giorni"),
    ]


@pytest.mark.parametrize(
    ("campi", "che_cosa", "perche"),
    [
        pytest.param(LORENTEGGIO, "scadenza effettiva", "coincide con quella calcolata", id="dichiarata-e-uguale"),
        pytest.param(
            {**LORENTEGGIO, "scadenza_effettiva": "2022-11-30"},
            "scadenza effettiva",
            "vale quella dichiarata; calcolata: 20/12/2022",
            id="dichiarata-e-diversa",
        ),
        pytest.param({"durata_mesi": 12}, "scadenza effettiva", "la base, con le opzioni esercitate", id="calcolata"),
        pytest.param({"durata_mesi": 12}, "scadenza base", "è la fine della durata", id="base-calcolata"),
        pytest.param({"scadenza_base": "2023-06-30"}, "scadenza base", "vale quella dichiarata", id="base-dichiarata"),
    ],
)
def test_una_scadenza_dice_se_e_dichiarata_o_calcolata(campi: dict[str, Any], che_cosa: str, perche: str) -> None:
    """E se non sono d'accordo, le dice tutte e due."""
    (passo,) = (p for p in explain_contratto(build_contratto(**campi), OGGI) if p.che_cosa == che_cosa)
    assert perche in passo.perche


@pytest.mark.parametrize(("stato", "massima"), [("aperta", "30/06/2023"), ("non-esercitata", "31/12/2022")])
def test_un_opzione_non_esercitata_non_sposta_la_scadenza_effettiva(stato: str, massima: str) -> None:
    """Se è aperta conta nella massima, se vi si è rinunciato da nessuna parte; e si dice."""
    passi = list(
        explain_contratto(build_contratto(durata_mesi=12, opzioni=[build_opzione(stato, durata_mesi=6)]), OGGI)
    )
    assert (f"rinnovo, {stato}: 6 mesi", "non sposta la scadenza effettiva") in show(passi)
    assert ("scadenza massima", massima) in show(passi)


@pytest.mark.parametrize(
    ("inizio", "dal"),
    [
        pytest.param("non noto", "dal non noto", id="non-noto"),
        pytest.param("2020", "dal tra 01/01/2021 e 31/12/2021", id="a-meno-dell-anno"),
    ],
)
def test_la_decorrenza_di_un_rinnovo_non_si_inventa(inizio: str, dal: str) -> None:
    """Se la fine che estende è incerta, anche la decorrenza lo è, e si dice."""
    contratto = build_contratto(inizio=inizio, durata_mesi=12, opzioni=[build_opzione(durata_mesi=6)])
    assert any(passo.che_cosa.endswith(dal) for passo in explain_contratto(contratto, OGGI))


def test_ogni_giorno_nella_spiegazione_di_un_contratto_viene_dal_motore(portafoglio: Portafoglio) -> None:
    """Le tre scadenze, la durata, la catena, il giorno dopo quella estesa, e oggi."""
    for contratto in portafoglio.contratti:
        del_motore = (contratto.inizio, *compute_scadenze(contratto), compute_catena(contratto))
        durata = compute_durata(contratto)
        noti = set(_GIORNO.findall(" ".join(map(format_data, (*del_motore, *([durata] if durata else []))))))
        noti |= write(OGGI)
        if contratto.opzioni:
            noti |= {"21/06/2022"}
        assert find_giorni(explain_contratto(contratto, OGGI)) <= noti


def test_ogni_giorno_nella_spiegazione_di_un_quartiere_viene_dal_motore(portafoglio: Portafoglio) -> None:
    """Finestra, contratti, lacune: e le lacune ci sono tutte."""
    finestra = build_periodo("2006-01-01", "2023-12-31")
    coperture = {c.id: c for c in compute_coperture(portafoglio, finestra)}
    for quartiere in portafoglio.quartieri:
        passi = list(explain_quartiere(portafoglio, quartiere, finestra))
        noti = write_copertura(portafoglio, [quartiere.id], finestra.inizio, finestra.fine)
        assert find_giorni(passi) <= noti
        lacune = [passo.risultato for passo in passi if "lacuna" in passo.che_cosa]
        attese = [f"{format_giorno(x.inizio)}–{format_giorno(x.fine)}" for x in coperture[quartiere.id].lacune]
        assert [testo.partition(":")[0] for testo in lacune] == attese


def test_ogni_giorno_nella_spiegazione_di_uno_scenario_viene_dal_motore(portafoglio: Portafoglio) -> None:
    """Inizio, fine, finestra, contratti con quello ipotetico, lacune, e oggi."""
    for scenario in portafoglio.scenari:
        esito = evaluate_scenario(portafoglio, scenario, OGGI)
        con = apply_scenario(portafoglio, scenario, OGGI)
        date_ = (scenario.inizio, compute_inizio(scenario, OGGI), compute_fine(portafoglio, scenario))
        noti = set(_GIORNO.findall(" ".join(map(format_data, date_)))) | write(OGGI)
        noti |= write_copertura(con, scenario.quartieri, esito.dal, esito.al)
        passi = list(explain_scenario(portafoglio, scenario, OGGI))
        assert find_giorni(passi) <= noti
        assert len([p for p in passi if "lacuna" in p.che_cosa]) == len(esito.lacune)


def test_ogni_giorno_nella_spiegazione_di_un_piano_viene_dal_motore(portafoglio: Portafoglio) -> None:
    """La finestra comune e le lacune; il piano vuoto dice «nessuno»."""
    finestra = compute_finestra_comune(portafoglio, OGGI)
    tutti = [q.id for q in portafoglio.quartieri]
    for piano in portafoglio.piani:
        passi = list(explain_piano(portafoglio, piano, OGGI))
        con = apply_piano(portafoglio, piano, OGGI)
        assert find_giorni(passi) <= write_copertura(con, tutti, finestra.inizio, finestra.fine)
        assert passi[0].risultato == (", ".join(map(portafoglio.quote, piano.scenari)) or "nessuno")


def test_un_quartiere_senza_contratti_lo_dice() -> None:
    """Ogni giorno della finestra è scoperto, per tutti i suoi abitanti."""
    vuoto = build_portafoglio()
    passi = list(explain_quartiere(vuoto, vuoto.quartieri[0], build_periodo("2023-01-01", "2023-01-31")))
    assert ("contratti", "nessuno") in show(passi)
    assert ("Q: lacuna certa", "01/01/2023–31/01/2023: 31 giorni × 1.000 abitanti = 31.000 abitanti-giorni") in show(
        passi
    )


def test_di_un_contratto_incerto_si_dice_cio_che_e_certo_e_cio_che_e_possibile() -> None:
    """Con le date incerte da cui viene."""
    contratti = [
        build_contratto("uno", inizio="2023-01", scadenza_base="2023-06-30"),
        build_contratto("due", inizio="2023", scadenza_base="2023"),
    ]
    dati = build_portafoglio(contratti, abitanti={"q": None})
    passi = list(explain_quartiere(dati, dati.quartieri[0], build_periodo("2023-01-01", "2023-12-31")))
    assert ("«Prova» (dal gennaio 2023)", "certo 31/01/2023–30/06/2023; possibile 01/01/2023–30/06/2023") in show(passi)
    assert ("«Prova» (dal 2023)", "certo nessun giorno; possibile 01/01/2023–31/12/2023") in show(passi)
    assert any("abitanti non noti" in passo.risultato for passo in passi)
    assert any("inizio gennaio 2023, fine 30/06/2023" in passo.perche for passo in passi)


@pytest.mark.parametrize(
    ("campi", "inizio", "perche"),
    [
        pytest.param({"inizio": "2024-01-01"}, "01/01/2024", "prova", id="scritto"),
        pytest.param({"inizio": "2023"}, "tra 18/01/2023 e 31/12/2023", "il documento dice 2023", id="tagliato"),
        pytest.param({}, "non noto", "qualunque giorno dopo il 17/01/2023", id="non-noto"),
    ],
)
def test_l_inizio_di_uno_scenario_dice_da_dove_viene(campi: dict[str, Any], inizio: str, perche: str) -> None:
    """Dal documento, o da ciò che oggi è ancora possibile."""
    scenario = build_scenario(durata_mesi=12, **campi)
    passo = next(explain_scenario(build_portafoglio([], [scenario]), scenario, OGGI))
    assert (passo.che_cosa, passo.risultato) == ("inizio", inizio)
    assert perche in passo.perche


@pytest.mark.parametrize(
    ("campi", "perche"),
    [
        pytest.param({"fine": "2024-12-31"}, "prova", id="scritta"),
        pytest.param({"fino_a_programma": "pinqua"}, "la fine del programma «PINQUA»", id="del-programma"),
        pytest.param({"durata_mesi": 12}, "12 mesi dall'inizio: il giorno prima del corrispondente", id="dalla-durata"),
        pytest.param({}, "il documento non la dà", id="nessuna"),
    ],
)
def test_la_fine_di_uno_scenario_dice_da_dove_viene(campi: dict[str, Any], perche: str) -> None:
    """Nell'ordine in cui vale."""
    scenario = build_scenario(inizio="2024-01-01", **campi)
    dati = build_portafoglio([], [scenario], programmi=[build_programma("2026-12-31~")])
    passo = list(explain_scenario(dati, scenario, OGGI))[1]
    assert passo.che_cosa == "fine"
    assert passo.perche.startswith(perche)


@pytest.mark.parametrize(
    ("campi", "risultato"),
    [
        pytest.param({"durata_mesi": 12}, "€ 100,00 al mese, in tutto € 1.200,00", id="con-il-totale"),
        pytest.param({"fine": "non noto"}, "€ 100,00 al mese", id="senza-totale"),
    ],
)
def test_il_costo_e_una_stima_con_il_suo_motivo(campi: dict[str, Any], risultato: str) -> None:
    """Il totale solo se si sa per quanti mesi."""
    stima = {"mensile_eur": "100", "motivo": "come un servizio simile"}
    scenario = build_scenario(inizio="2024-01-01", stima_costo=stima, **campi)
    passo = list(explain_scenario(build_portafoglio([], [scenario]), scenario, OGGI))[-1]
    assert (passo.che_cosa, passo.risultato, passo.perche) == ("costo (stima)", risultato, "come un servizio simile")


def test_uno_scenario_mostra_i_contratti_della_finestra_e_il_suo() -> None:
    """Quelli finiti prima non c'entrano."""
    scenario = build_scenario("gara", inizio="2023-07-01", durata_mesi=6)
    contratti = [
        build_contratto("vecchio", inizio="2018-01-01", durata_mesi=12),
        build_contratto("ora", inizio="2022-01-01", scadenza_base="2023-06-30"),
    ]
    passi = list(explain_scenario(build_portafoglio(contratti, [scenario]), scenario, OGGI))
    assert [p.che_cosa for p in passi] == [
        "inizio",
        "fine",
        "finestra",
        "«Prova» (dal 01/01/2022)",
        "«Gara gara»",
        "Q: coperto con certezza",
    ]
    (ipotesi,) = (p for p in passi if p.che_cosa == "«Gara gara»")
    assert (ipotesi.risultato, ipotesi.perche) == ("01/07/2023–31/12/2023", "il contratto ipotetico dello scenario")


def test_un_piano_spiega_le_lacune_di_tutti_i_quartieri() -> None:
    """Anche di quelli che non tocca."""
    scenario = build_scenario(quartieri=["nord"], inizio="2023-01-18", fine="2023-01-31")
    piano = Piano(id="piano", nome="Piano", scenari=("gara",))
    dati = build_portafoglio([], [scenario], abitanti={"nord": 1, "sud": 1}, piani=[piano])
    assert [p.che_cosa for p in explain_piano(dati, piano, OGGI)] == [
        "scenari",
        "finestra",
        "Nord: coperto con certezza",
        "Nord: lacuna certa",
        "Sud: coperto con certezza",
        "Sud: lacuna certa",
    ]


@pytest.mark.parametrize(
    ("scenario", "oggi"),
    [
        pytest.param("san-siro-pinqua", "2023-01-17", id="in-ritardo-oggi"),
        pytest.param("lorenteggio-adp", "2023-06-15", id="con-una-condizione-aperta"),
        pytest.param("gara-quattro-quartieri", "2023-06-15", id="persa"),
        pytest.param("gara-quattro-quartieri", "2023-01-17", id="in-tempo"),
    ],
)
def test_ogni_giorno_limite_mostrato_altrove_e_spiegato_con_il_suo_ritardo(scenario: str, oggi: str) -> None:
    """Chi è accusato di un ritardo trova quel giorno, e di quanto è passato, nella spiegazione."""
    spiegata = ldq("spiega", scenario, "--oggi", oggi, "--format", "json").out
    esito = json.loads(ldq("scenari", scenario, "--oggi", oggi, "--format", "json").out)["scenari"][0]
    tempi = esito["tempi"]
    limiti = {tempi[c] for c in ("limite_progetto", "limite_giunta", "limite_decisione", "limite_bando")}
    limiti |= {c["entro"] for c in esito["condizioni"] if not c["soddisfatta"]}
    eventi = json.loads(ldq("calendario", "--scenario", scenario, "--oggi", oggi, "--format", "json").out)["eventi"]
    limiti |= {e["giorno"] for e in eventi if e["entita"] == scenario}
    for limite in map(date.fromisoformat, filter(None, limiti)):
        giorni = (limite - date.fromisoformat(oggi)).days
        assert f"{format_giorno(limite)}, {format_distanza(giorni)}" in spiegata, limite
    for quartiere in tempi["quartieri"]:
        ponte = quartiere["ponte"]
        if ponte is not None:
            dal, al = (date.fromisoformat(ponte[campo]) for campo in ("dal", "al"))
            assert format_periodo(dal, al) in spiegata
