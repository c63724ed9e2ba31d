"""File di ogni formato guastati e importati: ciò che si scrive si rilegge, ciò che si rifiuta non lascia nulla."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from odf.opendocument import OpenDocumentSpreadsheet  # type: ignore[import-untyped]  # odfpy non ha tipi
from odf.table import Table, TableCell, TableRow  # type: ignore[import-untyped]  # come sopra
from odf.text import P  # type: ignore[import-untyped]  # come sopra
from tests.fuzz.corsa import GuastoError
from tests.fuzz.mutazioni import OSTILI, SCALARI, mutate_byte, mutate_parole, mutate_testo
from tests.supporto import OGGI, RADICE, ldq

from ldq_planner.errors import InvalidDataError
from ldq_planner.loading.cartella import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from tests.fuzz.corsa import Banco

CASI = RADICE / "tests" / "dati_casi" / "importa"
REALI = RADICE / "tests" / "dati_reali"
ELENCO_XLS = RADICE / "tests" / "fuzz" / "elenco.xls"
"""Quello di `06-xlsx-piu-fogli`, salvato da LibreOffice nel formato di Excel 97."""
CELLE = (
    *(
        "-0.00",
        "0",
        "-1",
        "1.234,56",
        "€ 12",
        "9" * 25,
        "1e400",
        "nan",
        "36 mesi",
        "2 anni",
        "36+6",
        "USD",
        "2020-02-30",
    ),
    *(
        "31/12/2019",
        "12/31/2019",
        "9999-12-31",
        "0000-00-00",
        "1900-01-00",
        "43830",
        "2023-12-31T23:00:00Z",
        "2019",
        "n.d.",
    ),
    *("0000000000", "Z1B21EE7D2", "rescisso", "sospeso", "attivo", "=1+1", "'=1+1", "::error::x", "<b>x</b>"),
)
PEZZI_JSON = (
    "null",
    '""',
    "0",
    "-0.0",
    "1e400",
    "[]",
    "{}",
    "[[[[[[",
    '"\\ud800"',
    "true",
    '"2020-02-30"',
    "NaN",
    ",",
    "}",
)
PEZZI_XML = (
    "<",
    ">",
    "&",
    "&x;",
    "</lotto>",
    "<lotto>",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE a>",
    '<?xml version="1.0"?>',
    "\x00",
)
PEZZI_CELLA = (
    'r="A1048576"',
    'r="XFD1"',
    'r="a1"',
    't="s"',
    't="e"',
    "<v>99999999</v>",
    "<v>1e400</v>",
    's="999"',
    "<f>1</f>",
)


def prova_formato(formato: str, banco: Banco) -> None:
    """Un file guasto di quel formato si importa e si rilegge, o si rifiuta e non lascia nulla."""
    caso = banco.caso
    nomi = mutate_fonte(caso, banco.cartella, caso.choice(read_fonti()[formato]))
    comando = ["importa", nomi, "-o", "dati", "--oggi", OGGI, *caso.choice(([], [], ["--format", "json"]))]
    comando += caso.choice(([], [], [], ["--scarti", "scarti.csv"], ["--raggruppa", "struttura"]))
    uscita = banco.ldq(*comando)
    dati = banco.cartella / "dati"
    scritti = sorted(p.name for p in dati.iterdir()) if dati.is_dir() else []
    if uscita.codice in (2, 3):
        if scritti:
            raise GuastoError(f"{formato}: rifiuta e scrive", f"{comando} {scritti}\n{uscita.err}")
        return
    try:
        load(dati)
    except InvalidDataError as errore:
        raise GuastoError(
            f"{formato}: scrive dati che non legge ({errore.findings[0].codice})", f"{comando}\n{errore.findings}"
        ) from None
    if caso.random() < 0.2:
        banco.ldq(*comando, "--scrivi")
        load(dati)


PROVE: dict[str, Callable[[Banco], None]] = {}
"""Formato → la sua prova."""


@cache
def read_fonti() -> dict[str, tuple[dict[str, bytes], ...]]:
    """Formato → i file da cui si parte, piccoli: nome → contenuto; più d'uno se è una cartella."""
    esportati = _export()
    csv_l190 = (REALI / "it-l190-csv" / "torino-00514490010-lotti.csv").read_bytes()
    anac = (REALI / "it-anac-cig" / "20231001-cig_csv-sardegna-liguria.csv").read_bytes()
    xml = (REALI / "it-l190-xml" / "terracina-2013.xml").read_text(encoding="utf-8")
    fine = xml.index("</lotto>", xml.index("</lotto>", xml.index("</lotto>") + 1) + 1) + len("</lotto>")
    ocds = [json.loads((REALI / p).read_text(encoding="utf-8")) for p in ("it-ocds/torino-ocds.json",)]
    piccoli = [json.dumps({**d, "releases": d["releases"][:2]}).encode() for d in ocds]
    eforms = [p.read_bytes() for p in sorted((REALI / "no-eforms-ocds").glob("*.json"))[:4]]
    tabelle = [p.read_bytes() for p in sorted(CASI.glob("*/*.csv"))]
    rilasci = [json.loads(d)["releases"][0] for d in piccoli]
    return {
        "csv": tuple({"a.csv": d} for d in (*tabelle, _head(csv_l190, 5), _head(anac, 4))),
        "xlsx": tuple({"a.xlsx": p.read_bytes()} for p in sorted(CASI.glob("0*/*.xlsx"))),
        "xls": ({"a.xls": ELENCO_XLS.read_bytes()},),
        "ods": ({"a.ods": make_ods()},),
        "xml": ({"a.xml": (xml[:fine] + "</data></legge190:pubblicazione>").encode()}, *_read_casi("*.xml")),
        "json": (*_read_casi("*.json"), *({"a.json": d} for d in (*piccoli, *eforms))),
        "jsonl": (
            {"a.jsonl": b"\n".join(json.dumps(r).encode() for r in rilasci * 2)},
            {"a.jsonl": esportati["j.jsonl"]},
        ),
        "ocds": ({"a.json": esportati["o.json"]},),
        "parquet": ({"a.parquet": esportati["p.parquet"]},),
        "registro": ({"a.xlsx": esportati["r.xlsx"]},),
        "pacchetto": ({n.removeprefix("c/"): d for n, d in esportati.items() if n.startswith("c/")},),
    }


