"""I tempi degli scenari: entro quando agire, da quando si può cominciare, che cosa resta scoperto."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.gare import day, get_diritto
from tests.portafogli import OGGI, build_contratto, build_portafoglio, build_programma, build_scenario

from ldq_planner.api import evaluate_piani, forecast_scenari
from ldq_planner.model.scenario import Piano
from ldq_planner.model.tempi import Verdetto

if TYPE_CHECKING:
    from ldq_planner.engine.previsione import Previsione
    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.tempi import TempiQuartiere, TempiScenario


def forecast(*contratti: Contratto, oggi: date = OGGI, **campi: Any) -> Previsione:
    """La previsione di una sola gara, in un piano che la contiene; i quartieri sono quelli della gara."""
    gara = build_scenario(**campi)
    portafoglio = build_portafoglio(
        contratti,
        [gara],
        abitanti=dict.fromkeys(gara.quartieri, 1000),
        programmi=[build_programma("2026-12-31~")],
        piani=[Piano(id="piano", nome="Piano", scenari=("gara",))],
    )
    return forecast_scenari(portafoglio, oggi, get_diritto())


def forecast_gara(*contratti: Contratto, oggi: date = OGGI, **campi: Any) -> TempiScenario:
    """I tempi di una sola gara."""
    return forecast(*contratti, oggi=oggi, **campi).tempi["gara"]


def forecast_quartiere(*contratti: Contratto, oggi: date = OGGI, **campi: Any) -> TempiQuartiere:
    """I tempi dell'unico quartiere di una gara."""
    (quartiere,) = forecast_gara(*contratti, oggi=oggi, **campi).quartieri
    return quartiere


FINO_A_GIUGNO = build_contratto("primo", scadenza_base="2023-06-30")
FINO_A_DICEMBRE = build_contratto("primo", scadenza_base="2023-12-31")
SCADUTO = build_contratto("primo", scadenza_base="2022-12-20")


def test_l_inizio_non_noto_e_il_primo_giorno_possibile_ai_tempi_probabili() -> None:
    """Il 17/01/2023 una gara aperta porta al 19/11/2023: l'oracolo O4 in avanti."""
    previsione = forecast(FINO_A_GIUGNO)
    (gara,) = (s for s in previsione.portafoglio.scenari if s.id == "gara")
    assert gara.inizio.primo == day("19/11/2023")
    assert previsione.tempi["gara"].inizio_calcolato
    assert previsione.tempi["gara"].inizio_dichiarato == "non noto"


def test_se_c_e_tempo_la_gara_comincia_quando_il_contratto_finisce() -> None:
    """Un anno prima si arriva al 01/07/2023 senza lacune."""
    tempi = forecast_gara(FINO_A_GIUGNO, oggi=date(2022, 1, 17))
    assert tempi.obiettivo == day("01/07/2023")
    assert tempi.ritardo_giorni == 0
    assert tempi.margine_giorni is not None
    assert tempi.margine_giorni > 0
    assert tempi.quartieri[0].giorni_scoperti == 0


@pytest.mark.parametrize(
    ("contratto", "inizio"),
    [
        pytest.param(SCADUTO, "01/01/2024", id="serve-già: il primo giorno dell'anno scritto"),
        pytest.param(build_contratto(scadenza_base="2024-05-31"), "01/06/2024", id="serve-dentro-l'anno"),
        pytest.param(build_contratto(scadenza_base="2025-05-31"), "31/12/2024", id="serve-dopo: l'ultimo dell'anno"),
    ],
)
def test_un_anno_scritto_non_si_supera(contratto: Contratto, inizio: str) -> None:
    """«2024» vuol dire un giorno del 2024: si conta da quando serve di più, ma la promessa si mantiene fino all'ultimo."""
    tempi = forecast_gara(contratto, inizio="2024")
    assert tempi.inizio_previsto == day(inizio)
    assert tempi.obiettivo == day("31/12/2024")


