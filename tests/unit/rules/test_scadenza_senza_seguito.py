"""Quanto prima `scadenza-senza-seguito` parla: il tempo di gara, e chi lo cambia."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.gare import get_diritto
from tests.portafogli import OGGI, build_contratto, build_portafoglio, build_scenario

from ldq_planner.api import check_portafoglio
from ldq_planner.engine import preavvisi
from ldq_planner.engine.attesa import compute_attesa
from ldq_planner.engine.quadro import Quadro
from ldq_planner.errors import Severita
from ldq_planner.loading.cartella import load_portafoglio
from ldq_planner.model.portafoglio import Soglie
from ldq_planner.model.preavviso import parse_preavviso

if TYPE_CHECKING:
    from ldq_planner.engine.attesa import Attesa
    from ldq_planner.engine.durate import Ipotesi
    from ldq_planner.engine.norme import Diritto
    from ldq_planner.errors import Finding
    from ldq_planner.model.portafoglio import Portafoglio

DATI = Path(__file__).parents[3] / "data"
AVVISO, CRITICO = Severita.AVVISO, Severita.CRITICO


def list_scadenze(
    portafoglio: Portafoglio, oggi: date = OGGI, entro: int | None = None, **opzioni: Any
) -> list[Finding]:
    """Le segnalazioni di `scadenza-senza-seguito`, con le norme se non si dice altro."""
    opzioni = {"diritto": get_diritto()} | opzioni
    return [f for f in check_portafoglio(portafoglio, oggi, entro, **opzioni) if f.codice == "scadenza-senza-seguito"]


def say_severita(portafoglio: Portafoglio, **opzioni: Any) -> Severita | None:
    """La severità dell'unica segnalazione, se c'è."""
    findings = list_scadenze(portafoglio, **opzioni)
    assert len(findings) <= 1
    return findings[0].severita if findings else None


def build_in_scadenza(scadenza: str, /, *, del_quartiere: str | None = None, **soglie: Any) -> Portafoglio:
    """Il quartiere `q`, con un contratto solo che finisce quel giorno."""
    return set_preavvisi(build_portafoglio([build_contratto(scadenza_base=scadenza)]), del_quartiere, Soglie(**soglie))


def set_preavvisi(portafoglio: Portafoglio, del_quartiere: str | None, soglie: Soglie) -> Portafoglio:
    """Lo stesso portafoglio, con il preavviso del quartiere e le soglie dell'ente."""
    preavviso = parse_preavviso(del_quartiere) if del_quartiere else None
    quartieri = tuple(q.model_copy(update={"preavviso": preavviso}) for q in portafoglio.quartieri)
    anagrafe = portafoglio.anagrafe.model_copy(update={"quartieri": quartieri})
    return replace(portafoglio, anagrafe=anagrafe, soglie=soglie)


# ——— i dati della presentazione


@pytest.mark.parametrize(
    ("oggi", "attese"),
    [
        pytest.param(
            date(2023, 1, 17),
            {"mazzini-2020": AVVISO, "san-siro-2020": AVVISO},
            id="la-presentazione-restano-164-giorni-e-la-gara-dei-quattro-comincia-tardi-per-mazzini",
        ),
        pytest.param(
            date(2023, 5, 30),
            {
                "mazzini-2020": CRITICO,
                "san-siro-2020": CRITICO,
                "gratosoglio-2020": AVVISO,
                "ponte-lambro-2020": AVVISO,
                "molise-calvairate-2020": AVVISO,
            },
            id="a-31-giorni-nessuna-gara-fa-in-tempo-e-quella-dei-quattro-e-in-ritardo",
        ),
        pytest.param(date(2024, 1, 2), {}, id="tutto-e-scaduto-lo-dicono-altre-regole"),
        pytest.param(date(2026, 11, 22), {}, id="idem"),
    ],
)
def test_i_dati_della_presentazione(oggi: date, attese: dict[str, Severita]) -> None:
    """Il 17/01 ai tre contratti del 31/12/2023 basta lo scenario; il 30/05 non si fa più in tempo."""
    findings = list_scadenze(load_portafoglio(DATI), oggi)
    assert {f.ref.id: f.severita for f in findings if f.ref} == attese


def test_ogni_segnalazione_porta_gli_articoli_dei_tempi_minimi() -> None:
    """Chi la legge può controllare."""
    findings = list_scadenze(load_portafoglio(DATI), date(2023, 5, 30))
    assert {f.fonte for f in findings} == {"D.Lgs. 50/2016, art. 60 c. 2-bis; D.Lgs. 50/2016, art. 32 c. 9"}


