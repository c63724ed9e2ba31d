"""`ldq norme`: la legge di un giorno, e che cosa cambia dopo."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.supporto import OGGI, ldq


def read(argomenti: str = "") -> Any:
    """La risposta per le macchine."""
    uscita = ldq("norme", *argomenti.split(), "--oggi", OGGI, "--format", "json")
    assert (uscita.codice, uscita.err) == (0, "")
    return json.loads(uscita.out)


def pick(risposta: Any, lista: str) -> dict[str, Any]:
    """Le voci di una lista, per id."""
    return {voce["id"]: voce for voce in risposta[lista]}


@pytest.mark.parametrize(
    ("giorno", "regime", "offerte", "standstill"),
    [
        ("2023-06-30", "d50_dls", 35, 35),
        ("2023-07-01", "d36", 30, 35),
        ("2024-12-30", "d36", 30, 35),
        ("2024-12-31", "d36_corr", 30, 32),
    ],
)
def test_il_regime_e_quello_della_pubblicazione(giorno: str, regime: str, offerte: int, standstill: int) -> None:
    """Ai due lati di ogni confine."""
    r = read(f"--alla {giorno}")
    parametri = pick(r, "parametri")
    assert (r["alla"], r["regime"]) == (giorno, regime)
    assert (parametri["offerte_aperta"]["valore"], parametri["standstill"]["valore"]) == (offerte, standstill)


def test_senza_giorno_vale_quello_della_domanda() -> None:
    """Chi chiede la legge di oggi non ha altro da scrivere."""
    assert read()["alla"] == OGGI


def test_che_cosa_cambia_dopo() -> None:
    """Il prossimo regime e il prossimo valore di ogni parametro, una volta sola, in ordine di giorno."""
    r = read("--alla 2023-01-17")
    cambi = pick(r, "cambi")
    assert (cambi["regime"]["giorno"], cambi["offerte_aperta"]["prima"], cambi["offerte_aperta"]["dopo"]) == (
        "2023-07-01",
        "35 giorni",
        "30 giorni",
    )
    assert cambi["standstill"]["giorno"] == "2024-12-31"
    assert cambi["soglia_ordinaria"]["dopo"] == "€ 221.000"
    assert len(cambi) == len(r["cambi"])
    assert [c["giorno"] for c in r["cambi"]] == sorted(c["giorno"] for c in r["cambi"])


def test_la_fine_di_un_periodo_di_soglia() -> None:
    """Il valore seguente non si conosce ancora: si dice, e non si inventa."""
    r = read("--alla 2026-07-01")
    assert pick(r, "parametri")["soglia_ordinaria"]["al"] == "2027-12-31"
    assert pick(r, "cambi")["soglia_ordinaria"] == {
        "giorno": "2028-01-01",
        "id": "soglia_ordinaria",
        "che_cosa": "Soglia europea per i servizi delle amministrazioni sub-centrali",
        "prima": "€ 216.000",
        "dopo": None,
        "fonte": None,
    }


def test_un_parametro_ereditato_continua() -> None:
    """Il correttivo ha cambiato lo standstill e non il termine per le offerte."""
    parametri = pick(read("--alla 2024-01-15"), "parametri")
    assert (parametri["offerte_aperta"]["dal"], parametri["offerte_aperta"]["al"]) == ("2023-07-01", None)
    assert parametri["standstill"]["al"] == "2024-12-30"


def test_di_una_procedura_solo_i_suoi_parametri_e_le_sue_fasi() -> None:
    """E le fasi si leggono nella tabella."""
    r = read("--alla 2023-07-01 --procedura negoziata")
    assert "offerte_aperta" not in pick(r, "parametri")
    assert {"standstill_sotto_soglia", "soglia_sociale", "affidamento_diretto"} <= set(pick(r, "parametri"))
    (procedura,) = r["procedure"]
    fasi = {f["id"]: f for f in procedura["fasi"]}
    assert fasi["aggiudicazione"]["massimi"][0]["valore"] == 4
    assert fasi["valutazione"]["stima"] == [20, 50, 150]
    assert [t["parametro"] for t in fasi["stipula"]["massimi"]] == ["stipula_sotto_soglia", "validita_offerte"]
    assert "Procedura negoziata sotto soglia: le fasi" in ldq("norme", "--procedura", "negoziata", "--oggi", OGGI).out


def test_le_parole_della_verifica() -> None:
    """Ogni valore dice dove lo si è letto o, se è da verificare, che cosa manca."""
    testo = ldq("norme", "--alla", "2023-01-17", "--oggi", OGGI, "--format", "md").out
    assert "| codiceappalti.it, D.Lgs. 50/2016, art. 61 |" in testo
    assert "| da verificare: manca il numero dei giorni" in testo
    parametri = pick(read("--alla 2025-01-15"), "parametri")
    assert parametri["offerte_aperta"]["letto"] == "Gazzetta Ufficiale 31/03/2023, S.O. 12/L"
    assert parametri["standstill"]["letto"] == "legislazionetecnica.it 12655882, 28/02/2025"


def test_cio_che_non_si_sa_e_detto() -> None:
    """Le questioni aperte di quella legge, e di come si contano i giorni."""
    aperte = [a["messaggio"] for a in read("--alla 2023-01-17")["avvisi"] if a["codice"] == "questione-aperta"]
    assert any("negoziata del D.L. 76/2020" in m for m in aperte)
    assert any("7 dicembre" in m for m in aperte)
    assert not any("Allegato I.3" in m for m in aperte)


def test_la_co_progettazione_si_elenca_dal_codice_del_terzo_settore() -> None:
    """Nel 2016 non c'era; e il decreto ministeriale si cita dal suo giorno."""
    elenchi = [pick(read(f"--alla {g}"), "procedure") for g in ("2017-08-02", "2017-08-03", "2021-03-31")]
    assert ["co-progettazione" in e for e in elenchi] == [False, True, True]
    assert [e["co-progettazione"]["fonte"] for e in elenchi[1:]] == [
        "D.Lgs. 117/2017, art. 55",
        "D.Lgs. 117/2017, art. 55; D.M. 72/2021",
    ]


@pytest.mark.parametrize(
    ("giorno", "codice", "c_e"),
    [
        ("2026-01-31", "legge-non-verificata", False),
        ("2026-02-01", "legge-non-verificata", True),
        ("2027-12-31", "soglie-non-verificate", False),
        ("2028-01-01", "soglie-non-verificate", True),
    ],
)
def test_dopo_l_ultimo_giorno_verificato_avverte(giorno: str, codice: str, *, c_e: bool) -> None:
    """Il programma non sa che cosa è cambiato dopo."""
    assert (codice in {a["codice"] for a in read(f"--alla {giorno}")["avvisi"]}) is c_e


@pytest.mark.parametrize(
    ("argomenti", "messaggio", "rimedio"),
    [
        ("--alla 2016-04-19", "per un bando del 19/04/2016 non è nota la legge", "20/04/2016"),
        ("--procedura apera", "«apera» non è una procedura", "forse intendevi «aperta»?"),
        ("--alla ieri", "--alla:", "--help"),
    ],
)
def test_una_domanda_posta_male(argomenti: str, messaggio: str, rimedio: str) -> None:
    """Esce con 2 e dice che cosa scrivere."""
    uscita = ldq("norme", *argomenti.split(), "--oggi", OGGI)
    assert (uscita.codice, uscita.out) == (2, "")
    assert messaggio in uscita.err
    assert rimedio in uscita.err
