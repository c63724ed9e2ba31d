"""Il percorso con cui `--raggruppa` indica un campo dentro un record JSON: deve esistere almeno in uno."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ldq_planner.errors import InvalidRequestError
from ldq_planner.model.simili import suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PROFONDO = 6
_GUARDATI, _PROPOSTI = 200, 8


def find_valore(record: Any, percorso: tuple[str, ...]) -> Any:
    """Il valore in fondo al percorso; `None` se non c'è."""
    for passo in percorso:
        record = record.get(passo) if isinstance(record, dict) else None
    return record


def require_percorso(percorso: tuple[str, ...], chiesto: str, records: Iterable[Any]) -> None:
    """Nulla, se almeno un record ha un testo in fondo al percorso.

    Errori: `InvalidRequestError` con alcuni dei percorsi che ci sono.
    """
    visti: dict[str, None] = {}
    for numero, record in enumerate(records):
        if _is_testo(find_valore(record, percorso)):
            return
        if numero < _GUARDATI:
            visti.update(dict.fromkeys(_list_percorsi(record)))
    raise refuse_percorso(chiesto, "/".join(percorso), tuple(visti))


def refuse_percorso(chiesto: str, scritto: str, noti: tuple[str, ...]) -> InvalidRequestError:
    """L'errore di un percorso che nessun record ha, con quello che gli somiglia o alcuni di quelli che ci sono."""
    proposti = suggest(scritto, noti, f"ci sono, per esempio: {', '.join(noti[:_PROPOSTI])}")
    return InvalidRequestError(f"«{chiesto}» non è un campo di nessun record", proposti)


def _list_percorsi(record: Any, prima: str = "", livello: int = 0) -> Iterator[str]:
    """I percorsi che finiscono in un testo, nell'ordine del record; dentro gli elenchi non si entra."""
    if isinstance(record, dict) and livello < _PROFONDO:
        for nome, valore in record.items():
            qui = f"{prima}/{nome}" if prima else str(nome)
            if _is_testo(valore):
                yield qui
            else:
                yield from _list_percorsi(valore, qui, livello + 1)


def _is_testo(valore: Any) -> bool:
    return isinstance(valore, (str, int, float)) and valore != ""
