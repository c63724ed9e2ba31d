"""Un registro corretto male dice, di ogni cella, il foglio, la riga e che cosa scrivere: tutte insieme, e nulla si scrive."""

from __future__ import annotations

import csv
from datetime import date
from shutil import copytree
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


def set_cella(foglio: str, dove: str, valore: str | float | date | None) -> Callable[[Workbook], None]:
    """Una correzione: quella cella dice altro."""

    def correggi(libro: Workbook) -> None:
        libro[foglio][dove] = valore

    return correggi


def copy_riga(foglio: str, numero: int) -> Callable[[Workbook], None]:
    """Una correzione: quella riga, copiata in fondo."""

    def correggi(libro: Workbook) -> None:
        libro[foglio].append([c.value for c in libro[foglio][numero]])

    return correggi


@pytest.mark.parametrize(
    ("cella", "campo", "atteso"),
    [
        (("contratti", "L3", "31/12/2026"), "scadenza_base", "2026-12-31"),
        (("contratti", "L3", " 1/2/27 "), "scadenza_base", "2027-02-01"),
        (("contratti", "L3", "1° marzo 2027"), "scadenza_base", "2027-03-01"),
        (("contratti", "L3", "01/03/2027 10:30"), "scadenza_base", "2027-03-01"),
        (("contratti", "L3", "Non noto"), "scadenza_base", "non noto"),
        (("contratti", "L3", "2027"), "scadenza_base", "2027"),
        (("contratti", "L3", 2027), "scadenza_base", "2027"),
        (("contratti", "Q3", "1.234.567,89"), "importo_eur", "1234567.89"),
        (("contratti", "Q3", "€ 12.000,50"), "importo_eur", "12000.50"),
        (("contratti", "Q3", 1234.5), "importo_eur", "1234.5"),
        (("contratti", "C3", "Gruppo-Interno "), "tipo", "gruppo-interno"),
        (("contratti", "Y3", "   "), "nota", "None"),
        (("scenari", "N2", "SÌ"), "durata_minima", "True"),
    ],
)
def test_una_cella_si_legge_come_la_scrive_chi_usa_un_foglio_di_calcolo(
    tmp_path: Path, registro: Path, cella: tuple[str, str, str | float], campo: str, atteso: str
) -> None:
    """Ciò che si può leggere in un modo solo."""
    foglio, dove, scritto = cella
    libro = load_workbook(registro)
    libro[foglio][dove] = scritto
    libro.save(tmp_path / "c.xlsx")
    letto = read_registro(tmp_path / "c.xlsx")
    assert letto is not None
    voce = getattr(letto[foglio], foglio)[int(dove[-1]) - 2]
    valore = getattr(voce, campo)
    assert str(getattr(valore, "testo", valore)) == atteso


def test_il_registro_si_riconosce_anche_senza_il_primo_foglio(tmp_path: Path, registro: Path) -> None:
    """E un foglio con le colonne di un altro nome dice come chiamarlo."""
    libro = load_workbook(registro)
    del libro["Leggimi"]
    libro.save(tmp_path / "c.xlsx")
    assert read_registro(tmp_path / "c.xlsx") == read_registro(registro)
    libro["scenari"].title = "Scenari 2026"
    libro.save(tmp_path / "d.xlsx")
    with pytest.raises(InvalidDataError) as errore:
        read_registro(tmp_path / "d.xlsx")
    assert "rinominare «scenari» il foglio «Scenari 2026»" in [f.rimedio for f in errore.value.findings]


