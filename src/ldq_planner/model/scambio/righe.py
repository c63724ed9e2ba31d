"""Dalle voci dei dati alle righe delle tavole, e ritorno: le celle sono testo, e nulla si perde."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ldq_planner.model.scambio.tavole import FILE, ORDINE, TESTATE, Colonna, Tavola, list_tavole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ldq_planner.model.base import Modello

Cella = str
_IN_JSON = ("testi", "durate")
_MAX_CIFRE = 9  # del numero d'ordine: di più, non lo ha scritto nessuno
"""I tipi di colonna che in una cella si scrivono in JSON."""
Riga = dict[str, Cella]


def write_righe(dati: Mapping[str, Modello]) -> dict[str, list[Riga]]:
    """Nome della tavola → le sue righe, di tutti i file."""
    righe: dict[str, list[Riga]] = {t.nome: [] for t in list_tavole()}
    per_percorso = {t.percorso: t for t in list_tavole()}
    testate = list_tavole()[0]
    for nome, file in dati.items():
        noti = set(type(file).model_fields)
        proprie = {c.nome: _write(_get(file, c.percorso), c.tipo) for c in testate.colonne if c.percorso[0] in noti}
        righe[TESTATE].append({c.nome: proprie.get(c.nome, "") for c in testate.colonne} | {"nome": nome})
        _add_elenchi(righe, per_percorso, file, (nome,), {})
    return righe


def _add_elenchi(
    righe: dict[str, list[Riga]],
    per_percorso: Mapping[tuple[str, ...], Tavola],
    voce: Modello,
    dove: tuple[str, ...],
    di_chi: Riga,
) -> None:
    """Le righe degli elenchi di una voce, e di ciò che contengono."""
    for percorso, tavola in per_percorso.items():
        if len(percorso) > len(dove) and percorso[: len(dove)] == dove and _is_figlia(percorso, dove, per_percorso):
            for ordine, figlia in enumerate(_get(voce, percorso[len(dove) :]) or (), 1):
                propria = {c.nome: _write(_get(figlia, c.percorso), c.tipo) for c in tavola.colonne}
                righe[tavola.nome].append({**(di_chi and {**di_chi, ORDINE: str(ordine)}), **propria})
                suo = {f"{tavola.nome}_id": propria.get("id", "")}
                _add_elenchi(righe, per_percorso, figlia, percorso, suo)


def _is_figlia(
    percorso: tuple[str, ...], dove: tuple[str, ...], per_percorso: Mapping[tuple[str, ...], Tavola]
) -> bool:
    """Vero se fra le due non c'è un'altra tavola."""
    return not any(percorso[:n] in per_percorso for n in range(len(dove) + 1, len(percorso)))


def _get(voce: Any, percorso: tuple[str, ...]) -> Any:
    for campo in percorso:
        voce = None if voce is None else getattr(voce, campo)
    return voce


def _write(valore: Any, tipo: str) -> Cella:
    """Il valore com'è nei dati; vuoto se non c'è, o se non è noto e non è una data."""
    if valore is None:
        return ""
    if tipo == "booleano":
        return "true" if valore else "false"
    if tipo == "ids":
        return " ".join(valore)
    if tipo in _IN_JSON:
        return json.dumps(_to_json(valore), ensure_ascii=False) if valore else ""
    return str(valore)


def _to_json(valore: Any) -> Any:
    """Un elenco come testi, le durate come sono."""
    return [str(v) for v in valore] if isinstance(valore, tuple) else valore


def read_righe(righe: Mapping[str, list[Riga]]) -> dict[str, dict[str, Any]]:
    """Nome del file → ciò che se ne legge, come lo leggerebbe il YAML: l'inverso di `write_righe`.

    Le voci di una tavola contenuta vanno a chi ha quell'id, nell'ordine della loro colonna.
    """
    testate, *tavole = list_tavole()
    dati = {r["nome"]: _read_riga(r, testate.colonne[1:]) for r in righe.get(TESTATE, ()) if r.get("nome") in FILE}
    lette: dict[str, dict[str, dict[str, Any]]] = {}
    for tavola in tavole:
        file, *percorso = tavola.percorso
        if file not in dati:
            continue
        padre = next((t for t in tavole if t.nome == tavola.padre), None)
        if padre is None:
            dati[file][percorso[0]] = []
        for riga in sort_righe(righe.get(tavola.nome, ()), tavola):
            voce = _read_riga(riga, tavola.colonne)
            lette.setdefault(tavola.nome, {})[riga.get("id", "")] = voce
            chi = lette.get(padre.nome, {}).get(riga.get(tavola.riferimento, "")) if padre else dati[file]
            if chi is not None:
                _put(chi, tuple(percorso[len(padre.percorso) - 1 :]) if padre else tuple(percorso), voce)
    return dati


def sort_righe(righe: Iterable[Riga], tavola: Tavola) -> list[Riga]:
    """Le righe nell'ordine scritto nella tavola, che chi l'ha aperta può avere cambiato."""
    if not tavola.padre:
        return list(righe)
    return sorted(righe, key=lambda r: _read_ordine(r.get(ORDINE, "")))


def _read_ordine(cella: str) -> int:
    """Il numero di una voce; zero se non lo è."""
    return int(cella) if cella.isdecimal() and len(cella) <= _MAX_CIFRE else 0


def _put(chi: dict[str, Any], percorso: tuple[str, ...], voce: Any) -> None:
    *prima, ultimo = percorso
    for passo in prima:
        chi = chi.setdefault(passo, {})
    chi.setdefault(ultimo, []).append(voce)


def _read_riga(riga: Mapping[str, str], colonne: tuple[Colonna, ...]) -> dict[str, Any]:
    voce: dict[str, Any] = {}
    for colonna in colonne:
        cella = riga.get(colonna.nome) or ""
        if cella or (colonna.tipo == "ids" and colonna.is_obbligatoria):
            *prima, ultimo = colonna.percorso
            dentro = voce
            for passo in prima:
                dentro = dentro.setdefault(passo, {})
            dentro[ultimo] = _read(cella, colonna.tipo)
    return voce


def _read(cella: Cella, tipo: str) -> Any:
    if tipo == "ids":
        return cella.split()
    if tipo not in _IN_JSON:
        return cella
    try:
        return json.loads(cella)
    except (ValueError, RecursionError):
        return cella  # che non è un elenco lo dice chi lo legge, con il suo posto
