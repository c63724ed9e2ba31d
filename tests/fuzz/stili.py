"""Gli stessi dati scritti come li scriverebbero tante persone diverse: a blocco o fra graffe, con i commenti dove capita."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random

SEGNO = "§"
"""Comincia ogni commento, e non è in nessun dato: i commenti si contano cercandolo."""
_NUDO = re.compile(r"[A-Za-zÀ-ÿ0-9][A-Za-zÀ-ÿ0-9 .()/'àèìòùé~+-]*[A-Za-zÀ-ÿ0-9~.)]|[A-Za-z0-9]")
_DA_CODIFICARE = re.compile('[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ufeff"\\\\]')


class Penna:
    """Chi scrive un file: le sue abitudini valgono per tutto il file, le sue sviste per una riga."""

    def __init__(self, caso: Random) -> None:
        self._caso = caso
        self._rientro = caso.choice((2, 2, 2, 4))
        self._elenco = caso.choice((0, 2))
        self._graffe = caso.choice((0.0, 0.2, 0.5, 0.9))
        self._commenti = caso.choice((0.0, 0.1, 0.3))
        self._virgolette = caso.choice((0.0, 0.3))
        self._contati = 0

    def write(self, radice: dict[str, Any]) -> str:
        """Il testo del file."""
        testo = "".join(f"{riga}\n" for riga in self._write_mappa(radice, 0))
        testo = (
            self._caso.choice(("", "", "---\n", "# in testa\n\n", "# yaml-language-server: $schema=x.json\n")) + testo
        )
        testo = self._caso.choice((testo, testo, testo.rstrip("\n"), testo + "\n\n", testo + "# in fondo\n"))
        testo = testo.replace("\n", "\r\n") if self._caso.random() < 0.15 else testo
        return self._caso.choice(("", "", "", "\ufeff")) + testo

    def _write_mappa(self, mappa: dict[str, Any], colonna: int) -> list[str]:
        righe = []
        for chiave, valore in mappa.items():
            righe += [*self._stray(colonna), *self._write_campo(chiave, valore, colonna)]
        return righe

    def _write_campo(self, chiave: str, valore: Any, colonna: int) -> list[str]:
        davanti = f"{' ' * colonna}{self._quote_chiave(chiave)}:"
        if isinstance(valore, str):
            return self._write_testo(davanti, valore, colonna + self._rientro)
        if not valore or (colonna and self._caso.random() < self._graffe):
            return self._write_flusso(davanti, valore, colonna + self._rientro)
        if isinstance(valore, dict):
            return [davanti + self._remark(), *self._write_mappa(valore, colonna + self._rientro)]
        rientro = colonna + self._elenco
        return [davanti + self._remark(), *(riga for v in valore for riga in self._write_elemento(v, rientro))]

    def _write_elemento(self, valore: Any, colonna: int) -> list[str]:
        trattino = f"{' ' * colonna}-"
        if isinstance(valore, str):
            return [*self._stray(colonna), *self._write_testo(trattino, valore, colonna + 2)]
        if self._caso.random() < self._graffe:
            return [*self._stray(colonna), *self._write_flusso(trattino, valore, colonna + 2)]
        spazi = self._caso.choice((1, 1, 1, 3))
        righe = self._write_mappa(valore, colonna + 1 + spazi)
        primo = next(i for i, riga in enumerate(righe) if riga.strip() and not riga.lstrip().startswith("#"))
        if self._caso.random() < 0.1:
            return [*self._stray(colonna), trattino, *righe]
        righe[primo] = trattino + righe[primo][colonna + 1 :]
        return [*self._stray(colonna), *righe]

    def _write_testo(self, davanti: str, testo: str, rientro: int) -> list[str]:
        """Uno scalare: nudo, fra virgolette, o in un blocco."""
        is_prosa = re.fullmatch(r"[A-Za-z0-9][^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]*\S", testo) and "  " not in testo
        if is_prosa and " " in testo and self._caso.random() < 0.2:
            if self._caso.random() < 0.5:
                return [f"{davanti} |-{self._remark()}", f"{' ' * rientro}{testo}"]
            meta = testo.index(" ")
            righe = (testo[:meta], testo[meta + 1 :])
            return [f"{davanti} >-{self._remark()}", *(f"{' ' * rientro}{riga}" for riga in righe)]
        return [f"{davanti}{self._caso.choice((' ', ' ', ' ', '   '))}{self._quote(testo)}{self._remark()}"]

    def _write_flusso(self, davanti: str, valore: Any, rientro: int) -> list[str]:
        """Fra parentesi, su una riga o su più d'una."""
        if isinstance(valore, dict) and len(valore) > 1 and self._caso.random() < 0.2:
            voci = [f"{self._quote_chiave(c)}: {self._flow(v)}" for c, v in valore.items()]
            meno = [f"{' ' * rientro}{voce},{self._remark()}" for voce in voci[1:-1]]
            return [f"{davanti} {{{voci[0]},{self._remark()}", *meno, f"{' ' * rientro}{voci[-1]}}}{self._remark()}"]
        return [f"{davanti} {self._flow(valore)}{self._remark()}"]

    def _flow(self, valore: Any) -> str:
        largo = self._caso.choice(("", "", " "))
        if isinstance(valore, dict):
            dentro = ", ".join(f"{self._quote_chiave(c)}: {self._flow(v)}" for c, v in valore.items())
            return f"{{{largo}{dentro}{largo}}}"
        if isinstance(valore, list):
            return f"[{largo}{', '.join(map(self._flow, valore))}{largo}]"
        return self._quote(valore)

    def _quote_chiave(self, chiave: str) -> str:
        return f'"{chiave}"' if self._caso.random() < self._virgolette / 10 else chiave

    def _quote(self, testo: str) -> str:
        """Nudo se si può, e quasi sempre: dei numeri e delle date chi legge vuole che lo siano."""
        if _NUDO.fullmatch(testo) and (" " not in testo or self._caso.random() >= self._virgolette):
            return testo
        if "'" not in testo and testo.isprintable() and testo == testo.strip() and self._caso.random() < 0.5:
            return f"'{testo}'"
        return '"' + _DA_CODIFICARE.sub(lambda c: "\\" + c[0] if c[0] in '"\\' else f"\\u{ord(c[0]):04x}", testo) + '"'

    def _remark(self) -> str:
        """Ciò che segue sulla riga: di solito nulla."""
        caso = self._caso.random()
        if caso < self._commenti:
            self._contati += 1
            davanti, dentro = (
                self._caso.choice((" ", "  ", "   ")),
                self._caso.choice(("", " a: b", " - x", " x, {y}", " l'una")),
            )
            return f"{davanti}# {SEGNO}{self._contati}{dentro}"
        return "  " if caso > 0.97 else ""

    def _stray(self, colonna: int) -> list[str]:
        """Ciò che sta su righe sue prima di un campo o di un elemento: una riga vuota, un commento, nulla."""
        caso = self._caso.random()
        if caso < self._commenti / 2:
            self._contati += 1
            rientro = self._caso.choice((colonna, colonna, max(0, colonna - 2), colonna + 2, 0))
            return [f"{' ' * rientro}# {SEGNO}{self._contati} un commento"]
        return ["" if caso < 0.95 else "   "] if caso > 0.9 else []
