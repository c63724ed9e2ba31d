"""Stessi dati, stesso giorno: gli stessi byte, in ogni lingua, codifica, fuso, cartella e ordine degli insiemi."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.supporto import OGGI, RADICE

if TYPE_CHECKING:
    from pathlib import Path

DOMANDE = (
    *(
        "status --format table",
        "status --format json",
        "check --format table",
        "rapporto --format md",
        "spiega lorenteggio",
    ),
    *(
        "scenari --confronta --format csv-excel",
        "norme --format json",
        "copertura --format svg",
        "calendario --format ics",
    ),
)
FILE = ("rapporto.html", "rapporto.pdf", "rapporto.docx", "rapporto.xlsx")
PROVA = """
import sys
from pathlib import Path
from ldq_planner.cli.main import run
dove, dati, oggi, domande, file = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4].split("|"), sys.argv[5].split("|")
comuni = ["--dati", dati, "--oggi", oggi]
for domanda in domande:
    altri = ["--oggi", oggi] if domanda.startswith("norme") else comuni
    assert run([*domanda.split(), *altri]) in (0, 1), domanda
assert run(["rapporto", *(parte for nome in file for parte in ("-o", str(Path(dove) / nome))), *comuni]) == 0
"""
ALTROVE = {
    "in C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONHASHSEED": "4242"},
    "in italiano, agli antipodi": {
        "LC_ALL": "it_IT.ISO-8859-1",
        "LANG": "it_IT.ISO-8859-1",
        "TZ": "Pacific/Kiritimati",
    },
    "su una console di Windows": {"PYTHONIOENCODING": "cp1252", "TZ": "America/Los_Angeles", "PYTHONHASHSEED": "1"},
}
"""Che cosa cambia intorno → le variabili che lo dicono."""


def answer(cartella: Path, **ambiente: str) -> tuple[bytes, list[bytes]]:
    """Ciò che si scrive, sullo schermo e nei file, in quell'ambiente e da quella cartella."""
    cartella.mkdir()
    argomenti = (str(cartella), str(RADICE / "data"), OGGI, "|".join(DOMANDE), "|".join(FILE))
    esito = subprocess.run(
        [sys.executable, "-c", PROVA, *argomenti],
        capture_output=True,
        cwd=cartella,
        env={**os.environ, "COLUMNS": "100", "PYTHONHASHSEED": "0", **ambiente},
        check=False,
    )
    assert (esito.returncode, esito.stderr) == (0, b"")
    return esito.stdout, [(cartella / nome).read_bytes() for nome in FILE]


@pytest.fixture(scope="module")
def qui(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, list[bytes]]:
    """Ciò che si scrive in un ambiente come tanti."""
    return answer(tmp_path_factory.mktemp("byte") / "qui", LC_ALL="C.UTF-8", TZ="Europe/Rome")


@pytest.mark.parametrize("dove", ALTROVE)
def test_gli_stessi_byte(dove: str, qui: tuple[bytes, list[bytes]], tmp_path: Path) -> None:
    """Chi confronta due risposte vede solo ciò che è cambiato nei dati."""
    assert answer(tmp_path / "altrove", **ALTROVE[dove]) == qui
    assert len(qui[0]) > 10_000
