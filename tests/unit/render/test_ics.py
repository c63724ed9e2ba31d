"""Il calendario, come lo legge chi non l'ha scritto: eventi di un giorno, avvisi, e a importarlo di nuovo nessun doppione."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import vobject
from tests.supporto import CONTRATTI, OGGI, ldq, write_dati

from ldq_planner.render import Tela
from ldq_planner.render.ics import render
from ldq_planner.reports.report import Report

if TYPE_CHECKING:
    from pathlib import Path

INCERTI = CONTRATTI.replace("2030-12-31", "2025-12-31~")
SCADENZA = "contratto «Gruppo interno»"


def ask(cartella: Path, *opzioni: str, oggi: str = OGGI) -> dict[str, Any]:
    """Titolo → evento, letti da vobject."""
    return {e.summary.value: e for e in read(ask_testo(cartella, *opzioni, oggi=oggi)).vevent_list}


def ask_testo(cartella: Path, *opzioni: str, oggi: str = OGGI) -> str:
    """Il file com'è."""
    uscita = ldq("calendario", "--format", "ics", *opzioni, "--oggi", oggi, cartella=cartella)
    assert (uscita.codice, uscita.err) == (0, "")
    return uscita.out


def read(testo: str) -> Any:
    """Il calendario."""
    return vobject.readOne(testo)


def find_scadenza(cartella: Path, *opzioni: str, oggi: str = OGGI) -> Any:
    """L'evento della scadenza del contratto."""
    return next(e for titolo, e in ask(cartella, *opzioni, oggi=oggi).items() if SCADENZA in titolo)


def test_un_evento_di_tutto_il_giorno(tmp_path: Path) -> None:
    """Comincia il giorno della scadenza e finisce il giorno dopo, escluso; non occupa chi lo guarda."""
    evento = find_scadenza(write_dati(tmp_path))
    assert (evento.dtstart.value, evento.dtend.value) == (date(2030, 12, 31), date(2031, 1, 1))
    assert evento.transp.value == "TRANSPARENT"
    assert evento.categories.value == ["scadenza"]
    assert "ldq contratti nord-2020" in evento.description.value


def test_il_calendario_si_presenta(tmp_path: Path) -> None:
    """Chi l'ha scritto e come si chiama; senza METHOD, perché non è un invito."""
    calendario = read(ask_testo(write_dati(tmp_path)))
    assert calendario.prodid.value == "-//ldq//ldq-planner//IT"
    assert calendario.contents["x-wr-calname"][0].value == "Laboratori di Prova: scadenze e atti da fare"
    assert "method" not in calendario.contents


@pytest.mark.parametrize(
    ("opzioni", "giorni"),
    [((), [90, 30, 7]), (("--anticipo", "15"), [15]), (("--anticipo", "0", "--anticipo", "60"), [60, 0])],
)
def test_gli_avvisi(opzioni: tuple[str, ...], giorni: list[int], tmp_path: Path) -> None:
    """Alle nove del mattino, tanti giorni prima quanti si chiedono."""
    evento = find_scadenza(write_dati(tmp_path), *opzioni)
    attesi = [timedelta(hours=9) - timedelta(days=g) for g in giorni]
    assert [a.trigger.value for a in evento.valarm_list] == attesi
    assert {a.action.value for a in evento.valarm_list} == {"DISPLAY"}


@pytest.mark.parametrize(
    ("oggi", "giorni"),
    [("2030-10-02", [90, 30, 7]), ("2030-10-03", [30, 7]), ("2030-12-24", [7]), ("2030-12-25", []), ("2030-12-31", [])],
)
def test_nessun_avviso_prima_di_oggi(oggi: str, giorni: list[int], tmp_path: Path) -> None:
    """Un avviso il cui momento è già passato suonerebbe a chi importa il file; quello di oggi c'è."""
    evento = find_scadenza(write_dati(tmp_path), oggi=oggi)
    attesi = [timedelta(hours=9) - timedelta(days=g) for g in giorni]
    assert [a.trigger.value for a in evento.contents.get("valarm", [])] == attesi


def test_un_atto_in_ritardo_sta_a_oggi_e_non_avvisa() -> None:
    """Con il ritardo nel titolo e il suo giorno nella descrizione; gli altri avvisano dopo oggi."""
    from tests.supporto import RADICE  # noqa: PLC0415 - solo qui

    oggi = date.fromisoformat(OGGI)
    for titolo, evento in ask(RADICE).items():
        avvisi = evento.contents.get("valarm", [])
        assert evento.dtstart.value >= oggi
        if titolo.startswith("In ritardo – "):
            assert evento.dtstart.value == oggi
            assert not avvisi
            assert "Il giorno è passato da" in evento.description.value
        assert all(evento.dtstart.value + a.trigger.value >= oggi for a in avvisi)


CON_OPZIONE = f"{CONTRATTI}    opzioni:\n      - {{tipo: rinnovo, durata_mesi: 12, preavviso_giorni: 90, stato: aperta, fonte: prova}}\n"


def list_stati(cartella: Path) -> dict[str, str]:
    """Identità → annullato o no."""
    calendario = vobject.readOne(ask_testo(cartella))
    return {
        e.uid.value: e.contents["status"][0].value if "status" in e.contents else "" for e in calendario.vevent_list
    }