@pytest.mark.parametrize("cartella", ["nuova", "vecchia"])
def test_cio_che_non_si_puo_valutare_si_dice_alla_cella_e_non_si_scrive(
    tmp_path: Path, registro: Path, cartella: str
) -> None:
    """Nella cartella che ha dei dati, e in quella che non c'è ancora."""
    if cartella == "vecchia":
        copytree(RADICE / "data", tmp_path / cartella)
    libro = load_workbook(registro)
    libro["contratti"]["I4"] = date(2030, 1, 1)
    libro.save(tmp_path / "c.xlsx")
    uscita = ldq("importa", str(tmp_path / "c.xlsx"), "-o", str(tmp_path / cartella), "--oggi", OGGI, "--scrivi")
    assert uscita.codice == 3
    detto = " ".join(uscita.err.split())
    assert "foglio «contratti»:4:12: errore[fine-prima-dell-inizio]" in detto
    assert "(cella L4)" in detto
    assert (tmp_path / cartella).exists() == (cartella == "vecchia")


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
        (set_cella("contratti", "I1", "Avvio"), "«contratti» 1: manca la colonna «inizio»"),
        (set_cella("contratti", "AB1", "Titolo"), "«contratti» 1: la colonna «titolo» c'è 2 volte (cella D1)"),
        (
            set_cella("contratti", "AB3", "v. Rossi"),
            "«contratti» 3: la colonna non ha un nome, e dice qualcosa (cella AB3)",
        ),
        (set_cella("contratti", "I2", date(1905, 7, 11)), "«contratti» 2: «11/07/1905» è ciò che un foglio"),
        (set_cella("contratti", "Q2", "#REF!"), "«contratti» 2: la formula dà un errore: #REF! (cella Q2)"),
        (set_cella("contratti", "Q2", "=1+1"), "«contratti» 2: c'è una formula di cui manca il valore (cella Q2)"),
        (set_cella("contratti", "Q2", "12.000"), "«contratti» 2: «12.000» non è un importo (cella Q2)"),
        (lambda libro: libro["contratti"].insert_rows(1), "«contratti» 1: i nomi delle colonne stanno nella riga 2"),
        (lambda libro: libro["contratti"].delete_rows(2), "«contratti_equipe» 2: «equipe-2006-2016» non è un id"),
        (copy_riga("contratti", 2), "«contratti» 10: l'id «equipe-2006-2016» c'è già (cella A10)"),
        (copy_riga("contratti_opzioni", 2), "«contratti_opzioni» 3: «lorenteggio-2019» ha già una riga al posto 1"),
        (copy_riga("file", 2), "«file» 5: l'id «quartieri» c'è già (cella A5)"),
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


@pytest.mark.parametrize("formato", ["xlsx", "csv-excel", "csv"])
@pytest.mark.parametrize(
    "comando",
    [
        "status",
        "contratti",
        "quartieri",
        "scenari",
        "scenari --confronta",
        "copertura",
        "calendario",
        "check",
        "rapporto",
    ],
)
def test_una_risposta_di_ldq_si_rifiuta_e_dice_che_cosa_usare(tmp_path: Path, comando: str, formato: str) -> None:
    """Mostra i dati, non li tiene: se ne farebbero contratti che non ci sono."""
    file = tmp_path / f"risposta.{formato[:4].strip('-')}"
    argomenti = ("--format", formato, "-o", str(file), "--dati", str(RADICE / "data"), "--oggi", OGGI)
    ldq(*comando.split(), *argomenti)
    uscita = ldq("importa", str(file), "-o", str(tmp_path / "dati"))
    assert uscita.codice == 3
    assert "ldq esporta -o registro.xlsx" in uscita.err
    assert not (tmp_path / "dati").exists()


@pytest.mark.parametrize("nome", ["contratti", "scenari", "contratti_opzioni", "quartieri", "piani"])
def test_un_foglio_solo_del_registro_si_rifiuta(tmp_path: Path, registro: Path, nome: str) -> None:
    """In un libro senza gli altri, o salvato in CSV da un Excel italiano: le opzioni si perderebbero in silenzio."""
    libro = load_workbook(registro)
    righe = [[str(c.value or "") for c in r] for r in libro[nome].iter_rows()]
    with (tmp_path / "foglio.csv").open("w", encoding="cp1252", errors="replace", newline="") as flusso:
        csv.writer(flusso, delimiter=";").writerows(righe)
    for altro in set(libro.sheetnames) - {nome}:
        del libro[altro]
    libro.save(tmp_path / "foglio.xlsx")
    for file in ("foglio.csv", "foglio.xlsx"):
        uscita = ldq("importa", str(tmp_path / file), "-o", str(tmp_path / "dati"))
        assert uscita.codice == 3
        assert f"è solo «{nome}»" in uscita.err
        assert not (tmp_path / "dati").exists()


def test_il_libro_di_un_altro_non_e_un_registro(tmp_path: Path) -> None:
    """Anche se ha un foglio che si chiama come il nostro."""
    libro = Workbook()
    libro.create_sheet("Leggimi")["A1"] = "Come usare questo file"
    libro.save(tmp_path / "altrui.xlsx")
    assert read_registro(tmp_path / "altrui.xlsx") is None
