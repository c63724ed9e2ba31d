"""Gli schemi JSON: dei file di dati, per gli editor, e delle risposte, per chi le legge a macchina.

Gli uni e gli altri nascono dalle classi: non c'è nulla da tenere allineato a mano.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from enum import Enum
from inspect import cleandoc
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from ldq_planner.dates.incerta import NON_NOTA, NON_NOTO, DataIncerta
from ldq_planner.errors import Finding, Severita
from ldq_planner.model import cronoprogramma, differenze, ponte, tempi
from ldq_planner.model.archivio import ARCHIVIO
from ldq_planner.model.bilancio import Bilancio, CostiAnno, CostoPiano
from ldq_planner.model.copertura import CoperturaQuartiere, Lacuna, TipoLacuna
from ldq_planner.model.diritto import DirittoVigente
from ldq_planner.model.esito import EsitoCondizione, EsitoPiano, EsitoQuartiere, EsitoScenario, LacunaScenario
from ldq_planner.model.evento import Evento, GenereEvento
from ldq_planner.model.fonte_citata import FonteCitata
from ldq_planner.model.importazione import ColonnaLetta, FileImportato, Importazione, Particolarita
from ldq_planner.model.legge import LeggeUsata
from ldq_planner.model.quartiere import Attivita, Sede
from ldq_planner.model.schede import SchedaContratto, SchedaQuartiere
from ldq_planner.model.spiegazione import Passo
from ldq_planner.model.stato import Stato, StatoContratto, StatoQuartiere, Totali
from ldq_planner.render.valori import list_campi
from ldq_planner.reports.check import RigaRegola
from ldq_planner.rules.controlli.elenco import Manuale

FILE = {f"{f.nome}.schema.json": f.modello for f in ARCHIVIO}
"""Nome dello schema di un file di dati → il suo modello."""

_NOMI: dict[str, type] = {
    c.__name__: c
    for c in (date, Decimal, DataIncerta, Finding, Severita, Lacuna, TipoLacuna, Stato, StatoContratto, Sede, Attivita)
} | {c.__name__: c for c in (EsitoCondizione, EsitoQuartiere, LacunaScenario, CostiAnno, CostoPiano, GenereEvento)}
_NOMI |= {c.__name__: c for c in (ColonnaLetta, FileImportato, Particolarita)}
_NOMI |= {c.__name__: c for c in vars(tempi).values() if isinstance(c, type)}
_NOMI |= {c.__name__: c for c in vars(ponte).values() if isinstance(c, type)}
_NOMI |= {c.__name__: c for c in vars(cronoprogramma).values() if isinstance(c, type)}
_NOMI |= {c.__name__: c for c in vars(differenze).values() if isinstance(c, type)}


def _list_tipi(tipo: Any) -> dict[str, Any]:
    """I campi di una risposta che è un valore solo, con i loro tipi."""
    suggerimenti = get_type_hints(tipo, localns=_NOMI)
    return {nome: suggerimenti[nome] for nome in list_campi(tipo)}


RISPOSTE: dict[str, dict[str, Any]] = {
    "ldq/status/1": {
        "soglia_in_scadenza_giorni": int,
        "quartieri": tuple[StatoQuartiere, ...],
        "totali": Totali,
        "avvisi": tuple[str, ...],
    },
    "ldq/contratti/1": {"contratti": tuple[SchedaContratto, ...], "avvisi": tuple[str, ...]},
    "ldq/quartieri/1": {"quartieri": tuple[SchedaQuartiere, ...], "avvisi": tuple[str, ...]},
    "ldq/copertura/1": {
        "dal": date,
        "al": date,
        "quartieri": tuple[CoperturaQuartiere, ...],
        "avvisi": tuple[str, ...],
    },
    "ldq/scenari/1": {
        "scenari": tuple[EsitoScenario, ...],
        "piani": tuple[EsitoPiano, ...],
        "avvisi": tuple[str, ...],
    },
    "ldq/diff/1": {
        "dal": date,
        "al": date,
        "prima": differenze.Lato,
        "dopo": differenze.Lato,
        "frase": str,
        **_list_tipi(differenze.Differenze),
        "avvisi": tuple[str, ...],
    },
    "ldq/modifica/1": {
        "atto": str,
        "file": str,
        "scritta": bool,
        "avvertenze": tuple[str, ...],
        "righe": tuple[str, ...],
        "dal": date,
        "al": date,
        "frase": str,
        **_list_tipi(differenze.Differenze),
        "avvisi": tuple[str, ...],
    },
    "ldq/gara/1": _list_tipi(cronoprogramma.EsitoGara),
    "ldq/norme/1": _list_tipi(DirittoVigente),
    "ldq/calendario/1": {
        "eventi": tuple[Evento, ...],
        "senza_giorno": tuple[str, ...],
        "avvisi": tuple[str, ...],
    },
    "ldq/check/1": {
        "entro_giorni": int | None,
        "taciute_dalla_linea_base": int,
        "segnalazioni": tuple[Finding, ...],
    },
    "ldq/rapporto/1": {
        "soglia_in_scadenza_giorni": int,
        "quartieri": tuple[StatoQuartiere, ...],
        "totali": Totali,
        "dal": date,
        "al": date,
        "coperture": tuple[CoperturaQuartiere, ...],
        "scenari": tuple[EsitoScenario, ...],
        "piani": tuple[EsitoPiano, ...],
        "bilancio": Bilancio,
        "segnalazioni": tuple[Finding, ...],
        "leggi": tuple[LeggeUsata, ...],
        "fonti": tuple[FonteCitata, ...],
        "avvisi": tuple[str, ...],
    },
    "ldq/importa/1": _list_tipi(Importazione),
    "ldq/regole/1": {"regole": tuple[RigaRegola, ...]},
    "ldq/regola/1": {"regola": Manuale},
    "ldq/spiega/1": {"id": str, "passi": tuple[Passo, ...]},
}
"""Schema di una risposta → i campi che seguono `schema`, `oggi` e `dati_aggiornati_al`."""

_DIALETTO = "https://json-schema.org/draft/2020-12/schema"
_SEMPLICI: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    ponte.Motivo: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
    date: {"type": "string", "format": "date"},
    Decimal: {"type": "string", "pattern": r"^-?\d+(\.\d+)?$", "description": "Euro, come testo decimale."},
    DataIncerta: {
        "anyOf": [
            {"type": "string", "format": "date", "description": "Un giorno certo, o quello scritto se indicativo."},
            {"type": "string", "pattern": r"^\d{4}(-\d{2})?$", "description": "Un mese o un anno."},
            {
                "type": "string",
                "pattern": r"^\d{4}-\d{2}-\d{2}\.\.\d{4}-\d{2}-\d{2}$",
                "description": "Un giorno fra due.",
            },
            {"type": "null", "description": "Non noto."},
        ]
    },
}
_FINDING = {
    "codice": str,
    "severita": Severita,
    "file": str | None,
    "riga": int | None,
    "colonna": int | None,
    "messaggio": str,
    "rimedio": str,
    "entita": str | None,
    "fonte": str | None,
    "impronta": str,
}


def build_schemi() -> dict[str, str]:
    """Nome del file → schema, come testo JSON; le risposte stanno in `risposte/`."""
    dati = {
        nome: {"$schema": _DIALETTO, **_fix_predefiniti(modello.model_json_schema())} for nome, modello in FILE.items()
    }
    risposte = {f"risposte/{nome.replace('/', '-')}.schema.json": _build_risposta(nome) for nome in RISPOSTE}
    return {nome: json.dumps(s, ensure_ascii=False, indent=2) + "\n" for nome, s in {**dati, **risposte}.items()}


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


def _build_risposta(nome: str) -> dict[str, Any]:
    campi = {"schema": Literal[nome], "oggi": date | None, "dati_aggiornati_al": date | None, **RISPOSTE[nome]}
    return {"$schema": _DIALETTO, "title": nome, **_build_oggetto(campi)}


def _build_oggetto(campi: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {nome: _build(tipo) for nome, tipo in campi.items()},
        "required": list(campi),
        "additionalProperties": False,
    }


def _build(tipo: Any) -> dict[str, Any]:
    """Lo schema di un tipo, come lo scrive `render.valori.encode`."""
    argomenti = get_args(tipo)
    match get_origin(tipo):
        case origine if origine is Literal:
            schema: dict[str, Any] = {"enum": list(argomenti)}
        case origine if origine is tuple:
            schema = {"type": "array", "items": _build(argomenti[0])}
        case origine if origine in (Union, UnionType):
            schema = {"anyOf": [_build(a) for a in argomenti]}
        case _:
            schema = _SEMPLICI.get(tipo) or _build_classe(tipo)
    return schema


def _build_classe(tipo: Any) -> dict[str, Any]:
    if tipo is Finding:
        return {"title": "Segnalazione", "description": cleandoc(Finding.__doc__ or ""), **_build_oggetto(_FINDING)}
    if issubclass(tipo, Enum):
        return {"enum": [e.value for e in tipo]}
    suggerimenti = get_type_hints(tipo, localns=_NOMI)
    nomi = list_campi(tipo)
    return {
        "title": tipo.__name__,
        "description": cleandoc(tipo.__doc__ or ""),
        **_build_oggetto({n: suggerimenti[n] for n in nomi}),
    }
