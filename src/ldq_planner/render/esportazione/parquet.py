"""Parquet: i contratti, una riga per contratto, con i tipi di un archivio di dati.

Una data è tre colonne: `_primo` e `_ultimo`, i giorni che può voler dire, e `_testo`, com'è nei dati. Un importo è un
decimale esatto. Opzioni, affidatari ed équipe sono elenchi di strutture. Due scadenze in più, calcolate: `effettiva` e
`massima`, con e senza le opzioni da decidere.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from ldq_planner.engine.scadenze import compute_scadenze
from ldq_planner.model.scambio.tavole import list_tavole
from ldq_planner.render.esportazione import SOLO_CONTRATTI, UNICO, Esportato

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ldq_planner.dates.incerta import DataIncerta
    from ldq_planner.model.base import Modello
    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scambio.tavole import Colonna
    from ldq_planner.render.esportazione import Modi

CALCOLATE = ("effettiva", "massima")
_ARCO = ("primo", "ultimo", "testo")
_CIFRE, _DECIMALI = 15, 2


def export(portafoglio: Portafoglio, _modi: Modi) -> Esportato:
    """I contratti, nell'ordine del file; agli stessi dati gli stessi byte."""
    import pyarrow as pa  # noqa: PLC0415 - componente facoltativo
    import pyarrow.parquet as pq  # noqa: PLC0415 - come sopra

    dati = {b"ldq": f"contratti aggiornati al {portafoglio.registro.aggiornato_al}".encode()}
    schema = pa.schema(_list_campi(pa), metadata=dati)
    tavola = pa.Table.from_pylist([_make_riga(c) for c in portafoglio.contratti], schema=schema)
    uscita = BytesIO()
    pq.write_table(tavola, uscita, compression="zstd")
    return Esportato({UNICO: uscita.getvalue()}, (SOLO_CONTRATTI,))


def _list_colonne(nome: str) -> tuple[Colonna, ...]:
    return next(t.colonne for t in list_tavole() if t.nome == nome)


def _list_elenchi() -> dict[str, tuple[Colonna, ...]]:
    """Gli elenchi di voci di un contratto, con le loro colonne."""
    return {t.percorso[-1]: t.colonne for t in list_tavole() if t.padre == "contratti"}


def _list_campi(pa: Any) -> list[Any]:
    elenchi = [
        pa.field(nome, pa.list_(pa.struct(_list_tipi(pa, colonne)))) for nome, colonne in _list_elenchi().items()
    ]
    calcolate = [campo for nome in CALCOLATE for campo in _list_arco(pa, nome)]
    return [*_list_tipi(pa, _list_colonne("contratti")), *elenchi, *calcolate]


def _list_tipi(pa: Any, colonne: Iterable[Colonna]) -> list[Any]:
    tipi = {
        "importo": pa.decimal128(_CIFRE, _DECIMALI),
        "intero": pa.int32(),
        "booleano": pa.bool_(),
        "ids": pa.list_(pa.string()),
        "testi": pa.list_(pa.string()),
    }
    campi: list[Any] = []
    for colonna in colonne:
        if colonna.tipo in ("data", "giorno"):
            campi += _list_arco(pa, colonna.nome)
        else:
            campi.append(pa.field(colonna.nome, tipi.get(colonna.tipo, pa.string())))
    return campi


def _list_arco(pa: Any, nome: str) -> list[Any]:
    return [pa.field(f"{nome}_{parte}", pa.string() if parte == "testo" else pa.date32()) for parte in _ARCO]


def _make_riga(contratto: Contratto) -> dict[str, Any]:
    riga = _make_valori(contratto, _list_colonne("contratti"))
    for nome, colonne in _list_elenchi().items():
        riga[nome] = [_make_valori(voce, colonne) for voce in getattr(contratto, nome)]
    scadenze = compute_scadenze(contratto)
    for nome in CALCOLATE:
        riga |= _make_arco(nome, getattr(scadenze, nome))
    return riga


def _make_valori(voce: Modello, colonne: Iterable[Colonna]) -> dict[str, Any]:
    valori: dict[str, Any] = {}
    for colonna in colonne:
        valore = getattr(voce, colonna.nome)
        if colonna.tipo in ("data", "giorno"):
            valori |= _make_arco(colonna.nome, valore)
        elif colonna.tipo in ("ids", "testi"):
            valori[colonna.nome] = [str(v) for v in valore]
        else:
            is_testo = colonna.tipo in ("testo", "id") and valore is not None
            valori[colonna.nome] = str(valore) if is_testo else valore
    return valori


def _make_arco(nome: str, data: DataIncerta | None) -> dict[str, Any]:
    """I giorni che la data può voler dire; nulli se non è nota."""
    estremi = (data.primo, data.ultimo) if data is not None and data.is_nota else (None, None)
    return dict(zip((f"{nome}_{parte}" for parte in _ARCO), (*estremi, data and data.testo), strict=True))
