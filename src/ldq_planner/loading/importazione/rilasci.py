"""I rilasci di un documento OCDS, raccolti per procedura e messi insieme: vale il più recente, campo per campo."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from ldq_planner.dates.fuso import parse_istante
from ldq_planner.loading.importazione.conteggi import INTERO

if TYPE_CHECKING:
    from collections.abc import Iterator

Oggetto = dict[str, Any]
_PROFONDO = 30
_MAI = datetime.min.replace(tzinfo=UTC)
_CIFRE = re.compile(r"(\d+)", re.ASCII)
_INTERI = frozenset(("additionalIdentifiers", "additionalClassifications"))
"""Gli elenchi che lo standard sostituisce interi (`wholeListMerge`)."""


def listify(valore: Any) -> list[Any]:
    """Una lista: quella, o quella fatta di un valore solo, o nessuna."""
    if isinstance(valore, list):
        return valore
    return [] if valore is None else [valore]


def list_rilasci(documento: Any) -> Iterator[tuple[str, list[Any]]]:
    """Posto e rilasci di ciascuna procedura, nell'ordine in cui il documento le nomina; quelli che non dicono quale, in fondo."""
    per_ocid: dict[str, tuple[str, list[Any]]] = {}
    altri: list[tuple[str, Any]] = []
    for posto, rilascio in _walk(documento):
        if ocid := str(rilascio.get("ocid") or "") if isinstance(rilascio, dict) else "":
            per_ocid.setdefault(ocid, (posto, []))[1].append(rilascio)
        else:
            altri.append((posto, rilascio))
    yield from per_ocid.values()
    yield from ((posto, [rilascio]) for posto, rilascio in altri)


def _walk(documento: Any, posto: str = "") -> Iterator[tuple[str, Any]]:
    for i, voce in enumerate(documento) if isinstance(documento, list) else ((None, documento),):
        dove = posto if i is None else f"{posto}[{i}]"
        if isinstance(voce, dict) and ("releases" in voce or "records" in voce):
            yield from _walk_pacchetto(voce, dove)
        else:
            yield dove or INTERO, voce


def _walk_pacchetto(voce: Oggetto, dove: str) -> Iterator[tuple[str, Any]]:
    for nome in ("releases", "records"):
        for i, figlio in enumerate(listify(voce.get(nome))):
            suo = f"{dove}/{nome}/{i}".strip("/")
            if nome == "records" and isinstance(figlio, dict):
                yield suo, _open_record(figlio)
            elif not _is_rimando(figlio):
                yield suo, figlio


def _open_record(record: Oggetto) -> Any:
    """Il rilascio compilato; se non c'è, quello con la storia o quelli che il record porta con sé."""
    if isinstance(record.get("compiledRelease"), dict):
        return {"ocid": record.get("ocid"), **record["compiledRelease"]}
    if isinstance(record.get("versionedRelease"), dict):
        return {"ocid": record.get("ocid"), **_flatten_storia(record["versionedRelease"])}
    interi = [r for r in listify(record.get("releases")) if not _is_rimando(r)]
    return compile_rilasci(interi) or {"ocid": record.get("ocid")}


def _is_rimando(voce: Any) -> bool:
    return (
        isinstance(voce, dict) and "url" in voce and not {"tender", "awards", "contracts", "buyer", "id"} & voce.keys()
    )


def _flatten_storia(valore: Any, livello: int = 0) -> Any:
    """L'ultimo valore di ogni campo di un rilascio con la storia."""
    if livello > _PROFONDO:
        return None
    if isinstance(valore, list):
        if valore and all(isinstance(v, dict) and "value" in v and "releaseDate" in v for v in valore):
            return max(valore, key=lambda v: _read_istante(v["releaseDate"]))["value"]
        return [_flatten_storia(v, livello + 1) for v in valore]
    if isinstance(valore, dict):
        return {nome: _flatten_storia(v, livello + 1) for nome, v in valore.items()}
    return valore


class _PerId(dict[str, Any]):
    """Un elenco di oggetti durante la fusione: id → oggetto. Due oggetti senza id sono lo stesso se sono uguali."""


def compile_rilasci(rilasci: list[Any]) -> Oggetto | None:
    """Un rilascio solo, come vuole lo standard; `None` se nessuno è un oggetto.

    Dal più vecchio al più recente, ogni campo scritto prende il posto di quello di prima, `null` lo toglie, un elenco vuoto
    no; gli oggetti di un elenco si fondono per id. L'ordine è quello degli istanti, qualunque sia il loro fuso, e a pari istante quello degli id.

    Fonte: le regole di fusione di OCDS 1.1, provate sui casi di `ocds-merge`.
    """
    buoni = [r for r in rilasci if isinstance(r, dict)]
    if len(buoni) < 2:  # noqa: PLR2004 - uno solo è già intero
        return next(iter(buoni), None)
    compilato: Oggetto = {}
    for rilascio in sorted(buoni, key=_sort_rilascio):
        _merge(compilato, rilascio, 0)
    intero: Oggetto = _unfold(compilato)
    return intero


def _sort_rilascio(rilascio: Oggetto) -> tuple[datetime, list[tuple[int, str]]]:
    """L'istante e, a pari istante, l'id: un numero viene dopo uno più piccolo, per quante cifre abbia."""
    parti = _CIFRE.split(str(rilascio.get("id") or ""))
    numeri = ((len(p), p) for p in (p.lstrip("0") for p in parti[1::2]))
    testi = ((0, p) for p in parti[::2])
    return _read_istante(rilascio.get("date")), [p for coppia in zip_longest(testi, numeri) for p in coppia if p]


def _read_istante(scritto: Any) -> datetime:
    """L'istante scritto; chi non si legge viene prima di tutti."""
    return parse_istante(str(scritto)) or _MAI


def _merge(compilato: Oggetto, dopo: Oggetto, livello: int) -> None:
    """Porta in `compilato` i campi che `dopo` scrive."""
    for nome, valore in dopo.items():
        if valore is None:
            compilato.pop(nome, None)
        elif livello > _PROFONDO or nome in _INTERI:
            compilato[nome] = valore
        elif isinstance(valore, dict):
            if valore:
                _merge(_enter(compilato, nome, dict), valore, livello + 1)
        elif isinstance(valore, list) and all(isinstance(v, dict) for v in valore):
            if valore:
                _merge_elenco(_enter(compilato, nome, _PerId), valore, livello + 1)
        else:
            compilato[nome] = valore


def _enter(dove: Oggetto, nome: str, forma: type[Oggetto]) -> Oggetto:
    """L'oggetto con quel nome; ne nasce uno se non c'è, o se prima era un'altra cosa."""
    if type(dove.get(nome)) is not forma:
        dove[nome] = forma()
    dentro: Oggetto = dove[nome]
    return dentro


def _merge_elenco(per_id: Oggetto, voci: list[Oggetto], livello: int) -> None:
    for voce in voci:
        id_ = voce.get("id")
        _merge(_enter(per_id, repr(voce) if id_ is None else f"id {id_}", dict), voce, livello)


def _unfold(valore: Any) -> Any:
    """Gli elenchi di nuovo come elenchi."""
    if isinstance(valore, _PerId):
        return [_unfold(v) for v in valore.values()]
    return {nome: _unfold(v) for nome, v in valore.items()} if isinstance(valore, dict) else valore
