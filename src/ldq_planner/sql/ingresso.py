"""Le due tavole, aperte in DuckDB da file di chiunque: con le nostre colonne e i nostri tipi, dopo averle provate.

Nel testo SQL entrano solo i nomi delle nostre colonne: percorsi e valori arrivano a parte. Una colonna che manca è nulla, una
di troppo non si legge; una che in un file è d'un altro genere si converte, e ciò che non si converte è un errore con il suo
posto.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ldq_planner.model.scambio.piatto import AGGIORNATO_AL, CONTRATTI, NECESSARIE, QUARTIERI, list_campi
from ldq_planner.sql.controlli import check_righe
from ldq_planner.sql.guasti import CORREGGERE, SEPARATORI, explain_lettura, find_nel_csv, refuse
from ldq_planner.sql.tipi import Conversione, convert, list_scritte, name_tipo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection, DuckDBPyRelation

    from ldq_planner.model.scambio.ingresso import Ingresso
    from ldq_planner.model.scambio.piatto import Campo
    from ldq_planner.sql.tipi import Tipi

_LETTE = "{}_lette"
MOLTI = 100
"""Oltre quanti file aprirli di nuovo a ogni domanda costa più che tenerne le righe."""
_LUNGA = 100_000
_DEL_MOTORE = frozenset(("filename", "file_row_number"))


def open_tavole(sessione: DuckDBPyConnection, ingresso: Ingresso, *, provate: bool = False) -> tuple[str, ...]:
    """Le tavole `contratti` e `quartieri` di quella sessione, provate; e gli avvisi: le colonne che non si leggono.

    `provate` se lo sono già, byte per byte.

    Errori: `InvalidDataError` con il file, e la riga dove il motore la sa; `LdqError` se è il motore che si ferma.
    """
    avvisi = _open(sessione, CONTRATTI, ingresso.contratti, ingresso.formato)
    if ingresso.quartieri:
        avvisi += _open(sessione, QUARTIERI, ingresso.quartieri, ingresso.formato)
    with explain_lettura(ingresso.contratti + ingresso.quartieri):
        luoghi = f"SELECT * FROM {QUARTIERI}" if ingresso.quartieri else _list_luoghi()
        sessione.execute(f"CREATE OR REPLACE TEMP TABLE luoghi_letti AS {luoghi}")  # sono pochi, e si chiedono sempre
        sessione.execute(f"CREATE OR REPLACE TEMP VIEW {QUARTIERI} AS SELECT * FROM luoghi_letti")
        if not provate:
            check_righe(sessione, con_luoghi=bool(ingresso.quartieri))
    return avvisi


def _list_luoghi() -> str:
    """I luoghi che i contratti nominano, quando nessun file dice di più."""
    altre = (c for c in list_campi()[QUARTIERI] if c.nome not in ("id", "nome"))
    nulle = ", ".join(f"CAST(NULL AS {name_tipo(campo)}) AS {campo.nome}" for campo in altre)
    return f"SELECT id, id AS nome, {nulle} FROM (SELECT DISTINCT unnest(quartieri) AS id FROM {CONTRATTI})"


def _open(sessione: DuckDBPyConnection, tavola: str, file: tuple[str, ...], formato: str) -> tuple[str, ...]:
    """La tavola di quei file, convertita; un avviso se hanno colonne che non si leggono."""
    campi = list_campi()[tavola]
    with explain_lettura(file):
        lette = _LETTORI[formato](sessione, file, campi)
        lette.create_view(_LETTE.format(tavola), replace=True)
        tipi: Tipi = dict(zip(lette.columns, lette.types, strict=True))
    _require(tavola, tipi, file)
    with explain_lettura(file):  # il nome di una voce, dentro un tipo, può non essere in UTF-8
        convertite = {campo.nome: _convert(campo, tipi, file) for campo in campi}
    if formato == "jsonl":
        convertite[AGGIORNATO_AL] = _read_giorno(sessione, tavola, file, convertite[AGGIORNATO_AL])
    scelte = [f"{c.testo} AS {nome}" for nome, c in convertite.items()]
    perse = [
        f"WHEN {c.persa} THEN concat('{_name_letta(nome, tipi)}', ' («' || left({c.scritto}, 40) || '»)')"
        for nome, c in convertite.items()
        if c.persa
    ]
    scelte.append(f"CASE {' '.join(perse)} END AS persa" if perse else "CAST(NULL AS VARCHAR) AS persa")
    riga = "file_row_number + 1" if "file_row_number" in tipi else "NULL"
    scelte += [
        ("filename" if "filename" in tipi else "NULL") + " AS file_letto",
        f"CAST({riga} AS BIGINT) AS riga_letta",
    ]
    testate = f" WHERE id IS NOT NULL OR {AGGIORNATO_AL} IS NULL" if formato == "jsonl" else ""
    da = f"{_LETTE.format(tavola)}{testate}"
    is_da_rileggere = formato == "parquet" and len(file) <= MOLTI
    che_cosa = "TEMP VIEW" if is_da_rileggere else "TABLE"  # un testo, o diecimila file, si leggono una volta sola
    with explain_lettura(file):
        sessione.execute(f"CREATE OR REPLACE {che_cosa} {tavola} AS SELECT {', '.join(scelte)} FROM {da}")
    note = {n for c in campi for n in (c.nome, c.nome.rpartition("_")[0])} | _DEL_MOTORE
    altre = [nome for nome in tipi if nome not in note]
    return (f"colonne di {tavola} che non si leggono: {', '.join(altre)}",) if altre else ()


def _name_letta(nome: str, tipi: Tipi) -> str:
    """Come si chiama, nel file, la colonna da cui viene una delle nostre."""
    return nome if nome in tipi else nome.rpartition("_")[0]


def _require(tavola: str, tipi: Tipi, file: tuple[str, ...]) -> None:
    """Nulla, se ci sono le colonne senza cui una tavola non si legge."""
    for nome in NECESSARIE[tavola]:
        if nome not in tipi and nome.rpartition("_")[0] not in tipi:
            if file[0].endswith(".csv") and (trovata := find_nel_csv(file[0])):  # una riga più lunga confonde chi legge
                raise refuse(trovata[1], CORREGGERE, file[0], trovata[0])
            quali = f"le colonne della forma piatta: schemi/{tavola}-piatti.schema.json"
            raise refuse(f"manca la colonna «{nome}»", f"aggiungerla; {quali}", file[0])


def _convert(campo: Campo, tipi: Tipi, file: tuple[str, ...]) -> Conversione:
    letta = convert(campo, tipi)
    if letta is None:
        messaggio = f"la colonna «{campo.nome}» è «{tipi[campo.nome]}», e ci vuole «{name_tipo(campo)}»"
        raise refuse(messaggio, "scriverla con quel tipo", file[0], codice="tipo-non-valido")
    return letta


def _read_parquet(sessione: DuckDBPyConnection, file: tuple[str, ...], _campi: Sequence[Campo]) -> DuckDBPyRelation:
    return sessione.read_parquet([*file], union_by_name=True, filename=True, file_row_number=True)


def _read_csv(sessione: DuckDBPyConnection, file: tuple[str, ...], _campi: Sequence[Campo]) -> DuckDBPyRelation:
    with Path(file[0]).open(encoding="utf-8-sig", errors="replace") as aperto:
        testata = aperto.readline(_LUNGA)
    separatore = max(SEPARATORI, key=testata.count)
    return sessione.read_csv(
        [*file], header=True, all_varchar=True, union_by_name=True, filename=True, sep=separatore, quotechar='"'
    )


def _read_jsonl(sessione: DuckDBPyConnection, file: tuple[str, ...], campi: Sequence[Campo]) -> DuckDBPyRelation:
    """Una voce per riga: con le colonne piatte o, se è `contratti.jsonl`, con le chiavi e i valori del YAML."""
    return sessione.read_json([*file], format="newline_delimited", columns=list_scritte(campi), filename=True)


def _read_giorno(sessione: DuckDBPyConnection, tavola: str, file: tuple[str, ...], detto: Conversione) -> Conversione:
    """Il giorno dei dati, se una riga non lo dice: quello della prima, in `contratti.jsonl`."""
    with Path(file[0]).open("rb") as aperto:
        prima = aperto.readline(_LUNGA)
    try:
        giorno = date.fromisoformat(json.loads(prima)[AGGIORNATO_AL])
    except (ValueError, KeyError, TypeError, RecursionError):
        return detto
    sessione.execute(f"CREATE OR REPLACE TEMP TABLE {tavola}_del AS SELECT $giorno::DATE AS giorno", {"giorno": giorno})
    return Conversione(f"coalesce({detto.testo}, (SELECT giorno FROM {tavola}_del))", detto.persa)


_LETTORI = {"parquet": _read_parquet, "csv": _read_csv, "jsonl": _read_jsonl}
