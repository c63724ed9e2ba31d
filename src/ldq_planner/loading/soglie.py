"""Le soglie dell'ente: `ldq.toml`, facoltativo, tavola `[soglie]`."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from ldq_planner.loading.documento import make_finding
from ldq_planner.loading.lettura import IllegibileError, read_testo
from ldq_planner.loading.problema import INIZIO, Problema, Punto, split_righe
from ldq_planner.model.portafoglio import Soglie
from ldq_planner.model.preavviso import COME_SI_SCRIVE, Preavviso, parse_preavviso
from ldq_planner.model.scalari import quote
from ldq_planner.model.simili import suggest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ldq_planner.errors import Finding

MAX_BYTE = 64 * 1024
MAX_GIORNI = 36_500
"""Cent'anni: oltre, è un numero battuto male."""

_TAVOLA = "soglie"
_NOTE = tuple(campo.name for campo in fields(Soglie))
_PREAVVISI = ("avviso", "critico")
_DOVE = re.compile(r"\(at line (\d+), column (\d+)\)")
_RIMEDIO = "scrivere [soglie] e, alle righe che seguono, per esempio «in_scadenza = 90»"


def read_soglie(percorso: Path) -> tuple[Soglie, tuple[Finding, ...]]:
    """Le soglie del file, e ciò che nel file non va: se c'è qualcosa, le soglie sono quelle di sempre."""
    try:
        testo = read_testo(percorso, MAX_BYTE)
    except IllegibileError as impedimento:
        return Soglie(), (make_finding(str(percorso), split_righe(impedimento.testo), impedimento.problema),)
    righe = split_righe(testo)
    tavole, problemi = _parse(testo, righe)
    problemi += _check(tavole, righe)
    findings = tuple(make_finding(str(percorso), righe, p) for p in problemi)
    if findings:
        return Soglie(), findings
    lette = dict(tavole.get(_TAVOLA, {}))
    lette |= {nome: _read_preavviso(lette[nome]) for nome in _PREAVVISI if nome in lette}
    return Soglie(**lette), ()


def _parse(testo: str, righe: list[str]) -> tuple[dict[str, Any], list[Problema]]:
    import tomllib  # noqa: PLC0415 - quasi nessuna cartella ha soglie proprie

    try:
        return tomllib.loads(testo), []
    except (ValueError, RecursionError) as errore:  # ValueError: anche un numero di migliaia di cifre
        trovato = _DOVE.search(str(errore))
        fine = Punto(len(righe), len(righe[-1]) + 1)
        punto = Punto(int(trovato[1]), int(trovato[2])) if trovato else fine
        return {}, [Problema(punto, "toml-non-valido", "la scrittura non è TOML valido", _RIMEDIO)]


def _check(tavole: dict[str, Any], righe: list[str]) -> Iterator[Problema]:
    """Le tavole e le soglie che non esistono, i numeri che non sono giorni."""
    for chiave in (nome for nome in tavole if nome != _TAVOLA):
        punto = _find_punto(chiave, righe)
        yield Problema(
            punto, "chiave-sconosciuta", f"la tavola {quote(chiave)} non esiste", suggest(chiave, (_TAVOLA,))
        )
    soglie = tavole.get(_TAVOLA, {})
    if not isinstance(soglie, dict):
        messaggio = f"«{_TAVOLA}» dev'essere una tavola"
        yield Problema(_find_punto(_TAVOLA, righe), "struttura-inattesa", messaggio, _RIMEDIO)
        return
    for chiave, valore in soglie.items():
        punto = _find_punto(chiave, righe)
        if chiave not in _NOTE:
            yield Problema(punto, "chiave-sconosciuta", f"la soglia {quote(chiave)} non esiste", suggest(chiave, _NOTE))
        elif chiave in _PREAVVISI:
            if _read_preavviso(valore) is None:
                messaggio = f"in «{chiave}» serve un preavviso"
                yield Problema(punto, "preavviso-non-valido", messaggio, f'{COME_SI_SCRIVE}, fra virgolette: "6m"')
        elif type(valore) is not int or not 0 <= valore <= MAX_GIORNI:
            rimedio = f"scrivere solo cifre, da 0 a {MAX_GIORNI}: per esempio 90"
            yield Problema(punto, "numero-non-valido", f"in «{chiave}» serve un numero di giorni", rimedio)


def _read_preavviso(valore: object) -> Preavviso | None:
    """Il preavviso scritto come testo, o come numero di giorni; `None` se non lo è."""
    try:
        return parse_preavviso(str(valore)) if isinstance(valore, str) or type(valore) is int else None
    except ValueError:
        return None


def _find_punto(chiave: str, righe: list[str]) -> Punto:
    """Dove la chiave è scritta, fuori dai commenti."""
    parola = re.compile(rf"(?<![\w-]){re.escape(chiave)}(?![\w-])")
    for numero, riga in enumerate(righe, 1):
        if trovato := parola.search(riga.partition("#")[0]):
            return Punto(numero, trovato.start() + 1)
    return INIZIO
