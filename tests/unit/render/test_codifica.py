"""I valori di una risposta, per una macchina."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ldq_planner.dates.incerta import NON_NOTA, parse_data
from ldq_planner.errors import Finding, Posizione, Ref, Severita
from ldq_planner.model.copertura import Lacuna, TipoLacuna
from ldq_planner.render.codifica import encode, encode_campi


@pytest.mark.parametrize(
    ("valore", "atteso"),
    [
        (None, None),
        (True, True),
        (1234, 1234),
        (date(2023, 1, 17), "2023-01-17"),
        (parse_data("2018-06"), "2018-06"),
        (parse_data("2025-12-31~"), "2025-12-31"),
        (parse_data("2018~"), "2018"),
        (parse_data("2023-01-01..2023-03-31"), "2023-01-01..2023-03-31"),
        (NON_NOTA, None),
        (Decimal("828415.20"), "828415.20"),
        (TipoLacuna.CERTA, "certa"),
        ((), []),
        ((date(2023, 1, 1), None), ["2023-01-01", None]),
        (
            Lacuna(date(2023, 1, 1), date(2023, 1, 2), 2, TipoLacuna.POSSIBILE, None),
            {"inizio": "2023-01-01", "fine": "2023-01-02", "giorni": 2, "tipo": "possibile", "abitanti_giorni": None},
        ),
    ],
)
def test_un_valore_per_una_macchina(valore: Any, atteso: Any) -> None:
    """Date ISO, importi come testo, nulla per ciò che non si sa."""
    assert encode(valore) == atteso


def test_una_segnalazione_per_una_macchina() -> None:
    """I campi che mancano sono `null`, non zero né vuoto."""
    finding = Finding("codice", Severita.AVVISO, "messaggio", "rimedio")
    vuota = {"file": None, "riga": None, "colonna": None, "entita": None, "fonte": None}
    assert encode_campi(finding) == {
        "codice": "codice",
        "severita": "avviso",
        "messaggio": "messaggio",
        "rimedio": "rimedio",
        "impronta": finding.impronta,
        **vuota,
    }
    piena = finding._replace(ref=Ref("contratti", "nord"), posizione=Posizione("c.yaml", 3, 7), fonte="art. 1")
    assert {k: encode_campi(piena)[k] for k in vuota} == {
        "file": "c.yaml",
        "riga": 3,
        "colonna": 7,
        "entita": "nord",
        "fonte": "art. 1",
    }
    assert encode_campi(piena._replace(posizione=Posizione("c.yaml")))["riga"] is None
