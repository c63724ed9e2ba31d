"""Ciò che trova chi legge senza sapere l'italiano: `docs/en/words.md`, che nasce dal glossario, e le glosse di `docs/en/fields.md`."""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from scripts.architettura import SORGENTI
from tests.supporto import RADICE, read

from ldq_planner import load_norme
from ldq_planner.reports.schemi import build_schemi

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GLOSSARIO = RADICE / "docs/glossario.md"
VALORI, COLONNE = "I valori delle risposte", "Le colonne e le voci delle risposte"
NOMI = "Le leggi, le procedure, le fasi, gli strumenti"
"""I capitoli del glossario che non sono di parole del dominio."""
_ETICHETTA = re.compile(r"^([A-ZÀ-Ý][^:│.\n\d]{1,40}): {2,}\S", re.MULTILINE)
"""Una voce di una scheda, in una tabella."""


def read_tavole(pagina: Path) -> dict[str, list[list[str]]]:
    """Capitolo → le righe della sua tavola, senza l'intestazione."""
    capitoli = re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", read(pagina), re.DOTALL | re.MULTILINE)
    return {titolo: [_split(r) for r in testo.splitlines() if r.startswith("|")][2:] for titolo, testo in capitoli}


def _split(riga: str) -> list[str]:
    return [cella.strip() for cella in riga.strip("|").split("|")]


def build_parole() -> str:
    """Un capitolo del glossario per volta, dalla parola italiana a quella inglese."""
    titoli = re.findall(r"^## (.+)\n\n\*In inglese: (.+)\*$", read(GLOSSARIO), re.MULTILINE)
    tavole = read_tavole(GLOSSARIO)
    assert [titolo for titolo, _ in titoli] == [*tavole], "ogni capitolo del glossario vuole il suo titolo «In inglese»"
    return "\n\n".join(f"## {inglese}\n\n{_build_tavola(titolo, tavole[titolo])}" for titolo, inglese in titoli)


def _build_tavola(titolo: str, righe: list[list[str]]) -> str:
    nei_dati = [] if titolo in (VALORI, NOMI, COLONNE) else [2]
    testa = [
        "| Italian | English |" + " in the data files |" * len(nei_dati),
        "| --- | --- |" + " --- |" * len(nei_dati),
    ]
    return "\n".join([*testa, *(f"| {' | '.join([r[0], _mark(r[-1]), *(r[i] for i in nei_dati)])} |" for r in righe)])


def _mark(glossa: str) -> str:
    """La parola inglese in evidenza, e la sua spiegazione."""
    parola, due_punti, spiegazione = glossa.partition(": ")
    return f"**{parola}**{due_punti}{spiegazione}"


@cache
def read_glosse() -> dict[str, str]:
    """Campo del JSON → che cosa vuol dire, in inglese."""
    return {r[0].strip("`"): r[1] for r in read_tavole(RADICE / "docs/en/fields.md")["Fields"]}


def find_valori() -> set[str]:
    """I valori che una risposta ammette in un campo, dagli schemi."""
    schemi = (json.loads(testo) for file, testo in build_schemi().items() if file.startswith("risposte/"))
    return {valore for schema in schemi for valore in _list_enum(schema) if "/" not in valore}


def _list_enum(nodo: Any) -> Iterator[str]:
    if isinstance(nodo, dict):
        yield from nodo.get("enum", ()) if isinstance(nodo.get("enum", ()), list) else ()
    for figlio in nodo.values() if isinstance(nodo, dict) else nodo if isinstance(nodo, list) else ():
        yield from _list_enum(figlio)


def find_nomi() -> set[str]:
    """I nomi che le norme danno a sé, alle procedure e alle loro fasi, agli strumenti."""
    norme = load_norme()
    procedure, opzioni = norme.procedure.procedure, norme.procedure.opzioni
    fasi = (*norme.procedure.fasi, *(fase for procedura in procedure for fase in procedura.proprie))
    di_ognuno: tuple[tuple[Any, ...], ...] = (norme.regimi, procedure, opzioni, fasi, norme.ponti.strumenti)
    return {uno.nome for elenco in di_ognuno for uno in elenco}


def find_colonne() -> set[str]:
    """Le intestazioni delle tabelle, dai sorgenti, e le voci delle schede, dalle uscite attese."""
    uscite = [f for f in (RADICE / "tests/golden/uscite").glob("*.txt") if "aiuto" not in f.name]
    return {voce for file in uscite for voce in _ETICHETTA.findall(read(file))} | {
        titolo for modulo in (SORGENTI / "reports").rglob("*.py") for titolo in _list_titoli(ast.parse(read(modulo)))
    }


def _list_titoli(modulo: ast.Module) -> Iterator[str]:
    """I testi fissi del secondo argomento di ogni `Tabella`, anche dietro un nome dello stesso modulo."""
    detti: dict[str, list[ast.expr]] = {}
    for nodo in ast.walk(modulo):
        if isinstance(nodo, ast.Assign) and isinstance(nodo.targets[0], ast.Name):
            detti.setdefault(nodo.targets[0].id, []).append(nodo.value)
    da_leggere: list[ast.AST] = [
        nodo.args[1]
        for nodo in ast.walk(modulo)
        if isinstance(nodo, ast.Call) and isinstance(nodo.func, ast.Name) and nodo.func.id == "Tabella"
    ]
    while da_leggere:
        nodo = da_leggere.pop()
        if isinstance(nodo, ast.Constant) and isinstance(nodo.value, str) and nodo.value:
            yield nodo.value
        elif isinstance(nodo, ast.Name):
            da_leggere += detti.pop(nodo.id, [])
        elif not isinstance(nodo, ast.JoinedStr):  # un titolo che dipende dai dati si spiega da sé
            da_leggere += ast.iter_child_nodes(nodo)
