"""Le durate imparate al posto delle stime: fase per fase, e mai due volte la stessa."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ldq_planner.engine.durate_imparate import find_imparate
from ldq_planner.loading.cartella import load_portafoglio
from ldq_planner.loading.norme import read_procedure
from ldq_planner.model.apprendimento import FileDurate

PROCEDURE = read_procedure()
DATI = load_portafoglio(Path(__file__).parents[3] / "data")
STIMATE = {f.id: f.stima for f in PROCEDURE.list_fasi(PROCEDURE.choose("aperta"))}
SECONDO_LE_NORME = {"stima_minimo": 100, "stima_probabile": 150, "stima_massimo": 250}


def learn(*righe: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    """Ciò che di una procedura aperta si impara da quelle righe."""
    comuni: dict[str, Any] = {"procedura": "aperta", "gare": 5, "finite": 5, "non_finite": 0, "dal": "2020-01-01"}
    comuni |= {"al": "2026-01-01", "significato": "prova", "fonte": "prova"}
    imparate = [{"id": f"r{i}", **comuni, **riga} for i, riga in enumerate(righe)]
    file = FileDurate.model_validate({"k": 10, "imparate": imparate})
    return find_imparate(replace(DATI, imparate=file), None, PROCEDURE.choose("aperta"), PROCEDURE)


def describe(dopo: str, fase: str, *numeri: int) -> dict[str, Any]:
    """Una riga con minimo, probabile e massimo."""
    return {"dopo": dopo, "fase": fase, **dict(zip(("minimo", "probabile", "massimo"), numeri, strict=True))}


def test_una_fase_sola_dura_quanto_si_e_imparato() -> None:
    """La pubblicazione, che corre accanto, non conta."""
    riga = describe("invio_bando", "ricezione_offerte", 20, 45, 90) | SECONDO_LE_NORME
    assert learn(riga) == {"ricezione_offerte": (20, 45, 90)}


def test_un_tratto_imparato_uguale_alle_norme_non_cambia_nulla() -> None:
    """Altrimenti imparare sposterebbe le date anche quando non c'è nulla da imparare."""
    fasi = learn(describe("ricezione_offerte", "aggiudicazione", 100, 150, 250) | SECONDO_LE_NORME)
    assert set(fasi) == {"ammissione", "valutazione", "anomalia", "verifica_requisiti", "aggiudicazione"}
    assert fasi == {fase: STIMATE[fase] for fase in fasi}


def test_un_tratto_piu_lento_allunga_le_sue_fasi() -> None:
    """Di cento giorni, con gli stessi scarti: le cinque fasi insieme ne durano cento di più."""
    fasi = learn(describe("ricezione_offerte", "aggiudicazione", 200, 250, 350) | SECONDO_LE_NORME)
    assert sum(s[1] for s in fasi.values()) == pytest.approx(100 + sum((STIMATE[f] or ())[1] for f in fasi), abs=3)
    assert fasi["valutazione"][2] - fasi["valutazione"][1] == 100


def test_di_una_fase_gia_imparata_il_tratto_non_parla() -> None:
    """Ciò che resta al tratto lo allungano le altre."""
    valutazione = describe("ammissione", "valutazione", 20, 60, 150) | SECONDO_LE_NORME
    tratto = describe("ricezione_offerte", "aggiudicazione", 100, 160, 250) | SECONDO_LE_NORME
    fasi = learn(tratto, valutazione)
    assert fasi["valutazione"] == (20, 60, 150)
    assert fasi["ammissione"][1] == pytest.approx((STIMATE["ammissione"] or ())[1], abs=1)


def test_vale_la_riga_della_fascia_solo_se_il_valore_si_sa() -> None:
    """Senza valore, quella di tutte le gare."""
    tutte = describe("invio_bando", "ricezione_offerte", 20, 45, 90) | SECONDO_LE_NORME
    piccole = describe("invio_bando", "ricezione_offerte", 5, 10, 20) | SECONDO_LE_NORME | {"sotto_eur": "100000"}
    assert learn(piccole, tutte) == {"ricezione_offerte": (20, 45, 90)}


def test_nessuna_fase_dura_piu_del_suo_tratto() -> None:
    """Anche se ciò che si stimava è scritto con altri numeri da quelli delle norme: una fase di decenni fermava `ldq rischio`."""
    storta = {"stima_minimo": 1, "stima_probabile": 2, "stima_massimo": 3}
    fasi = learn(describe("invio_bando", "aggiudicazione", 1200, 2400, 3600) | storta)
    assert max(giorni for stima in fasi.values() for giorni in stima) == 3600
