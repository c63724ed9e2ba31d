"""Dagli errori di forma di pydantic alle nostre segnalazioni, in italiano e con il rimedio."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ldq_planner.errors import Finding, Severita

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    from ldq_planner.loading.documento import Documento

_TRA_APICI = re.compile(r"'([^']*)'")
_BLOCCO = (
    "struttura-inattesa",
    "qui serve un blocco di chiavi, non «{visto}»",
    "andare a capo e rientrare: una chiave per riga",
)
_ELENCO = (
    "struttura-inattesa",
    "qui serve un elenco, non «{visto}»",
    "scrivere [uno, due] o un elemento per riga con il trattino",
)
_TESTO = ("testo-atteso", "«{campo}» dev'essere un testo", "scrivere un testo, tra virgolette se contiene : o #")
_FORME = {
    "missing": ("chiave-mancante", "manca «{campo}»", "aggiungere la riga «{campo}: …»"),
    "model_type": _BLOCCO,
    "model_attributes_type": _BLOCCO,
    "dict_type": _BLOCCO,
    "tuple_type": _ELENCO,
    "list_type": _ELENCO,
    "too_short": ("elenco-vuoto", "l'elenco «{campo}» è vuoto", "scrivere almeno un elemento"),
    "string_type": _TESTO,
    "string_too_short": _TESTO,
}
_VISTO = 60  # caratteri di un valore sbagliato che vale la pena ripetere


def explain_errore(errore: ErrorDetails, documento: Documento, modello: type[BaseModel]) -> Finding:
    """La segnalazione di un errore, con il suo posto nel documento."""
    percorso, tipo = errore["loc"], errore["type"]
    contesto: Mapping[str, Any] = errore.get("ctx", {})
    if tipo == "dato":
        codice, messaggio, rimedio = contesto["codice"], contesto["messaggio"], contesto["rimedio"]
    else:
        codice, messaggio, rimedio = _explain_tipo(errore, contesto, modello)
    posizione = documento.find_posizione(percorso, chiave=tipo == "extra_forbidden")
    return Finding(codice, Severita.ERRORE, messaggio, rimedio, posizione=posizione)


def suggest(parola: str, note: list[str] | tuple[str, ...]) -> str:
    """«forse intendevi …?» se una parola nota somiglia, altrimenti le parole note."""
    from difflib import get_close_matches  # noqa: PLC0415 - serve solo a chi ha sbagliato

    simili = get_close_matches(parola, note, n=1, cutoff=0.6)
    if simili:
        return f"forse intendevi «{simili[0]}»?"
    return f"valori possibili: {', '.join(note)}" if note else "nei dati non ce n'è nessuno"


def _explain_tipo(errore: ErrorDetails, contesto: Mapping[str, Any], modello: type[BaseModel]) -> tuple[str, str, str]:
    tipo, ultimo, visto = errore["type"], str(errore["loc"][-1]) if errore["loc"] else "", _show(errore["input"])
    if tipo == "extra_forbidden":
        campi = _find_campi(modello, errore["loc"][:-1])
        return "chiave-sconosciuta", f"la chiave «{ultimo}» non esiste", suggest(ultimo, campi)
    if tipo == "literal_error":
        ammessi = _TRA_APICI.findall(str(contesto["expected"]))
        return "valore-non-ammesso", f"«{visto}» non è un valore di «{ultimo}»", suggest(str(errore["input"]), ammessi)
    codice, messaggio, rimedio = _FORME.get(tipo, ("dato-non-valido", errore["msg"], "correggere il valore"))
    return codice, messaggio.format(campo=ultimo, visto=visto), rimedio.format(campo=ultimo)


def _show(valore: object) -> str:
    if isinstance(valore, dict):
        return "un blocco di chiavi"
    if isinstance(valore, list):
        return "un elenco"
    testo = str(valore)
    return testo if len(testo) <= _VISTO else f"{testo[:_VISTO]}…"


def _find_campi(modello: Any, percorso: tuple[int | str, ...]) -> tuple[str, ...]:
    """I campi del modello che sta in fondo al percorso."""
    for passo in percorso:
        if isinstance(passo, str) and passo in modello.model_fields:
            modello = _find_modello(modello.model_fields[passo].annotation) or modello
    return tuple(modello.model_fields)


def _find_modello(annotazione: Any) -> Any:
    """Il modello nascosto in un'annotazione (`tuple[X, ...]`, `X | None`)."""
    if hasattr(annotazione, "model_fields"):
        return annotazione
    return next((m for a in getattr(annotazione, "__args__", ()) if (m := _find_modello(a))), None)
