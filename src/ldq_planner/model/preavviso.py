"""Quanto prima avvisare: giorni, mesi, o una quota del tempo che la procedura chiede."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

_FORMA = re.compile(r"(\d{1,5})|(\d{1,3})m|(\d{1,3}(?:[.,]\d{1,2})?)x|(\d{1,4})%", re.ASCII)
_CENTO = 100

COME_SI_SCRIVE = "scrivere 90 (giorni), 6m (mesi), 1.2x o 120% (del tempo di gara)"


class Preavviso(NamedTuple):
    """Giorni, mesi o quota: uno solo dei tre. La quota è del tempo che la procedura chiede: 1 è tutto."""

    giorni: int | None = None
    mesi: int | None = None
    quota: Decimal | None = None

    def __str__(self) -> str:
        """Come si scrive nei dati."""
        if self.quota is not None:
            return f"{self.quota:f}x"
        return str(self.giorni) if self.mesi is None else f"{self.mesi}m"


def parse_preavviso(testo: str) -> Preavviso:
    """Un preavviso scritto `90` (giorni), `6m` (mesi), `1.2x` o `120%` (del tempo che la procedura chiede).

    Errori: `ValueError` se non è scritto così.
    Esempio:
        >>> parse_preavviso("6m")
        Preavviso(giorni=None, mesi=6, quota=None)
        >>> parse_preavviso("120%").quota
        Decimal('1.2')
    """
    trovato = _FORMA.fullmatch(testo.strip())
    if trovato is None:
        raise ValueError(f"«{testo}» non è un preavviso; {COME_SI_SCRIVE}")
    giorni, mesi, volte, percento = trovato.groups()
    if giorni:
        return Preavviso(giorni=int(giorni))
    if mesi:
        return Preavviso(mesi=int(mesi))
    quota = Decimal(volte.replace(",", ".")) if volte else Decimal(percento) / _CENTO
    return Preavviso(quota=quota)
