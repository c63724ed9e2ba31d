"""Parquet: la forma piatta, con i tipi di un archivio; da ogni riga si torna alla sua voce."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from jsonschema import Draft202012Validator
from tests.supporto import RADICE

from ldq_planner.engine.scadenze import compute_scadenze
from ldq_planner.loading.cartella import load_portafoglio
from ldq_planner.model.contratto import Contratto
from ldq_planner.model.quartiere import FileQuartieri, Quartiere
from ldq_planner.model.scambio.piatto import CONTRATTI, QUARTIERI, list_campi
from ldq_planner.model.scambio.righe_piatte import read_riga
from ldq_planner.render.esportazione import Modi, export, parquet

MODI = Modi(date(2023, 1, 17), "ocds-000000")
PORTAFOGLIO = load_portafoglio(RADICE / "data")


@pytest.fixture(scope="module")
def tavole() -> dict[str, Any]:
    """Le due tavole di Milano, rilette."""
    file = export(PORTAFOGLIO, "parquet", MODI).file
    return {nome.removesuffix(".parquet"): pq.read_table(BytesIO(byte)) for nome, byte in file.items()}


def test_le_colonne_sono_quelle_pubblicate(tavole: dict[str, Any]) -> None:
    """Nell'ordine della forma piatta, e nessun'altra."""
    for nome, tavola in tavole.items():
        assert tavola.column_names == [c.nome for c in list_campi()[nome]]


def test_una_riga_rispetta_lo_schema_pubblicato(tavole: dict[str, Any]) -> None:
    """Come la vede chi la legge in JSON: le date come testo."""
    for nome, tavola in tavole.items():
        schema = json.loads((RADICE / "schemi" / f"{nome}-piatti.schema.json").read_text("utf-8"))
        righe = json.loads(json.dumps(tavola.to_pylist(), default=str))
        Draft202012Validator({**schema, "items": schema, "type": "array"}).validate(righe)
        assert set(righe[0]) == set(schema["properties"])


def test_da_ogni_riga_si_torna_alla_sua_voce(tavole: dict[str, Any]) -> None:
    """Contratti e quartieri, campo per campo; l'ente di tutto il file è scritto in ogni riga."""
    contratti = [Contratto.model_validate(read_riga(CONTRATTI, r)) for r in tavole[CONTRATTI].to_pylist()]
    quartieri = [Quartiere.model_validate(read_riga(QUARTIERI, r)) for r in tavole[QUARTIERI].to_pylist()]
    assert tuple(contratti) == PORTAFOGLIO.contratti
    assert {q.ente for q in quartieri} == {PORTAFOGLIO.anagrafe.ente}
    assert tuple(q.model_copy(update={"ente": None}) for q in quartieri) == PORTAFOGLIO.quartieri


def test_accanto_ai_quartieri_c_e_il_resto_del_loro_file(tavole: dict[str, Any]) -> None:
    """Programmi, delibere e fonti non sono righe: stanno in ciò che il file dice di sé, con la versione delle colonne."""
    detto = tavole[QUARTIERI].schema.metadata
    assert detto[b"ldq.piatto"] == b"1"
    tornato = FileQuartieri.model_validate(json.loads(detto[b"ldq.anagrafe"]) | {"quartieri": ()})
    assert tornato == PORTAFOGLIO.anagrafe.model_copy(update={"quartieri": ()})


def test_i_tipi_sono_quelli_dei_dati(tavole: dict[str, Any]) -> None:
    """Giorni, decimali esatti, elenchi: nessun testo da interpretare."""
    tipi = {c.name: c.type for c in tavole[CONTRATTI].schema}
    assert tipi["inizio_primo"] == pa.date32()
    assert tipi["importo_eur"] == pa.decimal128(15, 2)
    assert tipi["quartieri"] == pa.list_(pa.string())


def test_una_data_incerta_ha_il_primo_e_l_ultimo_giorno_e_il_testo(tavole: dict[str, Any]) -> None:
    """«2018» è tutto l'anno, e si vede che era scritto così."""
    riga = next(r for r in tavole[CONTRATTI].to_pylist() if r["id"] == "gruppo-interno-2018-2019")
    attesi = (date(2018, 1, 1), date(2018, 12, 31), "2018")
    assert tuple(riga[f"inizio_{parte}"] for parte in ("primo", "ultimo", "testo")) == attesi


def test_le_scadenze_calcolate_sono_quelle_del_motore(tavole: dict[str, Any]) -> None:
    """Effettiva e massima, per ogni contratto."""
    for riga, contratto in zip(tavole[CONTRATTI].to_pylist(), PORTAFOGLIO.contratti, strict=True):
        scadenze = compute_scadenze(contratto)
        assert (riga["effettiva_testo"], riga["massima_testo"]) == (str(scadenze.effettiva), str(scadenze.massima))


def test_agli_stessi_dati_gli_stessi_byte() -> None:
    """Il file non ha dentro l'ora in cui è nato."""
    assert export(PORTAFOGLIO, "parquet", MODI) == export(PORTAFOGLIO, "parquet", MODI)


def test_si_scrive_a_gruppi(monkeypatch: pytest.MonkeyPatch) -> None:
    """I byte escono mentre si scrive, e i gruppi messi in fila sono tutte le righe nel loro ordine."""
    monkeypatch.setattr(parquet, "GRUPPO", 4)
    monkeypatch.setattr(parquet, "_PASSO", 2)
    righe = [*map(parquet.make_contratto, PORTAFOGLIO.contratti)]
    pezzi = [*parquet.write_tavola(CONTRATTI, righe, PORTAFOGLIO.anagrafe)]
    scritto = pq.ParquetFile(BytesIO(b"".join(pezzi)))
    assert scritto.num_row_groups == -(-len(righe) // 4) > 1
    assert [r["id"] for r in scritto.read().to_pylist()] == [c.id for c in PORTAFOGLIO.contratti]
