"""La linea di base: le segnalazioni di un giorno, da non ripetere. Un file che si legge e si confronta riga per riga."""

from __future__ import annotations

import json
import re
from datetime import date
from shlex import quote
from typing import TYPE_CHECKING, Any

from ldq_planner.errors import InvalidRequestError, Severita
from ldq_planner.loading.lettura import IllegibileError, read_testo
from ldq_planner.model.taciuta import LineaDiBase, SegnalazioneNota
from ldq_planner.render.valori import clean

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = "ldq/linea-base/2"

_IMPRONTA = re.compile("[0-9a-f]{16}")


def write_linea_base(linea: LineaDiBase) -> str:
    """Il file: una voce per segnalazione, per codice ed entità, con il messaggio per chi lo rilegge."""
    note = [n._asdict() | {"messaggio": clean(n.messaggio)} for n in linea.note]
    note.sort(key=lambda v: (v["codice"], v["entita"] or "", v["impronta"], v["messaggio"]))
    quartieri = {
        q: {"severita": severita, "giorni_scoperti": linea.scoperti[q]}
        for q, severita in sorted(linea.senza_servizio.items())
    }
    dati = {"schema": SCHEMA, "al": linea.al.isoformat(), "senza_servizio": quartieri, "segnalazioni": note}
    return json.dumps(dati, ensure_ascii=False, indent=2) + "\n"


def read_linea_base(percorso: Path) -> LineaDiBase:
    """La linea di base del file.

    Errori: `InvalidRequestError` se il file non c'è, non si legge o non è una linea di base.
    """
    try:
        return _parse(json.loads(read_testo(percorso)))
    except IllegibileError as errore:
        motivo = errore.problema.messaggio
    except json.JSONDecodeError as errore:
        motivo = f"non è JSON (riga {errore.lineno}, colonna {errore.colno})"
    except RecursionError:
        motivo = "non è una linea di base (troppi livelli)"
    except ValueError as errore:
        motivo = f"non è una linea di base ({errore})"
    raise InvalidRequestError(
        f"--linea-base «{percorso}»: {motivo}", f"scriverla con: ldq check --scrivi-linea-base {quote(str(percorso))}"
    )


def _parse(radice: Any) -> LineaDiBase:
    schema = radice.get("schema") if isinstance(radice, dict) else None
    if schema == "ldq/linea-base/1":
        raise ValueError("l'ha scritta una versione di prima, che non segnava la gravità: riscriverla")
    if schema != SCHEMA:
        raise ValueError(f"manca «schema»: «{SCHEMA}»")
    voci, quartieri = radice.get("segnalazioni"), radice.get("senza_servizio")
    if not isinstance(voci, list) or not isinstance(quartieri, dict):
        raise ValueError("«segnalazioni» non è un elenco, o «senza_servizio» non ha quartieri")  # noqa: TRY004 - è il file
    note = tuple(_parse_nota(voce, posto) for posto, voce in enumerate(voci, 1))
    try:
        gravita = {q: Severita(v["severita"]) for q, v in quartieri.items()}
        scoperti = {q: int(v["giorni_scoperti"]) for q, v in quartieri.items()}
        return LineaDiBase(note, gravita, scoperti, date.fromisoformat(radice["al"]))
    except (KeyError, TypeError, ValueError):
        raise ValueError("«al» o «senza_servizio» non sono come li scrive ldq check") from None


def _parse_nota(voce: Any, posto: int) -> SegnalazioneNota:
    impronta = voce.get("impronta") if isinstance(voce, dict) else None
    if not (isinstance(impronta, str) and _IMPRONTA.fullmatch(impronta)):
        raise ValueError(f"la segnalazione {posto} non ha un'impronta di 16 cifre esadecimali")
    severita = voce.get("severita")
    if severita not in list(Severita):
        raise ValueError(f"la segnalazione {posto} non ha una severità fra {', '.join(Severita)}")
    entita, messaggio = voce.get("entita"), voce.get("messaggio")
    return SegnalazioneNota(impronta, str(voce.get("codice")), Severita(severita), entita, str(messaggio))
