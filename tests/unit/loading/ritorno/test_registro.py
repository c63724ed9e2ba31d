"""Un registro corretto male dice, di ogni cella, il foglio, la riga e che cosa scrivere: tutte insieme, e nulla si scrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook
from tests.supporto import OGGI, RADICE, ldq

from ldq_planner.errors import InvalidDataError
from ldq_planner.loading.ritorno.registro import read_registro

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def registro(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Il registro dei dati della presentazione."""
    percorso = tmp_path_factory.mktemp("registro") / "registro.xlsx"
    assert ldq("esporta", "-o", str(percorso), "--dati", str(RADICE / "data"), "--oggi", OGGI).codice == 0
    return percorso


def correct(registro: Path, dove: Path, *correzioni: Callable[[Workbook], object]) -> list[str]:
    """Ciò che si dice di un registro corretto così: foglio, riga e messaggio."""
    libro = load_workbook(registro)
    for correggi in correzioni:
        correggi(libro)
    libro.save(dove / "corretto.xlsx")
    with pytest.raises(InvalidDataError) as errore:
        read_registro(dove / "corretto.xlsx")
    detti = []
    for finding in errore.value.findings:
        assert finding.posizione is not None
        assert finding.rimedio
        foglio = finding.posizione.file.partition("foglio ")[2]
        detti.append(f"{foglio} {finding.posizione.riga}: {finding.messaggio}")
    return detti


def set_cella(foglio: str, dove: str, valore: str | None) -> Callable[[Workbook], None]:
    """Una correzione: quella cella dice altro."""

    def correggi(libro: Workbook) -> None:
        libro[foglio][dove] = valore

    return correggi


@pytest.mark.parametrize(
    ("correggi", "detto"),
    [
        (set_cella("contratti", "A3", None), "«contratti» 3: «id» è vuoto"),
        (set_cella("contratti", "A3", "mazzini-2020"), "«contratti» 3: l'id «mazzini-2020» c'è già"),
        (set_cella("contratti", "C2", "appalto"), "«contratti» 2: «tipo» non può essere «appalto»"),
        (set_cella("contratti", "I2", "ieri"), "«contratti» 2: «ieri» non è una data"),
        (
            set_cella("contratti_opzioni", "A2", "nessuno"),
            "«contratti_opzioni» 2: «nessuno» non è un id del foglio «contratti»",
        ),
        (set_cella("contratti_opzioni", "D2", "boh"), "«contratti_opzioni» 2: «stato» non può essere «boh»"),
        (set_cella("contratti", "I1", "Inizio"), "«contratti» 1: manca la colonna «inizio»"),
        (set_cella("contratti", "ZZ1", "appunti"), ""),
        (lambda libro: libro.remove(libro["scenari"]), "«scenari» 0: il foglio manca"),
        (set_cella("file", "A2", "altro"), "«file» 0: manca la riga di «quartieri»"),
    ],
)
def test_ogni_cella_che_non_torna_si_dice(
    tmp_path: Path, registro: Path, correggi: Callable[[Workbook], object], detto: str
) -> None:
    """Il foglio e la riga sono quelli che si vedono nel foglio di calcolo."""
    if detto:
        assert any(riga.startswith(detto) for riga in correct(registro, tmp_path, correggi))
    else:  # una colonna in più, vuota, non è un errore
        libro = load_workbook(registro)
        correggi(libro)
        libro.save(tmp_path / "c.xlsx")
        assert read_registro(tmp_path / "c.xlsx") == read_registro(registro)


def test_gli_errori_si_dicono_tutti_insieme(tmp_path: Path, registro: Path) -> None:
    """Anche quelli di fogli diversi."""
    detti = correct(registro, tmp_path, set_cella("contratti", "I2", "ieri"), set_cella("quartieri", "C2", "sette"))
    assert [d.partition(" ")[0] for d in detti] == ["«contratti»", "«quartieri»"]


def test_ordinare_le_righe_non_cambia_nulla(tmp_path: Path, registro: Path) -> None:
    """Le opzioni, gli affidatari e le attività stanno nell'ordine della loro colonna; una riga vuota non conta."""
    libro = load_workbook(registro)
    for nome in ("contratti_affidatari", "quartieri_attivita"):
        foglio = libro[nome]
        testata, *righe = [[c.value for c in r] for r in foglio.iter_rows()]
        foglio.delete_rows(1, foglio.max_row)
        for riga in (testata, [], *reversed(righe)):
            foglio.append(riga)
    libro.save(tmp_path / "ordinato.xlsx")
    assert read_registro(tmp_path / "ordinato.xlsx") == read_registro(registro)


def test_un_altro_libro_di_ldq_si_rifiuta_e_dice_quale_usare(tmp_path: Path) -> None:
    """I fogli di una risposta mostrano i dati, non li tengono; anche il CSV per Excel."""
    for formato, nome in (("xlsx", "rep.xlsx"), ("csv-excel", "rep.csv"), ("csv", "rep.csv")):
        argomenti = ("--dati", str(RADICE / "data"), "--oggi", OGGI)
        assert ldq("contratti", "--format", formato, "-o", str(tmp_path / nome), *argomenti).codice == 0
        uscita = ldq("importa", str(tmp_path / nome), "-o", str(tmp_path / "dati"))
        assert uscita.codice == 3
        assert "ldq esporta -o registro.xlsx" in uscita.err
        assert not (tmp_path / "dati").exists()


def test_il_libro_di_un_altro_non_e_un_registro(tmp_path: Path) -> None:
    """Anche se ha un foglio che si chiama come il nostro."""
    libro = Workbook()
    libro.create_sheet("Leggimi")["A1"] = "Come usare questo file"
    libro.save(tmp_path / "altrui.xlsx")
    assert read_registro(tmp_path / "altrui.xlsx") is None
