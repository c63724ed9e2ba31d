"""`ldq status`: la riga più urgente è la prima, e chi non ha nessuno non manca."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.supporto import OGGI, RADICE, ldq, write_dati

from ldq_planner.engine.quadro import Quadro
from ldq_planner.loading.cartella import load_portafoglio
from ldq_planner.render.valori import format_cella
from ldq_planner.reports.report import Nota, Tabella, Tono, Voce
from ldq_planner.reports.status import RispostaStatus, build_status

if TYPE_CHECKING:
    from pathlib import Path

    from ldq_planner.model.stato import StatoQuartiere
    from ldq_planner.reports.report import Report

QUARTIERI = """
aggiornato_al: 2023-01-17
ente: Comune di Prova
servizio: Laboratori
quartieri:
  - {id: coperto, nome: Coperto, popolazione: {abitanti: 9000, fonte: f}}
  - {id: scoperto, nome: Scoperto, popolazione: {abitanti: 9000, fonte: f}}
  - {id: mai, nome: Mai, popolazione: {abitanti: 10, fonte: f}}
  - {id: forse, nome: Forse, popolazione: {abitanti: 9000, fonte: f}}
  - {id: scade, nome: Scade, popolazione: {abitanti: 9000, fonte: f}}
"""
MODELLO = (
    "  - {{id: c-{0}, quartieri: [{0}], tipo: gruppo-interno, titolo: t, fonte: f, inizio: {1}, scadenza_base: {2}}}\n"
)
CONTRATTI = "aggiornato_al: 2023-01-17\ncontratti:\n" + "".join(
    MODELLO.format(*riga)
    for riga in (
        ("coperto", "2020-01-01", "2030-12-31"),
        ("scoperto", "2020-01-01", "2023-01-16"),
        ("forse", "2020-01-01", "2023"),
        ("scade", "2020-01-01", "2023-02-01"),
    )
)


@pytest.fixture
def report(tmp_path: Path) -> Report:
    """Un quartiere per stato."""
    return build_status(Quadro(load_portafoglio(write_dati(tmp_path, QUARTIERI, CONTRATTI)), date(2023, 1, 17)))


def find_tabella(report: Report) -> Tabella:
    """La tabella dei quartieri."""
    (tabella,) = (blocco for blocco in report.blocchi if isinstance(blocco, Tabella))
    return tabella


def list_stati(report: Report) -> tuple[StatoQuartiere, ...]:
    """I quartieri della risposta."""
    assert isinstance(report.dati, RispostaStatus)
    assert report.elenco == report.dati.quartieri
    return report.dati.quartieri


def test_dal_piu_urgente(report: Report) -> None:
    """Chi non ha mai avuto nessuno sta in cima, anche se vi abitano in pochi."""
    assert [riga[0] for riga in find_tabella(report).righe] == ["Mai", "Scoperto", "Forse", "Scade", "Coperto"]
    assert [stato.id for stato in list_stati(report)] == ["mai", "scoperto", "forse", "scade", "coperto"]


def test_chi_non_ha_contratti_e_la_riga_piu_forte(report: Report) -> None:
    """In maiuscolo, con l'allarme, e nelle parole di chi copre."""
    riga = find_tabella(report).righe[0]
    assert riga[1] == Voce("✗ MAI COPERTO", Tono.ALLARME)
    assert riga[5] == "nulla in vista"
    assert sum(isinstance(c, Voce) and c.testo.isupper() for r in find_tabella(report).righe for c in r) == 1


def test_un_giorno_e_singolare(report: Report) -> None:
    """«da 1 giorno», non «da 1 giorni»."""
    assert find_tabella(report).righe[1][1] == Voce("✗ scoperto da 1 giorno", Tono.ALLARME)


def test_ogni_stato_ha_un_segno_e_una_parola(report: Report) -> None:
    """Il colore da solo non dice nulla a chi non lo vede."""
    stati = [format_cella(riga[1]) for riga in find_tabella(report).righe]
    assert [stato.split(" ", 1)[0] for stato in stati] == ["✗", "✗", "?", "!", "✓"]
    assert all(len(stato.split()) > 1 for stato in stati)


