"""Un file di dati nuovo, scritto come lo scriverebbe una persona."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ldq_planner.modifica.testo.forme import find_forma_del_file
from ldq_planner.modifica.testo.scrittura import has_entita, write_in_cima

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ldq_planner.modifica.testo.forme import Forma


def compose_file(radice: Mapping[str, Any], *, schema: str, intestazione: str = "") -> str:
    """Il testo del file: lo schema per gli editor, l'intestazione come commento, i campi, un'entità dopo l'altra.

    `schema` è il percorso dello schema, o il suo indirizzo; fra due entità c'è una riga vuota.
    """
    forma = find_forma_del_file(radice)
    commento = [f"# {riga}".rstrip() for riga in ("", *intestazione.splitlines())] if intestazione else []
    corpo = [riga for campo, valore in radice.items() if valore is not None for riga in _write(campo, valore, forma)]
    return "\n".join((f"# yaml-language-server: $schema={schema}", *commento, *corpo, ""))


def _write(campo: str, valore: Any, forma: Forma) -> Iterator[str]:
    """Un campo in cima al file; un elenco di entità comincia dopo una riga vuota."""
    if has_entita(valore):
        yield ""
    yield from write_in_cima(campo, valore, forma)
