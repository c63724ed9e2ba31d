"""Il fuso in cui si leggono i giorni dei contratti: quello di Roma."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING

from ldq_planner.errors import InvalidRequestError

if TYPE_CHECKING:
    from datetime import tzinfo

FUSO = "Europe/Rome"
_ULTIMO_MINUTO = time(23, 59)


@lru_cache(maxsize=1)
def read_fuso() -> tzinfo:
    """Il fuso di Roma.

    Errori: `InvalidRequestError` se il sistema non ha i dati dei fusi.
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415 - solo chi legge o scrive istanti

    try:
        return ZoneInfo(FUSO)
    except ZoneInfoNotFoundError:
        raise InvalidRequestError(
            "il sistema non ha i dati dei fusi orari, che servono a leggere e scrivere gli istanti",
            "installare con: pip install tzdata",
        ) from None


def parse_istante(testo: str) -> datetime | None:
    """L'istante scritto in ISO, in UTC se tace il fuso; nulla se non si legge."""
    try:
        istante = datetime.fromisoformat(testo.strip())
        return istante.astimezone(UTC) if istante.tzinfo else istante.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def find_giorno(istante: datetime) -> date:
    """Il giorno di Roma in cui cade l'istante."""
    return istante.astimezone(read_fuso()).date()


def find_confine(istante: datetime) -> date | None:
    """Il giorno di Roma che comincia o finisce esattamente in quell'istante: mezzanotte, o l'ultimo minuto; o nulla."""
    a_roma = istante.astimezone(read_fuso())
    is_confine = a_roma.time() == time.min or a_roma.time() >= _ULTIMO_MINUTO
    return a_roma.date() if is_confine else None
