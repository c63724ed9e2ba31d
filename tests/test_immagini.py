"""`docs/immagini/`: le figure dei documenti sono quelle che `make immagini` scrive oggi."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from scripts.immagini import RITRATTI
from tests.supporto import AGGIORNA, RADICE, ldq, read
from tests.unit.render.test_png import measure_png

IMMAGINI = RADICE / "docs" / "immagini"
RICETTE = {
    Path(riga[-1]).name: riga
    for testo in re.findall(r"^\t@?\$\(BIN\)/ldq (.* -o docs/immagini/.*)$", read(RADICE / "Makefile"), re.MULTILINE)
    if (riga := shlex.split(testo))
}


@pytest.mark.parametrize("nome", RICETTE)
def test_immagine(nome: str, tmp_path: Path) -> None:
    """Un SVG è uguale byte per byte.

    Di un PNG si confrontano le misure: i punti li calcola un componente che può cambiare di versione in versione come li
    sfuma e li comprime; sulla stessa macchina la prova che siano uguali è in `test_png.py`.
    """
    destinazione = IMMAGINI / nome if AGGIORNA else tmp_path / nome
    assert ldq(*RICETTE[nome][:-1], str(destinazione)).codice == 0
    if nome.endswith(".svg"):
        assert destinazione.read_bytes() == (IMMAGINI / nome).read_bytes(), "rigenerare con: make immagini"
    else:
        assert measure_png(destinazione.read_bytes()) == measure_png((IMMAGINI / nome).read_bytes())


def test_le_carte_si_vedono() -> None:
    """Le fotografie delle carte le rifà lo stesso comando; qui si guarda che ci siano, e che un documento le mostri."""
    pagine = read(RADICE / "README.md") + read(RADICE / "docs" / "comandi.md")
    carte = {p.name for p in IMMAGINI.glob("*.png")} - set(RICETTE)
    assert carte >= {ritratto.nome for ritratto in RITRATTI} | {
        "rapporto-pdf.png",
        "rapporto-docx.png",
        "contratti-xlsx.png",
    }
    assert [nome for nome in carte | set(RICETTE) if f"immagini/{nome}" not in pagine] == []