# ——— le soglie: la gara aperta del 17/01/2023 parte il 25/03/2023 ai minimi di legge e il 19/11/2023 ai tempi probabili


@pytest.mark.parametrize(
    ("scadenza", "severita"),
    [
        ("2023-03-23", CRITICO),
        ("2023-03-24", AVVISO),
        ("2023-12-17", AVVISO),
        ("2023-12-18", None),
    ],
)
def test_senza_altro_decide_il_tempo_di_gara(scadenza: str, severita: Severita | None) -> None:
    """Critico sotto il minimo di legge, avviso sotto il probabile con trenta giorni di cuscinetto."""
    assert say_severita(build_in_scadenza(scadenza)) == severita


@pytest.mark.parametrize(("cuscinetto", "severita"), [(0, None), (1, AVVISO), (60, AVVISO)])
def test_il_cuscinetto_e_dell_ente(cuscinetto: int, severita: Severita | None) -> None:
    """La gara fa in tempo per un pelo: zero giorni di margine."""
    assert say_severita(build_in_scadenza("2023-11-18", cuscinetto=cuscinetto)) == severita


@pytest.mark.parametrize(
    ("scritto", "ultima", "dopo"),
    [
        ("90", "2023-04-17", "2023-04-18"),
        ("6m", "2023-07-17", "2023-07-18"),
        ("1x", "2023-11-17", "2023-11-18"),
        ("50%", "2023-06-18", "2023-06-19"),
    ],
)
def test_l_avviso_in_giorni_mesi_e_quote(scritto: str, ultima: str, dopo: str) -> None:
    """La quota è del tempo probabile, senza cuscinetto: 305 giorni, e la metà 152,5."""
    avviso = parse_preavviso(scritto)
    assert say_severita(build_in_scadenza(ultima), avviso=avviso) == AVVISO
    assert say_severita(build_in_scadenza(dopo), avviso=avviso) is None


@pytest.mark.parametrize(
    ("scritto", "ultima", "dopo"),
    [("30", "2023-02-16", "2023-02-17"), ("1x", "2023-03-23", "2023-03-24"), ("2x", "2023-05-28", "2023-05-29")],
)
def test_il_critico_e_una_quota_del_tempo_minimo(scritto: str, ultima: str, dopo: str) -> None:
    """Una volta è il minimo di legge: 66 giorni."""
    critico = parse_preavviso(scritto)
    assert say_severita(build_in_scadenza(ultima), critico=critico) == CRITICO
    assert say_severita(build_in_scadenza(dopo), critico=critico) == AVVISO


def test_un_critico_piu_lontano_dell_avviso_vale_lo_stesso() -> None:
    """Chi lo chiede non deve restare senza risposta."""
    portafoglio = build_in_scadenza("2023-07-17")
    assert say_severita(portafoglio, avviso=parse_preavviso("10"), critico=parse_preavviso("6m")) == CRITICO


# ——— chi vince


def test_l_opzione_vince_sul_contratto_il_contratto_sul_quartiere_il_quartiere_sull_ente() -> None:
    """A 164 giorni: ogni gradino, preso da solo, cambia la risposta."""
    ente = build_in_scadenza("2023-06-30", avviso=parse_preavviso("30"))
    assert say_severita(ente) is None
    quartiere = set_preavvisi(ente, "200", ente.soglie)
    assert say_severita(quartiere) == AVVISO
    contratti = (build_contratto(scadenza_base="2023-06-30", preavviso="100"),)
    contratto = replace(quartiere, registro=quartiere.registro.with_contratti(contratti))
    assert say_severita(contratto) is None
    assert say_severita(contratto, avviso=parse_preavviso("6m")) == AVVISO
    assert say_severita(contratto, avviso=parse_preavviso("5m")) is None


def test_il_critico_della_riga_di_comando_vince_su_quello_dell_ente() -> None:
    """A 164 giorni."""
    ente = build_in_scadenza("2023-06-30", critico=parse_preavviso("200"))
    assert say_severita(ente) == CRITICO
    assert say_severita(ente, critico=parse_preavviso("30")) == AVVISO


def test_il_messaggio_dice_da_dove_viene_il_preavviso() -> None:
    """Chi non se lo aspetta deve sapere dove cambiarlo."""
    (finding,) = list_scadenze(build_in_scadenza("2023-06-30", avviso=parse_preavviso("1.2x")))
    assert finding.messaggio.endswith("; il preavviso (ldq.toml) è di 1,2 volte il tempo probabile")
    (finding,) = list_scadenze(build_in_scadenza("2023-06-30"), avviso=parse_preavviso("6m"))
    assert finding.messaggio.endswith("; il preavviso (--avviso) è di 6 mesi")


