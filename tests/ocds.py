"""Un lettore di OCDS scritto apposta per le prove: gli schemi ufficiali, e ciò che un pacchetto dice di un contratto.

Non usa nulla di chi scrive né di `ldq importa`: fonde i rilasci come dice lo standard (un campo nullo si toglie, gli elenchi
con un id si fondono per id) e legge solo i posti in cui lo standard vuole ciascun dato.
"""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from jsonschema import Draft4Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4
from tests.supporto import RADICE

if TYPE_CHECKING:
    from collections.abc import Mapping

Oggetto = dict[str, Any]
SCHEMI = RADICE / "tests" / "schemi_ocds"


@cache
def _open_schemi() -> Draft4Validator:
    schemi = [json.loads((SCHEMI / f"{n}-schema.json").read_text("utf-8")) for n in ("release-package", "release")]
    registro: Any = Registry().with_resources(
        (s["id"], Resource.from_contents(s, default_specification=DRAFT4)) for s in schemi
    )
    return Draft4Validator(schemi[0], registry=registro, format_checker=FormatChecker())


def list_errori(pacchetto: Oggetto) -> list[str]:
    """Gli errori del pacchetto secondo gli schemi ufficiali 1.1.5."""
    return [f"{e.json_path}: {e.message}" for e in _open_schemi().iter_errors(pacchetto)]


def group_rilasci(pacchetto: Oggetto) -> dict[str, list[Oggetto]]:
    """Ocid → i suoi rilasci, dal più vecchio."""
    per_ocid: dict[str, list[Oggetto]] = {}
    for rilascio in pacchetto["releases"]:
        per_ocid.setdefault(rilascio["ocid"], []).append(rilascio)
    return {ocid: sorted(rilasci, key=lambda r: str(r["date"])) for ocid, rilasci in per_ocid.items()}


def merge(prima: Any, dopo: Any) -> Any:
    """Due versioni di un valore, fuse come dice lo standard."""
    if isinstance(prima, dict) and isinstance(dopo, dict):
        uniti = {**prima, **{k: merge(prima.get(k), v) for k, v in dopo.items()}}
        return {k: v for k, v in uniti.items() if v is not None}
    if isinstance(prima, list) and isinstance(dopo, list) and all("id" in v for v in (*prima, *dopo)):
        per_id = {v["id"]: v for v in prima}
        return [*({**per_id, **{v["id"]: merge(per_id.get(v["id"]), v) for v in dopo}}).values()]
    return dopo


class Letto(NamedTuple):
    """Ciò che un pacchetto dice di un contratto come dato: giorni ISO, o nulla."""

    id: str
    titolo: str
    tipo: str
    quartieri: tuple[str, ...]
    affidatari: tuple[tuple[str, str], ...]
    cig: str | None
    cup: str | None
    cui: str | None
    finanziamento: str | None
    base_giuridica: str | None
    inizio: str | None
    base: str | None
    effettiva: str | None
    massima: str | None
    importo: Decimal | None
    esercitate: tuple[tuple[str, Decimal | None], ...]


def read_contratti(pacchetto: Oggetto) -> list[Letto]:
    """I contratti del pacchetto, nell'ordine."""
    gruppi = group_rilasci(pacchetto).values()
    return [_read(rilasci) for rilasci in gruppi if "contracts" in rilasci[0]]


def _read(rilasci: list[Oggetto]) -> Letto:
    fuso: Oggetto = {}
    valori: list[Decimal | None] = []
    modifiche: dict[str, str] = {}
    for rilascio in rilasci:
        fuso = merge(fuso, rilascio)
        scritto = rilascio["contracts"][0]
        valori.append(_amount(scritto))
        modifiche |= {m["id"]: _read_tipo(m["rationale"]) for m in scritto.get("amendments", ())}
    gara, affidamento, contratto = fuso["tender"], fuso["awards"][0], fuso["contracts"][0]
    ruoli = {p["id"]: p["roles"][1:] for p in fuso["parties"]}
    bilancio = fuso.get("planning", {}).get("budget", {})
    periodo = contratto.get("period", {})
    return Letto(
        id=contratto["id"],
        titolo=contratto["title"],
        tipo=gara["additionalProcurementCategories"][0],
        quartieri=tuple(i["id"] for i in contratto["items"]),
        affidatari=tuple((f["name"], (ruoli[f["id"]] or ["singolo"])[0]) for f in affidamento.get("suppliers", ())),
        cig=gara["id"] if gara["id"] != contratto["id"] else None,
        cup=bilancio.get("projectID"),
        cui=bilancio.get("id"),
        finanziamento=bilancio.get("description"),
        base_giuridica=gara.get("procurementMethodDetails"),
        inizio=_day(periodo, "startDate"),
        base=_day(affidamento.get("contractPeriod", {}), "endDate"),
        effettiva=_day(periodo, "endDate"),
        massima=_day(periodo, "maxExtentDate"),
        importo=_amount(affidamento),
        esercitate=tuple(
            (tipo, None if a is None or b is None else b - a)
            for tipo, a, b in zip(modifiche.values(), valori, valori[1:], strict=False)
        ),
    )


def _amount(voce: Mapping[str, Any]) -> Decimal | None:
    valore = voce.get("value")
    return None if valore is None else Decimal(repr(valore["amount"]))


def _read_tipo(ragione: str) -> str:
    """Di che opzione parla una modifica: «proroga tecnica, …» non è «proroga prevista dal contratto, …»."""
    parole = ragione.replace(",", "").split()
    return "-".join(parole[:2]) if parole[1] == "tecnica" else parole[0]


def _day(periodo: Mapping[str, Any], quale: str) -> str | None:
    """Il giorno di Roma dell'istante: quello scritto, perché lo scarto è quello di Roma."""
    return periodo[quale][:10] if quale in periodo else None
