"""`docs/immagini/`: le figure dei documenti sono quelle che `make immagini` scrive oggi."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
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


def test_nessuna_di_troppo() -> None:
    """Un'immagine che nessuno rigenera invecchia."""
    assert {p.name for p in IMMAGINI.iterdir() if p.suffix in {".svg", ".png"}} >= set(RICETTE)
    assert len(RICETTE) >= 4
