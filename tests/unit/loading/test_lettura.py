"""Dal file al testo: ogni impedimento ha il suo nome, e nessuno blocca il programma."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from ldq_planner.loading.lettura import IllegibileError, read_testo
from ldq_planner.loading.problema import FILE_INTERO, Problema, Punto

SU_UNIX = pytest.mark.skipif(sys.platform == "win32", reason="canali e collegamenti sono di Unix")


def find_problema(percorso: Path) -> Problema:
    """Perché il file non si legge."""
    with pytest.raises(IllegibileError) as impedimento:
        read_testo(percorso)
    return impedimento.value.problema


def test_il_testo_perde_solo_il_segno_d_ordine(tmp_path: Path) -> None:
    """Il resto, a capo di Windows compresi, arriva com'è."""
    (tmp_path / "f").write_bytes(b"\xef\xbb\xbfcitt\xc3\xa0\r\n")
    assert read_testo(tmp_path / "f") == "città\r\n"


def test_un_file_che_manca(tmp_path: Path) -> None:
    """Il posto è il file intero."""
    problema = find_problema(tmp_path / "contratti.yaml")
    assert problema[:3] == (FILE_INTERO, "file-mancante", "il file non c'è")
    assert "--dati" in problema.rimedio


@pytest.mark.parametrize("vicino", ["contratti.yml", "contrati.yaml", "contratti.yaml.txt"])
def test_un_file_che_manca_e_uno_che_gli_somiglia(vicino: str, tmp_path: Path) -> None:
    """Di un nome quasi giusto si dice quale: è quasi sempre quello."""
    (tmp_path / "quartieri.yaml").touch()
    (tmp_path / vicino).touch()
    assert f"c'è «{vicino}»" in find_problema(tmp_path / "contratti.yaml").rimedio


def test_due_file_diversi_non_si_somigliano(tmp_path: Path) -> None:
    """`quartieri.yaml` non è `contratti.yaml` scritto male."""
    (tmp_path / "quartieri.yaml").touch()
    assert "crearlo" in find_problema(tmp_path / "contratti.yaml").rimedio


def test_una_cartella_al_posto_del_file(tmp_path: Path) -> None:
    """Lo si dice con il suo nome."""
    assert find_problema(tmp_path)[1:3] == ("file-illeggibile", "è una cartella, non un file")


@SU_UNIX
def test_un_canale_non_fa_aspettare(tmp_path: Path) -> None:
    """Aprirlo aspetterebbe per sempre chi vi scriva."""
    os.mkfifo(tmp_path / "f")
    assert find_problema(tmp_path / "f")[1:3] == ("file-illeggibile", "è un canale o un dispositivo, non un file")


@SU_UNIX
def test_un_dispositivo_non_finisce_mai() -> None:
    """Leggerlo riempirebbe la memoria."""
    assert find_problema(Path("/dev/zero")).codice == "file-illeggibile"


@SU_UNIX
def test_un_collegamento_a_se_stesso(tmp_path: Path) -> None:
    """Il sistema lo rifiuta: lo si dice in italiano."""
    (tmp_path / "f").symlink_to(tmp_path / "f")
    assert find_problema(tmp_path / "f")[1:3] == ("file-illeggibile", "è un collegamento che rimanda a sé stesso")


@SU_UNIX
def test_un_collegamento_rotto(tmp_path: Path) -> None:
    """Il nome c'è, il file no."""
    (tmp_path / "f").symlink_to(tmp_path / "altrove")
    assert find_problema(tmp_path / "f")[1:3] == ("file-mancante", "è un collegamento a un file che non c'è")


@SU_UNIX
def test_un_file_senza_permesso(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chi amministra la macchina legge tutto: il rifiuto del sistema è simulato."""
    (tmp_path / "f").write_text("a: 1\n")

    def refuse(*_argomenti: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert find_problema(tmp_path / "f")[1:3] == ("file-illeggibile", "non si ha il permesso di leggerlo")


def test_un_nome_impossibile() -> None:
    """Un carattere nullo nel nome è un file che non si apre, non un guasto."""
    assert find_problema(Path("a\0b")).codice == "file-illeggibile"


def test_un_file_troppo_grande(tmp_path: Path) -> None:
    """Si rifiuta senza decodificarlo."""
    with (tmp_path / "f").open("wb") as file:
        file.truncate(70_000_000)
    assert find_problema(tmp_path / "f")[:3] == (FILE_INTERO, "file-troppo-grande", "pesa più di 64 MiB")


def test_una_riga_smisurata(tmp_path: Path) -> None:
    """Cinquanta megabyte senza un a capo si rifiutano prima che il lettore YAML li tenga in mano."""
    (tmp_path / "f").write_bytes(b"a: 1\nb: " + b"x" * 50_000_000)
    assert find_problema(tmp_path / "f")[:3] == (Punto(2, 1), "riga-troppo-lunga", "la riga pesa più di 1 MiB")


def test_un_file_grande_quanto_il_limite(tmp_path: Path) -> None:
    """Il limite è compreso."""
    (tmp_path / "f").write_text("a: 1")
    assert read_testo(tmp_path / "f", 4) == "a: 1"
    with pytest.raises(IllegibileError):
        read_testo(tmp_path / "f", 3)


NON_UTF8 = {
    "Windows-1252": ("città".encode("cp1252"), (1, 5)),
    "dopo caratteri larghi": ("a\nb\r\n日本".encode() + b"\xff", (3, 3)),
    "UTF-16": ("ab".encode("utf-16"), (1, 1)),
    "dopo il segno d'ordine": (b"\xef\xbb\xbfab\xe0", (1, 3)),
    "un carattere a metà": ("è".encode()[:1], (1, 1)),
}


@pytest.mark.parametrize(("contenuto", "punto"), NON_UTF8.values(), ids=NON_UTF8)
def test_non_utf8(contenuto: bytes, punto: tuple[int, int], tmp_path: Path) -> None:
    """Si indica il primo carattere che non torna, contando caratteri e non byte."""
    (tmp_path / "f").write_bytes(contenuto)
    problema = find_problema(tmp_path / "f")
    assert (problema.codice, problema.punto) == ("non-utf8", punto)
    assert "UTF-8" in problema.rimedio


@pytest.mark.parametrize(
    ("nome", "rimedio"),
    [
        ("quartieri.yaml", "crearlo, o indicare con --dati la cartella giusta"),
        ("altre-risorse.yaml", "crearlo, o controllarne il nome e la cartella"),
    ],
)
def test_solo_dei_file_di_dati_si_dice_quale_opzione_li_cerca(nome: str, rimedio: str, tmp_path: Path) -> None:
    """Un file detto con `--risorse`, `--mappa` o `--regimi` non si trova cambiando `--dati`."""
    assert find_problema(tmp_path / nome).rimedio == rimedio
