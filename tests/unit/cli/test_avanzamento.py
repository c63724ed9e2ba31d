"""Chi guarda un terminale vede a che punto è un lavoro lungo; chi raccoglie l'uscita non trova nulla di più."""

from __future__ import annotations

import os
import pty
from typing import TYPE_CHECKING

from tests.supporto import OGGI, ldq, set_ambiente, start, wait

if TYPE_CHECKING:
    from pathlib import Path

COMANDO = ("rapporto", "--oggi", OGGI, "-o")


def test_in_un_tubo_non_si_scrive_nulla(tmp_path: Path) -> None:
    """Né in un file di registro."""
    assert ldq(*COMANDO, str(tmp_path / "r.md")) == (0, "", "")


def test_su_un_terminale_si_dice_a_che_punto_si_e(tmp_path: Path) -> None:
    """Leggere, calcolare, scrivere: ogni passo ha il suo nome, e alla fine la riga sparisce."""
    padrone, servo = pty.openpty()
    with set_ambiente({"COLUMNS": "100", "TERM": "xterm"}):
        processo = start(*COMANDO, str(tmp_path / "r.md"), ambiente={"COLUMNS": "100", "TERM": "xterm"}, stderr=servo)
    os.close(servo)
    visto = b""
    while True:
        try:
            pezzo = os.read(padrone, 4096)
        except OSError:  # l'altro capo si è chiuso
            break
        if not pezzo:
            break
        visto += pezzo
    os.close(padrone)
    assert wait(processo).codice == 0
    righe = visto.decode("utf-8").rstrip("\r").split("\r")
    assert "Calcolo coperture, scenari e piani…" in map(str.rstrip, righe)
    assert {len(riga) for riga in righe if riga} == {99}
    assert righe[-1].isspace()
