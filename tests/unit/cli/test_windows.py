"""Ciò che su Windows è diverso, per quanto qui lo si può far finta: schermi, a capo, percorsi, file che altri tengono aperti."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from io import BytesIO, TextIOWrapper
from pathlib import Path, PureWindowsPath
from typing import Any

import pytest
from tests.supporto import CONTRATTI, OGGI, QUARTIERI, RADICE, ldq, write_dati

from ldq_planner.cli.importa import expand
from ldq_planner.cli.lettere import find_simile
from ldq_planner.cli.schermo import explain, write
from ldq_planner.reports import esame

SCHERMI = {
    "cp850": "▒ » ù · ─ █ × x + > E -",
    "cp1252": "~ » ù · - # × x + > € –",
    "ascii": '~ " u - - # x x + > E -',
    "utf-8": "▒ » ù · ─ █ × ✗ ✓ → € –",
}


class Schermo(TextIOWrapper):
    """Un terminale con le sue lettere."""

    def isatty(self) -> bool:
        """Sempre."""
        return True


@pytest.mark.parametrize("codifica", SCHERMI)
def test_su_ogni_schermo_si_legge(codifica: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Al posto di una lettera che non c'è, una che somiglia, e mai la stessa per coperto e scoperto."""
    byte = BytesIO()
    monkeypatch.setattr(sys, "stdout", Schermo(byte, encoding=codifica))
    write(SCHERMI["utf-8"], None)
    assert byte.getvalue().decode(codifica) == SCHERMI[codifica]


def test_nessuna_lettera_diventa_due() -> None:
    """Le colonne restano dritte; ciò che non somiglia a nulla è un punto interrogativo."""
    assert [find_simile(lettera) for lettera in "àÉł漢½"] == ["a", "E", "?", "?", "1"]


def test_una_modifica_tiene_gli_a_capo_e_il_segno_d_ordine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Come li lascia il Blocco note; senza `fcntl`, `chown`, né cartelle da aprire come file."""
    cartella, apri = write_dati(tmp_path / "Città è"), os.open
    for file, testo in (("quartieri.yaml", QUARTIERI), ("contratti.yaml", CONTRATTI)):
        (cartella / file).write_bytes(b"\xef\xbb\xbf" + testo.replace("\n", "\r\n").encode())

    def refuse_cartelle(percorso: Any, *altro: Any) -> int:
        if Path(percorso).is_dir():
            raise PermissionError(13, "Permission denied")
        return apri(percorso, *altro)

    monkeypatch.setattr(os, "open", refuse_cartelle)
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.delattr(os, "chown")
    fine = ("--il", "2024-12-31", "--motivo", "prova")
    uscita = ldq("chiudi", "nord-2020", *fine, "--dati", str(cartella), "--oggi", OGGI, "--scrivi")
    assert uscita.codice == 0, uscita.err
    scritto = (cartella / "contratti.yaml").read_bytes()
    assert b"chiusura" in scritto
    assert scritto.startswith(b"\xef\xbb\xbf")
    assert scritto.count(b"\n") == scritto.count(b"\r\n")


def test_nessun_testo_dipende_dalla_codifica_del_sistema() -> None:
    """Dove è cp1252, chi non la dice leggerebbe e scriverebbe altre lettere: Python lo segnala, e qui è un errore."""
    opzioni = ("-X", "warn_default_encoding", "-W", "error::EncodingWarning")
    for comando in (("-m", "ldq_planner", "check", "--oggi", OGGI), ("prepara.py", "--help")):
        esito = subprocess.run([sys.executable, *opzioni, *comando], capture_output=True, cwd=RADICE, check=False)
        assert b"EncodingWarning" not in esito.stderr
        assert esito.stdout


def test_un_file_aperto_da_altri_si_dice() -> None:
    """Excel lo tiene per sé; un permesso che manca è un'altra cosa."""
    errore = PermissionError(13, "Permission denied")
    assert explain(errore) == "non se ne ha il permesso"
    errore.winerror = 32  # type: ignore[attr-defined]  # qui il campo non c'è
    assert explain(errore) == "un altro programma (forse Excel) lo tiene aperto"


def test_i_percorsi_per_le_piattaforme_hanno_le_loro_barre(monkeypatch: pytest.MonkeyPatch) -> None:
    """Una barra rovesciata GitHub e GitLab non la conoscono."""
    monkeypatch.setattr(esame, "PurePath", PureWindowsPath)
    visto = esame.Esame(date(2023, 1, 17), PureWindowsPath(r"C:\dati"), ())
    assert visto.relativize(r"C:\dati\data\contratti.yaml") == "data/contratti.yaml"


def test_un_asterisco_che_la_shell_lascia_com_e(tmp_path: Path) -> None:
    """In ordine di nome; ciò che non corrisponde a nulla resta, e chi legge dirà che non c'è."""
    for nome in ("2024.csv", "2023.csv", "[2023].csv"):
        (tmp_path / nome).touch()
    chiesti = [tmp_path / "20*.csv", tmp_path / "[2023].csv", tmp_path / "*.xml"]
    assert expand(chiesti) == [tmp_path / "2023.csv", tmp_path / "2024.csv", *chiesti[1:]]
