"""Parquet: gli stessi contratti, con i tipi di un archivio."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.supporto import RADICE

from ldq_planner.engine.scadenze import compute_scadenze
from ldq_planner.loading.cartella import load_portafoglio
from ldq_planner.model.contratto import Contratto
from ldq_planner.render.esportazione import Modi, export

MODI = Modi(date(2023, 1, 17), "ocds-000000")
PORTAFOGLIO = load_portafoglio(RADICE / "data")


@pytest.fixture(scope="module")
def tavola() -> Any:
    """La tavola dei contratti di Milano, riletta."""
    return pq.read_table(BytesIO(export(PORTAFOGLIO, "parquet", MODI).file[""]))


def test_le_righe_sono_i_contratti(tavola: Any) -> None:
    """Ogni campo torna uguale: rileggendo le righe si hanno gli stessi contratti."""
    for riga, contratto in zip(tavola.to_pylist(), PORTAFOGLIO.contratti, strict=True):
        assert Contratto.model_validate(_fold(riga)) == contratto


def test_i_tipi_sono_quelli_dei_dati(tavola: Any) -> None:
    """Giorni, decimali esatti, elenchi: nessun testo da interpretare."""
    tipi = {c.name: c.type for c in tavola.schema}
    assert tipi["inizio_primo"] == pa.date32()
    assert tipi["importo_eur"] == pa.decimal128(15, 2)
    assert tipi["quartieri"] == pa.list_(pa.string())


def test_una_data_incerta_ha_il_primo_e_l_ultimo_giorno_e_il_testo(tavola: Any) -> None:
    """«2018» è tutto l'anno, e si vede che era scritto così."""
    riga = next(r for r in tavola.to_pylist() if r["id"] == "gruppo-interno-2018-2019")
    attesi = (date(2018, 1, 1), date(2018, 12, 31), "2018")
    assert tuple(riga[f"inizio_{parte}"] for parte in ("primo", "ultimo", "testo")) == attesi


def test_le_scadenze_calcolate_sono_quelle_del_motore(tavola: Any) -> None:
    """Effettiva e massima, per ogni contratto."""
    for riga, contratto in zip(tavola.to_pylist(), PORTAFOGLIO.contratti, strict=True):
        scadenze = compute_scadenze(contratto)
        assert (riga["effettiva_testo"], riga["massima_testo"]) == (str(scadenze.effettiva), str(scadenze.massima))


def test_agli_stessi_dati_gli_stessi_byte() -> None:
    """Il file non ha dentro l'ora in cui è nato."""
    assert export(PORTAFOGLIO, "parquet", MODI) == export(PORTAFOGLIO, "parquet", MODI)


def _fold(riga: dict[str, Any]) -> dict[str, Any]:
    """La riga come la leggerebbe il YAML: di una data il testo, di ciò che non è scritto nulla."""
    voce: dict[str, Any] = {}
    for nome, valore in riga.items():
        if nome.startswith(("effettiva_", "massima_")) or nome.endswith(("_primo", "_ultimo")):
            continue
        if valore is not None and valore != []:
            voce[nome.removesuffix("_testo")] = (
                [_fold(v) if isinstance(v, dict) else v for v in valore] if isinstance(valore, list) else valore
            )
    return {nome: str(v) if isinstance(v, Decimal) else v for nome, v in voce.items()}
