"""La linea di base: le segnalazioni di un giorno, da non ripetere. Un file che si legge e si confronta riga per riga."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from ldq_planner.errors import InvalidRequestError
from ldq_planner.loading.lettura import IllegibileError, read_testo
from ldq_planner.render.valori import clean

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ldq_planner.errors import Finding


SCHEMA = "ldq/linea-base/1"
_IMPRONTA = re.compile("[0-9a-f]{16}")


def write_linea_base(findings: Iterable[Finding]) -> str:
    """Il file: un'impronta per segnalazione, per codice ed entità, con il messaggio per chi lo rilegge."""
    voci = {
        f.impronta: {
            "impronta": f.impronta,
            "codice": f.codice,
            "entita": f.ref.id or None if f.ref else None,
            "messaggio": clean(f.messaggio),
        }
        for f in findings
    }
    ordinate = sorted(voci.values(), key=lambda v: (v["codice"] or "", v["entita"] or "", v["impronta"] or ""))
    return json.dumps({"schema": SCHEMA, "segnalazioni": ordinate}, ensure_ascii=False, indent=2) + "\n"


def read_linea_base(percorso: Path) -> frozenset[str]:
    """Le impronte del file.

    Errori: `InvalidRequestError` se il file non c'è, non si legge o non è una linea di base.
    """
    try:
        return _find_impronte(json.loads(read_testo(percorso)))
    except IllegibileError as errore:
        motivo = errore.problema.messaggio
    except json.JSONDecodeError as errore:
        motivo = f"non è JSON (riga {errore.lineno}, colonna {errore.colno})"
    except RecursionError:
        motivo = "non è una linea di base (troppi livelli)"
    except ValueError as errore:
        motivo = f"non è una linea di base ({errore})"
    raise InvalidRequestError(
        f"--linea-base «{percorso}»: {motivo}", f"scriverla con: ldq check --scrivi-linea-base {percorso}"
    )


def _find_impronte(radice: Any) -> frozenset[str]:
    if not isinstance(radice, dict) or radice.get("schema") != SCHEMA:
        raise ValueError(f"manca «schema»: «{SCHEMA}»")
    voci = radice.get("segnalazioni")
    if not isinstance(voci, list):
        raise ValueError("«segnalazioni» non è un elenco")  # noqa: TRY004 - è il file a essere sbagliato
    return frozenset(_find_impronta(voce, posto) for posto, voce in enumerate(voci, 1))


def _find_impronta(voce: Any, posto: int) -> str:
    impronta = voce.get("impronta") if isinstance(voce, dict) else None
    if not (isinstance(impronta, str) and _IMPRONTA.fullmatch(impronta)):
        raise ValueError(f"la segnalazione {posto} non ha un'impronta di 16 cifre esadecimali")
    return impronta
