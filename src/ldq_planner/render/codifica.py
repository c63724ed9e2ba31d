"""I valori di una risposta, per una macchina: nel JSON e nel CSV."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias

from ldq_planner.dates.incerta import DataIncerta
from ldq_planner.errors import Finding
from ldq_planner.model.campi import list_campi, list_detti
from ldq_planner.model.chiusura import Annuale
from ldq_planner.model.ponte import Motivo
from ldq_planner.model.slittamento import Slitta
from ldq_planner.reports.segnalazioni import to_segnalazione

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_DECIMALI = 9
"""Di una probabilità o di un numero atteso: oltre, due macchine potrebbero scriverne cifre diverse."""
Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"


def encode(valore: object) -> Json:
    """Il valore come lo vuole una macchina: date ISO, importi come testo decimale, `None` per «non noto»."""
    valore = unfold(valore)
    if isinstance(valore, DataIncerta):
        return valore.scritta.testo if valore.is_nota else None
    if list_campi(type(valore)):
        return encode_campi(valore)
    if isinstance(valore, (tuple, list)):
        return [encode(v) for v in valore]
    return _encode_scalare(valore)


def encode_campi(valore: object) -> dict[str, Json]:
    """Campo per campo, un valore che ne ha."""
    mostrato = unfold(valore)
    return {nome: encode(getattr(mostrato, nome)) for nome in list_detti(mostrato)}


def _encode_scalare(valore: object) -> Json:
    if isinstance(valore, float):
        return round(valore, _DECIMALI)
    if valore is None or isinstance(valore, (bool, int)):
        return valore
    if isinstance(valore, date):
        return valore.isoformat()
    return str(valore.value if isinstance(valore, Enum) else valore)


def unfold(valore: object) -> object:
    """Il valore come lo mostrano le risposte: una segnalazione al posto di un `Finding`, la frase al posto di un `Motivo`."""
    mostra = _MOSTRATI.get(type(valore))
    return valore if mostra is None else mostra(valore)


def _say_motivo(motivo: Motivo) -> str:
    from ldq_planner.reports.motivi import say_motivo  # noqa: PLC0415 - serve solo a chi parla di ponti

    return say_motivo(motivo)


_MOSTRATI: dict[type, Callable[[Any], object]] = {
    Finding: to_segnalazione,
    Motivo: _say_motivo,
    Annuale: str,
    Slitta: str,
}
