"""Ciò che CONTRIBUTING.md dice di dove stanno le prove è vero."""

from __future__ import annotations

import re

import pytest
from tests.supporto import RADICE, read

SORGENTI, PROVE = RADICE / "src" / "ldq_planner", RADICE / "tests" / "unit"
SU_UNA_CARTELLA = {
    "cli/windows",
    "engine/apprendimento/gara_vera",
    "loading/mutazioni",
    "loading/rifiuti",
    "model/json",
    "render/testo_ostile",
}
"""Le prove che non hanno il nome di un modulo, perché provano la cartella intera."""
RIGHE = [
    (re.findall(r"`([\w/]+)`", moduli), re.findall(r"`(tests/[\w/.]+)`", chi))
    for moduli, chi in re.findall(r"^\| (.+) \| (.+) \|$", read(RADICE / "CONTRIBUTING.md"), re.MULTILINE)
    if "`tests/" in chi
]
"""La tabella: le cartelle, o i moduli che non ne hanno; chi li prova."""
MODULI = {
    percorso.relative_to(SORGENTI).with_suffix("").as_posix()
    for percorso in SORGENTI.rglob("*.py")
    if not percorso.name.startswith("__")
}
CON_LA_SUA = {
    percorso.relative_to(PROVE).with_name(percorso.stem.removeprefix("test_")).as_posix()
    for percorso in PROVE.rglob("test_*.py")
}


@pytest.mark.parametrize("modulo", sorted(MODULI - CON_LA_SUA))
def test_un_modulo_senza_la_sua_prova_ha_chi_lo_prova(modulo: str) -> None:
    """Chi cambia un modulo sa dove guardare se la prova non ha il suo nome."""
    cartella, barra, _ = modulo.partition("/")
    assert cartella + barra in {nome for nomi, _ in RIGHE for nome in nomi}


def test_una_prova_ha_il_nome_di_un_modulo() -> None:
    """Un modulo che cambia nome porta con sé la sua prova."""
    assert CON_LA_SUA - MODULI == SU_UNA_CARTELLA


@pytest.mark.parametrize("percorso", [percorso for _, chi in RIGHE for percorso in chi])
def test_chi_prova_c_e(percorso: str) -> None:
    """La tabella indica prove che esistono."""
    assert (RADICE / percorso).exists()
