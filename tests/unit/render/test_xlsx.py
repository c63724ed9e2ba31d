"""La cartella di lavoro: giorni e numeri veri, nessuna formula, filtri e intestazioni ferme; la rileggono altri due lettori."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, datetime, time
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from tests.supporto import AMBIENTE, OGGI, RADICE, ldq

from ldq_planner.dates.incerta import NON_NOTA, parse_data
from ldq_planner.model.fonte_citata import FonteCitata
from ldq_planner.render import Tela, render
from ldq_planner.render.valori import MAX_CELLA
from ldq_planner.render.xlsx import TONI
from ldq_planner.reports.report import TRATTINO, Circa, Euro, Nota, Report, Scheda, Tabella, Tono, Voce

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

DOMANDE = (
    *("status", "contratti", "contratti lorenteggio-2019", "quartieri", "quartieri lorenteggio", "copertura"),
    *("scenari", "scenari lorenteggio-adp", "scenari --confronta", "calendario", "check", "norme", "spiega mazzini"),
    "gara --servizio-dal 2024-01-01",
)
FORMATO_DATA, FORMATO_EURO = "dd/mm/yyyy", "[$€-410] #,##0.00"


def mezzanotte(anno: int, mese: int, giorno: int) -> datetime:
    """Un giorno, come lo leggono gli altri: con la sua ora zero."""
    return datetime.combine(date(anno, mese, giorno), time())


class Riga(NamedTuple):
    """Una riga con un campo solo."""

    valore: Any


def make_report(*celle: Any, elenco: tuple[Any, ...] = (), titolo: str = "Prova") -> Report:
    """Un report con una tabella di una colonna."""
    tabella = Tabella(titolo, ("Valore",), tuple((c,) for c in celle))
    righe = tuple(map(Riga, elenco))
    return Report("ldq/prova/1", "Prova", date(2023, 1, 17), date(2023, 1, 10), (tabella,), (), righe)


def write(report: Report) -> bytes:
    """I byte della cartella di lavoro."""
    contenuto = render(report, "xlsx", Tela(80))
    assert isinstance(contenuto, bytes)
    return contenuto


def read(contenuto: bytes) -> Workbook:
    """La cartella di lavoro, come la legge chi non l'ha scritta."""
    return load_workbook(BytesIO(contenuto))


def read_celle(pagina: Worksheet) -> list[Any]:
    """Tutte le celle che dicono qualcosa."""
    return [cella for riga in pagina.iter_rows() for cella in riga if cella.value is not None]


# ——— una cella


@pytest.mark.parametrize(
    ("valore", "cella", "formato"),
    [
        (date(2023, 6, 30), mezzanotte(2023, 6, 30), FORMATO_DATA),
        (parse_data("2023-06-30"), mezzanotte(2023, 6, 30), FORMATO_DATA),
        (117600, 117600, "#,##0"),
        (-28, -28, "#,##0"),
        (Euro(Decimal("828415.20")), 828415.2, FORMATO_EURO),
        (True, True, "General"),
        (parse_data("2018-06"), "giugno 2018", "@"),
        (parse_data("2025-12-31~"), "31/12/2025 (indicativa)", "@"),
        (NON_NOTA, "non noto", "@"),
        (None, "non noto", "@"),
        (Voce("✗ scoperto", Tono.ALLARME), "✗ scoperto", "@"),
        (TRATTINO, "–", "@"),
        ("0123456789", "0123456789", "@"),
        ("=1+1", "=1+1", "@"),
        ("http://esempio.it", "http://esempio.it", "@"),
        ("due\nrighe", "due ⏎ righe", "@"),
        ("_x0041_", "_x0041_", "@"),
        ("\ufffe", "\\ufffe", "@"),
        (date(1899, 12, 31), "31/12/1899", "@"),
    ],
)
def test_una_cella(valore: Any, cella: Any, formato: str) -> None:
    """Un giorno è un giorno e un numero è un numero, con il suo formato; il resto è testo, com'è."""
    letta = read(write(make_report(valore)))["Prova"]["A2"]
    assert (letta.value, letta.number_format) == (cella, formato)
    assert letta.data_type != "f"


