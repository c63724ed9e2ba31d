"""Gli schemi JSON delle risposte, per chi le legge a macchina: nascono dai tipi, e non c'è nulla da tenere allineato."""

from __future__ import annotations

import json
import sys
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from importlib import import_module
from inspect import cleandoc
from pkgutil import iter_modules
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from ldq_planner import errors, model
from ldq_planner.dates.incerta import DataIncerta
from ldq_planner.errors import Finding
from ldq_planner.model.campi import list_campi, list_facoltativi
from ldq_planner.model.chiusura import Annuale
from ldq_planner.model.cronoprogramma import EsitoGara
from ldq_planner.model.diritto import DirittoVigente
from ldq_planner.model.importazione import Importazione
from ldq_planner.model.ponte import Motivo
from ldq_planner.model.procedure import RispostaProcedure
from ldq_planner.model.programma_gare import RispostaProgrammaGare
from ldq_planner.model.slittamento import Slitta
from ldq_planner.reports.acquisti import RispostaAcquisti
from ldq_planner.reports.breve import RispostaBreve
from ldq_planner.reports.calendario import RispostaCalendario
from ldq_planner.reports.check import RispostaCheck, RispostaRegola, RispostaRegole
from ldq_planner.reports.contratti import RispostaContratti
from ldq_planner.reports.copertura import RispostaCopertura
from ldq_planner.reports.diff import RispostaDiff
from ldq_planner.reports.esiti import RispostaScenari
from ldq_planner.reports.impara import RispostaImpara
from ldq_planner.reports.modifica import RispostaModifica
from ldq_planner.reports.novita import RispostaNovita
from ldq_planner.reports.passi import RispostaSpiega
from ldq_planner.reports.quartieri import RispostaQuartieri
from ldq_planner.reports.rapporto import RispostaRapporto
from ldq_planner.reports.rischio import RispostaRischio
from ldq_planner.reports.segnalazioni import Segnalazione
from ldq_planner.reports.status import RispostaStatus

RISPOSTE: dict[str, type] = {
    "ldq/status/1": RispostaStatus,
    "ldq/contratti/1": RispostaContratti,
    "ldq/quartieri/1": RispostaQuartieri,
    "ldq/copertura/1": RispostaCopertura,
    "ldq/scenari/1": RispostaScenari,
    "ldq/acquisti/1": RispostaAcquisti,
    "ldq/rischio/1": RispostaRischio,
    "ldq/programma-gare/1": RispostaProgrammaGare,
    "ldq/diff/1": RispostaDiff,
    "ldq/novita/1": RispostaNovita,
    "ldq/modifica/1": RispostaModifica,
    "ldq/gara/1": EsitoGara,
    "ldq/procedure/1": RispostaProcedure,
    "ldq/norme/1": DirittoVigente,
    "ldq/calendario/1": RispostaCalendario,
    "ldq/check/1": RispostaCheck,
    "ldq/rapporto/1": RispostaRapporto,
    "ldq/rapporto-breve/1": RispostaBreve,
    "ldq/importa/1": Importazione,
    "ldq/impara/1": RispostaImpara,
    "ldq/regole/1": RispostaRegole,
    "ldq/regola/1": RispostaRegola,
    "ldq/spiega/1": RispostaSpiega,
}
"""Schema di una risposta → il tipo dei campi che seguono `schema`, `oggi` e `dati_aggiornati_al`."""

_DIALETTO = "https://json-schema.org/draft/2020-12/schema"
_SEMPLICI: dict[Any, dict[str, object]] = {
    str: {"type": "string"},
    Motivo: {"type": "string"},
    Annuale: {"type": "string"},
    Slitta: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    float: {"type": "number"},
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


def build_schemi() -> dict[str, str]:
    """Nome del file → schema, come testo JSON."""
    return {
        f"risposte/{nome.replace('/', '-')}.schema.json": json.dumps(
            _build_risposta(nome), ensure_ascii=False, indent=2
        )
        + "\n"
        for nome in RISPOSTE
    }


def _build_risposta(nome: str) -> dict[str, object]:
    intestazione = {"schema": Literal[nome], "oggi": date | None, "dati_aggiornati_al": date | None}
    risposta = RISPOSTE[nome]
    oggetto = _build_oggetto(intestazione | _list_tipi(risposta), list_facoltativi(risposta))
    return {"$schema": _DIALETTO, "title": nome, **oggetto}


def _build_oggetto(campi: dict[str, object], facoltativi: tuple[str, ...] = ()) -> dict[str, object]:
    return {
        "type": "object",
        "properties": {nome: _build(tipo) for nome, tipo in campi.items()},
        "required": [nome for nome in campi if nome not in facoltativi],
        "additionalProperties": False,
    }


def _build(tipo: Any) -> dict[str, object]:
    """Lo schema di un tipo, come lo scrive `render.valori.encode`."""
    argomenti = get_args(tipo)
    match get_origin(tipo):
        case origine if origine is Literal:
            schema: dict[str, object] = {"enum": list(argomenti)}
        case origine if origine is tuple:
            schema = {"type": "array", "items": _build(argomenti[0])}
        case origine if origine in (Union, UnionType):
            schema = {"anyOf": [_build(a) for a in argomenti]}
        case _:
            schema = _SEMPLICI.get(tipo) or _build_classe(Segnalazione if tipo is Finding else tipo)
    return schema


def _build_classe(tipo: type) -> dict[str, object]:
    if issubclass(tipo, Enum):
        return {"enum": [e.value for e in tipo]}
    oggetto = _build_oggetto(_list_tipi(tipo), list_facoltativi(tipo))
    return {"title": tipo.__name__, "description": cleandoc(tipo.__doc__ or ""), **oggetto}


def _list_tipi(tipo: type) -> dict[str, object]:
    tipi = get_type_hints(tipo, {**_find_nomi(), **vars(sys.modules[tipo.__module__])})
    return {nome: tipi[nome] for nome in list_campi(tipo)}


@cache
def _find_nomi() -> dict[str, object]:
    """I nomi che un tipo può usare senza che il suo modulo li carichi."""
    moduli = [errors, *(import_module(f"{model.__name__}.{m.name}") for m in iter_modules(model.__path__))]
    return {nome: valore for modulo in moduli for nome, valore in vars(modulo).items()}
