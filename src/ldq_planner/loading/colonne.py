"""I file a colonne, trovati e guardati prima che li apra un motore: che cosa sono, e se sono interi."""

from __future__ import annotations

import glob
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ldq_planner.errors import Finding, InvalidDataError, Posizione, Severita
from ldq_planner.loading.lettura import describe_natura, explain_sistema
from ldq_planner.model.archivio import CONTRATTI as YAML_CONTRATTI
from ldq_planner.model.archivio import QUARTIERI as YAML_QUARTIERI
from ldq_planner.model.scambio.ingresso import Ingresso
from ldq_planner.model.scambio.piatto import ANAGRAFE, CONTRATTI, FIRMA, QUARTIERI
from ldq_planner.model.scambio.tavole import DESCRITTORE

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMATI = {".parquet": "parquet", ".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
"""L'estensione di un file → il suo formato."""
MAGIA = b"PAR1"
"""I primi e gli ultimi byte di un Parquet."""
_CODA = 8
"""Gli ultimi byte: quanto è lungo ciò che il file dice di sé, e la firma."""
MAX_TESTATA = 64 * 1024 * 1024
_COME = "indicare un file .parquet, .csv o .jsonl, o una cartella con contratti.parquet e quartieri.parquet"
_NASCOSTI = (".", "_")


def is_a_colonne(dati: Path) -> bool:
    """Vero se si leggono con un motore: un file, un elenco di file, o una cartella senza i YAML."""
    if glob.has_magic(str(dati)) and not dati.exists():
        return True
    if dati.is_file():
        return dati.suffix.lower() in FORMATI
    nostri = (YAML_QUARTIERI, YAML_CONTRATTI, DESCRITTORE)
    return dati.is_dir() and not any((dati / nome).exists() for nome in nostri) and bool(_list_file([dati]))


def find_ingresso(dati: Path) -> Ingresso:
    """I file da leggere: quello, quelli di una cartella, o quelli che un `*` nomina; interi, per quanto si vede senza aprirli.

    Errori: `InvalidDataError` se non ce n'è, se sono di formati diversi, se uno non è ciò che dice di essere.
    """
    file = _list_file(_expand(dati))
    if not file:
        raise refuse(str(dati), "non ci sono file di colonne", _COME)
    luoghi = [f for f in file if _is_di(f, QUARTIERI, dati)]
    contratti = [f for f in file if _is_di(f, CONTRATTI, dati)] or [f for f in file if f not in luoghi]
    if not contratti:
        raise refuse(str(dati), "ci sono i quartieri, e non i contratti", _COME)
    formati = {f.suffix.lower() for f in (*contratti, *luoghi)}
    if len(formati) > 1:
        messaggio = f"ci sono insieme file {' e '.join(sorted(formati))}: non si sa quali valgono"
        raise refuse(str(dati), messaggio, "tenerne di un formato solo, o indicare un file")
    formato = FORMATI.get(estensione := formati.pop(), "")
    if not formato:
        is_un_file = contratti[0].exists()
        raise refuse(str(contratti[0]), "non è un file di colonne" if is_un_file else "il file non c'è", _COME)
    for f in (*contratti, *luoghi):
        _check(f, formato)
    accanto = dati.parent / f"{QUARTIERI}{estensione}"
    if dati.is_file() and dati.stem == CONTRATTI and accanto.is_file():
        _check(accanto, formato)
        luoghi = [accanto]
    return Ingresso(formato, tuple(map(str, contratti)), tuple(map(str, luoghi)))


def _expand(dati: Path) -> list[Path]:
    """I percorsi che un `*` nomina, in ordine; quello scritto, se non ne ha."""
    if dati.exists() or not glob.has_magic(str(dati)):
        return [dati]
    return [Path(p) for p in sorted(glob.glob(str(dati), recursive=True))]  # noqa: PTH207 - un modello può essere assoluto


def _list_file(percorsi: Iterable[Path]) -> list[Path]:
    """I file di colonne, in ordine: di una cartella tutti quelli che ha, comprese le parti di una tavola scritta in più file."""
    trovati: list[Path] = []
    for percorso in percorsi:
        if percorso.is_dir():
            dentro = (p for p in sorted(percorso.rglob("*")) if not _is_nascosto(p.relative_to(percorso)))
            trovati += [p for p in dentro if p.suffix.lower() in FORMATI and not p.is_dir()]
        else:
            trovati.append(percorso)
    return trovati


def _is_nascosto(percorso: Path) -> bool:
    return any(parte.startswith(_NASCOSTI) for parte in percorso.parts)


def _is_di(file: Path, tavola: str, dati: Path) -> bool:
    """Vero se il file, o una cartella in cui sta sotto quella indicata, ha il nome della tavola."""
    sotto = file.relative_to(dati).parts if dati.is_dir() else (file.name,)
    return any(parte == tavola or parte.startswith((f"{tavola}.", f"{tavola}-", f"{tavola}_")) for parte in sotto)


def _check(file: Path, formato: str) -> None:
    """Nulla, se è un file che si può leggere e, se si dice Parquet, se lo è ed è intero.

    Errori: `InvalidDataError` con che cosa non va.
    """
    try:
        if natura := describe_natura(file):
            raise refuse(str(file), natura, _COME)
        if formato != "parquet":
            with file.open("rb") as aperto:
                testa = aperto.read(len(MAGIA) + 1)
            if not testa.strip() or testa.startswith(MAGIA) or b"\x00" in testa:
                raise refuse(str(file), "è vuoto" if not testa.strip() else f"non è un testo .{formato}", _COME)
            return
        if read_testata(file) is None:
            raise refuse(str(file), _explain_parquet(file), "scriverlo, o scaricarlo, di nuovo")
    except FileNotFoundError:
        raise refuse(str(file), "il file non c'è", "controllarne il nome") from None
    except (OSError, ValueError) as errore:
        raise refuse(str(file), *explain_sistema(errore)) from None


def _explain_parquet(file: Path) -> str:
    """Perché non è un Parquet intero."""
    with file.open("rb") as aperto:
        inizio = aperto.read(len(MAGIA))
    if not inizio:
        return "il file è vuoto"
    return "il Parquet è troncato, o rovinato" if inizio == MAGIA else "non è un Parquet"


def read_testata(percorso: Path) -> bytes | None:
    """Ciò che un Parquet dice di sé, com'è scritto in fondo; nulla se non è un Parquet intero."""
    with percorso.open("rb") as file:
        inizio, byte = file.read(len(MAGIA)), file.seek(0, 2)
        if inizio != MAGIA or byte < len(MAGIA) + _CODA:
            return None
        file.seek(-_CODA, 2)
        coda = file.read(_CODA)
        quanto = int.from_bytes(coda[:4], "little")
        if coda[4:] != MAGIA or not 0 < quanto <= min(byte - len(MAGIA) - _CODA, MAX_TESTATA):
            return None
        file.seek(-_CODA - quanto, 2)
        return file.read(quanto)


def read_anagrafe(ingresso: Ingresso) -> dict[str, Any]:
    """Ciò che `quartieri.yaml` diceva oltre ai quartieri, se il file che li ha è scritto da `ldq`; altrimenti nulla."""
    if ingresso.formato != "parquet" or not ingresso.quartieri:
        return {}
    testata = read_testata(Path(ingresso.quartieri[0])) or b""
    _, trovata, dopo = testata.partition(ANAGRAFE.encode())
    inizio = dopo.find(b"{")
    if not trovata or inizio < 0:
        return {}
    try:
        letta, _ = json.JSONDecoder().raw_decode(dopo[inizio:].decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return {}
    return letta if isinstance(letta, dict) else {}


def is_piatto(percorso: Path) -> bool:
    """Vero se è un Parquet della forma piatta, scritto da `ldq`."""
    return percorso.is_file() and FIRMA.encode() in (read_testata(percorso) or b"")


def refuse(file: str, messaggio: str, rimedio: str) -> InvalidDataError:
    """L'errore di un file di colonne che non si legge."""
    finding = Finding("colonne-illeggibili", Severita.ERRORE, messaggio, rimedio, posizione=Posizione(file))
    return InvalidDataError((finding,))