@pytest.mark.parametrize(
    ("cella", "numero", "formato"),
    [
        (Voce("✓ 42 giorni", Tono.BENE, 42), 42, '"✓ "#,##0" giorni";-#,##0;0'),
        (Voce("✗ in ritardo di 1.141 giorni", Tono.ALLARME, -1141), -1141, '#,##0;"✗ in ritardo di "#,##0" giorni";0'),
        (Voce("✓ 0 giorni", Tono.BENE, 0), 0, '#,##0;-#,##0;"✓ "#,##0" giorni"'),
        (Voce("! oggi", Tono.ATTENZIONE, 0), 0, '#,##0;-#,##0;"! oggi"'),
        (Voce("1.280", Tono.SPENTO, 1280), 1280, "#,##0"),
        (Circa(4200), 4200, '"circa "#,##0;-#,##0;0'),
    ],
)
def test_un_numero_detto_a_parole_e_un_numero(cella: Any, numero: int, formato: str) -> None:
    """Si ordina e si somma; le parole, e il tono, le mette il formato della cella."""
    letta = read(write(make_report(cella)))["Prova"]["A2"]
    assert (letta.value, letta.number_format, letta.data_type) == (numero, formato, "n")
    if isinstance(cella, Voce):
        assert letta.font.color is not None
        assert letta.font.color.rgb == f"FF{str(TONI[cella.tono]['font_color'])[1:]}"


@pytest.mark.parametrize("testo", ['42 giorni "circa"', f"42 {'x' * 300}"])
def test_parole_che_un_formato_non_ammette_restano_testo(testo: str) -> None:
    """Il file si apre, e si legge tutto."""
    assert read(write(make_report(Voce(testo, Tono.BENE, 42))))["Prova"]["A2"].value == testo


def test_gli_altri_numeri_di_una_cella_hanno_la_loro_colonna() -> None:
    """Chi non ne ha lascia la cella vuota."""
    segno = Voce("▼ −1.139", Tono.BENE, -1139)
    celle = (Voce("141 (▼ −1.139)", Tono.BENE, 141, (("differenza", segno),)), Euro(Decimal(2)), "–")
    pagina = read(write(make_report(*celle)))["Prova"]
    righe = [("Valore", "Valore: differenza"), (141, -1139), (2, None), ("–", None)]
    assert list(pagina.values) == righe
    assert [c.number_format for c in pagina[2]] == ["#,##0", '#,##0;"▼ −"#,##0;0']


def test_un_altro_lettore_legge_lo_stesso() -> None:
    """Con i tipi: date, numeri, vero o falso, testo."""
    celle = (date(2023, 6, 30), 117600, Euro(Decimal("1.50")), "=1+1", parse_data("2018"))
    pagina = CalamineWorkbook.from_filelike(BytesIO(write(make_report(*celle)))).get_sheet_by_name("Prova")
    assert [riga[0] for riga in pagina.to_python()] == ["Valore", date(2023, 6, 30), 117600.0, 1.5, "=1+1", "2018"]


@pytest.mark.parametrize("testo", ["=1+1", "+1", "-1", "@SUM(A1)", "  =1"])
def test_chi_corregge_un_testo_non_ne_fa_una_formula(testo: str) -> None:
    """La cella ha il segno che la tiene testo."""
    assert read(write(make_report(testo)))["Prova"]["A2"].quotePrefix


@pytest.mark.parametrize("testo", ["x" * 40_000, "😀" * 20_000])
def test_un_testo_troppo_lungo_si_taglia_e_lo_dice(testo: str) -> None:
    """Excel conta in unità di due byte: oltre il limite direbbe che il file è guasto."""
    letto = read(write(make_report(testo)))["Prova"]["A2"].value
    assert isinstance(letto, str)
    assert len(letto.encode("utf-16-le")) // 2 <= MAX_CELLA
    assert letto.endswith("[tagliato: 40.000 caratteri in tutto]" if testo[0] == "x" else "20.000 caratteri in tutto]")


