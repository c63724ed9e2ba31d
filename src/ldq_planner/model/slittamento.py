"""Di quanto slitta la fine di un contratto sospeso: di quanti giorni lo è stato, di un tempo scritto, o di nulla."""

from __future__ import annotations

import re
from typing import NamedTuple

_FORMA = re.compile(r"(\d{1,5})|(\d{1,3})m", re.ASCII)

COME_SI_SCRIVE_UNO_SLITTAMENTO = "scrivere sì (di quanti giorni è sospeso), no, 151 (giorni) o 5m (mesi)"


class Slitta(NamedTuple):
    """Giorni, mesi, o altrettanti giorni se non è detto nessuno dei due."""

    giorni: int | None = None
    mesi: int | None = None

    def __str__(self) -> str:
        """Come si scrive nei dati."""
        if self.mesi is not None:
            return f"{self.mesi}m"
        return "sì" if self.giorni is None else str(self.giorni or "no")


ALTRETTANTO = Slitta()


def parse_slitta(testo: str) -> Slitta:
    """Uno slittamento scritto `sì`, `no`, `151` (giorni) o `5m` (mesi).

    Errori: `ValueError` se non è scritto così.
    Esempio:
        >>> parse_slitta("5m")
        Slitta(giorni=None, mesi=5)
    """
    if testo in ("sì", "si", "true"):
        return ALTRETTANTO
    trovato = _FORMA.fullmatch("0" if testo in ("no", "false") else testo)
    if trovato is None:
        raise ValueError(f"«{testo}» non è uno slittamento; {COME_SI_SCRIVE_UNO_SLITTAMENTO}")
    giorni, mesi = trovato.groups()
    return Slitta(int(giorni)) if giorni else Slitta(mesi=int(mesi)) if int(mesi) else Slitta(0)
