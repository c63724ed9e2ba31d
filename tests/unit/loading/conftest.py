"""Una piccola cartella di dati valida, da guastare un pezzo alla volta."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ldq_planner.loading import albero
from ldq_planner.loading.parser import Parser, ParserPuro

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

QUARTIERI = """\
aggiornato_al: 2023-01-17
ente: Comune di Prova
servizio: Laboratori di Quartiere
quartieri:
  - id: mazzini
    nome: Mazzini
  - id: ponte-lambro
    nome: Ponte Lambro
"""
CONTRATTI = """\
aggiornato_al: 2023-01-17
contratti:
  - id: mazzini-2020
    quartieri: [mazzini]
    tipo: incarico-professionale
    titolo: Affidamento
    inizio: 2020-01-01
    durata_mesi: 42
    fonte: prova
"""
SCENARI = """\
aggiornato_al: 2023-01-17
scenari:
  - id: gara
    nome: Gara
    tipo: gara
    quartieri: [ponte-lambro]
    fonte: prova
piani:
  - id: piano
    nome: Piano
    scenari: [gara]
"""


@pytest.fixture(params=[pytest.param(Parser, id="in C"), pytest.param(ParserPuro, id="in Python")])
def due_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """La prova gira con l'uno e con l'altro parser di PyYAML."""
    monkeypatch.setattr(albero, "Parser", request.param)


@pytest.fixture
def file_validi() -> dict[str, str]:
    """Nome → contenuto dei file di una cartella senza problemi."""
    return {"quartieri.yaml": QUARTIERI, "contratti.yaml": CONTRATTI, "scenari.yaml": SCENARI}


@pytest.fixture
def scrivi(tmp_path: Path, file_validi: dict[str, str]) -> Callable[[dict[str, str | bytes | None]], Path]:
    """Scrive la cartella valida con quei file al posto dei suoi; `None` per toglierne uno."""

    def write(cambiati: dict[str, str | bytes | None]) -> Path:
        for nome, contenuto in {**file_validi, **cambiati}.items():
            if contenuto is not None:
                (tmp_path / nome).write_bytes(contenuto if isinstance(contenuto, bytes) else contenuto.encode())
        return tmp_path

    return write


@pytest.fixture
def guasta(
    scrivi: Callable[[dict[str, str | bytes | None]], Path], file_validi: dict[str, str]
) -> Callable[[str, str], Path]:
    """La cartella valida con un pezzo cambiato, nel file dove quel pezzo sta."""

    def write(vecchio: str, nuovo: str) -> Path:
        nome = next(nome for nome, contenuto in file_validi.items() if vecchio in contenuto)
        return scrivi({nome: file_validi[nome].replace(vecchio, nuovo, 1)})

    return write