# ——— i fogli


def test_il_primo_foglio_dice_che_cos_e() -> None:
    """Titolo, giorno, età dei dati, gli altri fogli, le note."""
    report = make_report(1)
    report = report._replace(blocchi=(*report.blocchi, Nota("Attenzione: è tardi", Tono.ATTENZIONE)))
    cartella = read(write(report))
    pagina = cartella["Leggimi"]
    assert cartella.sheetnames[0] == "Leggimi"
    assert pagina["A1"].value == "Prova"
    assert [(r[0].value, r[1].value) for r in pagina["A3:B4"]] == [
        ("Giorno della domanda", mezzanotte(2023, 1, 17)),
        ("Dati del", mezzanotte(2023, 1, 10)),
    ]
    assert {"Prova · 1 riga", "Attenzione: è tardi"} <= {c.value for c in read_celle(pagina)}


def test_i_dati_hanno_il_primo_e_l_ultimo_giorno_di_una_data_incerta() -> None:
    """Una data a meno del mese si legge com'è scritta, e si ordina per i suoi estremi."""
    report = make_report(1, elenco=(parse_data("2018-06"), NON_NOTA, parse_data("2023-01-17")))
    righe = list(read(write(report))["Dati"].values)
    assert righe == [
        ("valore", "valore.primo_giorno", "valore.ultimo_giorno"),
        ("giugno 2018", mezzanotte(2018, 6, 1), mezzanotte(2018, 6, 30)),
        (None, None, None),
        (mezzanotte(2023, 1, 17), mezzanotte(2023, 1, 17), mezzanotte(2023, 1, 17)),
    ]


def test_le_fonti_hanno_il_loro_foglio() -> None:
    """Da dove viene ogni cosa, con il giorno."""
    fonte = FonteCitata("Delibera", "Giunta", date(2022, 1, 1), "atto")
    righe = list(read(write(make_report(1)._replace(fonti=(fonte,))))["Fonti"].values)
    assert righe[1] == ("Delibera", "Giunta", mezzanotte(2022, 1, 1), "atto")


@pytest.mark.parametrize(
    ("titoli", "nomi"),
    [
        (("Uno", "Due"), ["Uno", "Due"]),
        (("Uno", "uno", "UNO"), ["Uno", "uno (2)", "UNO (3)"]),
        (("Dati", "Fonti", "Leggimi"), ["Dati (2)", "Fonti (2)", "Leggimi (2)"]),
        (("History",), ["History (2)"]),
        (("a/b\\c?d*e[f]g:h",), ["a-b-c-d-e-f-g-h"]),
        (("'apostrofi'",), ["apostrofi"]),
        (("Lacune che lascia, dal 17/01/2023 al 31/12/2025 (compresi)",), ["Lacune che lascia"]),
        (("Un titolo senza nessuna pausa ma troppo lungo",), ["Un titolo senza nessuna pausa"]),
        (("x" * 50, "x" * 50), ["x" * 31, "x" * 27 + " (2)"]),
        (("😀" * 20,), ["😀" * 15]),
        (("",), ["Prova"]),
        (("///",), ["Tabella"]),
        (("a\ufffeb\uffff\x1bc",), ["a-ufffeb-uffff-x1bc"]),
    ],
)
def test_i_nomi_dei_fogli(titoli: tuple[str, ...], nomi: list[str]) -> None:
    """Quelli che Excel, e XML, ammettono: al più 31 caratteri, nessuno vietato, tutti diversi anche senza guardare le maiuscole."""
    report = make_report(1)._replace(blocchi=tuple(Tabella(t, ("A",), ((1,),)) for t in titoli))
    assert read(write(report)).sheetnames[1:] == nomi


