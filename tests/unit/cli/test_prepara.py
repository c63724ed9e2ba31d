"""`ldq prepara`: i conti tenuti accanto ai dati si usano solo finché i dati sono quelli, byte per byte."""

from __future__ import annotations

import os
import shutil
from datetime import date
from typing import TYPE_CHECKING

from tests.supporto import RADICE, ldq

from ldq_planner.loading.colonne import find_ingresso
from ldq_planner.sql.duckdb import open_duckdb
from ldq_planner.sql.quadro import QuadroSql

if TYPE_CHECKING:
    from pathlib import Path


def ask(dati: Path) -> tuple[str, str]:
    """Ciò che si dice aprendo i dati, e lo stato di ogni quartiere."""
    with open_duckdb() as motore:
        avvisi = motore.open(find_ingresso(dati))
        return " ".join(avvisi), repr(QuadroSql(motore, date(2026, 11, 27)).list_stati(None))


def test_si_usano_finche_i_dati_sono_gli_stessi(tmp_path: Path) -> None:
    """La risposta è la stessa con e senza; cambiato un mese, con la stessa lunghezza e la stessa ora, si rifà, e lo si dice."""
    dati = shutil.copytree(RADICE / "esempi" / "molti-enti", tmp_path / "dati")
    detto, prima = ask(dati)
    uscita = ldq("prepara", "--dati", str(dati))
    assert uscita == (
        0,
        f"tenute in «{dati / '.ldq-preparato'}» le scadenze di 4 contratti: valgono finché i file non cambiano\n",
        "",
    )
    assert detto == ""
    assert ldq("prepara", "--dati", str(dati)).out.startswith("già tenute")
    detto, dopo = ask(dati)
    assert "si usano i conti tenuti" in detto
    assert dopo == prima
    file, ora = dati / "contratti.csv", (dati / "contratti.csv").stat()
    file.write_bytes(file.read_bytes().replace(b"2022-09,48", b"2022-09,60"))
    os.utime(file, ns=(ora.st_atime_ns, ora.st_mtime_ns))
    detto, cambiati = ask(dati)
    assert "i dati non sono più quelli preparati" in detto
    assert cambiati != prima
    assert ldq("prepara", "--dati", str(dati)).codice == 0
    assert ask(dati)[1] == cambiati
    assert sorted(f.name for f in dati.iterdir()) == [".ldq-preparato", "contratti.csv", "quartieri.csv"]


def test_di_una_cartella_yaml_non_c_e_nulla_da_preparare() -> None:
    """Si legge in un istante."""
    uscita = ldq("prepara", "--dati", str(RADICE / "data"))
    assert (uscita.codice, uscita.out) == (2, "")
    assert "è una cartella di YAML" in uscita.err