def test_un_contratto_con_due_quartieri_segue_il_piu_esigente() -> None:
    """Il preavviso di un quartiere non tace l'altro."""
    portafoglio = build_portafoglio(
        [build_contratto(quartieri=["q", "r"], scadenza_base="2023-06-30")], abitanti={"q": 1, "r": 1}
    )
    corto = portafoglio.quartieri[0].model_copy(update={"preavviso": parse_preavviso("30")})
    anagrafe = portafoglio.anagrafe.model_copy(update={"quartieri": (corto, portafoglio.quartieri[1])})
    (finding,) = list_scadenze(replace(portafoglio, anagrafe=anagrafe))
    assert "nessun contratto copre R;" in finding.messaggio


# ——— senza norme, o con i giorni semplici


def test_con_entro_contano_solo_i_giorni() -> None:
    """Sempre un avviso, e nessun preavviso lo cambia."""
    portafoglio = build_in_scadenza("2023-02-17", del_quartiere="400", avviso=parse_preavviso("400"))
    assert say_severita(portafoglio, entro=31) == AVVISO
    assert say_severita(portafoglio, entro=30) is None


def test_un_entro_smisurato_non_fa_cadere_nulla() -> None:
    """Oltre l'ultimo giorno che si può scrivere."""
    assert say_severita(build_in_scadenza("2099-12-31"), entro=10**9) == AVVISO


def test_senza_norme_vale_la_soglia_dell_ente() -> None:
    """Novanta giorni, se non è scritta."""
    assert say_severita(build_in_scadenza("2023-04-17"), diritto=None) == AVVISO
    assert say_severita(build_in_scadenza("2023-04-18"), diritto=None) is None
    assert say_severita(build_in_scadenza("2023-02-17", in_scadenza=30), diritto=None) is None


def test_senza_norme_una_quota_non_dice_nulla_e_i_mesi_si() -> None:
    """Il preavviso in mesi non ha bisogno della legge."""
    quota = build_in_scadenza("2023-06-30", avviso=parse_preavviso("9x"), critico=parse_preavviso("9x"))
    assert say_severita(quota, diritto=None) is None
    assert say_severita(build_in_scadenza("2023-06-30", avviso=parse_preavviso("6m")), diritto=None) == AVVISO


def test_prima_della_prima_legge_nota_vale_la_soglia_dell_ente() -> None:
    """Le norme cominciano nel 2016: la domanda su un giorno più vecchio ha comunque una risposta."""
    contratto = build_contratto(inizio="2009-01-01", scadenza_base="2010-03-31")
    portafoglio = build_portafoglio([contratto], [build_scenario(inizio="2010-04-01", durata_mesi=12)])
    assert [f.severita for f in list_scadenze(portafoglio, date(2010, 1, 17))] == [AVVISO]


def test_di_una_gara_in_corso_valgono_i_suoi_fatti() -> None:
    """Il bando è fuori dal 20/12/2022: non si dice di avviarla, e il servizio parte il giorno di `ldq scenari`."""
    bando = {"fase": "invio_bando", "conclusa": "2022-12-20", "fonte": "determina"}
    scenario = build_scenario(procedura="aperta", inizio="2023-04-01", durata_mesi=12, avanzamento=[bando])
    portafoglio = build_portafoglio([build_contratto(scadenza_base="2023-03-31")], [scenario])
    (finding,) = list_scadenze(portafoglio)
    previsione = Quadro(portafoglio, OGGI, get_diritto()).forecast()
    primo = previsione.tempi["gara"].primo_avvio
    assert f"è in corso: ai tempi probabili il servizio parte il {primo:%d/%m/%Y}" in finding.messaggio
    assert finding.rimedio.startswith("preparare un ponte dal 01/04/2023, in attesa della gara in corso")


# ——— quanto costa


def test_i_tempi_si_calcolano_una_volta_per_procedura(monkeypatch: pytest.MonkeyPatch) -> None:
    """Con centomila contratti conta: mai una volta per contratto."""
    chiesti = []

    def count_attesa(diritto: Diritto, gara: Ipotesi, oggi: date) -> Attesa | None:
        chiesti.append(gara.procedura.id)
        return compute_attesa(diritto, gara, oggi)

    monkeypatch.setattr(preavvisi, "compute_attesa", count_attesa)
    contratti = [build_contratto(f"c{i}", scadenza_base="2023-03-31") for i in range(50)]
    assert len(list_scadenze(build_portafoglio(contratti))) == 50
    assert chiesti == ["aperta"]
