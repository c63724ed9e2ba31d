"""OCDS appiattito in un foglio di calcolo (come fa flatten-tool): le colonne sono percorsi, le righe si ricompongono."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Fogli = dict[str, list[list[str]]]
_RILASCI = "releases/0/"
_MAX_CIFRE = 9  # del posto in un elenco


def is_ocds_appiattito(fogli: Fogli) -> bool:
    """Vero se qualche foglio ha una colonna `ocid` e altre che sono percorsi."""
    return any(celle and "ocid" in celle[0] and any("/" in c for c in celle[0]) for celle in fogli.values())


def unflatten(fogli: Fogli) -> dict[str, Any]:
    """Il pacchetto che i fogli descrivono; ogni riga si aggiunge alla procedura del suo `ocid` (o del suo id)."""
    pacchetto: dict[str, Any] = {"releases": []}
    per_id: dict[str, dict[str, Any]] = {}
    for celle in fogli.values():
        intestazioni = celle[0] if celle else []
        if "ocid" not in intestazioni:
            _read_testata(pacchetto, celle)
            continue
        for riga in celle[1:]:
            valori = {nome.removeprefix(_RILASCI): v for nome, v in zip(intestazioni, riga, strict=False) if v != ""}
            chiave = valori.get("ocid") or valori.get("id", "")
            if not chiave:
                continue
            if chiave not in per_id:
                per_id[chiave] = {}
                pacchetto["releases"].append(per_id[chiave])
            for percorso, valore in _sort(valori):
                _put(per_id[chiave], percorso, valore, valori)
    return pacchetto


def _read_testata(pacchetto: dict[str, Any], celle: list[list[str]]) -> None:
    if len(celle) > 1:
        scritti = dict(zip(celle[0], celle[1], strict=False))
        pacchetto.update({nome: scritti[nome] for nome in ("publishedDate", "uri", "version") if scritti.get(nome)})


def _sort(valori: dict[str, str]) -> Iterable[tuple[str, str]]:
    """Gli id per primi: dicono in quale elemento di un elenco finiscono gli altri."""
    return sorted(valori.items(), key=lambda v: (not v[0].endswith("/id"), v[0].count("/")))


def _put(dove: dict[str, Any], percorso: str, valore: str, valori: dict[str, str]) -> None:
    """Scrive un valore al suo posto, facendo nascere ciò che manca."""
    passi = percorso.split("/")
    for nome, prossimo, fin_qui in _walk(passi):
        if _is_posto(prossimo):
            elenco, id_ = dove.setdefault(nome, _Elenco()), valori.get(f"{fin_qui}/{prossimo}/id", "")
            dove = _find_elemento(elenco, id_, int(prossimo))
        elif not _is_posto(nome):
            figlio = dove.setdefault(nome, {})
            if not isinstance(figlio, dict):
                return
            dove = figlio
    dove.setdefault(passi[-1], valore)


def _is_posto(passo: str) -> bool:
    """Vero se il passo è il posto in un elenco."""
    return passo.isdecimal() and len(passo) <= _MAX_CIFRE


def _walk(passi: list[str]) -> Iterator[tuple[str, str, str]]:
    """Ogni passo con il prossimo e il percorso fin lì, senza l'ultimo."""
    for i in range(len(passi) - 1):
        yield passi[i], passi[i + 1] if i + 1 < len(passi) else "", "/".join(passi[: i + 1])


class _Elenco(list[dict[str, Any]]):
    """Gli elementi di un elenco, e quelli con un id anche per id: in una procedura possono essere migliaia."""

    def __init__(self) -> None:
        super().__init__()
        self.per_id: dict[str, dict[str, Any]] = {}


def _find_elemento(elenco: Any, id_: str, posto: int) -> dict[str, Any]:
    """L'elemento con quell'id, o al posto detto dal percorso se non ne ha uno."""
    if not isinstance(elenco, _Elenco):
        return {}
    if id_:
        if id_ not in elenco.per_id:
            elenco.append(elenco.per_id.setdefault(id_, {"id": id_}))
        return elenco.per_id[id_]
    if posto >= len(elenco):
        elenco.append({})
        return elenco[-1]
    return elenco[posto]
