"""JUnit XML: una prova per contratto, quartiere e scenario, così che chi lo legge ne tenga la storia.

Fallisce ciò che pesa almeno quanto la soglia di `--fallisci-da`; il resto si legge accanto alla prova, che passa. Ciò che una
deroga o la linea di base tacciono è una prova saltata, con il perché.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ldq_planner.errors import Ref, Severita
from ldq_planner.render.segnalazioni import format_finding, get_esame
from ldq_planner.render.valori import clean, clean_xml
from ldq_planner.reports.taciute import say_perche

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldq_planner.errors import Finding
    from ldq_planner.model.taciuta import Taciuta
    from ldq_planner.render import Tela
    from ldq_planner.reports.esame import Esame
    from ldq_planner.reports.report import Report

_DATI, _TACIUTE = "dati", "taciute"


def render(report: Report, _tela: Tela) -> str:
    """Le prove raccolte per elenco: contratti, quartieri, scenari; i file che non si leggono in «dati»."""
    esame = get_esame(report)
    prove: dict[tuple[str, str], list[Finding]] = {(e.kind, e.id): [] for e in esame.entita}
    for finding in esame.viste:
        prove.setdefault(_name(finding), []).append(finding)
    radice = ET.Element("testsuites", name="ldq check")
    gruppi: dict[str, ET.Element] = {}
    for (kind, id_), findings in prove.items():
        if kind not in gruppi:
            momento = _write_momento(esame)
            gruppi[kind] = ET.SubElement(radice, "testsuite", name=_write_nome(kind), timestamp=momento, time="0")
        gruppi[kind].append(_build_prova(kind, id_, findings, esame))
    if esame.taciute:
        gruppi[_TACIUTE] = ET.SubElement(radice, "testsuite", name=_TACIUTE, timestamp=_write_momento(esame), time="0")
        gruppi[_TACIUTE].extend(_build_saltate(esame.taciute))
    for elemento in (*gruppi.values(), radice):
        _count(elemento)
    ET.indent(radice)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(radice, encoding="unicode")}\n'


def _name(finding: Finding) -> tuple[str, str]:
    """L'entità della segnalazione; se non ne ha, il file."""
    ref = finding.ref or Ref(_DATI)
    if ref.id:
        return ref.kind, ref.id
    return _DATI, finding.posizione.file if finding.posizione else finding.codice


def _build_prova(kind: str, id_: str, findings: list[Finding], esame: Esame) -> ET.Element:
    prova = ET.Element("testcase", classname=_write_nome(f"ldq.{kind}"), name=_write_nome(id_), time="0")
    posto = next((f.posizione for f in findings if f.posizione), None)
    if posto is not None:
        prova.set("file", _write_nome(posto.file))
        if posto.riga:
            prova.set("line", str(posto.riga))
    rosse = [f for f in findings if esame.is_rossa(f)]
    if rosse:
        prima = max(rosse, key=lambda f: f.severita.peso)
        esito = "error" if prima.severita is Severita.ERRORE else "failure"
        attributi = {
            "type": f"{prima.severita}[{prima.codice}]",
            "message": prima.messaggio + _say_altre(len(rosse) - 1),
        }
        ET.SubElement(prova, esito, {n: _write_nome(v) for n, v in attributi.items()}).text = _write(rosse)
    if altre_voci := [f for f in findings if f not in rosse]:
        ET.SubElement(prova, "system-out").text = _write(altre_voci)
    return prova


def _build_saltate(taciute: tuple[Taciuta, ...]) -> Iterator[ET.Element]:
    """Una prova per regola ed entità: due con lo stesso nome sarebbero la stessa."""
    per_nome: dict[str, list[Taciuta]] = {}
    for taciuta in taciute:
        codice, ref = taciuta.finding.codice, taciuta.finding.ref
        per_nome.setdefault(f"{codice} {ref.id if ref else ''}".strip(), []).append(taciuta)
    for nome, sue in per_nome.items():
        prova = ET.Element("testcase", classname=f"ldq.{_TACIUTE}", name=_write_nome(nome), time="0")
        ET.SubElement(prova, "skipped", message=_write_nome(say_perche(sue[0]) + _say_altre(len(sue) - 1)))
        yield prova


def _write_momento(esame: Esame) -> str:
    return f"{esame.oggi.isoformat()}T00:00:00"


def _say_altre(quante: int) -> str:
    return "" if quante == 0 else " (e un'altra)" if quante == 1 else f" (e altre {quante})"


def _write(findings: list[Finding]) -> str:
    return clean_xml("\n\n".join(map(format_finding, findings)))


def _write_nome(testo: str) -> str:
    return clean_xml(clean(testo))


def _count(elemento: ET.Element) -> None:
    for nome, figlio in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        elemento.set(nome, str(sum(1 for _ in elemento.iter(figlio))))
