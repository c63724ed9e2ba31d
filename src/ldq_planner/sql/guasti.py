"""Ciò che un motore non riesce a fare, detto in una frase: con il file, e la riga dove la sa."""

from __future__ import annotations

import csv
import json
import re
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from ldq_planner.errors import Finding, InvalidDataError, LdqError, Posizione, Severita

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_RIGA = re.compile(r"(?:in line|[Ll]ine:?) (\d+)")
SEPARATORI = ",;\t|"
_LUNGA = 100_000
CORREGGERE = "correggere la riga, e salvare in UTF-8"
_DI_NUOVO = "scriverlo, o scaricarlo, di nuovo"


def refuse(
    messaggio: str, rimedio: str, file: str, riga: int = 0, codice: str = "colonne-illeggibili"
) -> InvalidDataError:
    """L'errore di dati a colonne che non si possono valutare."""
    posizione = Posizione(file, riga, 1 if riga else 0)
    return InvalidDataError((Finding(codice, Severita.ERRORE, messaggio, rimedio, posizione=posizione),))


@contextmanager
def explain_lettura(file: Sequence[str]) -> Iterator[None]:
    """Se il motore non legge i file, dice quale, e perché.

    Errori: `InvalidDataError` se è un file; `LdqError` se è il motore, o gli manca memoria o disco.
    """
    import duckdb  # noqa: PLC0415 - componente facoltativo

    try:
        yield
    except (duckdb.OutOfMemoryException, duckdb.InternalException, duckdb.FatalException) as errore:
        raise make_guasto(errore) from None
    except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException):
        raise  # il testo è nostro: è un guasto del programma
    except (
        duckdb.Error,
        UnicodeDecodeError,
        RuntimeError,
    ) as errore:  # RuntimeError: un testo che non è UTF-8, o Ctrl-C
        if "interrupted" in str(errore):
            raise KeyboardInterrupt from None
        if not file:
            raise make_guasto(errore) from None
        motivo = _say(errore)
        colpevole = next((f for f in file if f in motivo), None) or _find_colpevole(file)
        if colpevole.endswith(".csv") and (trovata := find_nel_csv(colpevole)):
            raise refuse(trovata[1], CORREGGERE, colpevole, trovata[0]) from None
        riga = _find_riga(colpevole, motivo)
        raise refuse(f"non si legge: {_shorten(motivo)}", _DI_NUOVO, colpevole, riga) from None


def make_guasto(errore: Exception) -> LdqError:
    """L'errore di un motore che si è fermato: non è colpa dei dati."""
    import duckdb  # noqa: PLC0415 - componente facoltativo

    if isinstance(errore, duckdb.OutOfMemoryException):
        return LdqError(
            "al motore manca la memoria, o il disco su cui appoggiarsi",
            "darne di più con --memoria, o liberare il disco",
        )
    return LdqError(f"il motore si è fermato: {_shorten(str(errore))}", "ripetere; se succede ancora, segnalarlo")


def _say(errore: Exception) -> str:
    """Il motivo; un byte che non è in UTF-8 si dice in due modi, secondo dove si trova."""
    if isinstance(errore, UnicodeDecodeError) or "conversion error" in str(errore):
        return "un nome, o un testo, non è in UTF-8"
    return str(errore)


def _find_colpevole(file: Sequence[str]) -> str:
    """Il primo file che da solo non si legge, se il motore non dice quale."""
    import duckdb  # noqa: PLC0415 - componente facoltativo

    for uno in file if len(file) > 1 and file[0].endswith(".parquet") else ():
        try:
            duckdb.connect().execute("SELECT max(hash(righe)) FROM read_parquet(?) AS righe", [uno])
        except duckdb.Error:
            return uno
    return file[0]


def find_nel_csv(file: str) -> tuple[int, str] | None:
    """La prima riga che non è in UTF-8, o ha più celle dell'intestazione, e che cosa ha; nulla se non ce n'è."""
    riga = 0
    try:
        with Path(file).open(encoding="utf-8-sig", newline="") as aperto:
            testata = aperto.readline(_LUNGA)
            aperto.seek(0)
            lettore = csv.reader(aperto, delimiter=max(SEPARATORI, key=testata.count))
            quante = len(next(lettore, []))
            for celle in lettore:
                riga = lettore.line_num
                if len(celle) > quante:
                    return riga, f"la riga ha {len(celle)} celle, e l'intestazione {quante}"
    except UnicodeDecodeError as errore:
        return 0, f"non è in UTF-8 (byte {errore.object[errore.start]:02X})"
    except csv.Error as errore:
        return riga, f"le virgolette non si chiudono ({errore})"
    return None


def _find_riga(file: str, motivo: str) -> int:
    """La riga di cui parla il motore, 0 se non lo dice; di un JSON rotto a volte nomina quella dopo."""
    trovata = _RIGA.search(motivo)
    numero = int(trovata[1]) if trovata else 0
    if numero > 1 and file.endswith(".jsonl"):
        with Path(file).open("rb") as aperto:
            prima = next(islice(aperto, numero - 2, None), b"{}")
        try:
            json.loads(prima)
        except (ValueError, RecursionError):
            return numero - 1
    return numero


def _shorten(motivo: str) -> str:
    """La prima frase di ciò che dice il motore, su una riga."""
    prima = " ".join(motivo.split("\n\n", maxsplit=1)[0].split())
    return prima if len(prima) <= 200 else f"{prima[:200]}…"  # noqa: PLR2004 - quanto sta su due righe
