"""Parquet: la forma piatta (`model/scambio/piatto.py`), una tavola per file, con i tipi di un archivio di dati.

Si scrive a gruppi di righe, e in mano ne resta uno. La versione delle colonne e ciò che `quartieri.yaml` dice oltre ai
quartieri stanno in fondo a ogni file, fra ciò che dice di sé.
"""

from __future__ import annotations

import json
from io import RawIOBase
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from ldq_planner.engine.scadenze import compute_scadenze
from ldq_planner.model.scambio.piatto import (
    AGGIORNATO_AL,
    ANAGRAFE,
    CALCOLATE,
    CONTRATTI,
    FIRMA,
    QUARTIERI,
    VERSIONE,
    list_campi,
)
from ldq_planner.model.scambio.righe_piatte import make_arco, make_riga
from ldq_planner.render.esportazione import Esportato, tell_soglie

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from _typeshed import ReadableBuffer

    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.quartiere import FileQuartieri, Quartiere
    from ldq_planner.model.scambio.piatto import Campo
    from ldq_planner.model.scambio.righe_piatte import Riga
    from ldq_planner.render.esportazione import Modi

T = TypeVar("T")
GRUPPO = 100_000
"""Righe per gruppo: chi legge ne apre uno per filo, e salta quelli in cui non c'è ciò che cerca."""
_PASSO = 10_000
"""Righe che si tengono come oggetti."""
_CIFRE, _DECIMALI = 15, 2
_SENZA = "scenari, piani e deroghe: qui stanno quartieri e contratti"


def export(portafoglio: Portafoglio, _modi: Modi) -> Esportato:
    """Le due tavole, nell'ordine dei file; agli stessi dati gli stessi byte."""
    anagrafe, registro = portafoglio.anagrafe, portafoglio.registro
    contratti = (make_contratto(c) | {AGGIORNATO_AL: registro.aggiornato_al.primo} for c in registro.contratti)
    righe = {CONTRATTI: contratti, QUARTIERI: (make_quartiere(q, anagrafe) for q in anagrafe.quartieri)}
    file = {f"{nome}.parquet": b"".join(write_tavola(nome, sue, anagrafe)) for nome, sue in righe.items()}
    is_tutto = not (portafoglio.ipotesi.scenari or portafoglio.ipotesi.piani or portafoglio.deroghe)
    return Esportato(file, (*(() if is_tutto else (_SENZA,)), *tell_soglie(portafoglio)))


def make_contratto(contratto: Contratto) -> Riga:
    """La riga di un contratto, con le scadenze calcolate."""
    scadenze, riga = compute_scadenze(contratto), make_riga(CONTRATTI, contratto)
    for nome in CALCOLATE:
        riga |= make_arco(nome, getattr(scadenze, nome))
    return riga


def make_quartiere(quartiere: Quartiere, anagrafe: FileQuartieri) -> Riga:
    """La riga di un quartiere, con l'ente di tutto il file se non ne dice uno suo."""
    dichiarato = {"ente": quartiere.ente or anagrafe.ente, AGGIORNATO_AL: anagrafe.aggiornato_al.primo}
    return make_riga(QUARTIERI, quartiere) | dichiarato


def write_tavola(tavola: str, righe: Iterable[Mapping[str, Any]], anagrafe: FileQuartieri) -> Iterator[bytes]:
    """I byte del file di una tavola, a pezzi."""
    import pyarrow as pa  # noqa: PLC0415 - componente facoltativo
    import pyarrow.parquet as pq  # noqa: PLC0415 - come sopra

    schema = pa.schema([*_list_tipi(pa, list_campi()[tavola])], metadata=_make_testata(tavola, anagrafe))
    pezzi = _Pezzi()
    with pq.ParquetWriter(pezzi, schema, compression="zstd") as file:
        passi = (pa.RecordBatch.from_pylist(passo, schema) for passo in _split(righe, _PASSO))
        for gruppo in _split(passi, GRUPPO // _PASSO):
            file.write_table(pa.Table.from_batches(gruppo, schema), row_group_size=GRUPPO)
            yield from pezzi.take()
    yield from pezzi.take()


def _make_testata(tavola: str, anagrafe: FileQuartieri) -> dict[str, str]:
    """Ciò che un file dice di sé: la versione delle colonne e, accanto ai quartieri, il resto di `quartieri.yaml`."""
    versione = {FIRMA: str(VERSIONE)}
    if tavola != QUARTIERI:
        return versione
    detto = anagrafe.model_dump(mode="json", exclude_defaults=True, exclude={"quartieri"})
    return {**versione, ANAGRAFE: json.dumps(detto, ensure_ascii=False)}


def _list_tipi(pa: Any, campi: Iterable[Campo]) -> Iterator[Any]:
    tipi = {
        "testo": pa.string(),
        "testi": pa.list_(pa.string()),
        "giorno": pa.date32(),
        "intero": pa.int32(),
        "booleano": pa.bool_(),
        "importo": pa.decimal128(_CIFRE, _DECIMALI),
    }
    for campo in campi:
        yield pa.field(campo.nome, tipi.get(campo.tipo) or pa.list_(pa.struct([*_list_tipi(pa, campo.voci)])))


def _split(valori: Iterable[T], quanti: int) -> Iterator[list[T]]:
    """I valori, tanti per volta."""
    resto = iter(valori)
    while passo := [*islice(resto, quanti)]:
        yield passo


class _Pezzi(RawIOBase):
    """Un file che tiene ciò che gli si scrive solo finché non lo si prende."""

    def __init__(self) -> None:
        super().__init__()
        self._pezzi: list[bytes] = []
        self._quanti = 0

    def writable(self) -> bool:
        return True

    def write(self, pezzo: ReadableBuffer) -> int:
        """Il pezzo in fondo."""
        byte = bytes(pezzo)
        self._pezzi.append(byte)
        self._quanti += len(byte)
        return len(byte)

    def tell(self) -> int:
        """Quanti byte si sono scritti finora."""
        return self._quanti

    def take(self) -> list[bytes]:
        """Ciò che si è scritto dall'ultima volta."""
        presi, self._pezzi = self._pezzi, []
        return presi
