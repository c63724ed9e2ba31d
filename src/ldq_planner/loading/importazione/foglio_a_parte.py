"""Il processo in cui si legge un foglio di calcolo: un altro, con poca memoria e poco tempo, così che un file fatto male fermi lui solo.

Si esegue come file, senza il resto del programma: `python -I -S foglio_a_parte.py CARTELLA_DI_CALAMINE FILE MEMORIA SECONDI CELLE`.
Scrive un JSON per riga: di ogni foglio il nome, le celle unite e poi le righe (delle vuote, quante sono); alla fine `TUTTO`, o
perché si è fermato.
"""

from __future__ import annotations

import json
import sys
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

TUTTO = "tutto"
"""L'ultima parola di chi ha letto il file intero."""


class _TroppeCelleError(Exception):
    """I fogli del file, insieme, hanno più celle di quante se ne leggono."""


def main(calamine: str, percorso: str, memoria: int, secondi: int, max_celle: int) -> None:
    """Scrive su stdout tutto il file, o perché non si può."""
    sys.path.append(calamine)
    _limit(memoria, secondi)
    uscita = sys.stdout
    try:
        for riga in _read(percorso, max_celle):
            uscita.write(json.dumps(riga, ensure_ascii=True, separators=(",", ":")) + "\n")
        fine = TUTTO
    except _TroppeCelleError as errore:
        fine = str(errore)
    except MemoryError:
        return
    except BaseException as errore:  # noqa: BLE001 - anche il panico di una libreria in Rust; chi ha chiesto non può vederlo: gli si dice
        is_chiuso = type(errore).__name__ == "PasswordError"
        fine = "si apre con una parola d'ordine" if is_chiuso else "è rovinato, o di un genere che non si conosce"
    uscita.write(json.dumps(fine) + "\n")
    uscita.flush()


def _limit(memoria: int, secondi: int) -> None:
    """Il sistema ferma il processo che chiede di più; dove non si può (Windows), lo ferma chi aspetta."""
    try:
        import resource  # noqa: PLC0415 - Windows non ce l'ha
    except ImportError:
        return
    limiti = {resource.RLIMIT_CPU: secondi, resource.RLIMIT_CORE: 0}
    if sys.platform != "darwin":  # macOS non tiene questo limite
        limiti[resource.RLIMIT_AS] = memoria
    for quale, valore in limiti.items():
        _, massimo = resource.getrlimit(quale)
        suo = valore if massimo == resource.RLIM_INFINITY else min(valore, massimo)
        resource.setrlimit(quale, (suo, suo))


def _read(percorso: str, max_celle: int) -> Iterator[Any]:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - prima servono i limiti e il percorso

    totale = 0
    with open(percorso, "rb") as file, CalamineWorkbook.from_filelike(file) as libro:  # noqa: PTH123 - pathlib costa quanto avviare Python
        for nome in libro.sheet_names:
            foglio = libro.get_sheet_by_name(nome)
            (_, sinistra), (ultima, destra) = foglio.start or (0, 0), foglio.end or (0, 0)
            totale += (ultima + 1) * (destra + 1)
            if totale > max_celle:
                raise _TroppeCelleError(f"ha più di {max_celle} celle")
            yield {"nome": nome, "unite": foglio.merged_cell_ranges or [], "colonne": destra + 1}
            yield from _read_righe(foglio, sinistra)


def _read_righe(foglio: Any, sinistra: int) -> Iterator[Any]:
    """Le righe da A1 in giù; al posto di quelle vuote, quante sono."""
    vuote = 0
    davanti = [""] * sinistra
    for riga in foglio.iter_rows() if foglio.end else ():
        celle = [*davanti, *map(_write, riga)]
        if not any(c != "" for c in celle):
            vuote += 1
            continue
        if vuote:
            yield {"vuote": vuote}
            vuote = 0
        yield celle
    if vuote:
        yield {"vuote": vuote}


def _write(valore: Any) -> str | int | float:
    """Una cella come testo, o come numero se lo è: le date in ISO."""
    if isinstance(valore, str):
        return valore
    if isinstance(valore, bool):
        return "sì" if valore else "no"
    if isinstance(valore, float):
        return int(valore) if valore.is_integer() else valore
    if isinstance(valore, datetime):
        return valore.isoformat(sep=" ") if valore.time() != time() else valore.date().isoformat()
    if isinstance(valore, (date, time)):
        return valore.isoformat()
    return "" if isinstance(valore, timedelta) or valore is None else str(valore)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