def test_la_promessa_ha_un_ultima_lettura_e_accanto_il_bisogno() -> None:
    """«2023» di Lorenteggio: 41 giorni per prepararla, anche se serviva da prima e comincia al più presto il 19/11."""
    tempi = forecast_gara(SCADUTO, inizio="2023")
    assert (tempi.limite_progetto, tempi.margine_giorni, tempi.ritardo_giorni) == (day("27/02/2023"), 41, 0)
    assert (tempi.serve_dal, tempi.primo_avvio, tempi.inizio_previsto) == (
        day("21/12/2022"),
        day("19/11/2023"),
        day("19/11/2023"),
    )


@pytest.mark.parametrize(
    ("contratto", "campi", "verdetto", "scoperti", "inevitabili"),
    [
        pytest.param(FINO_A_GIUGNO, {}, Verdetto.A_RISCHIO, 141, 0, id="probabile-no-minimo-sì"),
        pytest.param(SCADUTO, {}, Verdetto.LACUNA_CERTA, 333, 94, id="già-scoperto"),
        pytest.param(
            build_contratto(scadenza_base="2025-12-31"), {}, Verdetto.COPERTO, 0, 0, id="coperto-anche-ai-tempi-massimi"
        ),
        pytest.param(FINO_A_GIUGNO, {"inizio": "2024-01-01"}, Verdetto.LACUNA_CERTA, 184, 0, id="inizio-scelto-tardi"),
        pytest.param(
            FINO_A_DICEMBRE, {"inizio": "2024-06"}, Verdetto.LACUNA_CERTA, 152, 0, id="nessuna-lettura-in-tempo"
        ),
        pytest.param(FINO_A_DICEMBRE, {"inizio": "2024-01-01"}, Verdetto.A_RISCHIO, 0, 0, id="giusto-in-tempo"),
    ],
)
def test_il_verdetto_di_un_quartiere(
    contratto: Contratto, campi: dict[str, Any], verdetto: Verdetto, scoperti: int, inevitabili: int
) -> None:
    """Coperto anche ai tempi massimi, a rischio, o scoperto anche ai minimi; gli abitanti-giorni sono mille volte tanto."""
    q = forecast_quartiere(contratto, **campi)
    assert (q.verdetto, q.giorni_scoperti, q.giorni_inevitabili) == (verdetto, scoperti, inevitabili)
    assert q.abitanti_giorni_scoperti == 1000 * scoperti
    assert q.abitanti_giorni_inevitabili == 1000 * inevitabili


def test_un_quartiere_mai_coperto_ha_bisogno_da_oggi() -> None:
    """Non c'è un contratto da cui contare."""
    assert forecast_quartiere().serve_dal == OGGI


def test_un_inizio_scritto_e_non_piu_raggiungibile_diventa_il_primo_possibile() -> None:
    """Del ritardo si dice quanto."""
    previsione = forecast(FINO_A_GIUGNO, inizio="2023-07-01")
    tempi = previsione.tempi["gara"]
    assert tempi.inizio_calcolato
    assert tempi.ritardo_giorni == 141
    assert "non-in-tempo" in {a.codice for a in tempi.avvisi}
    assert any("141 giorni dopo" in a.messaggio for a in tempi.avvisi)


def test_la_gara_unica_costa_giorni_a_chi_ne_ha_bisogno_prima() -> None:
    """Mazzini da solo potrebbe cominciare il 19/11/2023: con gli altri aspetta il 01/01/2024, 43 giorni dopo."""
    prima = build_contratto("prima", quartieri=["mazzini"], scadenza_base="2023-06-30")
    dopo = build_contratto("dopo", quartieri=["gratosoglio"], scadenza_base="2023-12-31")
    tempi = forecast_gara(prima, dopo, quartieri=["mazzini", "gratosoglio"], inizio="2024-01-01")
    assert {q.id: q.giorni_per_la_gara_unica for q in tempi.quartieri} == {"mazzini": 43, "gratosoglio": 0}


