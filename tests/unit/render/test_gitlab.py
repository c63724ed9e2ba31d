"""Il rapporto Code Quality di GitLab, contro lo schema ricavato dalla sua documentazione."""

from __future__ import annotations

import json
from typing import Any

from jsonschema import Draft202012Validator
from tests.segnalazioni import AVVISO, CRITICO, ERRORE, SENZA_POSTO, make_esame, write_esame
from tests.supporto import OGGI, ldq

TESTO = {"type": "string", "minLength": 1}
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": TESTO,
            "check_name": TESTO,
            "fingerprint": TESTO,
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "minLength": 1, "not": {"pattern": r"^(\./|/)"}},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def read(testo: str) -> list[dict[str, Any]]:
    """Le voci, se rispettano lo schema e le impronte sono una per voce."""
    voci = json.loads(testo)
    Draft202012Validator(SCHEMA).validate(voci)
    assert len({voce["fingerprint"] for voce in voci}) == len(voci)
    return [dict(voce) for voce in voci]


def test_le_voci() -> None:
    """Gravità, posto e impronta; un file intero comincia dalla riga 1."""
    voci = read(write_esame(make_esame(AVVISO, CRITICO, ERRORE, SENZA_POSTO), "gitlab"))
    assert [v["severity"] for v in voci] == ["minor", "critical", "blocker", "minor"]
    assert [(v["location"]["path"], v["location"]["lines"]["begin"]) for v in voci] == [
        ("data/contratti.yaml", 14),
        ("data/quartieri.yaml", 3),
        ("data/contratti.yaml", 1),
        (".", 1),
    ]
    assert voci[0]["fingerprint"] == AVVISO.impronta
    assert voci[0]["description"] == "il contratto «a» scade — fare la gara"


def test_due_uguali_restano_due() -> None:
    """GitLab ne farebbe sparire una."""
    assert len(read(write_esame(make_esame(AVVISO, AVVISO, AVVISO), "gitlab"))) == 3


def test_senza_segnalazioni_e_un_elenco_vuoto() -> None:
    """Da qui GitLab sa che cosa si è risolto."""
    assert read(write_esame(make_esame(), "gitlab")) == []


def test_i_dati_della_presentazione() -> None:
    """Dal comando."""
    assert read(ldq("check", "--oggi", OGGI, "--format", "gitlab").out)
