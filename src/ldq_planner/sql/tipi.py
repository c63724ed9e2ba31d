"""Da una colonna com'è nel file a come la vuole la forma piatta; ciò che non si converte si vede, e non si perde.

Nel testo entrano solo i nomi delle nostre colonne: ciò che sta nei file è sempre un valore.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple, cast

from ldq_planner.dates.incerta import NON_NOTO
from ldq_planner.model.scambio.piatto import ARCO
from ldq_planner.sql.date_scritte import read_primo, read_ultimo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from duckdb.sqltypes import DuckDBPyType

    from ldq_planner.model.scambio.piatto import Campo

    Tipi = Mapping[str, DuckDBPyType]

_SQL = {
    "testo": "VARCHAR",
    "testi": "VARCHAR[]",
    "giorno": "DATE",
    "intero": "INTEGER",
    "booleano": "BOOLEAN",
    "importo": "DECIMAL(15,2)",
}
_INTERI = frozenset(f"{segno}{nome}" for segno in ("", "u") for nome in ("tinyint", "smallint", "integer", "bigint"))
_VIRGOLA = frozenset(("float", "double", "decimal", "hugeint", "uhugeint"))
_ISTANTI = frozenset(("timestamp", "timestamp_s", "timestamp_ms", "timestamp_ns", "timestamp with time zone"))
_GIORNO = r"\d{4}-\d{2}-\d{2}"
_SEPARATORI = r"[\s,;|\[\]\x22\x27]+"


class Conversione(NamedTuple):
    """Come si legge una colonna: il testo SQL; quando ciò che c'è non si legge (vuoto se si legge sempre), e che cosa c'è."""

    testo: str
    persa: str = ""
    scritto: str = "NULL"


def name_tipo(campo: Campo) -> str:
    """Il tipo SQL di una colonna."""
    return _name_voci(campo.voci) if campo.tipo == "voci" else _SQL[campo.tipo]


def name_scritto(campo: Campo) -> str:
    """Il tipo SQL di una colonna in cui tutto è ancora testo."""
    if campo.tipo == "voci":
        return f"STRUCT({', '.join(f'{nome} {tipo}' for nome, tipo in list_scritte(campo.voci).items())})[]"
    return "VARCHAR[]" if campo.tipo == "testi" else "VARCHAR"


def list_scritte(campi: Iterable[Campo]) -> dict[str, str]:
    """Nome e tipo delle colonne, se tutto è testo e di una data c'è anche solo com'è scritta (`inizio`)."""
    scritte: dict[str, str] = {}
    for campo in campi:
        nome, _, parte = campo.nome.rpartition("_")
        if parte == ARCO[0]:
            scritte[nome] = "VARCHAR"
        scritte[campo.nome] = name_scritto(campo)
    return scritte


def convert(campo: Campo, tipi: Tipi, dove: str = "") -> Conversione | None:
    """Come si legge la colonna da ciò che il file ha; nulla, se ciò che ha non può diventarlo.

    `dove` è la voce che la contiene. Di una data, chi non ha i giorni può avere com'è scritta.
    """
    nome, _, parte = campo.nome.rpartition("_")
    scritta = _convert_scritta(tipi[nome], f"{dove}{nome}", parte) if parte in ARCO and nome in tipi else None
    if campo.nome not in tipi:
        return scritta or Conversione(f"CAST(NULL AS {name_tipo(campo)})")
    letta = _convert(campo, tipi[campo.nome], f"{dove}{campo.nome}")
    if letta is None or scritta is None:
        return letta
    come = f"coalesce({letta.scritto}, {scritta.scritto})"
    return Conversione(f"coalesce({letta.testo}, {scritta.testo})", _join(letta.persa, scritta.persa), come)


def _convert_scritta(tipo: DuckDBPyType, valore: str, parte: str) -> Conversione | None:
    """Da una data scritta, una delle sue tre colonne."""
    if tipo.id not in ("varchar", "date"):
        return None
    testo = f"CAST({valore} AS VARCHAR)"
    if parte == "testo":
        return Conversione(testo)
    giorno = (read_primo if parte == ARCO[0] else read_ultimo)(testo)
    return Conversione(giorno, f"{testo} <> '{NON_NOTO}' AND ({giorno}) IS NULL", testo)


def _join(*condizioni: str) -> str:
    return " OR ".join(f"({c})" for c in condizioni if c)


def _try(valore: str, testo: str) -> Conversione:
    """La conversione di chi può non riuscire; «non noto» non è un valore."""
    scritto = f"CAST({valore} AS VARCHAR)"
    return Conversione(testo, f"{scritto} <> '{NON_NOTO}' AND ({testo}) IS NULL", scritto)


def _convert(campo: Campo, tipo: DuckDBPyType, valore: str) -> Conversione | None:
    if str(tipo) == name_tipo(campo):
        return Conversione(valore)
    if tipo.id == "null":
        return Conversione(f"CAST(NULL AS {name_tipo(campo)})")
    if campo.tipo == "voci":
        return _convert_voci(campo.voci, tipo, valore)
    if campo.tipo == "testi":
        return _convert_testi(tipo, valore)
    return _FORME[campo.tipo](tipo.id, valore)


def _convert_testo(tipo: str, valore: str) -> Conversione | None:
    return Conversione(f"CAST({valore} AS VARCHAR)") if tipo in {*_INTERI, "enum", "uuid", "date"} else None


def _convert_giorno(tipo: str, valore: str) -> Conversione | None:
    if tipo in _ISTANTI:
        return _try(valore, f"TRY_CAST({valore} AS DATE)")
    if tipo != "varchar":
        return None
    forma = f"regexp_full_match(trim({valore}), '{_GIORNO}')"
    return _try(valore, f"CASE WHEN {forma} THEN TRY_CAST(trim({valore}) AS DATE) END")


def _convert_intero(tipo: str, valore: str) -> Conversione | None:
    if tipo in _INTERI:
        return _try(valore, f"TRY_CAST({valore} AS INTEGER)")
    if tipo in _VIRGOLA:
        return _try(valore, f"CASE WHEN {valore} = trunc({valore}) THEN TRY_CAST({valore} AS INTEGER) END")
    if tipo != "varchar":
        return None
    forma = f"regexp_full_match(trim({valore}), '-?\\d+')"
    return _try(valore, f"CASE WHEN {forma} THEN TRY_CAST(trim({valore}) AS INTEGER) END")


def _convert_booleano(tipo: str, valore: str) -> Conversione | None:
    if tipo in _INTERI:
        return Conversione(f"({valore} <> 0)")
    if tipo != "varchar":
        return None
    veri, falsi = (" ".join(f"WHEN '{parola}' THEN {vale}" for parola in parole) for vale, parole in _LOGICI.items())
    return _try(valore, f"CASE lower(trim({valore})) {veri} {falsi} END")


def _convert_importo(tipo: str, valore: str) -> Conversione | None:
    if tipo not in _INTERI | _VIRGOLA | {"varchar"}:
        return None
    return _try(valore, f"TRY_CAST({valore} AS DECIMAL(15,2))")


_FORME = {
    "testo": _convert_testo,
    "giorno": _convert_giorno,
    "intero": _convert_intero,
    "booleano": _convert_booleano,
    "importo": _convert_importo,
}
_LOGICI = {"true": ("true", "sì", "si", "1"), "false": ("false", "no", "0")}


def _convert_testi(tipo: DuckDBPyType, valore: str) -> Conversione | None:
    """Un elenco di testi; in una cella, i suoi pezzi separati da spazi, virgole o barre."""
    if tipo.id == "varchar":
        pezzi = f"regexp_split_to_array({valore}, '{_SEPARATORI}')"
        return Conversione(f"list_filter({pezzi}, lambda pezzo: pezzo <> '')")
    dentro = _find_dentro(tipo)
    if dentro is not None and dentro.id in {*_INTERI, "null", "enum"}:
        return Conversione(f"CAST({valore} AS VARCHAR[])")
    return None


def _convert_voci(voci: tuple[Campo, ...], tipo: DuckDBPyType, valore: str) -> Conversione | None:
    """Un elenco di voci; in una cella, scritto in JSON."""
    if tipo.id in ("varchar", "json"):
        forma = json.dumps([{v.nome: name_tipo(v) for v in voci}])
        return _try(valore, f"from_json(TRY_CAST({valore} AS JSON), '{forma}')")
    dentro = _find_dentro(tipo)
    if dentro is None:
        return None
    if dentro.id == "null":
        return Conversione(f"CAST(NULL AS {_name_voci(voci)})")
    if dentro.id != "struct":
        return None
    tipi = dict(cast("list[tuple[str, DuckDBPyType]]", dentro.children))
    lette = [(v.nome, convert(v, tipi, "voce.")) for v in voci]
    buone = {nome: letta for nome, letta in lette if letta is not None}
    if len(buone) < len(lette):
        return None
    campi = ", ".join(f"{nome} := {letta.testo}" for nome, letta in buone.items())
    perse = _join(*(letta.persa for letta in buone.values()))
    persa = f"len(list_filter({valore}, lambda voce: {perse})) > 0" if perse else ""
    return Conversione(f"list_transform({valore}, lambda voce: struct_pack({campi}))", persa)


def _find_dentro(tipo: DuckDBPyType) -> DuckDBPyType | None:
    """Il tipo di ciò che sta in un elenco; nulla se non lo è."""
    return cast("list[tuple[str, DuckDBPyType]]", tipo.children)[0][1] if tipo.id == "list" else None


def _name_voci(voci: tuple[Campo, ...]) -> str:
    return f"STRUCT({', '.join(f'{v.nome} {name_tipo(v)}' for v in voci)})[]"
