"""Una cartella di CSV (RFC 4180) con `datapackage.json`: una tavola per elenco dei dati, per le macchine.

Le celle hanno i valori esatti: nessun apostrofo davanti a ciò che un foglio di calcolo prenderebbe per una formula, punto
decimale, date ISO o incerte come nei dati. Da qui si torna ai dati senza perdere nulla. Per una persona: `--csv-excel`.
"""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING

from ldq_planner.model.scambio.righe import write_righe
from ldq_planner.model.scambio.tavole import DESCRITTORE, ORDINE, Colonna, Tavola, list_tavole
from ldq_planner.render.esportazione import Esportato, tell_soglie

if TYPE_CHECKING:
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scambio.righe import Riga
    from ldq_planner.render.codifica import Json
    from ldq_planner.render.esportazione import Modi

_DATA = r"(\d{4}(-\d{2}){0,2}~?|\d{4}-\d{2}-\d{2}\.\.\d{4}-\d{2}-\d{2}|non noto)"
_TIPI: dict[str, dict[str, Json]] = {
    "testo": {"type": "string"},
    "id": {"type": "string"},
    "giorno": {"type": "date"},
    "data": {"type": "string", "constraints": {"pattern": _DATA}},
    "importo": {"type": "number"},
    "intero": {"type": "integer"},
    "booleano": {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
    "ids": {"type": "string", "constraints": {"pattern": r"[a-z0-9-]+( [a-z0-9-]+)*"}},
    "testi": {"type": "array"},
    "durate": {"type": "object"},
}
_COME = {
    "data": "Una data dei dati: AAAA-MM-GG; AAAA-MM o AAAA se incerta, con ~ se indicativa; «non noto».",
    "ids": "Id separati da uno spazio.",
    "testi": "Un elenco di testi, in JSON.",
    "durate": "Fasi e giorni, in JSON.",
    "importo": "Euro, con il punto decimale.",
}
_RIMANDI = {
    "quartieri.programmi": "programmi",
    "contratti.quartieri": "quartieri",
    "contratti.delibere": "delibere",
    "scenari.quartieri": "quartieri",
    "piani.scenari": "scenari",
}


def export(portafoglio: Portafoglio, modi: Modi) -> Esportato:
    """Le tavole, tutte anche se vuote, e il loro descrittore."""
    righe = write_righe(portafoglio.list_file())
    file = {f"{t.nome}.csv": _write_csv(t, righe[t.nome]) for t in list_tavole()}
    descrittore = json.dumps(_describe(portafoglio, modi, file), ensure_ascii=False, indent=2) + "\n"
    return Esportato({DESCRITTORE: descrittore.encode(), **file}, tell_soglie(portafoglio))


def _list_nomi(tavola: Tavola) -> list[str]:
    prima = [tavola.riferimento, ORDINE] if tavola.padre else []
    return [*prima, *(c.nome for c in tavola.colonne)]


def _write_csv(tavola: Tavola, righe: list[Riga]) -> bytes:
    uscita = StringIO(newline="")
    scrittore = csv.DictWriter(uscita, fieldnames=_list_nomi(tavola))
    scrittore.writeheader()
    scrittore.writerows(righe)
    return uscita.getvalue().encode()


# ——— il descrittore


def _describe(portafoglio: Portafoglio, modi: Modi, file: dict[str, bytes]) -> dict[str, Json]:
    anagrafe = portafoglio.anagrafe
    descrittore: dict[str, Json] = {
        "profile": "tabular-data-package",
        "name": "ldq",
        "title": f"{anagrafe.ente}, {anagrafe.servizio}",
        "description": "Quartieri, contratti, scenari e piani, scritti da «ldq esporta»: valori esatti, per le macchine.",
        "version": str(portafoglio.registro.aggiornato_al),
        "created": f"{modi.oggi}T00:00:00Z",
        "contributors": [{"title": anagrafe.ente, "role": "publisher"}],
    }
    if anagrafe.fonti:
        descrittore["sources"] = [{"title": f"{f.titolo} ({f.ente}, {f.data})"} for f in anagrafe.fonti]
    if modi.licenza:
        descrittore["licenses"] = [{"name": _name_licenza(modi.licenza), "path": modi.licenza}]
    descrittore["resources"] = [_describe_tavola(t, file[f"{t.nome}.csv"]) for t in list_tavole()]
    return descrittore


def _name_licenza(indirizzo: str) -> str:
    """Il nome di una licenza Creative Commons dal suo indirizzo (`…/licenses/by/4.0/` è CC-BY-4.0), o l'indirizzo."""
    parti = indirizzo.strip("/").split("/")
    match parti[-3:]:
        case ["licenses", quale, versione] if "creativecommons.org" in indirizzo:
            return f"CC-{quale.upper()}-{versione}"
        case ["publicdomain", "zero", versione] if "creativecommons.org" in indirizzo:
            return f"CC0-{versione}"
    return "altra"


def _describe_tavola(tavola: Tavola, contenuto: bytes) -> dict[str, Json]:
    from hashlib import sha256  # noqa: PLC0415 - serve solo qui

    schema: dict[str, Json] = {"fields": _list_campi(tavola)}
    if any(c.nome == "id" and c.tipo == "id" for c in tavola.colonne) and not tavola.padre:
        schema["primaryKey"] = "id"
    if tavola.padre:
        schema["primaryKey"] = [tavola.riferimento, ORDINE]
        schema["foreignKeys"] = [
            {"fields": tavola.riferimento, "reference": {"resource": tavola.padre, "fields": "id"}}
        ]
    return {
        "profile": "tabular-data-resource",
        "name": tavola.nome,
        "path": f"{tavola.nome}.csv",
        "description": tavola.significato,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(contenuto),
        "hash": f"sha256:{sha256(contenuto).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True, "header": True},
        "schema": schema,
    }


def _list_campi(tavola: Tavola) -> list[dict[str, Json]]:
    di_chi = [
        {
            "name": tavola.riferimento,
            "type": "string",
            "description": f"L'id di chi contiene la voce, in {tavola.padre}.",
        },
        {"name": ORDINE, "type": "integer", "description": "Il posto della voce, da 1."},
    ]
    return [*(di_chi if tavola.padre else ()), *(_describe_colonna(tavola, c) for c in tavola.colonne)]


def _describe_colonna(tavola: Tavola, colonna: Colonna) -> dict[str, Json]:
    tipo = _TIPI[colonna.tipo]
    di_tipo = tipo.get("constraints")
    vincoli: dict[str, Json] = {**di_tipo} if isinstance(di_tipo, dict) else {}
    if colonna.ammessi:
        vincoli["enum"] = list(colonna.ammessi)
    if colonna.is_obbligatoria:
        vincoli["required"] = True
    rimando = _RIMANDI.get(f"{tavola.nome}.{colonna.nome}", "")
    parole = (colonna.significato, _COME.get(colonna.tipo, ""), rimando and f"Rimandano a {rimando}.")
    campo: dict[str, Json] = {"name": colonna.nome, **tipo, "description": " ".join(filter(None, parole))}
    if vincoli:
        campo["constraints"] = vincoli
    return {chiave: valore for chiave, valore in campo.items() if valore != ""}
