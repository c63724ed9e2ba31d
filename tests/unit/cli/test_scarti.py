"""Il file delle righe lasciate fuori: chi lo apre in un foglio di calcolo trova i campi originali, e nessuna formula."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from ldq_planner.cli.scarti import FileDiScarti
from ldq_planner.model.importazione import Scarto
from ldq_planner.render.valori import clean

if TYPE_CHECKING:
    from pathlib import Path


def write_scarti(uscita: Path, *scarti: Scarto) -> list[list[str]]:
    """Le righe del file, come le rilegge un altro."""
    with FileDiScarti(uscita) as file:
        for scarto in scarti:
            file.add(scarto)
        file.write()
    with uscita.open(encoding="utf-8", newline="") as flusso:
        return list(csv.reader(flusso))


@pytest.mark.parametrize("segno", [*"=+-@＝＋－＠", "\t=", "\r=", "\xa0=", " =", "'=", '"='])
def test_nessun_campo_e_nessuna_intestazione_e_una_formula(segno: str, tmp_path: Path) -> None:
    """I segni sono gli stessi del CSV di ogni risposta: anche quelli in larghezza doppia."""
    ostile = f"{segno}1+1"
    righe = write_scarti(tmp_path / "s.csv", Scarto("a.csv", "2", "senza-date", "senza date", ((ostile, ostile),)))
    innocuo = f"'{clean(ostile)}"
    assert righe == [["file", "riga", "motivo", innocuo], ["a.csv", "2", "senza date", innocuo]]


def test_nessun_campo_comanda_chi_lo_apre(tmp_path: Path) -> None:
    """Sequenze di un terminale, segni di direzione, a capo: si vedono, come in ogni altro CSV; un campo smisurato si taglia."""
    campi = (("a", "\x1b[31mrosso"), ("b", "x\u202ey"), ("c", "uno\ndue"), ("d", "x" * 200_000))
    _, riga = write_scarti(tmp_path / "s.csv", Scarto("a.csv", "2", "senza-date", "senza date", campi))
    assert riga[3:6] == ["\\x1b[31mrosso", "x\\u202ey", "uno ⏎ due"]
    assert riga[6].endswith("x…")


def test_una_colonna_per_ogni_campo_che_qualche_riga_ha(tmp_path: Path) -> None:
    """I file importati insieme possono avere colonne diverse."""
    uno, due = Scarto("a", "1", "x", "X", (("cig", "1"),)), Scarto("b", "2", "y", "Y", (("oggetto", "due"),))
    testata, *righe = write_scarti(tmp_path / "s.csv", uno, due)
    assert testata == ["file", "riga", "motivo", "cig", "oggetto"]
    assert righe == [["a", "1", "X", "1", ""], ["b", "2", "Y", "", "due"]]
