"""Gare di leggi e procedure diverse, con un primo tentativo finito male: ogni giorno ogni comando dice lo stesso inizio."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.gare import get_diritto, write_gara
from tests.supporto import ldq

from ldq_planner.dates.testo import format_giorno
from ldq_planner.engine.quadro import Quadro
from ldq_planner.loading.cartella import load_portafoglio
from ldq_planner.reports.avanzamento import say_avanzamento
from ldq_planner.rules.controlli.elenco import check_quadro

if TYPE_CHECKING:
    from pathlib import Path

GARE: dict[tuple[str, str], list[tuple[str, str]]] = {
    ("negoziata", "d50_dls"): [
        ("2022-02-01", "fase: progettazione, iniziata: 2022-02-01"),
        ("2022-03-15", "fase: decisione_contrarre, conclusa: 2022-03-15"),
        ("2022-03-21", "fase: invio_bando, conclusa: 2022-03-21"),
        ("2022-03-21", "fase: ricezione_offerte, fissata_al: 2022-04-12"),
        ("2022-04-12", "esito: deserta, il: 2022-04-12"),
        ("2022-05-09", "fase: invio_bando, conclusa: 2022-05-09"),
        ("2022-05-09", "fase: ricezione_offerte, fissata_al: 2022-06-06"),
        ("2022-07-15", "fase: valutazione, conclusa: 2022-07-15"),
        ("2022-08-25", "esito: aggiudicata, il: 2022-08-25"),
        ("2022-10-20", "fase: stipula, conclusa: 2022-10-20"),
    ],
    ("ristretta", "d36"): [
        ("2024-01-15", "fase: pubblicazione, conclusa: 2024-01-15"),
        ("2024-01-15", "fase: ricezione_domande, fissata_al: 2024-02-19"),
        ("2024-02-26", "esito: revocata, il: 2024-02-26"),
        ("2024-04-02", "fase: pubblicazione, conclusa: 2024-04-02"),
        ("2024-04-02", "fase: ricezione_domande, fissata_al: 2024-05-06"),
        ("2024-05-20", "fase: selezione, conclusa: 2024-05-20"),
        ("2024-05-21", "fase: ricezione_offerte, fissata_al: 2024-06-24"),
        ("2024-10-30", "fase: valutazione, conclusa: 2024-10-30"),
        ("2024-12-18", "esito: aggiudicata, il: 2024-12-18"),
    ],
    ("co-progettazione", "d36_corr"): [
        ("2025-02-03", "fase: invio_bando, conclusa: 2025-02-03"),
        ("2025-02-03", "fase: ricezione_offerte, fissata_al: 2025-03-10"),
        ("2025-03-20", "esito: annullata, il: 2025-03-20"),
        ("2025-04-07", "fase: invio_bando, conclusa: 2025-04-07"),
        ("2025-05-12", "fase: ricezione_offerte, conclusa: 2025-05-12"),
        ("2025-07-01", "fase: valutazione, conclusa: 2025-07-01"),
    ],
}


def write_dati(cartella: Path, procedura: str, fatti: list[tuple[str, str]], oggi: date) -> None:
    """I dati com'erano quel giorno: con i fatti accaduti fino ad allora."""
    accaduti = [f"{{{testo}}}" for giorno, testo in fatti if giorno <= str(oggi)]
    write_gara(cartella, procedura, accaduti, oggi, ("2018-01-01", "2020-12-31"))


def list_giorni(fatti: list[tuple[str, str]]) -> list[date]:
    """Ogni giorno dal primo fatto a un mese dopo l'ultimo."""
    primo, ultimo = (date.fromisoformat(giorno) for giorno in (fatti[0][0], fatti[-1][0]))
    return [primo + timedelta(days=n) for n in range((ultimo - primo).days + 30)]


