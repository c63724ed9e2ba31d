"""Dai campi che cambiano alle righe del file: il testo nuovo, e la differenza da mostrare."""

from __future__ import annotations

import re
from difflib import unified_diff
from typing import TYPE_CHECKING

from ldq_planner.modifica.testo.bozza import Bozza
from ldq_planner.modifica.testo.scrittura import compose_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ldq_planner.loading.messaggi import Percorso
    from ldq_planner.modifica.decisioni import Cambiamento

_SCHEMI = re.compile(r"# yaml-language-server: \$schema=(\S*/)?")
_INTORNO = 2
"""Righe uguali da mostrare prima e dopo."""


def apply_cambiamenti(
    testo: str, nome: str, percorso: Percorso, cambiamenti: Iterable[Cambiamento], oggi: date, vicino: str = ""
) -> str:
    """Il testo del file con i cambiamenti dell'entità in quel percorso.

    Un file che non c'è nasce con il giorno e lo schema: sta dove dice `vicino`, il testo di un altro file della cartella.
    """
    if not testo:
        elenco = str(percorso[0])
        radice = {"aggiornato_al": oggi, elenco: [c.valore for c in cambiamenti]}
        trovato = _SCHEMI.match(vicino)
        nuovo = compose_file(radice, schema=f"{trovato[1] or ''}{elenco}.schema.json" if trovato else "")
        return nuovo if trovato else nuovo.partition("\n")[2]
    bozza = Bozza(testo, nome)
    for cambiamento in sorted(cambiamenti, key=lambda c: c.valore is not None):  # prima si toglie
        dove = (*percorso, *cambiamento.percorso)
        if cambiamento.in_fondo:
            bozza.append(dove, cambiamento.valore)
        elif cambiamento.valore is None:
            bozza.remove(dove)
        else:
            bozza.set_valore(dove, cambiamento.valore)
    return bozza.testo


def find_schemi(vicino: str) -> str:
    """La cartella degli schemi che un altro file nomina, con la barra in fondo; se non ne nomina, `schemi/`."""
    trovato = _SCHEMI.match(vicino)
    return "schemi/" if trovato is None else trovato[1] or ""


def diff_righe(prima: str, dopo: str, nome: str) -> tuple[str, ...]:
    """Le righe di una differenza unificata, senza a capo; nessuna se non cambia nulla."""
    lati = (prima.splitlines(), dopo.splitlines())
    return tuple(unified_diff(*lati, f"a/{nome}", f"b/{nome}", n=_INTORNO, lineterm=""))
