"""Dagli errori di forma di pydantic alle nostre segnalazioni, in italiano e con il rimedio."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.errors import Finding, Posizione, Severita
from ldq_planner.model.campi import find_modello
from ldq_planner.model.scalari import quote
from ldq_planner.model.simili import suggest

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from ldq_planner.loading.documento import Documento
    from ldq_planner.model.base import Modello

Percorso = tuple[str | int, ...]


class _Spiegazione(NamedTuple):
    """`{campo}` è il nome del campo, `{visto}` ciò che vi è scritto."""

    codice: str
    messaggio: str
    rimedio: str


_CHIAVE = "[key]"
"""L'ultimo passo, per pydantic, quando è la chiave a non andare bene."""
_TRA_APICI = re.compile(r"'([^']*)'")
_BLOCCO = _Spiegazione(
    "struttura-inattesa",
    "in «{campo}» serve un blocco di chiavi, non {visto}",
    "andare a capo e rientrare: una «chiave: valore» per riga",
)
_ELENCO = _Spiegazione(
    "struttura-inattesa",
    "in «{campo}» serve un elenco, non {visto}",
    "scrivere [uno, due], o un elemento per riga con il trattino",
)
_TESTO_VUOTO = _Spiegazione("testo-vuoto", "«{campo}» è vuoto", "scrivere il testo, oppure togliere la riga")
_FORME = {
    "missing": _Spiegazione("chiave-mancante", "manca «{campo}»", "aggiungere la riga «{campo}: …»"),
    "model_type": _BLOCCO,
    "model_attributes_type": _BLOCCO,
    "dict_type": _BLOCCO,
    "tuple_type": _ELENCO,
    "list_type": _ELENCO,
    "too_short": _Spiegazione("elenco-vuoto", "l'elenco «{campo}» è vuoto", "scrivere almeno un elemento"),
    "string_type": _Spiegazione(
        "testo-atteso",
        "in «{campo}» serve un testo, non {visto}",
        "scrivere il testo sulla stessa riga, tra virgolette se contiene «: » o « #»",
    ),
    "string_too_short": _TESTO_VUOTO,
    "string_pattern_mismatch": _TESTO_VUOTO,
}
_IGNOTA = _Spiegazione(
    "dato-non-valido", "«{campo}» non può essere {visto}", "guardare come è scritto negli altri dati"
)
_FUSIONE = _Spiegazione(
    "yaml-non-ammesso", "i file di dati non ammettono chiavi di fusione (<<)", "riscrivere per esteso i valori"
)


def explain_errore(errore: ErrorDetails, documento: Documento, modello: type[Modello]) -> Finding:
    """La segnalazione di un errore, con il suo posto nel documento."""
    percorso = errore["loc"]
    di_chiave = percorso[-1:] == (_CHIAVE,)
    codice, messaggio, rimedio = explain_forma(errore, modello)
    posizione = documento.find_posizione(
        percorso[:-1] if di_chiave else percorso, chiave=di_chiave or errore["type"] == "extra_forbidden"
    )
    return Finding(codice, Severita.ERRORE, messaggio, rimedio, posizione=posizione)


def say_altri(file: str, quanti: int) -> Finding:
    """Dopo tanti problemi non se ne dicono altri."""
    messaggio = f"dopo {quanti} problemi la lettura si ferma"
    posizione = Posizione(file)
    return Finding(
        "troppi-problemi", Severita.ERRORE, messaggio, "correggere questi, poi rileggere", posizione=posizione
    )


def explain_forma(errore: ErrorDetails, modello: type[Modello]) -> tuple[str, str, str]:
    """Un errore di forma, ovunque sia scritto: il codice, che cosa non va, che cosa fare."""
    tipo, percorso, input_ = errore["type"], errore["loc"], errore["input"]
    contesto = errore.get("ctx", {})
    if tipo == "dato":
        return _Spiegazione(contesto["codice"], contesto["messaggio"], contesto["rimedio"])
    campo = next((passo for passo in reversed(percorso) if isinstance(passo, str)), "")
    if tipo == "extra_forbidden" and campo == "<<":
        return _FUSIONE
    if tipo == "extra_forbidden":
        rimedio = suggest(campo, _find_campi(modello, percorso[:-1]))
        return _Spiegazione("chiave-sconosciuta", f"la chiave {quote(campo)} non esiste", rimedio)
    if tipo == "literal_error":
        ammessi = _TRA_APICI.findall(str(contesto["expected"]))
        messaggio = f"«{campo}» non può essere {quote(input_)}"
        return _Spiegazione("valore-non-ammesso", messaggio, suggest(str(input_), tuple(ammessi)))
    codice, messaggio, rimedio = _FORME.get(tipo, _IGNOTA)
    return _Spiegazione(codice, messaggio.format(campo=campo, visto=quote(input_)), rimedio.format(campo=campo))


def explain_primo(errore: ValidationError, modello: type[Modello]) -> tuple[Percorso, str, str]:
    """Il primo errore di forma di dati che non vengono dal YAML: dove sta, che cosa non va, che valore scrivere se si sa."""
    primo = errore.errors(include_url=False)[0]
    _, messaggio, rimedio = explain_forma(primo, modello)
    return primo["loc"], messaggio, rimedio if primo["type"] in ("dato", "literal_error") else ""


def _find_campi(modello: type[Modello], percorso: Percorso) -> tuple[str, ...]:
    """I campi del modello che sta in fondo al percorso."""
    for passo in percorso:
        if passo in modello.model_fields:
            modello = find_modello(modello.model_fields[str(passo)].annotation) or modello
    return tuple(modello.model_fields)
