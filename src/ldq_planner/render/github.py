"""Le annotazioni di GitHub Actions, e il riassunto in Markdown del passo.

GitHub mostra al più dieci annotazioni per gravità: la prima riga, che è di un'altra gravità, dice quante sono tutte.
Forma e limiti: «Workflow commands for GitHub Actions», nella documentazione di GitHub.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.errors import Severita
from ldq_planner.model.testo import format_numero
from ldq_planner.render.markdown import escape as escape_markdown
from ldq_planner.render.segnalazioni import count_segnalazioni, format_posto, get_esame
from ldq_planner.render.valori import clean

if TYPE_CHECKING:
    from ldq_planner.errors import Finding
    from ldq_planner.render import Tela
    from ldq_planner.reports.esame import Esame
    from ldq_planner.reports.report import Report

MOSTRATE = 10
MASSIMO = 1024 * 1024
"""Byte del riassunto di un passo: oltre, GitHub lo rifiuta tutto."""

_LIVELLI = {Severita.AVVISO: "warning", Severita.CRITICO: "error", Severita.ERRORE: "error"}
_MESSAGGIO = {ord(c): f"%{ord(c):02X}" for c in "%\r\n"}
_PROPRIETA = _MESSAGGIO | {ord(c): f"%{ord(c):02X}" for c in ":,"}


def render(report: Report, _tela: Tela) -> str:
    """Una riga per segnalazione, dopo quella che le conta; nulla se non ce ne sono."""
    esame = get_esame(report)
    if not esame.findings:
        return ""
    righe = [_command("notice", [("title", _title(esame))], _summarize(esame))]
    righe += [_annotate(finding, esame) for finding in esame.findings]
    return "\n".join(righe) + "\n"


def render_riassunto(esame: Esame, occupati: int) -> str:
    """Una tabella con tutte le segnalazioni, o con quante ne stanno nel file, che ha già `occupati` byte."""
    righe = [f"### {_title(esame)}", "", f"{count_segnalazioni(esame.findings)}.", ""]
    if esame.findings:
        righe += ["| Gravità | Dove | Che cosa non va | Che cosa fare |", "|---|---|---|---|"]
    restano = MASSIMO - occupati - _measure([*righe, "", _say_escluse(len(esame.findings)), ""])
    if restano < 0:
        return ""
    entrate = 0
    for finding in esame.findings:
        riga = _build_riga(finding, esame)
        restano -= _measure([riga])
        if restano < 0:
            break
        righe.append(riga)
        entrate += 1
    escluse = len(esame.findings) - entrate
    return "\n".join([*righe, *(["", _say_escluse(escluse)] if escluse else []), "", ""])


def _title(esame: Esame) -> str:
    return f"ldq check al {format_giorno(esame.oggi)}"


def _summarize(esame: Esame) -> str:
    livelli = [_LIVELLI[f.severita] for f in esame.findings]
    nascoste = sum(max(0, livelli.count(livello) - MOSTRATE) for livello in set(livelli))
    altre = f"; {format_numero(nascoste)} si leggono solo nel registro del passo" if nascoste else ""
    return f"{count_segnalazioni(esame.findings)}{altre}"


def _annotate(finding: Finding, esame: Esame) -> str:
    posto = finding.posizione
    proprieta = []
    if posto is not None:
        proprieta.append(("file", esame.relativize(posto.file)))
        proprieta += [("line", str(posto.riga))] if posto.riga else []
        proprieta += [("col", str(posto.colonna))] if posto.riga and posto.colonna else []
    proprieta.append(("title", f"{finding.severita}[{finding.codice}]"))
    testi = [finding.messaggio, f"aiuto: {finding.rimedio}", *([f"fonte: {finding.fonte}"] if finding.fonte else [])]
    return _command(_LIVELLI[finding.severita], proprieta, "\n".join(map(clean, testi)))


def _command(nome: str, proprieta: list[tuple[str, str]], messaggio: str) -> str:
    """Un comando: nessun testo può chiuderlo, aggiungervi proprietà o cominciarne un altro."""
    scritte = ",".join(f"{chiave}={clean(valore).translate(_PROPRIETA)}" for chiave, valore in proprieta)
    return f"::{nome} {scritte}::{messaggio.translate(_MESSAGGIO)}"


def _build_riga(finding: Finding, esame: Esame) -> str:
    posto = finding.posizione
    dove = format_posto(posto._replace(file=esame.relativize(posto.file))) if posto else ""
    celle = (f"{finding.severita}[{finding.codice}]", dove, finding.messaggio, finding.rimedio)
    return f"| {' | '.join(map(escape_markdown, celle))} |"


def _say_escluse(quante: int) -> str:
    return f"Altre {format_numero(quante)} non stanno in questa pagina: si leggono nel registro del passo."


def _measure(righe: list[str]) -> int:
    return sum(len(riga.encode()) + 1 for riga in righe)
