"""Il primo tempo tenuto accanto ai dati: si usa finché i file sono, byte per byte, quelli da cui viene.

Dell'età di un file non ci si fida: se ne legge tutto il contenuto, che costa un centesimo del conto che risparmia.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from ldq_planner import __version__
from ldq_planner.errors import InvalidRequestError
from ldq_planner.model.scambio.piatto import VERSIONE
from ldq_planner.sql.scadenze import SOSPENSIONI, TAVOLA, write_scadenze

if TYPE_CHECKING:
    from ldq_planner.model.scambio.ingresso import Ingresso
    from ldq_planner.sql.motore import Motore

CARTELLA = ".ldq-preparato"
"""La cartella, accanto al primo dei file: il punto davanti la nasconde a chi cerca dati."""
TAVOLE = (TAVOLA, SOSPENSIONI)
_IMPRONTA = "impronta.json"


def locate_preparato(ingresso: Ingresso) -> Path:
    """Dove sta, o starebbe, ciò che si è preparato di quei file."""
    return Path(ingresso.contratti[0]).parent / CARTELLA


def find_preparato(ingresso: Ingresso) -> tuple[dict[str, str], str]:
    """I Parquet preparati, per tavola, se corrispondono ai file; e che cosa se ne dice, vuoto se non ce n'è.

    Non corrispondono più se è cambiato un byte, se i file sono altri, se il programma è un altro.
    """
    cartella = locate_preparato(ingresso)
    try:
        scritta = json.loads((cartella / _IMPRONTA).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}, ""
    file = {tavola: str(cartella / f"{tavola}.parquet") for tavola in TAVOLE}
    if scritta != compute_impronta(ingresso) or not all(map(os.path.isfile, file.values())):
        return {}, "i dati non sono più quelli preparati: si rifanno i conti (ldq prepara li tiene di nuovo)"
    return file, f"si usano i conti tenuti in «{cartella}» (ldq prepara): i dati sono gli stessi"


def compute_impronta(ingresso: Ingresso) -> dict[str, str]:
    """Ciò da cui dipende il primo tempo: il contenuto di ogni file, e chi lo conta."""
    import duckdb  # noqa: PLC0415 - componente facoltativo

    qui = locate_preparato(ingresso).parent
    impronta = {"ldq": __version__, "piatto": str(VERSIONE), "duckdb": duckdb.__version__}
    for percorso in (*ingresso.contratti, *ingresso.quartieri):
        with Path(percorso).open("rb") as file:
            impronta[os.path.relpath(percorso, qui)] = hashlib.file_digest(file, "blake2b").hexdigest()
    return impronta


def prepare(motore: Motore, ingresso: Ingresso) -> Path:
    """Conta il primo tempo e lo tiene accanto ai dati: tutto, o com'era prima.

    Errori: `InvalidRequestError` se lì non si può scrivere.
    """
    cartella, impronta = locate_preparato(ingresso), compute_impronta(ingresso)
    nuova = cartella.with_name(f"{CARTELLA}-{os.urandom(4).hex()}")
    try:
        nuova.mkdir()
        write_scadenze(motore)
        for tavola in TAVOLE:
            motore.write(f"SELECT * FROM {tavola}", str(nuova / f"{tavola}.parquet"), "parquet")
        (nuova / _IMPRONTA).write_text(json.dumps(impronta), "utf-8")
        shutil.rmtree(cartella, ignore_errors=True)
        nuova.replace(cartella)
    except OSError as errore:
        raise InvalidRequestError(
            f"non si può scrivere in «{cartella.parent}»: {errore.strerror or errore}",
            "preparare una copia dei dati in una cartella in cui si può scrivere",
        ) from None
    finally:
        shutil.rmtree(nuova, ignore_errors=True)
    return cartella
