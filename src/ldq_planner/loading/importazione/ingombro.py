"""Quante celle occupa un foglio di calcolo, contate nell'XML prima di aprirlo: due celle lontane bastano a riempire la memoria."""

from __future__ import annotations

import re

MAX_CELLE = 12_000_000
"""Righe per colonne di un foglio, dalla prima cella all'ultima che dice qualcosa."""

_RIFERIMENTO = re.compile(rb"""\sr=["']([A-Z]{0,3})(\d{1,9})["']""")
_MARCA = re.compile(rb"<table:(table-row|table-cell|covered-table-cell|table)\b([^>]*)>")
_RIPETUTE = re.compile(rb"""number-(?:rows|columns)-repeated=["'](\d{1,9})""")


class Ingombro:
    """Si nutre di pezzi di XML, e dice se il foglio è troppo grande."""

    def __init__(self, nome: str) -> None:
        """`nome` è quello del membro dell'archivio: da lì si sa di che genere è il foglio."""
        self._is_ods = nome.lower() == "content.xml"
        self._resto = b""
        self._riga = self._colonna = 0
        self._celle = self._vuote = self._attesa = 0

    @property
    def is_troppo(self) -> bool:
        """Vero se le celle sono più di `MAX_CELLE`."""
        return self._riga * self._colonna > MAX_CELLE

    def feed(self, pezzo: bytes) -> None:
        """Un pezzo in più; una marca tagliata a metà aspetta il resto."""
        testo = self._resto + pezzo
        fine = testo.rfind(b">") + 1
        self._resto = testo[fine:][-65_536:]
        if not self._is_ods:  # in un XLSX un foglio può stare in un membro con qualunque nome
            for lettere, cifre in _RIFERIMENTO.findall(testo[:fine]):
                self._riga = max(self._riga, int(cifre))
                self._colonna = max(self._colonna, _count_colonna(lettere))
        else:
            for marca, attributi in _MARCA.findall(testo[:fine]):
                self._read_marca(marca, attributi)

    def _read_marca(self, marca: bytes, attributi: bytes) -> None:
        """Le righe e le celle ripetute contano quante volte sono, se dopo c'è qualcosa."""
        trovato = _RIPETUTE.search(attributi)
        volte = int(trovato[1]) if trovato else 1
        if marca == b"table":
            self._attesa = self._celle = 0
        elif marca == b"table-row":
            self._celle = self._vuote = 0
            self._attesa += volte
        elif attributi.endswith(b"/") and b"value" not in attributi:
            self._vuote += volte
        else:
            self._celle += self._vuote + volte
            self._vuote = 0
            self._riga, self._colonna = max(self._riga, self._attesa), max(self._colonna, self._celle)


def _count_colonna(lettere: bytes) -> int:
    """Il numero di una colonna: `A` → 1, `XFD` → 16384."""
    numero = 0
    for lettera in lettere:
        numero = numero * 26 + lettera - 64
    return numero