def test_una_tabella_senza_righe_lo_dice() -> None:
    """Un foglio bianco sembra un guasto."""
    report = make_report()._replace(blocchi=(Tabella("Lacune", ("Dal",), (), vuota="Nessuna lacuna."),))
    pagina = read(write(report))["Lacune"]
    assert (pagina["A2"].value, pagina.auto_filter.ref) == ("Nessuna lacuna.", None)


def test_un_anno_non_ha_le_migliaia() -> None:
    """2.023 non è un anno."""
    report = make_report()._replace(blocchi=(Tabella("Costi", ("Anno", "Giorni"), ((2023, 1400),)),))
    pagina = read(write(report))["Costi"]
    assert [c.number_format for c in pagina[2]] == ["0", "#,##0"]


def test_una_scheda_sono_due_colonne() -> None:
    """Etichetta e valore, ciascuno con il suo tipo."""
    report = make_report()._replace(blocchi=(Scheda("Contratto", (("Dal", date(2020, 1, 1)), ("Mesi", 36))),))
    assert list(read(write(report))["Contratto"].values)[1:] == [("Dal", mezzanotte(2020, 1, 1)), ("Mesi", 36)]


@pytest.mark.parametrize("tono", TONI)
def test_i_toni_si_leggono(tono: Tono) -> None:
    """Il contrasto è almeno quello di WCAG AA, 4,5 a 1; e la parola c'è sempre."""
    letta = read(write(make_report(Voce("✗ parola", tono))))["Prova"]["A2"]
    sfondo = TONI[tono].get("bg_color", "#FFFFFF")
    chiaro, scuro = measure_luminanza(str(sfondo)), measure_luminanza(str(TONI[tono]["font_color"]))
    assert (chiaro + 0.05) / (scuro + 0.05) >= 4.5
    assert letta.font.color is not None
    assert (letta.value, letta.font.color.rgb) == ("✗ parola", f"FF{str(TONI[tono]['font_color'])[1:]}")