def test_cio_che_non_e_piu_da_fare_si_annulla(tmp_path: Path) -> None:
    """Un'opzione su cui si è deciso: la stessa identità, annullata; chi importa di nuovo il file la vede sparire."""
    prima = list_stati(write_dati(tmp_path, contratti=CON_OPZIONE))
    dopo = list_stati(write_dati(tmp_path, contratti=CON_OPZIONE.replace("stato: aperta", "stato: non-esercitata")))
    assert set(dopo) == set(prima)
    assert sorted(dopo[uid] for uid in prima) == ["", "CANCELLED", "CANCELLED"]
    assert set(prima.values()) == {""}


def test_una_gara_intera_sta_in_un_calendario() -> None:
    """Ogni fase un evento, con il giorno della tabella, e le stesse identità a ogni importazione."""
    domanda = ("gara", "--servizio-dal", "2024-01-01", "--oggi", OGGI)
    fasi = json.loads(ldq(*domanda, "--format", "json").out)["fasi"]
    calendario = vobject.readOne(ldq(*domanda, "--format", "ics").out)
    giorni = [e.dtstart.value.isoformat() for e in calendario.vevent_list]
    assert giorni == [f["limite"] or f["fine"] for f in fasi]
    assert len({e.uid.value for e in calendario.vevent_list}) == len(fasi)


def test_un_nome_ostile_resta_testo() -> None:
    """Un punto e virgola, una virgola, un a capo nel nome non sono nuove righe del calendario."""
    nome = "A;B, C\\\nX-NUOVA:1"
    report = Report("ldq/prova/1", nome, date(2023, 1, 17), None, (), ())
    righe = bytes(render(report, Tela(80))).decode().split("\r\n")
    assert "X-WR-CALNAME:A\\;B\\, C\\\\ ⏎ X-NUOVA:1" in righe


def test_una_data_corretta_sposta_il_suo_evento(tmp_path: Path) -> None:
    """Stessa identità e numero d'ordine più alto: chi importa di nuovo il file non ha doppioni."""
    prima = find_scadenza(write_dati(tmp_path))
    dopo = find_scadenza(
        write_dati(tmp_path, contratti=CONTRATTI.replace("2030-12-31", "2029-06-30")), oggi="2023-01-18"
    )
    assert dopo.uid.value == prima.uid.value
    assert int(dopo.sequence.value) == int(prima.sequence.value) + 1
    assert dopo.dtstamp.value - prima.dtstamp.value == timedelta(days=1)
    assert dopo.dtstart.value == date(2029, 6, 30)


def test_nessuna_identita_e_di_due_eventi() -> None:
    """Nei dati della presentazione, e ogni giorno le stesse."""
    from tests.supporto import RADICE  # noqa: PLC0415 - solo qui

    uid = {oggi: {e.uid.value for e in ask(RADICE, oggi=oggi).values()} for oggi in (OGGI, "2023-03-01")}
    assert len(uid[OGGI]) == len(ask(RADICE)) == 21
    assert uid[OGGI] == uid["2023-03-01"]


def test_una_data_incerta_sta_alla_prima_lettura_e_lo_dice(tmp_path: Path) -> None:
    """Meglio presto: la prima lettura di «31/12/2025 indicativa» è tre mesi prima."""
    evento = find_scadenza(write_dati(tmp_path, contratti=INCERTI))
    assert evento.dtstart.value == date(2025, 9, 30)
    assert evento.summary.value.endswith("(forse dal 30/09/2025; indicata al 31/12/2025)")
    assert "31/12/2025 (indicativa)" in evento.description.value
    assert "l'ultimo è il 31/03/2026" in evento.description.value


def test_un_atto_in_ritardo_lo_dice_nel_titolo() -> None:
    """È passato, ma è ancora da fare."""
    from tests.supporto import RADICE  # noqa: PLC0415 - solo qui

    titoli = [t for t in ask(RADICE, "--scenario", "san-siro-pinqua") if t.startswith("In ritardo – ")]
    assert (
        "In ritardo – Ultimo giorno per far partire il bando: «Servizio più complesso a San Siro, per la durata del PINQUA»"
        in titoli
    )


def test_le_righe_sono_come_vuole_lo_standard(tmp_path: Path) -> None:
    """CR LF, e mai più di 75 byte."""
    testo = ask_testo(write_dati(tmp_path))
    assert testo.count("\n") == testo.count("\r\n")
    assert max(len(riga.encode()) for riga in testo.split("\r\n")) <= 75


@pytest.mark.parametrize("formato", ["ics", "xlsx"])
def test_senza_il_componente_si_dice_come_installarlo(
    formato: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Un comando da copiare, nessuna traccia, nessun file."""
    monkeypatch.setattr("importlib.util.find_spec", lambda _nome: None)
    file = tmp_path / f"x.{formato}"
    uscita = ldq("calendario", "--oggi", OGGI, "-o", str(file))
    assert (uscita.codice, uscita.out, file.exists()) == (2, "", False)
    assert f"pip install 'ldq-planner[{formato}]'" in uscita.err
