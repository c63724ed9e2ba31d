"""La scheda di un CIG di ANAC: ciò che è finito prima, o è sospeso, ha uno stato con il suo giorno."""

from __future__ import annotations

from typing import Any

import pytest

from ldq_planner.loading.importazione.anac import read_anac_json
from ldq_planner.loading.importazione.grezzo import FonteAperta


@pytest.mark.parametrize(
    ("parti", "stato"),
    [
        ({}, ""),
        ({"fine_contratto": [{"DATA_CONCLUSIONE_ANTICIPATA": "2023-05-10T00:00:00"}]}, "risolto il 2023-05-10"),
        ({"sospensioni": [{"DATA_SOSPENSIONE": "2023-03-01", "DATA_RIPRESA": None}]}, "sospeso dal 2023-03-01"),
        ({"sospensioni": [{"DATA_SOSPENSIONE": "2023-03-01", "DATA_RIPRESA": "2023-04-01"}]}, ""),
        ({"sospensioni": None, "fine_contratto": []}, ""),
    ],
)
def test_conclusione_anticipata_e_sospensione_sono_uno_stato(parti: dict[str, Any], stato: str) -> None:
    """Senza la ripresa è ancora sospeso."""
    bando = {"CIG": "Z000000001", "ESITO": "AGGIUDICATA", "OGGETTO_LOTTO": "Pulizie"}
    avvio = {"DATA_INIZIO_EFFETTIVA": "2023-01-01", "DATA_TERMINE_CONTRATTUALE": "2025-12-31"}
    scheda = {"bando": bando, "avvio_contratto": [avvio], **parti}
    (grezzo,) = read_anac_json([scheda], FonteAperta("x", "anac-cig", lambda _: iter(())))
    assert (grezzo.stato, grezzo.inizio, grezzo.fine) == (stato, "2023-01-01", "2025-12-31")
