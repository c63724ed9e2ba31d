"""JSON Lines: i contratti come li rilegge ogni comando."""

from __future__ import annotations

import json
from datetime import date

from tests.supporto import RADICE

from ldq_planner.loading.cartella import load_portafoglio
from ldq_planner.model.contratto import Contratto
from ldq_planner.render.esportazione import Modi, export

PORTAFOGLIO = load_portafoglio(RADICE / "data")


def test_la_prima_riga_dice_il_giorno_e_le_altre_sono_i_contratti() -> None:
    """Un oggetto per riga, senza `null`: ciò che non è scritto non si scrive."""
    testo = export(PORTAFOGLIO, "jsonl", Modi(date(2023, 1, 17), "ocds-000000")).file[""].decode()
    testata, *righe = testo.splitlines()
    assert json.loads(testata) == {"aggiornato_al": "2023-01-17"}
    assert tuple(Contratto.model_validate_json(riga) for riga in righe) == PORTAFOGLIO.contratti
    assert "null" not in testo