@pytest.mark.parametrize(
    ("campi", "giorni"),
    [
        pytest.param({"durata_mesi": 36}, 0, id="36-mesi-fino-al-31/12/2026"),
        pytest.param({"durata_mesi": 24}, -365, id="24-mesi-un-anno-prima"),
        pytest.param({"fine": "2027-01-31", "durata_mesi": 24}, 31, id="la-fine-scritta-vince-sulla-durata"),
        pytest.param({"fino_a_programma": "pinqua", "durata_mesi": 24}, 0, id="fino-al-programma"),
    ],
)
def test_il_servizio_contro_la_fine_del_programma(campi: dict[str, Any], giorni: int) -> None:
    """Giorni oltre la fine del programma del quartiere, o negativi se finisce prima: con la fine con cui si conta tutto."""
    gara = build_scenario(inizio="2024-01-01", **campi)
    portafoglio = build_portafoglio([FINO_A_DICEMBRE], [gara], programmi=[build_programma("2026-12-31~")])
    (q,) = portafoglio.quartieri
    anagrafe = portafoglio.anagrafe.model_copy(update={"quartieri": (q.model_copy(update={"programmi": ("pinqua",)}),)})
    tempi = forecast_scenari(replace(portafoglio, anagrafe=anagrafe), OGGI, get_diritto()).tempi["gara"]
    (allineamento,) = tempi.allineamenti
    assert allineamento.giorni == giorni
    assert allineamento.indicativa


def test_i_costi_degli_anni_sommano_al_costo_stimato() -> None:
    """Dodici mesi a cavallo di due anni."""
    stima = {"mensile_eur": "100", "motivo": "prova"}
    tempi = forecast_gara(FINO_A_DICEMBRE, inizio="2024-01-15", durata_mesi=12, stima_costo=stima)
    assert [c.anno for c in tempi.costi_annui] == [2024, 2025]
    assert sum(c.costo for c in tempi.costi_annui) == 1200


def test_la_procedura_non_detta_si_assume_aperta_e_lo_si_dice() -> None:
    """Una detta si usa; una che le norme non conoscono no."""
    assumi = {p: forecast_gara(FINO_A_GIUGNO, procedura=p) for p in ("non noto", "gara d'appalto", "negoziata")}
    assert {p: (t.procedura, t.procedura_assunta) for p, t in assumi.items()} == {
        "non noto": ("aperta", True),
        "gara d'appalto": ("aperta", True),
        "negoziata": ("negoziata", False),
    }
    assert "procedura-assunta" in {a.codice for a in assumi["gara d'appalto"].avvisi}


def test_un_piano_ha_accanto_quello_con_i_ponti() -> None:
    """Il ponte copre l'attesa: i giorni scoperti scendono a zero."""
    previsione = forecast(FINO_A_GIUGNO, durata_mesi=12)
    nessuno, piano, con_ponti = evaluate_piani(previsione.portafoglio, OGGI)
    assert (nessuno.id, piano.id, con_ponti.id) == ("nessun-intervento", "piano", "piano-con-ponti")
    assert (piano.giorni_scoperti, con_ponti.giorni_scoperti) == (141, 0)
    assert previsione.ponti == {"ponte-q"}


def test_senza_attesa_non_c_e_un_secondo_piano() -> None:
    """Nulla da coprire, nessun ponte."""
    previsione = forecast(FINO_A_DICEMBRE, inizio="2024-01-01", durata_mesi=12)
    assert [p.id for p in previsione.portafoglio.piani] == ["nessun-intervento", "piano"]


def test_un_ponte_dei_dati_resta_come_e_scritto() -> None:
    """È un atto solo: non ha una gara da calcolare."""
    previsione = forecast(FINO_A_GIUGNO, tipo="ponte", inizio="2023-07-01", durata_mesi=6)
    assert previsione.tempi == {}
    assert previsione.portafoglio.scenari[0].inizio.primo == day("01/07/2023")


# ——— la soglia europea: D.Lgs. 36/2023, artt. 18 c. 3 d) e 55

GENNAIO_2026 = date(2026, 1, 15)


