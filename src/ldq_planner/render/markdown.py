"""Markdown (GitHub): tabelle e frasi, per una pagina o una richiesta di modifica."""

from __future__ import annotations

import html
from functools import singledispatch
from typing import TYPE_CHECKING

from ldq_planner.render.istogramma import draw_istogramma
from ldq_planner.render.linea import draw_linea
from ldq_planner.render.segnalazioni import format_finding
from ldq_planner.render.valori import clean, describe_giorni, format_cella, is_esempio, split_capoversi
from ldq_planner.reports.report import (
    Capitolo,
    Elenco,
    Istogramma,
    LineaDelTempo,
    Nota,
    Report,
    Scheda,
    Segnalazioni,
    Suggerimento,
    Tabella,
)
from ldq_planner.reports.segnalazioni import ESSENZIALI, to_tabella

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ldq_planner.render import Tela

_SPECIALI = {ord(c): f"\\{c}" for c in "\\`*_[]<>|#~&"}
_LARGHEZZA_LINEA = 100


def render(report: Report, _tela: Tela) -> str:
    """Il report in Markdown."""
    segno = "#" if any(isinstance(b, Capitolo) for b in report.blocchi) else "##"  # un documento intero, o una parte
    parti = [f"{segno} {escape(report.titolo)}"] if report.titolo else []
    parti += [", ".join(describe_giorni(report)).capitalize() + "."] if report.oggi else []
    parti += [_render_blocco(blocco) for blocco in report.blocchi]
    return "\n\n".join(parti) + "\n"


def escape(testo: str) -> str:
    """Il testo senza che nulla vi diventi formattazione, tabella o HTML."""
    return clean(testo).translate(_SPECIALI)


@singledispatch
def _render_blocco(blocco: object) -> str:
    raise TypeError(f"blocco sconosciuto: {type(blocco)}")


@_render_blocco.register(Capitolo)
def _(capitolo: Capitolo) -> str:
    return f"## {escape(capitolo.testo)}"


@_render_blocco.register(Tabella)
def _(tabella: Tabella) -> str:
    if tabella.ripiegata:
        aperta = _render_blocco(tabella._replace(titolo="", ripiegata=False))
        quante = f"{len(tabella.righe)} {'riga' if len(tabella.righe) == 1 else 'righe'}"
        return (
            f"<details>\n<summary>{html.escape(clean(tabella.titolo))} ({quante})</summary>\n\n{aperta}\n\n</details>"
        )
    titolo = f"### {escape(tabella.titolo)}\n\n" if tabella.titolo else ""
    if not tabella.righe:
        return titolo + escape(tabella.vuota)
    return titolo + "\n".join(list_righe(tabella))


def list_righe(tabella: Tabella) -> list[str]:
    """Le righe di una tabella: i titoli, l'allineamento, una per riga."""
    righe = [[escape(nome) for nome in tabella.colonne], ["---:" if d else "---" for d in tabella.destra]]
    righe += [[escape(format_cella(cella)) for cella in riga] for riga in tabella.righe]
    return [f"| {' | '.join(riga)} |" for riga in righe]


@_render_blocco.register(Scheda)
def _(scheda: Scheda) -> str:
    titolo = f"### {escape(scheda.titolo)}\n\n" if scheda.titolo else ""
    return titolo + "\n".join(f"- **{escape(nome)}**: {escape(format_cella(valore))}" for nome, valore in scheda.voci)


@_render_blocco.register(Elenco)
def _(elenco: Elenco) -> str:
    titolo = f"### {escape(elenco.titolo)}\n\n" if elenco.titolo else ""
    return titolo + "\n".join(f"- {escape(frase)}" for frase in elenco.frasi)


@_render_blocco.register(Nota)
def _(nota: Nota) -> str:
    return "\n\n".join(map(_render_capoverso, split_capoversi(nota.testo)))


@_render_blocco.register(Suggerimento)
def _(suggerimento: Suggerimento) -> str:
    return escape(suggerimento.testo)


def _render_capoverso(righe: list[str]) -> str:
    return _fence(map(clean, righe)) if is_esempio(righe[0]) else escape(righe[0])


def _fence(righe: Iterable[str]) -> str:
    """Righe da mostrare come sono: nessuna può chiudere il blocco."""
    return "\n".join(["```text", *(riga.replace("```", "'''") for riga in righe), "```"])


@_render_blocco.register(LineaDelTempo)
def _(linea: LineaDelTempo) -> str:
    return _fence("".join(pezzo.testo for pezzo in riga).rstrip() for riga in draw_linea(linea, _LARGHEZZA_LINEA))


@_render_blocco.register(Istogramma)
def _(figura: Istogramma) -> str:
    disegno = draw_istogramma(figura, _LARGHEZZA_LINEA)
    return _fence("".join(pezzo.testo for pezzo in riga).rstrip() for riga in disegno)


@_render_blocco.register(Segnalazioni)
def _(segnalazioni: Segnalazioni) -> str:
    if not segnalazioni.titolo:
        return _fence(format_finding(f) for f in segnalazioni.findings)
    return _render_blocco(to_tabella(segnalazioni, ESSENZIALI))
