"""Gli schemi JSON dei file di dati: un editor che li conosce segnala gli errori mentre si scrive."""

from __future__ import annotations

import json
from typing import Any

from ldq_planner.dates.incerta import NON_NOTA, NON_NOTO
from ldq_planner.model.archivio import ARCHIVIO

_DIALETTO = "https://json-schema.org/draft/2020-12/schema"


def build_schemi() -> dict[str, str]:
    """Nome del file → schema, come testo JSON."""
    schemi = {f.nome: _fix_predefiniti(f.modello.model_json_schema()) for f in ARCHIVIO}
    return {
        f"{nome}.schema.json": json.dumps({"$schema": _DIALETTO, **schema}, ensure_ascii=False, indent=2) + "\n"
        for nome, schema in schemi.items()
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
