"""La fusione dei rilasci, sui casi che la fusione di riferimento (`ocds-merge`) prova: il nome di ciascuno è il suo."""

from __future__ import annotations

from typing import Any

import pytest

from ldq_planner.loading.importazione.rilasci import compile_rilasci

CASI: dict[str, tuple[list[dict[str, Any]], dict[str, Any]]] = {
    "null": ([{"tender": {"id": "A", "title": "T"}}, {"tender": {"id": "A", "title": None}}], {"tender": {"id": "A"}}),
    "null di un oggetto": ([{"tender": {"id": "A"}}, {"tender": None}], {}),
    "null di un oggetto in un elenco": (
        [{"contracts": [{"id": "1", "period": {"endDate": "x"}}]}, {"contracts": [{"id": "1", "period": None}]}],
        {"contracts": [{"id": "1"}]},
    ),
    "initial-null": ([{"tender": {"id": "A", "title": None}}, {"tender": {"id": "A"}}], {"tender": {"id": "A"}}),
    "nullone": (
        [{"tender": {"id": "A", "title": None}}, {"tender": {"id": "A", "title": "T"}}],
        {"tender": {"id": "A", "title": "T"}},
    ),
    "empty-identifiermerge-array": ([{"awards": [{"id": "1"}]}, {"awards": []}], {"awards": [{"id": "1"}]}),
    "update-empty-array": ([{"awards": []}, {"awards": [{"id": "1"}]}], {"awards": [{"id": "1"}]}),
    "empty-object": ([{"planning": {"rationale": "R"}}, {"planning": {}}], {"planning": {"rationale": "R"}}),
    "fill-object": ([{"planning": {}}, {"planning": {"rationale": "R"}}], {"planning": {"rationale": "R"}}),
    "lists": (
        [
            {"parties": [{"id": "1", "name": "N", "additionalIdentifiers": [{"id": "1"}, {"id": "2"}]}]},
            {"parties": [{"id": "1", "name": "M", "additionalIdentifiers": [{"id": "3"}]}]},
        ],
        {"parties": [{"id": "1", "name": "M", "additionalIdentifiers": [{"id": "3"}]}]},
    ),
    "empty-wholelistmerge-array": (
        [
            {"parties": [{"id": "1", "additionalIdentifiers": [{"id": "1"}]}]},
            {"parties": [{"id": "1", "additionalIdentifiers": []}]},
        ],
        {"parties": [{"id": "1", "additionalIdentifiers": []}]},
    ),
    "string-list": (
        [{"tender": {"submissionMethod": ["a", "b"]}}, {"tender": {"submissionMethod": ["c"]}}],
        {"tender": {"submissionMethod": ["c"]}},
    ),
    "unit": (
        [
            {"tender": {"items": [{"id": "1", "unit": {"name": "u", "value": {"amount": 1}}}]}},
            {"tender": {"items": [{"id": "2"}, {"id": "1", "unit": {"value": {"amount": 2}}}]}},
        ],
        {"tender": {"items": [{"id": "1", "unit": {"name": "u", "value": {"amount": 2}}}, {"id": "2"}]}},
    ),
    "identifier-merge, id come numero": (
        [{"awards": [{"id": 1, "title": "T"}]}, {"awards": [{"id": 1, "status": "active"}]}],
        {"awards": [{"id": 1, "title": "T", "status": "active"}]},
    ),
    "identifier-merge-no-id": (
        [{"awards": [{"title": "T"}]}, {"awards": [{"title": "U"}]}],
        {"awards": [{"title": "T"}, {"title": "U"}]},
    ),
    "lo stesso oggetto senza id": (
        [{"awards": [{"suppliers": [{"name": "Uno"}], "id": "1"}]}] * 2,
        {"awards": [{"suppliers": [{"name": "Uno"}], "id": "1"}]},
    ),
}


@pytest.mark.parametrize("nome", CASI)
def test_i_rilasci_si_fondono_come_vuole_lo_standard(nome: str) -> None:
    """E nessuno dei rilasci letti cambia."""
    campi, atteso = CASI[nome]
    rilasci = [{"ocid": "o", "id": str(n), "date": f"2014-01-0{n}T00:00:00Z", **c} for n, c in enumerate(campi, 1)]
    prima = repr(rilasci)
    compilato = compile_rilasci(rilasci[::-1])
    assert compilato == {"ocid": "o", "id": "2", "date": "2014-01-02T00:00:00Z", **atteso}
    assert repr(rilasci) == prima
