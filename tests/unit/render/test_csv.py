"""Il CSV: una riga per cosa, una colonna per campo, e nulla che un foglio di calcolo interpreti."""

from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any, NamedTuple

import pytest
from tests.supporto import render_testo

from ldq_planner.dates.incerta import NON_NOTA, parse_data
from ldq_planner.reports.report import Report


class Riga(NamedTuple):
    """Una riga con un campo solo."""

    valore: Any


def write(*valori: Any) -> str:
    """Il CSV di quei valori, uno per riga."""
    return render_testo(Report("prova", "", None, None, (), (), tuple(map(Riga, valori))), "csv")


def read(testo: str) -> list[str]:
    """Le celle, come le vede chi apre il file."""
    intestazione, *righe = csv.reader(StringIO(testo, newline=""))
    assert intestazione == ["valore"]
    return [riga[0] if riga else "" for riga in righe]


@pytest.mark.parametrize(
    ("valore", "cella"),
    [
        (None, ""),
        (NON_NOTA, ""),
        (True, "sì"),
        (False, "no"),
        (-28, "-28"),
        (117600, "117600"),
        (Decimal("828415.20"), "828415.20"),
        (date(2023, 1, 17), "2023-01-17"),
        (parse_data("2018-06"), "2018-06"),
        (("uno", "due"), "uno due"),
        ((), ""),
        ("a,b;c", "a,b;c"),
        ('dice «"sì"»', 'dice «"sì"»'),
        ("due\nrighe", "due ⏎ righe"),
        ("=1+1", "'=1+1"),
        ("  =1+1", "'  =1+1"),
        ("-1", "'-1"),
        (("=uno", "due"), "'=uno due"),
        ("perché no", "perché no"),
        ("a=b", "a=b"),
    ],
)
def test_una_cella(valore: Any, cella: str) -> None:
    """Date ISO, punto decimale, vuoto per «non noto»; il testo è solo testo."""
    assert read(write(valore)) == [cella]


def test_le_strutture_stanno_in_json() -> None:
    """Un elenco di oggetti in una cella si può ancora leggere."""
    (cella,) = read(write((Riga("uno"), Riga(None))))
    assert json.loads(cella) == [{"valore": "uno"}, {"valore": None}]


def test_senza_righe_e_vuoto() -> None:
    """Non si sa quali colonne avrebbe."""
    assert write() == ""


def test_le_righe_finiscono_come_vuole_lo_standard() -> None:
    """RFC 4180: ritorno a capo e riga nuova."""
    assert write(1, 2) == "valore\r\n1\r\n2\r\n"
