"""Il parser di PyYAML: quello in C se c'è, altrimenti quello in Python, reso uguale nei pochi punti in cui differisce."""

from __future__ import annotations

from typing import Any

import yaml
from yaml.scanner import ScannerError


class ParserPuro(yaml.SafeLoader):
    r"""Gli stessi eventi, posizioni ed errori del parser in C, più lento.

    Da solo accetterebbe i mezzi caratteri (`"\ud800"`), che nessun file di uscita può contenere, e finirebbe in
    un `ValueError` sui caratteri oltre Unicode (`"\U00110000"`).
    """

    def get_event(self) -> Any:
        """Il prossimo evento."""
        try:
            evento: Any = super().get_event()  # type: ignore[no-untyped-call]  # gli stub non lo descrivono
            str(getattr(evento, "value", "") or "").encode()
        except ValueError:
            raise ScannerError(None, None, "found invalid Unicode character escape code", self.get_mark()) from None
        return evento


Parser: Any = getattr(yaml, "CSafeLoader", ParserPuro)
