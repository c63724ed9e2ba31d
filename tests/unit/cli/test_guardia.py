"""Ciò che va storto diventa una frase e un codice di uscita."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import pytest
from tests.supporto import OGGI, ldq, write_dati

from ldq_planner.errors import InvalidDataError, InvalidRequestError, LdqError, UnknownIdError

if TYPE_CHECKING:
    from pathlib import Path

GUASTI = {
    "status": "ldq_planner.reports.status.build_status",
    "contratti": "ldq_planner.reports.contratti.build_contratti",
    "quartieri": "ldq_planner.reports.quartieri.build_quartieri",
    "copertura": "ldq_planner.reports.copertura.build_copertura",
    "scenari": "ldq_planner.reports.scenari.build_scenari",
    "scenari --confronta": "ldq_planner.reports.confronto.build_confronto",
    "check": "ldq_planner.reports.check.build_check",
    "regole": "ldq_planner.reports.check.build_regole",
    "spiega lorenteggio": "ldq_planner.reports.spiega.build_spiega",
    "spiega id-doppio": "ldq_planner.reports.check.build_manuale",
    "schema": "ldq_planner.reports.schemi.build_schemi",
}


def fail(*_: object) -> NoReturn:
    """Un guasto che nessuno ha previsto."""
    raise ZeroDivisionError("diviso\nper zero")


@pytest.mark.parametrize("domanda", GUASTI)
def test_un_guasto_non_mostra_la_traccia(domanda: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chi usa il programma legge che cosa fare, non il codice sorgente."""
    monkeypatch.setattr(GUASTI[domanda], fail)
    uscita = ldq(*domanda.split())
    assert (uscita.codice, uscita.out) == (4, "")
    assert uscita.err.startswith("ldq: guasto del programma (ZeroDivisionError: diviso")
    assert "Traceback" not in uscita.err
    assert "--debug" in uscita.err


@pytest.mark.parametrize("domanda", GUASTI)
def test_con_debug_la_traccia_c_e(domanda: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """E il codice è lo stesso: una pipeline non deve distinguere."""
    monkeypatch.setattr(GUASTI[domanda], fail)
    uscita = ldq(*domanda.split(), "--debug")
    assert (uscita.codice, uscita.out) == (4, "")
    assert uscita.err.startswith("Traceback")
    assert "test_guardia.py" in uscita.err


def test_un_guasto_mentre_si_prepara_il_comando(monkeypatch: pytest.MonkeyPatch) -> None:
    """Anche ciò che accade prima che il comando cominci."""
    monkeypatch.setattr("ldq_planner.cli.app.build_app", fail)
    assert ldq("status").codice == 4


@pytest.mark.parametrize(
    ("errore", "codice", "testo"),
    [
        (LdqError("non so"), 4, "ldq: non so\n"),
        (InvalidRequestError("male", "meglio"), 2, "ldq: male\n  aiuto: meglio\n"),
        (UnknownIdError("chi?", "lui"), 2, "ldq: chi?\n  aiuto: lui\n"),
        (InvalidDataError(()), 3, "\n0 problemi: i dati non si possono valutare\n"),
    ],
)
def test_ogni_errore_ha_il_suo_codice(
    errore: LdqError, codice: int, testo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Quelli documentati in docs/errori.md."""

    def refuse(*_: object) -> NoReturn:
        raise errore

    monkeypatch.setattr("ldq_planner.reports.status.build_status", refuse)
    assert ldq("status") == (codice, "", testo)


def test_interrotto(monkeypatch: pytest.MonkeyPatch) -> None:
    """Il codice delle shell per Ctrl-C."""

    def interrupt(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr("ldq_planner.loading.cartella.load", interrupt)
    assert ldq("copertura") == (130, "", "ldq: interrotto\n")


def test_i_problemi_nei_dati_vanno_su_stderr(tmp_path: Path) -> None:
    """Su stdout non c'è una risposta a metà; tutti insieme, ciascuno con la sua riga."""
    write_dati(tmp_path, quartieri="quartieri: 3\n", contratti="contratti: 4\n")
    uscita = ldq("status", "--oggi", OGGI, cartella=tmp_path)
    assert (uscita.codice, uscita.out) == (3, "")
    assert "quartieri.yaml:1:12: errore[" in uscita.err
    assert "contratti.yaml:1:12: errore[" in uscita.err
    assert uscita.err.endswith(" problemi: i dati non si possono valutare\n")