def measure_luminanza(colore: str) -> float:
    """La luminanza relativa di WCAG, da 0 a 1."""
    parti = [int(colore[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parti)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


# ——— le risposte del programma


@pytest.fixture(scope="module")
def risposte(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Ogni domanda nel suo foglio di calcolo."""
    return {domanda: ask_file(domanda, tmp_path_factory.mktemp("xlsx") / "x.xlsx") for domanda in DOMANDE}


def ask_file(domanda: str, file: Path) -> bytes:
    """I byte del file che il programma scrive."""
    uscita = ldq(*domanda.split(), "--oggi", OGGI, "-o", str(file))
    assert (uscita.codice, uscita.out, uscita.err) == (1 if domanda == "check" else 0, "", "")
    return file.read_bytes()


@pytest.mark.parametrize("domanda", DOMANDE)
def test_ogni_risposta(domanda: str, risposte: dict[str, bytes]) -> None:
    """Nessuna formula; ogni foglio ha l'intestazione ferma, il filtro su tutte le righe, colonne larghe il giusto."""
    cartella = read(risposte[domanda])
    assert {"Leggimi", "Dati"} <= set(cartella.sheetnames)
    for pagina in cartella.worksheets[1:]:
        assert not [c for c in read_celle(pagina) if c.data_type == "f"]
        assert pagina.freeze_panes in ("A2", "B2")
        assert pagina.max_row == 1 or pagina["A2"].font.i or pagina.auto_filter.ref == pagina.dimensions
        assert all(9 <= larga.width < 52 for larga in pagina.column_dimensions.values())
        for cella in read_celle(pagina):
            assert cella.number_format == FORMATO_DATA or not isinstance(cella.value, datetime)


@pytest.mark.parametrize("domanda", [d for d in DOMANDE if not d.startswith(("gara", "norme", "spiega"))])
def test_ogni_risposta_dai_dati_ne_dice_le_fonti(domanda: str, risposte: dict[str, bytes]) -> None:
    """Il documento della presentazione, e i file."""
    fonti = [riga[0] for riga in list(read(risposte[domanda])["Fonti"].values)[1:]]
    assert "Contratti (contratti.yaml)" in fonti
    assert str(fonti[0]).startswith("Laboratori di Quartiere – Contratti di Quartiere II")


def test_le_date_e_gli_importi_dei_contratti(risposte: dict[str, bytes]) -> None:
    """Si ordinano, si sottraggono e si sommano."""
    righe = {riga[-1]: riga for riga in read(risposte["contratti"])["Contratti"].values}
    assert righe["lorenteggio-2019"] == (
        *(
            "Laboratorio Sociale Lorenteggio",
            "Lorenteggio",
            "✗ scaduto",
            mezzanotte(2019, 6, 21),
            mezzanotte(2022, 6, 20),
        ),
        *(mezzanotte(2022, 12, 20), mezzanotte(2022, 12, 20), -28, 828415.2, "lorenteggio-2019"),
    )


def test_i_piani_a_confronto_sono_numeri(risposte: dict[str, bytes]) -> None:
    """I giorni e le differenze si sommano: il totale è la somma della sua colonna."""
    pagina = read(risposte["scenari --confronta"]).worksheets[1]
    colonne: dict[str, list[Any]] = {
        str(colonna[0].value): [c.value for c in colonna] for colonna in pagina.iter_cols()
    }
    giorni = [nome for nome in colonne if f"{nome}: differenza" in colonne]
    assert len(giorni) > 2
    totale = colonne["Quartiere"].index("Totale giorni")
    for nome in (*giorni, *(f"{g}: differenza" for g in giorni)):
        assert all(type(v) is int for v in colonne[nome][1 : totale + 1])
        assert sum(colonne[nome][1:totale]) == colonne[nome][totale]


def test_i_margini_e_gli_abitanti_sono_numeri(risposte: dict[str, bytes]) -> None:
    """Anche quelli che si leggono con una parola accanto."""
    for domanda, foglio, titolo in (("scenari", "Scenari", "Margine"), ("status", "Status", "Abitanti")):
        righe = list(read(risposte[domanda])[foglio].values)
        valori = [riga[righe[0].index(titolo)] for riga in righe[1:]]
        assert any(type(v) is int for v in valori)
        assert not [v for v in valori if isinstance(v, str) and any(c.isdigit() for c in v)]


def test_le_proprieta_del_documento(risposte: dict[str, bytes]) -> None:
    """Titolo, giorno della domanda, lingua: le legge chi cerca il file e chi lo ascolta."""
    cartella = read(risposte["status"])
    assert cartella.properties.title == "Comune di Milano, Laboratori di Quartiere"
    assert cartella.properties.created == mezzanotte(2023, 1, 17)
    with ZipFile(BytesIO(risposte["status"])) as parti:
        assert b"it-IT" in parti.read("docProps/custom.xml")


PROVA = f"""
import sys
from tests.supporto import ldq
for numero, domanda in enumerate(sys.argv[2:]):
    ldq(*domanda.split(), "--oggi", "{OGGI}", "-o", f"{{sys.argv[1]}}/{{numero}}.xlsx")
"""


@pytest.mark.parametrize("seme", ["1", "2"])
def test_stessi_byte_in_un_altro_processo(seme: str, risposte: dict[str, bytes], tmp_path: Path) -> None:
    """Stessi dati, stesso giorno: gli stessi byte, comunque Python ordini gli insiemi."""
    domande = ("quartieri", "scenari lorenteggio-adp")
    ambiente = {**os.environ, **AMBIENTE, "PYTHONHASHSEED": seme}
    subprocess.run([sys.executable, "-c", PROVA, str(tmp_path), *domande], cwd=RADICE, env=ambiente, check=True)
    for numero, domanda in enumerate(domande):
        assert sha256((tmp_path / f"{numero}.xlsx").read_bytes()).digest() == sha256(risposte[domanda]).digest()
