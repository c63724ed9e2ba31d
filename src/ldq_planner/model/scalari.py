"""I valori come stanno scritti nel file: testo, con memoria di ciò che altri lettori YAML ne farebbero."""

from __future__ import annotations

import re

_NUMERO = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)(e[-+]?\d+)?|0x[0-9a-f]+|0o[0-7]+", re.ASCII | re.IGNORECASE)


class TestoNudo(str):
    """Testo scritto senza virgolette che altri lettori YAML prenderebbero per un numero, zeri iniziali persi."""

    __slots__ = ()
    __test__ = False  # non è un caso di prova, benché il nome cominci per «Test»


def is_numero(testo: str) -> bool:
    """Vero se un altro lettore YAML ne farebbe un numero: `0123456789`, `7E12345678`, `1.5`."""
    return _NUMERO.fullmatch(testo) is not None
