"""I valori di una risposta, per una macchina: nel JSON e nel CSV."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any

from ldq_planner.dates.incerta import DataIncerta
from ldq_planner.errors import Finding
from ldq_planner.model.campi import list_campi
from ldq_planner.model.ponte import Motivo
from ldq_planner.reports.segnalazioni import to_segnalazione

if TYPE_CHECKING:
    from collections.abc import Callable


def encode(valore: Any) -> Any:
    """Il valore come lo vuole una macchina: date ISO, importi come testo decimale, `None` per «non noto»."""
    valore = unfold(valore)
    if isinstance(valore, DataIncerta):
        return _encode_data(valore)
    if isinstance(valore, dict):
        return {nome: encode(v) for nome, v in valore.items()}
    nomi = list_campi(type(valore))
    if nomi:
        return {nome: encode(getattr(valore, nome)) for nome in nomi}
    if isinstance(valore, (tuple, list)):
        return [encode(v) for v in valore]
    return _encode_scalare(valore)


def _encode_scalare(valore: Any) -> Any:
    if isinstance(valore, date):
        return valore.isoformat()
    if isinstance(valore, Enum):
        return valore.value
    return str(valore) if isinstance(valore, (str, Decimal)) else valore


def _encode_data(data: DataIncerta) -> str | None:
    return data.scritta.testo if data.is_nota else None


def unfold(valore: Any) -> Any:
    """Il valore come lo mostrano le risposte: una segnalazione al posto di un `Finding`, la frase al posto di un `Motivo`."""
    mostra = _MOSTRATI.get(type(valore))
    return valore if mostra is None else mostra(valore)


def _say_motivo(motivo: Motivo) -> str:
    from ldq_planner.reports.motivi import say_motivo  # noqa: PLC0415 - serve solo a chi parla di ponti

    return say_motivo(motivo)


_MOSTRATI: dict[type, Callable[[Any], Any]] = {Finding: to_segnalazione, Motivo: _say_motivo}