@pytest.mark.parametrize(("procedura", "legge"), GARE)
def test_l_inizio_si_sposta_solo_per_un_fatto_o_un_ritardo(tmp_path: Path, procedura: str, legge: str) -> None:
    """Ogni giorno: la legge è quella del bando, l'inizio è uno solo, e va avanti da solo soltanto se una fase è in ritardo."""
    fatti = GARE[procedura, legge]
    accaduti, prima, era_libero = {giorno for giorno, _ in fatti}, None, True
    for oggi in list_giorni(fatti):
        write_dati(tmp_path, procedura, fatti, oggi)
        quadro = Quadro(load_portafoglio(tmp_path), oggi, get_diritto())
        tempi, (esito,) = quadro.forecast().tempi["gara"], quadro.esiti
        assert esito.inizio is not None
        assert esito.inizio.primo == tempi.inizio_previsto == tempi.primo_avvio > oggi
        avanzamento = tempi.avanzamento
        assert avanzamento is not None
        assert {"fatti-contraddittori", "termine-sotto-il-minimo"}.isdisjoint(f.codice for f in check_quadro(quadro))
        if avanzamento.bando_partito:
            assert tempi.regime == legge
        is_libero = not avanzamento.is_in_corso or bool(avanzamento.in_ritardo)
        aperta = next((f for f in avanzamento.fasi if not f.is_compiuta), None)
        is_libero |= aperta is not None and aperta.fine is not None and aperta.fine <= oggi + timedelta(days=3)
        if str(oggi) not in accaduti and prima is not None:
            assert tempi.primo_avvio >= prima, oggi
            if not is_libero and not era_libero:
                assert tempi.primo_avvio == prima, oggi
        prima, era_libero = tempi.primo_avvio, is_libero


def ask(cartella: Path, oggi: date, *comando: str) -> Any:
    """La risposta come la legge una macchina."""
    uscita = ldq(*comando, "--dati", str(cartella), "--oggi", str(oggi), "--format", "json")
    assert uscita.codice in (0, 1), uscita.err
    return json.loads(uscita.out)


@pytest.mark.parametrize(("procedura", "legge"), GARE)
def test_ogni_comando_dice_lo_stesso_inizio(tmp_path: Path, procedura: str, legge: str) -> None:
    """Dopo ogni fatto: stato, scheda, rapporto, spiegazione, calendario, differenze e copertura partono dagli stessi fatti."""
    fatti, ieri = GARE[procedura, legge], tmp_path / "ieri"
    ieri.mkdir()
    for giorno in dict.fromkeys(giorno for giorno, _ in fatti):
        oggi = date.fromisoformat(giorno) + timedelta(days=1)
        write_dati(tmp_path, procedura, fatti, oggi)
        write_dati(ieri, procedura, [f for f in fatti if f[0] < giorno], oggi)
        (scenario,) = ask(tmp_path, oggi, "scenari", "gara")["scenari"]
        inizio = scenario["inizio"]
        detto = format_giorno(date.fromisoformat(inizio))
        assert scenario["tempi"]["fasi"][-1]["fine"] == inizio
        (seguita,) = ask(tmp_path, oggi, "status")["gare"]
        assert (seguita["inizio_previsto"], seguita["in_corso"]) == (
            inizio,
            scenario["tempi"]["avanzamento"]["fasi"] != [],
        )
        assert (f"comincia il {detto}" in seguita["frase"]) == seguita["in_corso"]
        rapporto = ask(tmp_path, oggi, "rapporto")
        assert [s["inizio"] for s in rapporto["scenari"]] == [inizio]
        passi = {p["che_cosa"]: p["risultato"] for p in ask(tmp_path, oggi, "spiega", "gara")["passi"]}
        assert passi["inizio"] == detto
        eventi = [e for e in ask(tmp_path, oggi, "calendario")["eventi"] if e["entita"] == "gara"]
        assert all(e["genere"] == "fase" for e in eventi if scenario["tempi"]["avanzamento"]["bando_partito"])
        (prima,) = ask(ieri, oggi, "scenari", "gara")["scenari"]
        differenze = ldq("diff", str(ieri), str(tmp_path), "--oggi", str(oggi), "--format", "json")
        assert (f'"dopo": "{inizio}"' in differenze.out) == (prima["inizio"] != inizio)
        (quartiere,) = ask(tmp_path, oggi, "copertura")["quartieri"]
        assert quartiere["giorni_coperti"] == 0


def test_la_frase_di_ogni_giorno_e_una(tmp_path: Path) -> None:
    """`status` e il motore la dicono con le stesse parole."""
    (procedura, _), fatti = next(iter(GARE.items()))
    for oggi in list_giorni(fatti)[::40]:
        write_dati(tmp_path, procedura, fatti, oggi)
        tempi = Quadro(load_portafoglio(tmp_path), oggi, get_diritto()).forecast().tempi["gara"]
        (seguita,) = ask(tmp_path, oggi, "status")["gare"]
        assert seguita["frase"] == say_avanzamento(tempi)
