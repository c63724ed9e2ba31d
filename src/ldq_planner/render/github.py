"""Le annotazioni di GitHub Actions, e il riassunto in Markdown del passo.

GitHub mostra al più dieci annotazioni per gravità: la prima riga, che è di un'altra gravità, dice quante sono tutte.
Forma e limiti: «Workflow commands for GitHub Actions», nella documentazione di GitHub.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from ldq_planner.dates.testo import format_giorno
from ldq_planner.errors import Severita
from ldq_planner.model.testo import format_numero
from ldq_planner.render.markdown import list_righe
from ldq_planner.render.segnalazioni import get_esame
from ldq_planner.render.valori import clean
from ldq_planner.reports.report import Segnalazioni
from ldq_planner.reports.segnalazioni import ESSENZIALI, count_segnalazioni, to_tabella

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
    righe += [_annotate(finding) for finding in esame.viste]
    return "\n".join(righe) + "\n"


def render_riassunto(esame: Esame, occupati: int) -> str:
    """Una tabella con tutte le segnalazioni, o con quante ne stanno nel file, che ha già `occupati` byte."""
    detto = f" {clean(esame.detto_delle_taciute)}." if esame.taciute else ""
    righe = [f"### {_title(esame)}", "", f"{count_segnalazioni(esame.findings)}.{detto}", ""]
    tavola = list_righe(to_tabella(Segnalazioni(esame.viste), ESSENZIALI))
    if esame.findings:
        righe += tavola[:2]
    restano = MASSIMO - occupati - _measure([*righe, "", _say_escluse(len(esame.findings)), ""])
    if restano < 0:
        return ""
    quante = bisect_right([*accumulate(len(riga.encode()) + 1 for riga in tavola[2:])], restano)
    escluse = len(esame.findings) - quante
    coda = ["", _say_escluse(escluse)] if escluse else []
    return "\n".join([*righe, *tavola[2 : 2 + quante], *coda, "", ""])


def _title(esame: Esame) -> str:
    return f"ldq check al {format_giorno(esame.oggi)}"


def _summarize(esame: Esame) -> str:
    livelli = [_LIVELLI[f.severita] for f in esame.findings]
    nascoste = sum(max(0, livelli.count(livello) - MOSTRATE) for livello in set(livelli))
    altre = f"; {format_numero(nascoste)} si leggono solo nel registro del passo" if nascoste else ""
    return f"{count_segnalazioni(esame.findings)}{altre}"


def _annotate(finding: Finding) -> str:
    posto = finding.posizione
    proprieta = []
    if posto is not None:
        proprieta.append(("file", posto.file))
        proprieta += [("line", str(posto.riga))] if posto.riga else []
        proprieta += [("col", str(posto.colonna))] if posto.riga and posto.colonna else []
    proprieta.append(("title", f"{finding.severita}[{finding.codice}]"))
    testi = [finding.messaggio, f"aiuto: {finding.rimedio}", *([f"fonte: {finding.fonte}"] if finding.fonte else [])]
    return _command(_LIVELLI[finding.severita], proprieta, "\n".join(map(clean, testi)))


def _command(nome: str, proprieta: list[tuple[str, str]], messaggio: str) -> str:
    """Un comando: nessun testo può chiuderlo, aggiungervi proprietà o cominciarne un altro."""
    scritte = ",".join(f"{chiave}={clean(valore).translate(_PROPRIETA)}" for chiave, valore in proprieta)
    return f"::{nome} {scritte}::{messaggio.translate(_MESSAGGIO)}"


def _say_escluse(quante: int) -> str:
    return f"Altre {format_numero(quante)} non stanno in questa pagina: si leggono nel registro del passo."


def _measure(righe: list[str]) -> int:
    return sum(len(riga.encode()) + 1 for riga in righe)
