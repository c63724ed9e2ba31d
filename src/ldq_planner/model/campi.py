"""Di che cosa è fatto un modello: campo per campo, il modello che vi sta dentro, se è un elenco, chi ne legge il valore."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, get_args, get_origin

from pydantic import TypeAdapter

from ldq_planner.model.archivio import ARCHIVIO
from ldq_planner.model.base import Modello

if TYPE_CHECKING:
    from collections.abc import Iterator


def list_campi(tipo: Any) -> tuple[str, ...]:
    """I nomi dei campi di un valore calcolato (una tupla con nomi) o di un modello letto; vuoto per il resto."""
    return tuple(getattr(tipo, "_fields", ()) or getattr(tipo, "model_fields", ()))


def list_facoltativi(tipo: Any) -> tuple[str, ...]:
    """I campi di un valore calcolato che una risposta dice solo se c'è qualcosa da dire."""
    nomi: tuple[str, ...] = getattr(tipo, "list_facoltativi", tuple)()
    return nomi


def list_detti(valore: object) -> tuple[str, ...]:
    """I campi di un valore, senza quelli facoltativi che non dicono nulla."""
    taciuti = {nome for nome in list_facoltativi(type(valore)) if getattr(valore, nome) in (None, ())}
    return tuple(nome for nome in list_campi(type(valore)) if nome not in taciuti)


def unfold(tipo: Any) -> Iterator[Any]:
    """Un tipo e ciò di cui è fatto: `Data | None` è anche `DataIncerta`."""
    yield tipo
    for parte in get_args(tipo):
        yield from unfold(parte)


def find_modello(tipo: Any) -> type[Modello] | None:
    """Il modello di cui è fatto un tipo (`tuple[X, ...]`, `X | None`), se ce n'è uno."""
    return next((parte for parte in unfold(tipo) if isinstance(parte, type) and issubclass(parte, Modello)), None)


def is_elenco(tipo: Any) -> bool:
    """Vero se il tipo è un elenco, di qualunque cosa."""
    return any(get_origin(parte) is tuple for parte in unfold(tipo))


@lru_cache
def find_lettore(modello: type[Modello], campo: str) -> TypeAdapter[Any]:
    """Chi legge quel campo da solo, come lo leggerebbe il modello."""
    return TypeAdapter(modello.model_fields[campo].rebuild_annotation())


def find_voce(elenco: str) -> type[Modello]:
    """Il modello delle voci di un elenco dei file di dati.

    Errori: `KeyError` se nessun file ha quell'elenco.
    """
    for file in ARCHIVIO:
        if elenco in file.elenchi and (voce := find_modello(file.modello.model_fields[elenco].annotation)):
            return voce
    raise KeyError(elenco)
