"""I quartieri i cui nomi cominciano tutti allo stesso modo: per chi legge, l'inizio sta nel titolo della colonna."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.model.prefisso import find_prefisso
from ldq_planner.reports.report import LineaDelTempo, Tabella

if TYPE_CHECKING:
    from ldq_planner.reports.report import Blocco, Report

_QUARTIERE = "Quartiere"
_TANTI = 3
"""Da quanti nomi diversi un inizio comune è di troppo."""


def shorten_nomi(report: Report) -> Report:
    """Il report con i quartieri senza l'inizio che hanno in comune, detto una volta; i dati per le macchine restano interi."""
    return report._replace(blocchi=tuple(map(_shorten, report.blocchi)))


def _shorten(blocco: Blocco) -> Blocco:
    if isinstance(blocco, Tabella) and blocco.colonne[:1] == (_QUARTIERE,):
        nomi = [str(riga[0]) for riga in blocco.righe]
        if prefisso := _find_comune(nomi):
            righe = tuple(
                (nome.removeprefix(prefisso), *riga[1:]) for nome, riga in zip(nomi, blocco.righe, strict=True)
            )
            return blocco._replace(colonne=(f"{_QUARTIERE} ({prefisso}…)", *blocco.colonne[1:]), righe=righe)
    if isinstance(blocco, LineaDelTempo) and (prefisso := _find_comune([riga.nome for riga in blocco.righe])):
        accorciate = tuple(riga._replace(nome=riga.nome.removeprefix(prefisso)) for riga in blocco.righe)
        return blocco._replace(titolo=f"{blocco.titolo} ({prefisso}…)".lstrip(), righe=accorciate)
    return blocco


def _find_comune(nomi: list[str]) -> str:
    return find_prefisso(nomi) if len(set(nomi)) >= _TANTI else ""
