"""Ciò che si installa accanto al programma è quello dei comandi di oggi.

Con `LDQ_AGGIORNA=1` si riscrive.
"""

from __future__ import annotations

import subprocess
from shutil import which

import pytest
from scripts.condivisi import CARTELLA, build_condivisi
from tests.supporto import AGGIORNA, RADICE, read, rewrite

from ldq_planner.cli.app import COMANDI

CONDIVISI = build_condivisi()


@pytest.mark.parametrize("nome", CONDIVISI)
def test_e_quello_dei_comandi(nome: str) -> None:
    """Chi aggiunge un'opzione la trova anche in `man ldq`."""
    if AGGIORNA:
        rewrite(CARTELLA / nome, CONDIVISI[nome])
    assert read(CARTELLA / nome) == CONDIVISI[nome], "rigenerare con: make golden"


@pytest.mark.parametrize("comando", COMANDI)
def test_ogni_comando_e_nella_pagina_di_manuale(comando: str) -> None:
    """Con il suo esempio."""
    assert f"ldq {comando}\n".replace("-", r"\-") in CONDIVISI["ldq.1"]


@pytest.mark.skipif(which("bash") is None, reason="su questa macchina non c'è bash")
def test_bash_accetta_il_suo_completamento() -> None:
    """Un errore di sintassi si vedrebbe a ogni shell che si apre."""
    subprocess.run(["bash", "-n", str(CARTELLA / "ldq.bash")], check=True)


def test_il_pacchetto_li_porta() -> None:
    """Ogni file ha il suo posto in `share/`."""
    progetto = read(RADICE / "pyproject.toml")
    assert [nome for nome in CONDIVISI if f'"condivisi/{nome}" = "share/' not in progetto] == []
