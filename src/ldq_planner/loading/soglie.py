"""Le soglie dell'ente e come fa le sue gare: `ldq.toml`, facoltativo, tavole `[soglie]`, `[durate]`, `[gare]`."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any, NamedTuple

from ldq_planner.loading.documento import make_finding
from ldq_planner.loading.lettura import IllegibileError, read_testo
from ldq_planner.loading.norme import read_procedure
from ldq_planner.loading.problema import INIZIO, Problema, Punto, split_righe
from ldq_planner.model.portafoglio import GareDellEnte, Soglie
from ldq_planner.model.preavviso import COME_SI_SCRIVE, Preavviso, parse_preavviso
from ldq_planner.model.scalari import MAX_GIORNI_DI_FASE, quote
from ldq_planner.model.simili import suggest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ldq_planner.errors import Finding

MAX_BYTE = 64 * 1024
MAX_GIORNI = 36_500
"""Cent'anni: oltre, è un numero battuto male."""

_TAVOLA, _DURATE, _GARE, _CASI = "soglie", "durate", "gare", "casi"
_TAVOLE = (_TAVOLA, _DURATE, _GARE)
_NOTE = tuple(campo.name for campo in fields(Soglie))
_PREAVVISI = ("avviso", "critico")
_ESEMPI = {"presidio_minimo": 3}
"""Le soglie che non sono giorni, con un esempio."""
_DOVE = re.compile(r"\(at line (\d+), column (\d+)\)")
_RIMEDIO = "scrivere [soglie] e, alle righe che seguono, per esempio «in_scadenza = 90»"


class ScelteDellEnte(NamedTuple):
    """Ciò che il file dice: le soglie, e come l'ente fa le sue gare."""

    soglie: Soglie = Soglie()
    gare: GareDellEnte = GareDellEnte()


def read_soglie(percorso: Path) -> tuple[ScelteDellEnte, tuple[Finding, ...]]:
    """Le scelte del file, e ciò che nel file non va: se c'è qualcosa, le scelte sono quelle di sempre."""
    try:
        testo = read_testo(percorso, MAX_BYTE)
    except IllegibileError as impedimento:
        return ScelteDellEnte(), (make_finding(str(percorso), split_righe(impedimento.testo), impedimento.problema),)
    righe = split_righe(testo)
    tavole, problemi = _parse(testo, righe)
    problemi += _check(tavole, righe)
    findings = tuple(make_finding(str(percorso), righe, p) for p in problemi)
    if findings:
        return ScelteDellEnte(), findings
    lette = dict(tavole.get(_TAVOLA, {}))
    lette |= {nome: _read_preavviso(lette[nome]) for nome in _PREAVVISI if nome in lette}
    gare = GareDellEnte(tavole.get(_DURATE, {}), tuple(tavole.get(_GARE, {}).get(_CASI, ())))
    return ScelteDellEnte(Soglie(**lette), gare), ()


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
    """Le tavole e le chiavi che non esistono, i numeri che non sono giorni."""
    for chiave, tavola in tavole.items():
        punto = _find_punto(chiave, righe)
        if chiave not in _TAVOLE:
            messaggio = f"la tavola {quote(chiave)} non esiste"
            yield Problema(punto, "chiave-sconosciuta", messaggio, suggest(chiave, _TAVOLE))
        elif not isinstance(tavola, dict):
            yield Problema(punto, "struttura-inattesa", f"«{chiave}» dev'essere una tavola", _RIMEDIO)
        elif chiave == _TAVOLA:
            yield from _check_soglie(tavola, righe)
        else:
            yield from (_check_durate if chiave == _DURATE else _check_gare)(tavola, righe)


def _check_soglie(soglie: dict[str, Any], righe: list[str]) -> Iterator[Problema]:
    for chiave, valore in soglie.items():
        punto = _find_punto(chiave, righe)
        if chiave not in _NOTE:
            yield Problema(punto, "chiave-sconosciuta", f"la soglia {quote(chiave)} non esiste", suggest(chiave, _NOTE))
        elif chiave in _PREAVVISI:
            if _read_preavviso(valore) is None:
                messaggio = f"in «{chiave}» serve un preavviso"
                yield Problema(punto, "preavviso-non-valido", messaggio, f'{COME_SI_SCRIVE}, fra virgolette: "6m"')
        else:
            yield from _check_giorni(chiave, valore, MAX_GIORNI, punto)


def _check_giorni(chiave: str, valore: object, massimo: int, punto: Punto) -> Iterator[Problema]:
    if type(valore) is not int or not 0 <= valore <= massimo:
        rimedio = f"scrivere solo cifre, da 0 a {massimo}: per esempio {_ESEMPI.get(chiave, 90)}"
        unita = "operatori" if chiave in _ESEMPI else "giorni"
        yield Problema(punto, "numero-non-valido", f"in «{chiave}» serve un numero di {unita}", rimedio)


def _check_durate(durate: dict[str, Any], righe: list[str]) -> Iterator[Problema]:
    fasi = read_procedure().list_ids()
    for fase, giorni in durate.items():
        punto = _find_punto(fase, righe)
        if fase in fasi:
            yield from _check_giorni(fase, giorni, MAX_GIORNI_DI_FASE, punto)
        else:
            rimedio = suggest(fase.replace("-", "_"), fasi, f"le fasi sono: {', '.join(fasi)}")
            yield Problema(punto, "fase-sconosciuta", f"{quote(fase)} non è una fase di nessuna procedura", rimedio)


def _check_gare(gare: dict[str, Any], righe: list[str]) -> Iterator[Problema]:
    noti = read_procedure().list_casi()
    for chiave in (nome for nome in gare if nome != _CASI):
        punto = _find_punto(chiave, righe)
        yield Problema(punto, "chiave-sconosciuta", f"la chiave {quote(chiave)} non esiste", suggest(chiave, (_CASI,)))
    casi, punto = gare.get(_CASI, []), _find_punto(_CASI, righe)
    if not isinstance(casi, list):
        yield Problema(punto, "struttura-inattesa", f"in «{_CASI}» serve un elenco", f'scrivere ["{noti[0]}"]')
        return
    for caso in casi:
        if caso not in noti:
            rimedio = suggest(str(caso), noti, f"i casi sono: {', '.join(noti)}")
            yield Problema(punto, "fase-sconosciuta", f"{quote(caso)} non è un caso di nessuna procedura", rimedio)


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
