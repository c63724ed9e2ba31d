"""La figura delle stanze e delle frecce, disegnata dagli import veri: non può dire un'altra cosa da ciò che il codice fa.

`python scripts/architettura.py` la scrive; `docs/architettura.md` la contiene, e una prova dice se è ancora la stessa.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SORGENTI = Path(__file__).parents[1] / "src" / "ldq_planner"
PIANI = (
    ("cli",),
    ("modifica",),
    ("sql",),
    ("loading", "render"),
    ("reports",),
    ("rules",),
    ("engine",),
    ("model",),
    ("dates",),
)
"""Gli strati, dall'alto; `errors`, che tutti importano, non si disegna."""
FREQUENTE = 10
"""Moduli che importano da cui una freccia si disegna piena: le altre ci sono, ma non fanno la forma della casa."""


def draw_architettura() -> str:
    """Un diagramma Mermaid: una stanza per strato, una freccia per chi importa chi, tratteggiata se lo fa di rado."""
    righe = ["```mermaid", "flowchart TB"]
    for piano in PIANI:
        righe += [f'  {stanza}["{stanza}/"]' for stanza in piano]
    stanze = [*chain.from_iterable(PIANI)]
    for (da, a), quanti in sorted(count_frecce(stanze).items(), key=lambda f: tuple(map(stanze.index, f[0]))):
        righe.append(f"  {da} {'-->' if quanti >= FREQUENTE else '-.->'} {a}")
    return "\n".join([*righe, "```"])


def count_frecce(stanze: list[str]) -> Counter[tuple[str, str]]:
    """(stanza, stanza importata) → in quanti moduli, contati anche gli import per i soli tipi."""
    frecce: Counter[tuple[str, str]] = Counter()
    for stanza in stanze:
        for modulo in list_moduli(stanza):
            verso = {nome.split(".")[1] for nome in list_import(modulo) if nome.startswith("ldq_planner.")}
            frecce.update((stanza, altra) for altra in verso if altra in stanze and altra != stanza)
    return frecce


def list_moduli(stanza: str) -> list[Path]:
    """I moduli di una stanza e delle sue stanzette."""
    return sorted(p for p in (SORGENTI / stanza).rglob("*.py") if p.name != "__init__.py")


def list_import(modulo: Path) -> Iterator[str]:
    """I nomi interi dei moduli importati."""
    for nodo in ast.walk(ast.parse(modulo.read_text(encoding="utf-8"))):
        if isinstance(nodo, ast.ImportFrom) and nodo.module:
            yield nodo.module
        elif isinstance(nodo, ast.Import):
            yield from (alias.name for alias in nodo.names)


if __name__ == "__main__":
    sys.stdout.write(draw_architettura() + "\n")
