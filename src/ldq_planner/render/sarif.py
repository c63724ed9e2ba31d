"""SARIF 2.1.0 (OASIS): le segnalazioni con le regole e i loro manuali, per chi raccoglie analisi di ogni genere."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import quote

from ldq_planner import __version__
from ldq_planner.errors import Severita
from ldq_planner.render.segnalazioni import get_esame, list_impronte
from ldq_planner.render.valori import clean
from ldq_planner.rules.controlli.elenco import TUTTE, read_manuale

if TYPE_CHECKING:
    from ldq_planner.errors import Finding, Posizione
    from ldq_planner.render import Tela
    from ldq_planner.render.codifica import Json
    from ldq_planner.reports.report import Report
    from ldq_planner.rules.controlli.elenco import Manuale

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LIVELLI = {Severita.AVVISO: "warning", Severita.CRITICO: "error", Severita.ERRORE: "error"}
_LETTURA = "Un errore nei file: finché c'è, i dati non si possono valutare."
_COLLEGAMENTO = {ord("["): "\\[", ord("]"): "\\]"}  # «[testo](1)» in un messaggio è un collegamento


def render(report: Report, _tela: Tela) -> str:
    """Il registro, con una sola esecuzione; senza segnalazioni `results` è vuoto, e chi legge chiude quelle di prima.

    Le taciute sono una frase fra le proprietà: come `suppressions` molti le mostrerebbero fra le altre.
    """
    esame = get_esame(report)
    regole = [_encode_regola(read_manuale(regola)) for regola in TUTTE]
    note = {regola["id"] for regola in regole}
    di_lettura = dict.fromkeys(f.codice for f in esame.findings if f.codice not in note)
    regole += [{"id": codice, "shortDescription": {"text": _LETTURA}} for codice in di_lettura]
    posti = {regola["id"]: posto for posto, regola in enumerate(regole)}
    impronte, detto = list_impronte(esame.findings), esame.detto_delle_taciute
    esecuzione = {
        "tool": {"driver": {"name": "ldq", "version": __version__, "language": "it", "rules": regole}},
        "columnKind": "unicodeCodePoints",
        "results": [_encode(f, posti[f.codice], impronta) for f, impronta in zip(esame.viste, impronte, strict=True)],
        "properties": {"oggi": esame.oggi.isoformat()} | ({"taciute": clean(detto)} if detto else {}),
    }
    registro = {"$schema": SCHEMA, "version": "2.1.0", "runs": [esecuzione]}
    return json.dumps(registro, ensure_ascii=False, indent=2) + "\n"


def _encode_regola(manuale: Manuale) -> dict[str, Json]:
    sommario = manuale.sommario.replace("\n", " ")
    return {
        "id": manuale.codice,
        "shortDescription": {"text": sommario},
        "fullDescription": {"text": sommario},
        "help": {"text": manuale.testo, "markdown": manuale.testo},
        "defaultConfiguration": {"level": _LIVELLI[manuale.severita]},
    }


def _encode(finding: Finding, posto: int, impronta: str) -> dict[str, Json]:
    testo = f"{finding.messaggio} — {finding.rimedio}"
    return {
        "ruleId": finding.codice,
        "ruleIndex": posto,
        "level": _LIVELLI[finding.severita],
        "message": {"text": clean(testo).translate(_COLLEGAMENTO)},
        "locations": [_encode_posto(finding.posizione)] if finding.posizione else [],
        "partialFingerprints": {"ldq/v1": impronta},
        "properties": {"severita": finding.severita.value, "entita": finding.ref.id if finding.ref else ""},
    }


def _encode_posto(posizione: Posizione) -> dict[str, Json]:
    regione = {"startLine": posizione.riga} if posizione.riga else {}
    if posizione.riga and posizione.colonna:
        fine = posizione.colonna + max(1, posizione.larghezza)
        regione |= {"startColumn": posizione.colonna, "endColumn": fine}
    luogo = {"artifactLocation": {"uri": _encode_uri(posizione.file)}}
    return {"physicalLocation": luogo | ({"region": regione} if regione else {})}


def _encode_uri(file: str) -> str:
    percorso = PurePath(file)
    return percorso.as_uri() if percorso.is_absolute() else quote(file)