def mutate_fonte(caso: Random, cartella: Path, fonte: dict[str, bytes]) -> str:
    """Scrive la fonte con un guasto in uno dei suoi file, e dà il nome da importare."""
    guasto = caso.choice(sorted(fonte))
    for nome, dati in fonte.items():
        (cartella / nome).write_bytes(mutate_file(caso, nome, dati) if nome == guasto else dati)
    return "datapackage.json" if len(fonte) > 1 else guasto


def mutate_file(caso: Random, nome: str, dati: bytes) -> bytes:
    """Un file con dei guasti del suo formato, o nei suoi byte."""
    if caso.random() < 0.15:
        return mutate_byte(caso, dati)
    match Path(nome).suffix:
        case ".csv":
            return mutate_csv(caso, dati) if caso.random() < 0.7 else _mutate_testo(caso, dati, CELLE)
        case ".json" | ".jsonl":
            return mutate_json(caso, dati) if caso.random() < 0.7 else _mutate_testo(caso, dati, PEZZI_JSON)
        case ".xml":
            return _mutate_testo(caso, dati, (*PEZZI_XML, *CELLE))
        case ".xlsx" | ".xls" | ".ods" as genere:
            return mutate_parole(caso, dati) if genere == ".xls" else mutate_zip(caso, dati)
        case _:
            return mutate_byte(caso, dati)


def mutate_csv(caso: Random, dati: bytes) -> bytes:
    """Una tabella con qualche cella cambiata, scambiata o ripetuta."""
    testo = dati.decode("utf-8", "replace").replace("\0", "")
    separatore = ";" if testo.count(";") > testo.count(",") else ","
    righe = [r for r in csv.reader(io.StringIO(testo), delimiter=separatore) if r]
    for _ in range(caso.choice((1, 2, 6))):
        riga = caso.choice(righe[1:] or righe)
        if riga:
            riga[caso.randrange(len(riga))] = _choose_cella(caso, righe)
    if caso.random() < 0.2:
        riga = righe[0]
        riga[caso.randrange(len(riga))] = _choose_cella(caso, righe)
    scritto = io.StringIO()
    csv.writer(scritto, delimiter=caso.choice((separatore, separatore, ";", "\t")), escapechar="\\").writerows(righe)
    codifica = caso.choice(("utf-8", "utf-8", "utf-8-sig", "cp1252", "utf-16"))
    return scritto.getvalue().encode(codifica, "replace")


def _choose_cella(caso: Random, righe: list[list[str]]) -> str:
    scelta = caso.random()
    if scelta < 0.3:
        return caso.choice(caso.choice(righe) or [""])
    return caso.choice(CELLE if scelta < 0.7 else OSTILI if scelta < 0.9 else SCALARI)


def mutate_json(caso: Random, dati: bytes) -> bytes:
    """Un documento, o una riga, con qualche valore cambiato, tolto o ripetuto."""
    try:
        righe = [json.loads(dati)]
    except ValueError:
        righe = [json.loads(riga) for riga in dati.splitlines() if riga]
    for _ in range(caso.choice((1, 1, 2, 4))):
        _mutate_oggetto(caso, caso.choice(_list_contenitori(righe)))
    return b"\n".join(
        json.dumps(riga, ensure_ascii=caso.random() < 0.5).encode("utf-8", "surrogatepass") for riga in righe
    )


