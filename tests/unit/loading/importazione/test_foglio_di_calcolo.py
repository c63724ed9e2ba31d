"""Un foglio di calcolo fatto male, o fatto per far danno, si rifiuta in poco tempo e con poca memoria: mai un guasto, mai un'attesa."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from tests.fogli import (
    make_contenuto_ods,
    make_foglio_xlsx,
    make_ods,
    make_xls,
    make_xlsx,
    make_zip,
    write_righe_ods,
    write_righe_xlsx,
)

from ldq_planner.errors import InvalidDataError
from ldq_planner.loading.importazione import foglio_a_parte, foglio_di_calcolo
from ldq_planner.loading.importazione.foglio_di_calcolo import fill_unite, open_fogli

if TYPE_CHECKING:
    from pathlib import Path

RIGHE = [["oggetto", "inizio", "fine"], ["Mensa", "2020-01-01", "2021-12-31"], ["Pulizie", "2020-02-01", "2022-01-31"]]
RIPETUTA = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="{}"/>'
LONTANA = '<row><c r="A1"><v>1</v></c></row><row><c r="{}"><v>2</v></c></row>'
LATO = '<table:table-row table:number-rows-repeated="3000">' + RIPETUTA.format(3000) + "</table:table-row>"
LARGO = '<row><c r="A1"><v>1</v></c></row><row><c r="CVZ3000"><v>2</v></c></row>'
MOLTE = "".join(f'<mergeCell ref="A1:C{n}"/>' for n in range(2, 40))


def check_rifiuto(contenuto: bytes, tmp_path: Path) -> str:
    """La frase con cui il foglio si rifiuta."""
    file = tmp_path / "a.xlsx"
    file.write_bytes(contenuto)
    with pytest.raises(InvalidDataError) as rifiuto:
        open_fogli(file)
    (finding,) = rifiuto.value.findings
    assert finding.rimedio
    return finding.messaggio


@pytest.mark.parametrize(
    "contenuto", [make_xlsx(), make_ods(make_contenuto_ods()), make_xls()], ids=["xlsx", "ods", "xls"]
)
def test_un_foglio_sano_si_legge(contenuto: bytes, tmp_path: Path) -> None:
    """La misura delle prove che seguono: gli stessi fogli, sani, danno le loro righe."""
    file = tmp_path / "a.xlsx"
    file.write_bytes(contenuto)
    assert {nome: foglio.celle for nome, foglio in open_fogli(file).items()} == {"F0": RIGHE}


def test_le_righe_e_le_colonne_vuote_contano(tmp_path: Path) -> None:
    """Una cella sta alla riga e alla colonna che dice il foglio, anche se prima non c'è nulla."""
    file = tmp_path / "a.xlsx"
    file.write_bytes(
        make_xlsx('<row r="3"><c r="C3"><v>1.5</v></c></row><row r="6"><c r="D6" t="b"><v>1</v></c></row>')
    )
    celle = open_fogli(file)["F0"].celle
    assert celle == [[""] * 4] * 2 + [["", "", "1.5", ""]] + [[""] * 4] * 2 + [["", "", "", "sì"]]


@pytest.mark.parametrize(
    ("contenuto", "dice"),
    [
        pytest.param(make_xlsx(LONTANA.format("XFD1048576")), "cresce a dismisura", id="xlsx-ultima-cella"),
        pytest.param(make_xlsx(LONTANA.format("xfd1048576")), "cresce a dismisura", id="xlsx-minuscole"),
        pytest.param(make_xlsx(LONTANA.format("A1234567890")), "cresce a dismisura", id="xlsx-dieci-cifre"),
        pytest.param(make_xlsx(LONTANA.format("A" + "9" * 60)), "cresce a dismisura", id="xlsx-sessanta-cifre"),
        pytest.param(make_xlsx(LONTANA.replace("r=", "r = ").format("XFD1048576")), "cresce a dismisura", id="xlsx-spazi"),
        pytest.param(make_xlsx("<row><c" + ' r="A1"' * 100_000 + "><f/></c></row>"), "una cella smisurata", id="xlsx-attributi"),
        pytest.param(make_xlsx("<row><c" + ' r="A1"' * 100_000 + "<f></c></row>"), "una cella smisurata", id="xlsx-attributi-aperti"),
        pytest.param(make_xlsx("<row>" + "<c " * 300_000 + "<f></c></row>"), "è rovinato", id="xlsx-celle-aperte"),
        pytest.param(make_xlsx(LARGO, LARGO), "cresce a dismisura", id="xlsx-due-fogli"),
        pytest.param(make_xlsx(*["<row/>" * 1_000_000] * 5), "cresce a dismisura", id="xlsx-piccoli-membri-che-crescono"),
        pytest.param(make_xlsx(write_righe_xlsx(), celle_unite=f"<mergeCells>{MOLTE}</mergeCells>"), "si accavallano", id="xlsx-celle-unite"),
        pytest.param(make_ods(make_contenuto_ods(LATO, LATO)), "cresce a dismisura", id="ods-due-fogli"),
        pytest.param(make_ods(make_contenuto_ods("<table:table-row>" + RIPETUTA.format("9" * 30) + "</table:table-row>")), "cresce a dismisura", id="ods-trenta-cifre"),
        pytest.param(make_ods(make_contenuto_ods() + b"<"), "è troncato, o rovinato", id="ods-coda"),
        pytest.param(make_ods(b'<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]>' + make_contenuto_ods("&d;")), "contiene una DTD", id="ods-entita"),
        pytest.param(make_xlsx(b'<!DOCTYPE a [<!ENTITY b "cc">]>' + make_foglio_xlsx('<row><c r="A1" t="str"><v>&b;</v></c></row>')), "è rovinato", id="xlsx-entita"),
        pytest.param(make_xls([(r, 255, 1.0) for r in (0, 65_535)]), "ha più di 12000000 celle", id="xls-ultima-cella"),
        pytest.param(make_xls([(0, 65_534, 1.0)]), "ha più di 16384 colonne", id="xls-larghissimo"),
        pytest.param(make_xls()[:1500], "è rovinato", id="xls-troncato"),
        pytest.param(make_zip({"xl/workbook.xml": b"a"})[:-30], "è rovinato", id="zip-troncato"),
    ],
)  # fmt: skip
def test_un_foglio_fatto_per_far_danno_si_rifiuta(contenuto: bytes, dice: str, tmp_path: Path) -> None:
    """Pochi byte che ne dichiarano molti non arrivano mai a chi li terrebbe tutti in mano."""
    assert len(contenuto) < 50_000
    assert dice in check_rifiuto(contenuto, tmp_path)


