"""SARIF 2.1.0, contro lo schema ufficiale di OASIS."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.segnalazioni import AVVISO, CRITICO, ERRORE, SENZA_POSTO, make_esame, write_esame
from tests.supporto import OGGI, ldq

from ldq_planner.rules.controlli.elenco import TUTTE

if TYPE_CHECKING:
    from jsonschema import Draft7Validator


def read(testo: str, sarif_schema: Draft7Validator) -> dict[str, Any]:
    """L'esecuzione, se il registro rispetta lo schema e ogni risultato nomina la sua regola."""
    registro = json.loads(testo)
    assert [errore.message for errore in sarif_schema.iter_errors(registro)] == []
    (esecuzione,) = registro["runs"]
    regole = esecuzione["tool"]["driver"]["rules"]
    for risultato in esecuzione["results"]:
        assert regole[risultato["ruleIndex"]]["id"] == risultato["ruleId"]
    return dict(esecuzione)


def test_lo_schema_vede_gli_errori(sarif_schema: Draft7Validator) -> None:
    """Uno schema che accetta tutto non prova nulla."""
    registro = json.loads(write_esame(make_esame(AVVISO), "sarif"))
    registro["runs"][0]["results"][0]["level"] = "grave"
    assert not sarif_schema.is_valid(registro)


def test_i_risultati(sarif_schema: Draft7Validator) -> None:
    """Livello, posto, impronta che non dipende dalla riga."""
    risultati = read(write_esame(make_esame(AVVISO, CRITICO, ERRORE, SENZA_POSTO), "sarif"), sarif_schema)["results"]
    assert [r["level"] for r in risultati] == ["warning", "error", "error", "warning"]
    assert risultati[0]["partialFingerprints"] == {"ldq/v1": AVVISO.impronta}
    assert [[p["physicalLocation"] for p in r["locations"]] for r in risultati] == [
        [
            {
                "artifactLocation": {"uri": "data/contratti.yaml"},
                "region": {"startLine": 14, "startColumn": 13, "endColumn": 17},
            }
        ],
        [
            {
                "artifactLocation": {"uri": "data/quartieri.yaml"},
                "region": {"startLine": 3, "startColumn": 9, "endColumn": 10},
            }
        ],
        [{"artifactLocation": {"uri": "data/contratti.yaml"}}],
        [],
    ]


def test_ogni_regola_ha_il_suo_manuale(sarif_schema: Draft7Validator) -> None:
    """Anche senza segnalazioni: è ciò che chi legge apre da un risultato."""
    regole = read(write_esame(make_esame(), "sarif"), sarif_schema)["tool"]["driver"]["rules"]
    assert [r["id"] for r in regole] == [r.CODICE for r in TUTTE]
    assert all(r["help"]["text"] and r["shortDescription"]["text"] for r in regole)


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("data/a b%.yaml", "data/a%20b%25.yaml"),
        ("/altrove/a.yaml", "file:///altrove/a.yaml"),
        ("/lavoro/è.yaml", "%C3%A8.yaml"),
    ],
)
def test_un_percorso_diventa_un_indirizzo(file: str, uri: str, sarif_schema: Draft7Validator) -> None:
    """Fuori dalla cartella di lavoro è assoluto."""
    assert AVVISO.posizione is not None
    finding = AVVISO._replace(posizione=AVVISO.posizione._replace(file=file))
    (risultato,) = read(write_esame(make_esame(finding), "sarif"), sarif_schema)["results"]
    assert risultato["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


@pytest.mark.parametrize("giorno", [OGGI, "2026-11-22"])
def test_i_dati_della_presentazione(giorno: str, sarif_schema: Draft7Validator) -> None:
    """Dal comando."""
    assert read(ldq("check", "--oggi", giorno, "--format", "sarif").out, sarif_schema)["results"]