def _list_contenitori(radice: Any) -> list[Any]:
    trovati, da_vedere = [], [radice]
    while da_vedere:
        if isinstance(valore := da_vedere.pop(), (dict, list)):
            trovati += [valore] if valore else []
            da_vedere += valore.values() if isinstance(valore, dict) else valore
    return trovati or [radice]


def _mutate_oggetto(caso: Random, contenitore: Any) -> None:
    passi: list[Any] = list(contenitore) if isinstance(contenitore, dict) else list(range(len(contenitore)))
    if not passi:
        return
    passo, altro = caso.choice(passi), caso.choice(passi)
    match caso.randrange(4):
        case 0:
            del contenitore[passo]
        case 1:
            contenitore[passo] = contenitore[altro]
        case _:
            valori: tuple[Any, ...] = (
                None,
                "",
                0,
                -1,
                1e30,
                True,
                [],
                {},
                "\ud800",
                [None],
                *CELLE,
                caso.choice(OSTILI),
            )
            contenitore[passo] = caso.choice(valori)


def mutate_zip(caso: Random, dati: bytes) -> bytes:
    """Un archivio con uno dei suoi membri guasto: nel testo XML, o nei byte."""
    scritto = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(dati)) as letto, zipfile.ZipFile(scritto, "w") as nuovo:
        nomi = letto.namelist()
        preferiti = [n for n in nomi if "sheet" in n or "content" in n or "Strings" in n]
        guasto = caso.choice(preferiti if preferiti and caso.random() < 0.8 else nomi)
        for nome in nomi:
            membro = letto.read(nome)
            if nome == guasto:
                if caso.random() < 0.05:
                    continue
                pezzi = (*PEZZI_XML, *PEZZI_CELLA, *CELLE)
                membro = mutate_byte(caso, membro) if caso.random() < 0.2 else _mutate_testo(caso, membro, pezzi)
            nuovo.writestr(nome, membro, zipfile.ZIP_DEFLATED if nome == guasto else zipfile.ZIP_STORED)
    return scritto.getvalue()


def _mutate_testo(caso: Random, dati: bytes, pezzi: tuple[str, ...]) -> bytes:
    return mutate_testo(caso, dati.decode("utf-8", "replace"), pezzi).encode("utf-8", "replace")


def make_ods() -> bytes:
    """Un foglio di LibreOffice con le colonne di sempre."""
    righe = (
        ("Oggetto", "CIG", "Data inizio", "Data fine", "Importo", "Struttura"),
        ("Pulizie", "Z1B21EE7D2", "01/03/2021", "28/02/2024", "12.345,00", "Nord"),
        ("Portierato", "", "2020-01-01", "2022-12-31", "1000", "Sud"),
        ("Mensa", "", "01/01/2023", "36 mesi", "€ 5", "Nord"),
    )
    foglio, tabella = OpenDocumentSpreadsheet(), Table(name="Elenco")
    for riga in righe:
        fila = TableRow()
        for testo in riga:
            cella = TableCell(valuetype="string", stringvalue=testo)
            cella.addElement(P(text=testo))
            fila.addElement(cella)
        tabella.addElement(fila)
    foglio.spreadsheet.addElement(tabella)
    scritto = io.BytesIO()
    foglio.write(scritto)
    return scritto.getvalue()


def _export() -> dict[str, bytes]:
    """I dati di una piccola cartella, in ogni formato che `ldq esporta` scrive."""
    with tempfile.TemporaryDirectory() as provvisoria:
        base = Path(provvisoria)
        dati = RADICE / "tests" / "dati_casi" / "uso" / "seguito"
        for come, nome in {
            "registro": "r.xlsx",
            "ocds": "o.json",
            "jsonl": "j.jsonl",
            "parquet": "p.parquet",
            "csv": "c",
        }.items():
            uscita = ldq("esporta", "--come", come, "-o", str(base / nome), "--dati", str(dati), "--oggi", OGGI)
            assert uscita.codice == 0, uscita.err
        return {str(p.relative_to(base)): p.read_bytes() for p in base.rglob("*") if p.is_file()}


def _read_casi(come: str) -> tuple[dict[str, bytes], ...]:
    return tuple({f"a{p.suffix}": p.read_bytes()} for p in sorted(CASI.glob(f"*/{come}")))


def _head(dati: bytes, righe: int) -> bytes:
    return b"".join(dati.splitlines(keepends=True)[:righe])


FORMATI = ("csv", "xlsx", "xls", "ods", "xml", "json", "jsonl", "ocds", "parquet", "registro", "pacchetto")
PROVE |= {formato: partial(prova_formato, formato) for formato in FORMATI}
