"""Markdown (GitHub): tabelle e frasi, per una pagina o una richiesta di modifica."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from ldq_planner.render.linea import draw_istogramma, draw_linea, join_pezzi
from ldq_planner.render.segnalazioni import format_finding
from ldq_planner.render.valori import clean, describe_giorni, disarm, format_cella, is_esempio, split_capoversi
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
    from ldq_planner.reports.report import Blocco

_SPECIALI = {ord(c): f"\\{c}" for c in "\\`*_[]<>|#~&"}
_INIZI = re.compile(r"^(\d{0,9})((?<=\d)[.)](?=\s|$)|(?<!\d)(?:[-+](?=\s|$)|[-=]+$|:(?=:)))")
"""Ciò che in testa a una riga comincia un elenco, sottolinea un titolo, o è un comando."""
_RICHIAMI = re.compile(r"(?<=@)(?=\w)|(?<=:)(?=//)|(?<=\bwww)(?=\.)|(?<=\bGH)(?=-\d)", re.IGNORECASE)
"""Dove GitHub farebbe un collegamento di un indirizzo, o chiamerebbe una persona: un commento li interrompe, e non si vede."""
_LARGHEZZA_LINEA = 100


def render(report: Report, _tela: Tela) -> str:
    """Il report in Markdown."""
    segno = "#" if any(isinstance(b, Capitolo) for b in report.blocchi) else "##"  # un documento intero, o una parte
    parti = [f"{segno} {escape(report.titolo)}"] if report.titolo else []
    parti += [", ".join(describe_giorni(report)).capitalize() + "."] if report.oggi else []
    parti += [_render_blocco(blocco) for blocco in report.blocchi]
    return "\n\n".join(parti) + "\n"


def escape(testo: str) -> str:
    """Il testo senza che nulla vi diventi formattazione, elenco, tabella, HTML, collegamento o comando di chi lo raccoglie."""
    innocuo = _INIZI.sub(r"\1\\\2", clean(testo).strip().translate(_SPECIALI))
    return _RICHIAMI.sub("<!-- -->", innocuo)


def _render_blocco(blocco: Blocco) -> str:
    match blocco:
        case Capitolo():
            testo = f"## {escape(blocco.testo)}"
        case Tabella():
            testo = _render_tabella(blocco)
        case Scheda():
            voci = (f"- **{escape(nome)}**: {escape(format_cella(valore))}" for nome, valore in blocco.voci)
            testo = _entitle(blocco.titolo) + "\n".join(voci)
        case Elenco():
            testo = _entitle(blocco.titolo) + "\n".join(f"- {escape(frase)}" for frase in blocco.frasi)
        case Nota():
            testo = "\n\n".join(map(_render_capoverso, split_capoversi(blocco.testo)))
        case Suggerimento():
            testo = escape(blocco.testo)
        case LineaDelTempo():
            testo = _fence(join_pezzi(draw_linea(blocco, _LARGHEZZA_LINEA)))
        case Istogramma():
            testo = _fence(join_pezzi(draw_istogramma(blocco, _LARGHEZZA_LINEA)))
        case Segnalazioni():
            is_breve = not blocco.titolo
            testo = (
                _fence(map(format_finding, blocco.findings))
                if is_breve
                else _render_tabella(to_tabella(blocco, ESSENZIALI))
            )
    return testo


def _entitle(titolo: str) -> str:
    return f"### {escape(titolo)}\n\n" if titolo else ""


def _render_tabella(tabella: Tabella) -> str:
    if tabella.ripiegata:
        aperta = _render_tabella(tabella._replace(titolo="", ripiegata=False))
        quante = f"{len(tabella.righe)} {'riga' if len(tabella.righe) == 1 else 'righe'}"
        return (
            f"<details>\n<summary>{html.escape(clean(tabella.titolo))} ({quante})</summary>\n\n{aperta}\n\n</details>"
        )
    return _entitle(tabella.titolo) + ("\n".join(list_righe(tabella)) if tabella.righe else escape(tabella.vuota))


def list_righe(tabella: Tabella) -> list[str]:
    """Le righe di una tabella: i titoli, l'allineamento, una per riga."""
    righe = [[escape(nome) for nome in tabella.colonne], ["---:" if d else "---" for d in tabella.destra]]
    righe += [[escape(format_cella(cella)) for cella in riga] for riga in tabella.righe]
    return [f"| {' | '.join(riga)} |" for riga in righe]


def _render_capoverso(righe: list[str]) -> str:
    return _fence(map(clean, righe)) if is_esempio(righe[0]) else escape(righe[0])


def _fence(righe: Iterable[str]) -> str:
    """Righe da mostrare come sono: nessuna può chiudere il blocco."""
    return "\n".join(["```text", *(disarm(riga.replace("```", "'''")) for riga in righe), "```"])
