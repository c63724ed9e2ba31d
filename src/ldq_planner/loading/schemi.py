"""Gli schemi JSON dei file di dati: un editor che li conosce segnala gli errori mentre si scrive.

E quelli di una riga della forma piatta, per chi la scrive o la legge con altri programmi.
"""

from __future__ import annotations

import json
from typing import Any

from ldq_planner.dates.incerta import NON_NOTA, NON_NOTO
from ldq_planner.model.archivio import ARCHIVIO
from ldq_planner.model.scambio.piatto import NECESSARIE, VERSIONE, Campo, list_campi

_DIALETTO = "https://json-schema.org/draft/2020-12/schema"


def build_schemi() -> dict[str, str]:
    """Nome del file → schema, come testo JSON."""
    schemi = {f.nome: _fix_predefiniti(f.modello.model_json_schema()) for f in ARCHIVIO}
    schemi |= {f"{tavola}-piatti": _build_piatto(tavola, campi) for tavola, campi in list_campi().items()}
    return {
        f"{nome}.schema.json": json.dumps({"$schema": _DIALETTO, **schema}, ensure_ascii=False, indent=2) + "\n"
        for nome, schema in schemi.items()
    }


def _build_piatto(tavola: str, campi: tuple[Campo, ...]) -> dict[str, Any]:
    """Lo schema di una riga di una tavola: ogni colonna può essere nulla, se non è fra quelle che servono."""
    return {
        "title": f"Una riga di {tavola}.parquet",
        "description": f"La forma piatta, versione {VERSIONE} (ldq.piatto, in ciò che il file dice di sé).",
        "type": "object",
        "properties": {c.nome: _describe_campo(c) for c in campi},
        "required": [*NECESSARIE[tavola]],
    }


def _describe_campo(campo: Campo) -> dict[str, Any]:
    forma = _FORME.get(campo.tipo, {})
    if campo.voci:
        forma = {
            "type": ["array", "null"],
            "items": {"type": "object", "properties": {v.nome: _describe_campo(v) for v in campo.voci}},
        }
    return {**forma, "description": campo.significato} if campo.significato else forma


_FORME: dict[str, dict[str, Any]] = {
    "testo": {"type": ["string", "null"]},
    "testi": {"type": ["array", "null"], "items": {"type": "string"}},
    "giorno": {"type": ["string", "null"], "format": "date"},
    "intero": {"type": ["integer", "null"]},
    "booleano": {"type": ["boolean", "null"]},
    "importo": {"type": ["number", "string", "null"]},
}


def _fix_predefiniti(schema: Any) -> Any:
    """Lo schema con i valori che valgono se la chiave manca come si scrivono nei dati, o taciuti se non si scrivono."""
    if isinstance(schema, list):
        return [_fix_predefiniti(valore) for valore in schema]
    if not isinstance(schema, dict):
        return schema
    fissato = {chiave: _fix_predefiniti(valore) for chiave, valore in schema.items()}
    if fissato.get("default") == [str(parte) for parte in NON_NOTA]:
        fissato["default"] = NON_NOTO
    return {chiave: valore for chiave, valore in fissato.items() if (chiave, valore) != ("default", None)}
