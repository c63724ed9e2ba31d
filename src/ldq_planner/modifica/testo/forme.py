"""Che cosa ci si aspetta in ogni punto di un file: il modello, il genere del valore, quando due valori sono uguali."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, get_origin

from pydantic import ValidationError

from ldq_planner.dates.incerta import DataIncerta
from ldq_planner.model.archivio import ARCHIVIO
from ldq_planner.model.base import Modello
from ldq_planner.model.campi import find_lettore, find_modello, unfold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pydantic.fields import FieldInfo

    from ldq_planner.loading.messaggi import Percorso


Forma = type[Modello] | None
"""Il modello di una mappa; `None` se non se ne conosce uno."""


def find_forma_del_file(chiavi: Iterable[str]) -> Forma:
    """Il modello del file che ha più di quelle chiavi in cima; `None` se nessuno ne conosce."""
    note = set(chiavi)
    modello = max((f.modello for f in ARCHIVIO), key=lambda m: len(note & set(m.model_fields)))
    return modello if note & set(modello.model_fields) else None


def find_forma(forma: Forma, percorso: Percorso) -> Forma:
    """Il modello in fondo a un percorso che comincia in `forma`; i posti negli elenchi non contano."""
    for passo in percorso:
        if forma is not None and isinstance(passo, str):
            forma = _find_forma_del_campo(forma, passo)
    return forma


@lru_cache
def _find_forma_del_campo(modello: type[Modello], campo: str) -> Forma:
    info = _find_campo(modello, campo)
    return find_modello(info.annotation) if info else None


@lru_cache
def rank_campo(forma: Forma, campo: str) -> int:
    """Il posto di un campo nel suo modello; quelli ignoti vengono per ultimi."""
    campi = list(forma.model_fields) if forma else []
    return campi.index(campo) if campo in campi else len(campi)


def _find_campo(forma: Forma, campo: str) -> FieldInfo | None:
    return forma.model_fields.get(campo) if forma else None


@lru_cache
def is_testuale(forma: Forma, campo: str) -> bool:
    """Vero se il campo è un testo, in cui un numero o una data senza virgolette sarebbero un equivoco."""
    info = _find_campo(forma, campo)
    return info is None or any(tipo is str or get_origin(tipo) is Literal for tipo in unfold(info.annotation))


def is_elenco_di_parole(forma: Forma, campo: str) -> bool:
    """Vero se il campo è un elenco di testi o di id."""
    return _is_tupla(forma, campo) and find_forma(forma, (campo,)) is None


def is_elenco_di_mappe(forma: Forma, campo: str) -> bool:
    """Vero se il campo è un elenco di cose con dei campi loro."""
    return _is_tupla(forma, campo) and find_forma(forma, (campo,)) is not None


def _is_tupla(forma: Forma, campo: str) -> bool:
    info = _find_campo(forma, campo)
    return info is not None and get_origin(info.annotation) is tuple


def spell(valore: object) -> str:
    """Un valore semplice come lo si scrive nei dati, prima delle virgolette."""
    if isinstance(valore, bool):
        return "sì" if valore else "no"
    if isinstance(valore, (Decimal, float)):
        testo = f"{Decimal(str(valore)):f}"
        return f"{testo}0" if len(testo.partition(".")[2]) == 1 else testo
    if isinstance(valore, date):
        return valore.isoformat()
    return str(valore)


def is_assente(valore: object, forma: Forma, campo: str) -> bool:
    """Vero se scrivere il valore o tacerlo è lo stesso: non c'è, o è quello che vale se la chiave manca."""
    if valore is None:
        return True
    info = _find_campo(forma, campo)
    if info is None or info.is_required():
        return False
    if is_elenco(valore):
        return not valore and info.default == ()
    return not isinstance(valore, dict) and _read(forma, campo, valore) == ("letto", info.default)


def is_elenco(valore: object) -> bool:
    """Vero se il valore è un elenco: una data incerta è una tupla, ma si scrive come un testo."""
    return isinstance(valore, (list, tuple)) and not isinstance(valore, DataIncerta)


def agrees(scritto: Any, valore: Any, forma: Forma, campo: str) -> bool:
    """Vero se ciò che il file dice è ciò che il valore dice; ciò che il valore tace non conta.

    `forma` è il modello che ha il campo.
    """
    dentro = find_forma(forma, (campo,))
    if isinstance(valore, dict):
        return isinstance(scritto, dict) and all(agrees_campo(scritto, c, v, dentro) for c, v in valore.items())
    if is_elenco(valore):
        is_lungo_uguale = isinstance(scritto, list) and len(scritto) == len(valore)
        return is_lungo_uguale and all(agrees(s, v, forma, campo) for s, v in zip(scritto, valore, strict=True))
    if not isinstance(scritto, str):
        return False
    return scritto == spell(valore) or _read(forma, campo, scritto) == _read(forma, campo, valore)


def agrees_campo(scritta: Mapping[str, Any], campo: str, valore: Any, forma: Forma) -> bool:
    """Vero se la mappa scritta dice già quel valore di quel campo, anche tacendolo."""
    if campo not in scritta:
        return is_assente(valore, forma, campo)
    return valore is None or agrees(scritta[campo], valore, forma, campo)


def align(scritti: Sequence[Any], valori: Sequence[Any], forma: Forma, campo: str) -> Iterator[tuple[int, int]]:
    """Le coppie (posto scritto, posto nuovo) degli elementi già uguali, le più che si può senza incrociarle."""
    uguali = [[agrees(s, v, forma, campo) for v in valori] for s in scritti]
    lunghe = [[0] * (len(valori) + 1) for _ in range(len(scritti) + 1)]
    for i in reversed(range(len(scritti))):
        for j in reversed(range(len(valori))):
            salto = max(lunghe[i + 1][j], lunghe[i][j + 1])
            lunghe[i][j] = max(salto, lunghe[i + 1][j + 1] + 1) if uguali[i][j] else salto
    i = j = 0
    while i < len(scritti) and j < len(valori):
        if uguali[i][j] and lunghe[i][j] == lunghe[i + 1][j + 1] + 1:
            yield i, j
            i, j = i + 1, j + 1
        elif lunghe[i + 1][j] >= lunghe[i][j + 1]:
            i += 1
        else:
            j += 1


def _read(forma: Forma, campo: str, valore: object) -> tuple[str, object]:
    """Il valore come lo legge il modello; com'è scritto se il modello non lo vuole."""
    testo = valore if isinstance(valore, DataIncerta) else spell(valore)
    if forma is None or campo not in forma.model_fields:
        return "scritto", testo
    try:
        return "letto", find_lettore(forma, campo).validate_python(testo)
    except ValidationError:
        return "scritto", testo
