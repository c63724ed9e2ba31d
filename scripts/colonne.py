"""Come si scrivono, a colonne di numpy, le tavole della forma piatta: ciò che serve a chi inventa milioni di righe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ldq_planner.model.scambio.piatto import CONTRATTI, FIRMA, VERSIONE, list_campi

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from ldq_planner.model.scambio.piatto import Campo

A_META = 0.05
"""Le date che il documento dice a metà, una su cinque solo all'anno: una scelta, perché gli elenchi pubblicati non lo dicono."""
MESE, ANNO = 7, 4
"""I caratteri di una data che si sa solo al mese, o all'anno."""

Numeri = np.ndarray[Any, np.dtype[Any]]
Colonne = dict[str, Any]


def write_ids(lettera: str, numeri: Numeri, cifre: int = 9) -> pa.Array:
    """La lettera e il numero, tutti lunghi uguali."""
    testi = pc.utf8_lpad(pa.array(numeri).cast(pa.string()), cifre, "0")
    return pc.binary_join_element_wise(lettera, testi, "")


def write_data(nome: str, giorni: Numeri, sorte: Numeri, *, is_nota: Any = True, is_detta: Any = True) -> Colonne:
    """Le tre colonne di una data; a sorte, e più spesso il mese, il documento ne dice solo l'anno o il mese."""
    quali = np.select([sorte < A_META / 5, sorte < A_META], ["Y", "M"], "D")
    primo, ultimo, testo = giorni.copy(), giorni.copy(), pa.array(giorni).cast(pa.string())
    for unita, caratteri in (("Y", ANNO), ("M", MESE)):
        tale = quali == unita
        primo[tale] = giorni[tale].astype(f"datetime64[{unita}]")
        ultimo[tale] = (giorni[tale].astype(f"datetime64[{unita}]") + 1).astype("datetime64[D]") - 1
        testo = pc.if_else(pa.array(tale), pc.utf8_slice_codeunits(testo, 0, caratteri), testo)
    nota, detta = np.broadcast_to(is_nota, len(giorni)), np.broadcast_to(is_detta, len(giorni))
    testo = pc.if_else(pa.array(nota), testo, "non noto")
    return {
        f"{nome}_primo": pa.array(primo, mask=~(nota & detta)),
        f"{nome}_ultimo": pa.array(ultimo, mask=~(nota & detta)),
        f"{nome}_testo": pc.if_else(pa.array(detta), testo, None),
    }


def write_voci(nome: str, quante: Numeri, voci: Colonne) -> pa.Array:
    """Un elenco di strutture per contratto, con tutti i loro campi."""
    campi = next(c.voci for c in list_campi()[CONTRATTI] if c.nome == nome)
    tavola = make_tavola(campi, voci, int(quante.sum()))
    strutture = pa.StructArray.from_arrays([c.combine_chunks() for c in tavola.columns], fields=list(tavola.schema))
    return pa.ListArray.from_arrays(to_offset(quante), strutture)


def to_offset(quante: Numeri) -> pa.Array:
    """Dove comincia, e dove finisce, l'elenco di ciascuno."""
    return pa.array(np.append(0, quante.cumsum()), pa.int32())


def make_tavola(campi: Iterable[Campo], colonne: Mapping[str, Any], righe: int) -> pa.Table:
    """Tutte le colonne di quei campi: le nostre, e le altre vuote."""
    schema = pa.schema([pa.field(c.nome, to_tipo(c)) for c in campi])
    return pa.table(
        [pa.array(colonne[c.name]).cast(c.type) if c.name in colonne else pa.nulls(righe, c.type) for c in schema],
        schema=schema,
    )


def to_tipo(campo: Campo) -> pa.DataType:
    """Il tipo di Arrow di una colonna."""
    if campo.tipo == "voci":
        return pa.list_(pa.struct([pa.field(c.nome, to_tipo(c)) for c in campo.voci]))
    tipi = {"giorno": pa.date32(), "intero": pa.int32(), "booleano": pa.bool_(), "importo": pa.decimal128(15, 2)}
    return pa.list_(pa.string()) if campo.tipo == "testi" else tipi.get(campo.tipo, pa.string())


def write_tavola(cartella: Path, nome: str, gruppi: Iterable[Colonne]) -> None:
    """Il Parquet di una tavola, un gruppo dopo l'altro."""
    campi = list_campi()[nome]
    schema = make_tavola(campi, {}, 0).schema.with_metadata({FIRMA: str(VERSIONE)})
    with pq.ParquetWriter(cartella / f"{nome}.parquet", schema, compression="zstd") as file:
        for colonne in gruppi:
            file.write_table(make_tavola(campi, colonne, len(colonne["id"])).replace_schema_metadata(schema.metadata))
