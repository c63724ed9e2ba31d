"""Portare in un file ciò che dice un'altra fonte, senza perdere ciò che vi ha scritto una persona."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ldq_planner.modifica.foglio import Foglio
from ldq_planner.modifica.forme import agrees, agrees_campo, align, find_forma, is_elenco

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ldq_planner.loading.messaggi import Percorso
    from ldq_planner.modifica.forme import Forma


def merge_voci(
    testo: str, elenco: str, voci: Sequence[Mapping[str, Any]], campi: Mapping[str, Any] | None = None, nome: str = ""
) -> str:
    """Il testo in cui ogni voce c'è: quelle con un id nuovo in fondo all'elenco, le altre con i soli valori diversi.

    `campi` sono quelli in cima al file (`aggiornato_al`). Ciò che una voce tace, o è `None`, resta come una persona lo
    ha scritto; nessuna entità si toglie. Due valori sono uguali se lo sono per i modelli: `2023-06-30` e `30/06/2023`.
    Errori: `InvalidDataError` se il testo non si legge.
    """
    foglio = Foglio(testo, nome)
    for campo, valore in (campi or {}).items():
        scritto = foglio.read((campo,))
        if valore is not None and not agrees(scritto, valore, foglio.find_forma(()), campo):
            foglio.set_valore((campo,), valore)
    nuove = []
    for id_, voce in _unite(voci).items():
        percorso = foglio.find(elenco, id_)
        if percorso is None:
            nuove.append(voce)
        else:
            _merge_mappa(foglio, percorso, foglio.read(percorso), voce)
    if not foglio.read((elenco,)) and nuove:
        foglio.set_valore((elenco,), nuove)
    else:
        for voce in nuove:
            foglio.append((elenco,), voce)
    return foglio.testo


def _unite(voci: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Una voce per id: di due con lo stesso, i campi dell'ultima."""
    unite: dict[str, dict[str, Any]] = {}
    for voce in voci:
        unite.setdefault(str(voce["id"]), {}).update(voce)
    return unite


def _merge_mappa(foglio: Foglio, percorso: Percorso, scritta: Mapping[str, Any], voce: Mapping[str, Any]) -> None:
    forma = foglio.find_forma(percorso)
    for campo, valore in voce.items():
        if not agrees_campo(scritta, campo, valore, forma):
            _merge_valore(foglio, (*percorso, campo), scritta.get(campo), valore)


def _merge_valore(foglio: Foglio, percorso: Percorso, scritto: Any, valore: Any) -> None:
    """Il valore nuovo, in ciò che ha di diverso."""
    if isinstance(scritto, dict) and isinstance(valore, dict):
        _merge_mappa(foglio, percorso, scritto, valore)
    elif isinstance(scritto, list) and scritto and is_elenco(valore) and valore:
        _merge_elenco(foglio, percorso, scritto, valore)
    else:
        foglio.set_valore(percorso, valore)


def _merge_elenco(foglio: Foglio, percorso: Percorso, scritti: list[Any], valori: Sequence[Any]) -> None:
    """Gli elementi uguali restano dove sono; fra due di loro si cambiano, si tolgono o si aggiungono gli altri."""
    campo = str(percorso[-1]) if isinstance(percorso[-1], str) else ""
    forma: Forma = find_forma(foglio.find_forma(()), percorso[:-1])
    i = j = 0
    for fino_i, fino_j in (*align(scritti, valori, forma, campo), (len(scritti), len(valori))):
        for k in range(max(fino_i - i, fino_j - j)):
            if i + k >= fino_i:
                foglio.insert(percorso, fino_i, valori[j + k])
            elif j + k >= fino_j:
                foglio.remove((*percorso, i + k))
            else:
                _merge_valore(foglio, (*percorso, i + k), scritti[i + k], valori[j + k])
        i, j = fino_i + 1, fino_j + 1
