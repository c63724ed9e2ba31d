"""Dove va un comando: chi non legge i dati non guarda che cosa ha davanti."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.supporto import ldq

if TYPE_CHECKING:
    from pathlib import Path

ELENCO = "CIG;Oggetto;Data inizio;Data fine\n0000000001;Servizio;01/01/2023;31/12/2026\n"


@pytest.mark.parametrize(
    "comando",
    [
        "importa contratti.csv -o dati --oggi 2023-01-17",
        "init nuova --oggi 2023-01-17",
        "gara --servizio-dal 2027-01-01 --oggi 2026-11-27",
        "norme --oggi 2023-01-17",
        "regole",
    ],
)
def test_chi_non_legge_i_dati_non_guarda_che_cosa_ha_davanti(comando: str, tmp_path: Path) -> None:
    """Il primo file di una città si chiama spesso contratti.csv: lì si importa, si comincia, si chiede la legge."""
    (tmp_path / "contratti.csv").write_text(ELENCO, encoding="utf-8")
    uscita = ldq(*comando.split(), cartella=tmp_path)
    assert uscita.codice == 0, uscita.err


def test_una_cartella_esportata_torna_anche_da_dentro(tmp_path: Path) -> None:
    """Accanto al suo descrittore un contratti.csv è ciò che `ldq esporta` ha scritto."""
    assert ldq("esporta", "--come", "csv", "-o", str(tmp_path / "c")).codice == 0
    uscita = ldq("importa", "datapackage.json", "-o", "dati", "--oggi", "2023-01-17", cartella=tmp_path / "c")
    assert uscita.codice == 0, uscita.err
