"""I nomi con lo stesso inizio: per chi legge l'inizio sta nel titolo, per le macchine ogni nome è intero."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.supporto import OGGI, RADICE, ldq, read, write_dati

if TYPE_CHECKING:
    from pathlib import Path

DAVANTI = "COMUNE DI PROVA - "


@pytest.fixture
def lunghi(tmp_path: Path) -> Path:
    """I dati della presentazione, con i nomi di chi li pubblica tutti dello stesso ente."""
    dati = RADICE / "data"
    nomi = [q["nome"] for q in json.loads(ldq("quartieri", "--oggi", OGGI, "--format", "json").out)["quartieri"]]
    quartieri = read(dati / "quartieri.yaml")
    for nome in nomi:
        quartieri = quartieri.replace(f"    nome: {nome}\n", f"    nome: {DAVANTI}{nome}\n")
    assert quartieri.count(DAVANTI) == len(nomi)
    return write_dati(tmp_path, quartieri, read(dati / "contratti.yaml"), read(dati / "scenari.yaml"))


@pytest.mark.parametrize("formato", ["table", "md", "html"])
@pytest.mark.parametrize("comando", ["status", "copertura"])
def test_chi_legge_vede_l_inizio_una_volta(lunghi: Path, comando: str, formato: str) -> None:
    """Nel titolo della colonna; nelle righe il nome che distingue."""
    uscita = ldq(comando, "--oggi", OGGI, "--format", formato, cartella=lunghi, ambiente={"COLUMNS": "300"})
    assert uscita.codice == 0
    assert f"Quartiere ({DAVANTI}…)" in uscita.out
    righe = [riga for riga in uscita.out.splitlines() if riga.lstrip("| ").startswith("Lorenteggio")]
    assert righe or formato == "html"


@pytest.mark.parametrize("formato", ["json", "csv"])
def test_per_le_macchine_ogni_nome_e_intero(lunghi: Path, formato: str) -> None:
    """Nulla si perde."""
    assert f"{DAVANTI}Lorenteggio" in ldq("status", "--oggi", OGGI, "--format", formato, cartella=lunghi).out


def test_senza_un_inizio_comune_nulla_cambia() -> None:
    """I quartieri della presentazione."""
    assert "Quartiere  " in ldq("status", "--oggi", OGGI, ambiente={"COLUMNS": "200"}).out
