"""Portare in un file ciò che una persona ha corretto altrove: ciò che è cambiato, ciò che è nuovo, ciò che non c'è più."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from ldq_planner.modifica.testo.bozza import Bozza
from ldq_planner.modifica.testo.forme import is_elenco

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ldq_planner.loading.messaggi import Percorso


def rewrite(testo: str, prima: Mapping[str, Any], dopo: Mapping[str, Any], nome: str = "") -> str:
    """Il testo che diceva `prima`, e ora dice `dopo`: si toccano le sole righe di ciò che è diverso.

    I due sono ciò che i modelli hanno letto, senza ciò che vale come se non fosse scritto; `testo` può dire `prima` con altre
    parole («828.415,20» o «828415.2»). Le entità si riconoscono dall'id, e il loro ordine resta quello del testo.
    Errori: `InvalidDataError` se il testo non si legge.
    """
    bozza = Bozza(testo, nome)
    _rewrite_mappa(bozza, (), prima, dopo)
    return bozza.testo


def _rewrite_mappa(bozza: Bozza, percorso: Percorso, prima: Mapping[str, Any], dopo: Mapping[str, Any]) -> None:
    for campo in prima:
        if campo not in dopo:
            bozza.remove((*percorso, campo))
    for campo, valore in dopo.items():
        if prima.get(campo) != valore:
            _rewrite(bozza, (*percorso, campo), prima.get(campo), valore)


def _rewrite(bozza: Bozza, percorso: Percorso, prima: Any, dopo: Any) -> None:
    if isinstance(prima, dict) and isinstance(dopo, dict) and not _loses_il_primo(bozza.read(percorso), prima, dopo):
        _rewrite_mappa(bozza, percorso, prima, dopo)
    elif is_elenco(prima) and is_elenco(dopo) and prima and dopo:
        _rewrite_elenco(bozza, percorso, prima, dopo)
    else:
        bozza.set_valore(percorso, dopo)


def _loses_il_primo(scritta: Any, prima: Mapping[str, Any], dopo: Mapping[str, Any]) -> bool:
    """Vero se la prima chiave della mappa scritta se ne va: allora la si riscrive intera, perché il trattino o la graffa resti."""
    primo = next(iter(scritta), None) if isinstance(scritta, dict) else None
    return primo in prima and primo not in dopo


def _rewrite_elenco(bozza: Bozza, percorso: Percorso, prima: Sequence[Any], dopo: Sequence[Any]) -> None:
    """Gli elementi uguali restano dove sono; fra due di loro si cambiano, si tolgono o si aggiungono gli altri."""
    if all(isinstance(v, dict) and "id" in v for v in (*prima, *dopo)):
        _rewrite_entita(bozza, percorso, prima, {v["id"]: v for v in dopo})
        return
    uguali = SequenceMatcher(None, list(map(repr, prima)), list(map(repr, dopo)), autojunk=False)
    for _, i, fine_i, j, fine_j in uguali.get_opcodes():
        comuni = min(fine_i - i, fine_j - j)
        for k in range(comuni):
            if prima[i + k] != dopo[j + k]:
                _rewrite(bozza, (*percorso, i + k), prima[i + k], dopo[j + k])
        for k in range(i + comuni, fine_i):
            bozza.remove((*percorso, k))
        for valore in dopo[j + comuni : fine_j]:
            bozza.insert(percorso, fine_i, valore)


def _rewrite_entita(bozza: Bozza, percorso: Percorso, prima: Sequence[Any], dopo: Mapping[str, Any]) -> None:
    """Ciascuna al suo posto, quelle nuove in fondo."""
    nuove = dict(dopo)
    restano = [(posto, v) for posto, v in enumerate(prima) if v["id"] in dopo]
    if not restano:
        bozza.set_valore(percorso, list(dopo.values()))
        return
    for posto in {*range(len(prima))} - {posto for posto, _ in restano}:
        bozza.remove((*percorso, posto))
    for posto, voce in restano:
        _rewrite(bozza, (*percorso, posto), voce, nuove.pop(voce["id"]))
    for voce in nuove.values():
        bozza.append(percorso, voce)
