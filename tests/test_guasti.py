"""Una parte breve di `make guasti`: ogni comando che scrive, ucciso e senza posto."""

from __future__ import annotations

import subprocess
import sys

from tests.supporto import RADICE


def test_un_guasto_lascia_il_vecchio_o_il_nuovo() -> None:
    """Una riga per comando, e nessun torto."""
    comando = (sys.executable, "scripts/guasti.py", "-n", "3", "--seme", "7")
    esito = subprocess.run(comando, cwd=RADICE, check=False, capture_output=True, text=True)
    assert esito.returncode == 0, esito.stdout + esito.stderr
    righe = esito.stdout.splitlines()
    assert [riga.partition(":")[0] for riga in righe] == [
        "importa",
        "importa --scrivi",
        "rinnova",
        "fatto",
        "rapporto",
        "esporta",
        "init",
    ]
    assert all("3 volte ucciso, 3 senza posto, 1 senza permesso, 0 torti" in riga for riga in righe)
