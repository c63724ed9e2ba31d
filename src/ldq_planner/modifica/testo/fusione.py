"""Portare in un file ciò che dice un'altra fonte, senza perdere ciò che vi ha scritto una persona."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ldq_planner.modifica.testo.bozza import Bozza
from ldq_planner.modifica.testo.forme import agrees, agrees_campo, align, find_forma, is_elenco

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ldq_planner.loading.messaggi import Percorso
    from ldq_planner.modifica.testo.forme import Forma


def merge_voci(
    testo: str, elenco: str, voci: Sequence[Mapping[str, Any]], campi: Mapping[str, Any] | None = None, nome: str = ""
) -> str:
    """Il testo in cui ogni voce c'è: quelle con un id nuovo in fondo all'elenco, le altre con i soli valori diversi.

    `campi` sono quelli in cima al file (`aggiornato_al`). Ciò che una voce tace, o è `None`, resta come una persona lo
    ha scritto; nessuna entità si toglie. Due valori sono uguali se lo sono per i modelli: `2023-06-30` e `30/06/2023`.
    Errori: `InvalidDataError` se il testo non si legge.
    """
    bozza = Bozza(testo, nome)
    for campo, valore in (campi or {}).items():
        scritto = bozza.read((campo,))
        if valore is not None and not agrees(scritto, valore, bozza.find_forma(()), campo):
            bozza.set_valore((campo,), valore)
    nuove = []
    for id_, voce in _unite(voci).items():
        percorso = bozza.find(elenco, id_)
        if percorso is None:
            nuove.append(voce)
        else:
            _merge_mappa(bozza, percorso, bozza.read(percorso), voce)
    if not bozza.read((elenco,)) and nuove:
        bozza.set_valore((elenco,), nuove)
    else:
        for voce in nuove:
            bozza.append((elenco,), voce)
    return bozza.testo


def _unite(voci: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Una voce per id: di due con lo stesso, i campi dell'ultima."""
    unite: dict[str, dict[str, Any]] = {}
    for voce in voci:
        unite.setdefault(str(voce["id"]), {}).update(voce)
    return unite


def _merge_mappa(bozza: Bozza, percorso: Percorso, scritta: Mapping[str, Any], voce: Mapping[str, Any]) -> None:
    forma = bozza.find_forma(percorso)
    for campo, valore in voce.items():
        if not agrees_campo(scritta, campo, valore, forma):
            _merge_valore(bozza, (*percorso, campo), scritta.get(campo), valore)


def _merge_valore(bozza: Bozza, percorso: Percorso, scritto: Any, valore: Any) -> None:
    """Il valore nuovo, in ciò che ha di diverso."""
    if isinstance(scritto, dict) and isinstance(valore, dict):
        _merge_mappa(bozza, percorso, scritto, valore)
    elif isinstance(scritto, list) and scritto and is_elenco(valore) and valore:
        _merge_elenco(bozza, percorso, scritto, valore)
    else:
        bozza.set_valore(percorso, valore)


def _merge_elenco(bozza: Bozza, percorso: Percorso, scritti: list[Any], valori: Sequence[Any]) -> None:
    """Gli elementi uguali restano dove sono; fra due di loro si cambiano, si tolgono o si aggiungono gli altri."""
    campo = str(percorso[-1]) if isinstance(percorso[-1], str) else ""
    forma: Forma = find_forma(bozza.find_forma(()), percorso[:-1])
    i = j = 0
    for fino_i, fino_j in (*align(scritti, valori, forma, campo), (len(scritti), len(valori))):
        for k in range(max(fino_i - i, fino_j - j)):
            if i + k >= fino_i:
                bozza.insert(percorso, fino_i, valori[j + k])
            elif j + k >= fino_j:
                bozza.remove((*percorso, i + k))
            else:
                _merge_valore(bozza, (*percorso, i + k), scritti[i + k], valori[j + k])
        i, j = fino_i + 1, fino_j + 1