def test_i_totali(report: Report) -> None:
    """Chi è scoperto da sempre conta fra gli abitanti, ma non si sa per quanti giorni."""
    frasi = [blocco.testo for blocco in report.blocchi if isinstance(blocco, Nota)]
    assert frasi == [
        (
            "Sono senza laboratorio Mai (10 abitanti) da sempre e Scoperto (9.000 abitanti) dal 17/01/2023. "
            "Dal 02/02/2023, fra 16 giorni, resta senza Scade (9.000 abitanti), se non segue un altro contratto."
        ),
        "Già scoperti: almeno 9.000 abitanti-giorni.",
    ]


def test_di_una_fine_non_nota_non_si_inventa_un_giorno(tmp_path: Path) -> None:
    """L'ultimo giorno del calendario non è una data che qualcuno ha scritto."""
    contratto = MODELLO.format("nord", "2020-01-01", "non noto").replace("c-nord", "nord-2020")
    cartella = write_dati(tmp_path, contratti=f"aggiornato_al: {OGGI}\ncontratti:\n{contratto}")
    assert "forse, fine non nota" in ldq("status", "--oggi", OGGI, cartella=cartella, ambiente={"COLUMNS": "200"}).out
    spiegato = ldq("spiega", "nord-2020", "--oggi", OGGI, cartella=cartella).out
    assert "2100" not in spiegato
    assert "01/01/2020–fine non nota" in ldq("spiega", "nord", "--oggi", OGGI, cartella=cartella).out


def test_abitanti_non_noti_non_sono_zero(tmp_path: Path) -> None:
    """Zero abitanti direbbe che non riguarda nessuno."""
    quartieri = "aggiornato_al: 2023-01-17\nente: E\nservizio: S\nquartieri: [{id: nord, nome: Nord}]\n"
    cartella = write_dati(tmp_path, quartieri, "aggiornato_al: 2023-01-17\ncontratti: []\n")
    scritto = ldq("status", "--oggi", OGGI, cartella=cartella, ambiente={}).out
    assert "Nord (abitanti non noti) è senza laboratorio da sempre." in scritto
    assert "0 abitanti" not in ldq("copertura", "--oggi", OGGI, cartella=cartella, ambiente={}).out


@pytest.mark.parametrize("oggi", ["2023-01-17", "2023-04-17"])
def test_i_dati_non_sono_vecchi_fino_alla_soglia(oggi: str) -> None:
    """Novanta giorni dopo non si dice ancora nulla."""
    assert "Attenzione" not in ldq("status", "--oggi", oggi).out


@pytest.mark.parametrize("comando", ["status", "contratti", "quartieri", "copertura", "scenari", "scenari --confronta"])
def test_dati_vecchi_si_annunciano_per_prima_cosa(comando: str) -> None:
    """Subito sotto il titolo, e anche nel JSON; con il comando che li guarda nel loro giorno."""
    argomenti = (*comando.split(), "--oggi", "2023-04-18")
    righe = ldq(*argomenti, ambiente={"COLUMNS": "300"}).out.splitlines()
    assert righe[1].startswith("Attenzione: i dati sono fermi al 17/01/2023, 91 giorni prima")
    assert righe[1].endswith(f"ldq {comando} --oggi 2023-01-17")
    assert json.loads(ldq(*argomenti, "--format", "json").out)["avvisi"] == [righe[1]]


def test_la_presentazione() -> None:
    """Le cifre del 17/01/2023."""
    report = build_status(Quadro(load_portafoglio(RADICE / "data"), date(2023, 1, 17)))
    lorenteggio, *altri = list_stati(report)
    assert (lorenteggio.id, lorenteggio.giorni_scoperti, lorenteggio.abitanti_giorni_scoperti) == (
        "lorenteggio",
        28,
        117_600,
    )
    assert {s.id: s.giorni_alla_scadenza for s in altri} == {
        "mazzini": 164,
        "san-siro": 164,
        "gratosoglio": 348,
        "ponte-lambro": 348,
        "molise-calvairate": 348,
    }