def test_il_limite_delle_celle_e_di_tutto_il_file(tmp_path: Path) -> None:
    """Molti fogli sotto il limite, insieme, possono essere troppi."""
    with patch.object(foglio_di_calcolo, "MAX_CELLE", 20):
        assert check_rifiuto(make_xls(*[[(3, 2, 1.0)]] * 2), tmp_path).endswith("(ha più di 20 celle)")


def test_un_ods_troncato_in_qualunque_punto_si_rifiuta(tmp_path: Path) -> None:
    """Il lettore, da solo, a un documento che finisce dentro una cella gira per sempre."""
    intero = make_contenuto_ods()
    for quanti in range(0, len(intero), 7):
        assert "è troncato, o rovinato" in check_rifiuto(make_ods(intero[:quanti]), tmp_path)


@pytest.mark.parametrize("passo", [61, 97])
def test_un_file_troncato_in_qualunque_punto_non_ferma_chi_importa(passo: int, tmp_path: Path) -> None:
    """Si legge o si rifiuta: XLSX, ODS e XLS tagliati qua e là."""
    file = tmp_path / "a.xlsx"
    for intero in (make_xlsx(), make_ods(make_contenuto_ods()), make_xls()):
        for quanti in range(passo, len(intero), passo * 4):
            file.write_bytes(intero[:quanti])
            with suppress(InvalidDataError):
                assert open_fogli(file)


def test_chi_legge_un_foglio_non_chiede_piu_memoria_del_limite(tmp_path: Path) -> None:
    """Un foglio che sfugge al conto (qui ha il nome di ciò che un foglio non è) ferma il processo che lo legge, e nessun altro."""
    contenuto = make_xlsx(LONTANA.format("XFD1048576"), nome="worksheets/calcChain.xml")
    assert "più memoria, o più tempo" in check_rifiuto(contenuto, tmp_path)


def test_chi_legge_un_foglio_non_calcola_piu_del_limite(tmp_path: Path) -> None:
    """Un lettore che gira per sempre si ferma: qui legge un ODS troncato, che chi importa non gli darebbe."""
    file = tmp_path / "a.ods"
    file.write_bytes(make_ods(make_contenuto_ods().partition(b"<table:table-row>")[0]))
    comando = [sys.executable, "-I", "-S", foglio_a_parte.__file__, foglio_di_calcolo._find_calamine(), str(file)]  # noqa: SLF001 - la cartella del lettore
    finito = subprocess.run([*comando, str(2**30), "1", "100"], capture_output=True, check=False)
    assert (finito.returncode < 0, finito.stdout) == (True, b"")


def test_senza_i_limiti_del_sistema_chi_aspetta_si_stanca(tmp_path: Path) -> None:
    """Su Windows il processo non ha limiti suoi: lo ferma chi aspetta."""
    file = tmp_path / "a.xlsx"
    file.write_bytes(make_xlsx())
    with patch.multiple(foglio_di_calcolo, _SECONDI=0.001, _ATTESA=1), pytest.raises(InvalidDataError):
        open_fogli(file)


def test_le_celle_unite_si_riempiono_verso_il_basso(tmp_path: Path) -> None:
    """Un foglio con le celle unite come si devono, che non si accavallano."""
    file = tmp_path / "a.xlsx"
    file.write_bytes(make_xlsx(write_righe_xlsx([*RIGHE, ["", "2021-01-01", "2021-12-31"]]), celle_unite='<mergeCells><mergeCell ref="A3:A4"/></mergeCells>'))  # fmt: skip
    foglio = open_fogli(file)["F0"]
    fill_unite(foglio, 1, ())
    assert foglio.celle[3] == ["Pulizie", "2021-01-01", "2021-12-31"]


def test_le_righe_di_un_ods_ripetute_poche_volte_si_leggono(tmp_path: Path) -> None:
    """Il conto delle celle non rifiuta un foglio vero: righe vuote ripetute fino in fondo non contano."""
    file = tmp_path / "a.ods"
    coda = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    file.write_bytes(make_ods(make_contenuto_ods(write_righe_ods() + coda)))
    assert open_fogli(file)["F0"].celle == RIGHE
