"""I rilasci di un documento OCDS, raccolti per procedura e messi insieme: vale il più recente, campo per campo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ldq_planner.loading.importazione.conteggi import INTERO

if TYPE_CHECKING:
    from collections.abc import Iterator

Oggetto = dict[str, Any]
_PROFONDO = 30


def listify(valore: Any) -> list[Any]:
    """Una lista: quella, o quella fatta di un valore solo, o nessuna."""
    if isinstance(valore, list):
        return valore
    return [] if valore is None else [valore]


def list_rilasci(documento: Any) -> Iterator[tuple[str, list[Any]]]:
    """Posto e rilasci di ciascuna procedura, nell'ordine in cui il documento le nomina."""
    per_ocid: dict[str, tuple[str, list[Any]]] = {}
    for posto, rilascio in _walk(documento):
        ocid = str(rilascio.get("ocid") or posto) if isinstance(rilascio, dict) else posto
        per_ocid.setdefault(ocid, (posto, []))[1].append(rilascio)
    yield from per_ocid.values()


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
            return max(valore, key=lambda v: str(v["releaseDate"]))["value"]
        return [_flatten_storia(v, livello + 1) for v in valore]
    if isinstance(valore, dict):
        return {nome: _flatten_storia(v, livello + 1) for nome, v in valore.items()}
    return valore


def compile_rilasci(rilasci: list[Any]) -> Oggetto | None:
    """Un rilascio solo: dal più vecchio al più recente, ogni campo scritto prende il posto di quello di prima.

    Gli elenchi di oggetti con un id si fondono per id; `None` se nessuno è un oggetto.
    """
    buoni = [r for r in rilasci if isinstance(r, dict)]
    compilato: Oggetto | None = None
    for rilascio in sorted(buoni, key=lambda r: str(r.get("date") or "")):
        compilato = rilascio if compilato is None else _merge(compilato, rilascio, 0)
    return compilato


def _merge(prima: Any, dopo: Any, livello: int) -> Any:
    if livello > _PROFONDO:
        return dopo
    if isinstance(prima, dict) and isinstance(dopo, dict):
        uniti = dict(prima)
        for nome, valore in dopo.items():
            if valore is not None:
                uniti[nome] = _merge(prima[nome], valore, livello + 1) if nome in prima else valore
        return uniti
    if _has_ids(prima) and _has_ids(dopo):
        per_id = {str(v["id"]): v for v in prima}
        for voce in dopo:
            id_ = str(voce["id"])
            per_id[id_] = _merge(per_id[id_], voce, livello + 1) if id_ in per_id else voce
        return list(per_id.values())
    return dopo


def _has_ids(valore: Any) -> bool:
    return isinstance(valore, list) and bool(valore) and all(isinstance(v, dict) and "id" in v for v in valore)