def forecast_nel_2026(**campi: Any) -> TempiScenario:
    """I tempi di una gara aperta allo studio nel 2026, dopo un contratto che finisce a dicembre."""
    scenario = build_scenario(procedura="aperta", **campi)
    contratto = build_contratto(scadenza_base="2026-12-31")
    portafoglio = build_portafoglio([contratto], [scenario], programmi=(build_programma("2028-12-31"),))
    return forecast_scenari(portafoglio, GENNAIO_2026, get_diritto()).tempi["gara"]


def find_attesa(tempi: TempiScenario) -> int:
    """I giorni del termine dilatorio."""
    return next(f.giorni for f in tempi.fasi if f.id == "standstill")


@pytest.mark.parametrize(
    ("mensile", "servizio", "attesa"),
    [
        pytest.param("31249.99", "sociale", 0, id="24-mesi-sotto-750.000-euro-non-attendono"),
        pytest.param("31250.00", "sociale", 33, id="24-mesi-da-750.000-euro-attendono-32-giorni-e-un-rinvio"),
        pytest.param("8999.99", "altro", 0, id="24-mesi-di-altri-servizi-sotto-216.000-euro-non-attendono"),
        pytest.param("9000.00", "altro", 33, id="24-mesi-di-altri-servizi-da-216.000-euro-attendono"),
    ],
)
def test_sotto_la_soglia_la_gara_di_uno_scenario_non_attende(mensile: str, servizio: str, attesa: int) -> None:
    """Conta la stima più alta: qui i dati non dicono se ha l'IVA."""
    stima = {"mensile_eur": mensile, "motivo": "prova"}
    tempi = forecast_nel_2026(inizio="2027-01-01", durata_mesi=24, stima_costo=stima, servizio=servizio)
    assert find_attesa(tempi) == attesa


@pytest.mark.parametrize(
    ("mensile", "servizio", "attesa", "primo"),
    [
        pytest.param("20000.00", "sociale", 0, "16/10/2026", id="sotto-comunque-si-comincia-34-giorni-prima"),
        pytest.param("29000.00", "sociale", 32, "19/11/2026", id="sotto-a-novembre-sopra-a-ottobre-si-conta-sopra"),
        pytest.param("30000.00", "sociale", 32, "19/11/2026", id="sopra-comunque"),
        pytest.param("5700.00", "altro", 0, "16/10/2026", id="altri-servizi-sotto-comunque"),
        pytest.param("8350.00", "altro", 32, "19/11/2026", id="altri-servizi-sotto-a-novembre-sopra-a-ottobre"),
    ],
)
def test_se_cominciando_prima_la_stima_passasse_la_soglia_si_conta_sopra(
    mensile: str, servizio: str, attesa: int, primo: str
) -> None:
    """Fino alla fine di un programma: il valore dipende dall'inizio, e l'inizio dal valore."""
    stima = {"mensile_eur": mensile, "motivo": "prova"}
    tempi = forecast_nel_2026(inizio="2026-10", fino_a_programma="pinqua", stima_costo=stima, servizio=servizio)
    assert (find_attesa(tempi), tempi.primo_avvio) == (attesa, day(primo))


def test_un_acquisto_che_va_nel_programma_lo_dice_se_fra_le_condizioni_non_c_e() -> None:
    """D.Lgs. 36/2023, art. 37 c. 3: da 140.000 euro netti."""
    condizione = {"testo": "programma", "tipo": "programmazione", "soddisfatta": "sì", "fonte": "prova"}
    codici = [
        [a.codice for a in forecast_nel_2026(durata_mesi=12, stima_costo=stima, condizioni=condizioni).avvisi]
        for stima, condizioni in (
            ({"mensile_eur": "12000.00", "motivo": "prova"}, []),
            ({"mensile_eur": "12000.00", "motivo": "prova"}, [condizione]),
            ({"mensile_eur": "11000.00", "motivo": "prova"}, []),
        )
    ]
    assert ["programmazione" in c for c in codici] == [True, False, False]
