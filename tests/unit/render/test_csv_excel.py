"""Il CSV di Excel in italiano: si apre con un doppio clic, e date e importi sono già date e importi."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from tests.supporto import OGGI, ldq, render_testo

from ldq_planner.dates.incerta import NON_NOTA, parse_data
from ldq_planner.reports.report import Report

if TYPE_CHECKING:
    from pathlib import Path


class Riga(NamedTuple):
    """Una riga con un campo solo."""

    valore: Any


class Parte(NamedTuple):
    """Una parte con due campi."""

    nome: str
    mesi: int | None


class Costo(NamedTuple):
    """Un anno e il suo costo: un anno non ha le migliaia."""

    anno: int
    costo: Decimal


def write(*valori: Any) -> str:
    """Il CSV di quei valori, uno per riga."""
    return render_testo(Report("prova", "", None, None, (), (), tuple(map(Riga, valori))), "csv-excel")


def read(testo: str) -> list[list[str]]:
    """Le celle, come le vede chi apre il file in Italia."""
    assert testo.startswith("\ufeff")
    return list(csv.reader(StringIO(testo.removeprefix("\ufeff"), newline=""), delimiter=";"))


@pytest.mark.parametrize(
    ("valore", "cella"),
    [
        (None, ""),
        (NON_NOTA, ""),
        (True, "sì"),
        (False, "no"),
        (-28, "-28"),
        (117600, "117600"),
        (Decimal("828415.20"), "828415,20"),
        (date(2023, 1, 17), "17/01/2023"),
        (parse_data("2023-06-30"), "30/06/2023"),
        (parse_data("2018-06"), "giugno 2018"),
        (parse_data("2025-12-31~"), "31/12/2025 (indicativa)"),
        (("uno", "due"), "uno, due"),
        ((), ""),
        ((Costo(2024, Decimal("275843.01")),), "anno: 2024; costo: 275843,01"),
        ("a;b,c", "a;b,c"),
        ("due\nrighe", "due ⏎ righe"),
        ("=1+1", "'=1+1"),
        ("-1", "'-1"),
        ("0123456789", "'0123456789"),
        ("123456789012", "'123456789012"),
        ((90, 30, 7), "90, 30, 7"),
        ("2023", "2023"),
        ("3/4", "'3/4"),
        ("1E5", "'1E5"),
        ("via Baroni 9", "via Baroni 9"),
        ((Parte("a", 36), Parte("b", None)), "nome: a; mesi: 36 | nome: b"),
    ],
)
def test_una_cella(valore: Any, cella: str) -> None:
    """Virgola decimale, gg/mm/aaaa, sì o no; un codice che sembra un numero resta un codice."""
    righe = read(write("testa", valore))
    assert [riga[0] if riga else "" for riga in righe] == ["valore", "testa", cella]


def test_una_parte_diventa_colonne_sue() -> None:
    """Chi filtra vuole una colonna per campo; dove la parte manca le celle sono vuote."""
    assert read(write(Parte("a", 36), None)) == [["valore.nome", "valore.mesi"], ["a", "36"], ["", ""]]


def test_le_righe_finiscono_come_vuole_excel() -> None:
    """Il segno di UTF-8 in cima, ritorno a capo e riga nuova in fondo."""
    assert write(1, 2) == "\ufeffvalore\r\n1\r\n2\r\n"


def test_senza_righe_resta_il_segno() -> None:
    """Non si sa quali colonne avrebbe."""
    assert write() == "\ufeff"


@pytest.mark.parametrize(
    "opzioni",
    [
        ("--csv-excel",),
        ("--format", "csv-excel"),
        ("--csv-excel", "--format", "csv"),
        ("--format", "csv", "--csv-excel"),
    ],
)
def test_si_chiede_in_due_modi(opzioni: tuple[str, ...], tmp_path: Path) -> None:
    """L'opzione breve e il nome del formato scrivono lo stesso file, anche in un .csv."""
    file = tmp_path / "x.csv"
    assert ldq("contratti", "--oggi", OGGI, *opzioni, "-o", str(file)) == (0, "", "")
    righe = read(file.read_bytes().decode())
    lorenteggio = next(riga for riga in righe if riga[0] == "lorenteggio-2019")
    assert (lorenteggio[3], lorenteggio[10]) == ("21/06/2019", "828415,20")


def test_con_un_altro_formato_non_si_sa_quale_vale() -> None:
    """Si dice, invece di sceglierne uno."""
    uscita = ldq("status", "--csv-excel", "--format", "json")
    assert (uscita.codice, uscita.out) == (2, "")
    assert uscita.err == "ldq: --csv-excel e --format json chiedono due formati diversi\n  aiuto: tenerne uno solo\n"
