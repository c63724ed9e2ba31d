"""Gli id dei contratti: gli stessi a ogni importazione, e quelli che c'erano restano quelli che erano."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.loading.importazione.testi import make_impronta, make_slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_CON_NUMERO = re.compile(r"(.+)-\d{1,6}", re.ASCII)
_DEBOLE = re.compile(r".+-[0-9a-f]{6}", re.ASCII)
"""Un id fatto dall'oggetto e dal gruppo, come li fa `make_base`."""
_SIMILE = 6
"""Punti sotto i quali due righe con lo stesso CIG sono due contratti: lo stesso inizio basta, lo stesso oggetto no."""


class Firma(NamedTuple):
    """Ciò che distingue due righe con lo stesso CIG."""

    titolo: str
    inizio: str
    fine: str
    importo: str = ""
    """Senza gli zeri in fondo: decide fra due righe altrimenti uguali, mai da solo."""


class _Attesa(NamedTuple):
    """Una riga che aspetta il suo id."""

    base: str
    firma: Firma
    voce: dict[str, object]


class Identita:
    """Chi ha già un id, e chi lo deve avere.

    Una riga con l'id di un contratto che c'era lo riprende: quella identica per prima, poi quella che gli somiglia di più.
    """

    def __init__(self, esistenti: Mapping[str, Firma] | None = None) -> None:
        """`esistenti` sono i contratti della cartella che si aggiorna."""
        self._conti: dict[str, int] = {}
        self._basi: dict[str, str] = {}
        self._in_attesa: list[_Attesa] = []
        self._presi: set[str] = set()
        self._vecchi = frozenset(esistenti or ())
        self._di_prima = {*self._vecchi}
        """I contratti della cartella che nessun file ha ancora ripreso."""
        self.restart(esistenti or {})

    def restart(self, voci: Mapping[str, Firma]) -> None:
        """Prima di un altro file: le voci avute finora sono quelle che il prossimo può aggiornare."""
        self._firme = voci
        self._altri: dict[str, list[str]] = {}
        self._di_prima -= self._presi
        self._presi = set()
        self._visti: dict[str, int] = {}
        for id_ in voci:
            self._conti.setdefault(id_, 1)
            trovato = _CON_NUMERO.fullmatch(id_)
            if trovato and trovato[1] in voci:
                self._altri.setdefault(trovato[1], [trovato[1]]).append(id_)

    def _find_suoi(self, base: str) -> dict[str, Firma] | None:
        """I contratti che c'erano con quella base e che nessuna riga ha ancora ripreso; `None` se non ce n'erano."""
        if base not in self._firme:
            return None
        suoi = self._altri.get(base, (base,))
        return {id_: self._firme[id_] for id_ in suoi if id_ not in self._presi}

    def find_precedente(self, base: str, firma: Firma) -> str:
        """L'id del contratto che c'era con quella base, il solo o il più simile; vuoto se non ce n'è."""
        suoi = self._find_suoi(base) if self._firme else None
        return max(suoi, key=lambda id_: _score(suoi[id_], firma)) if suoi else ""

    def is_preso(self, id_: str) -> bool:
        """Vero se una riga di questo file ha ripreso quel contratto."""
        return id_ in self._presi

    def find_base(self, id_: str) -> str:
        """L'id che un contratto di questo file avrebbe se fosse solo; vuoto se non viene da un codice della fonte."""
        base = self._basi.get(id_, id_)
        return "" if _DEBOLE.fullmatch(base) else base

    def list_ripetuti(self) -> list[list[str]]:
        """Gli id di ciascun codice che torna su più righe, dal primo."""
        per_base: dict[str, list[str]] = {}
        for id_, base in self._basi.items():
            per_base.setdefault(base, [base]).append(id_)
        return [sorted(ids, key=lambda id_: (len(id_), id_)) for ids in per_base.values()]

    def sort_ids(self, rimaste: Mapping[str, list[tuple[str, str]]], ripetuti: list[list[str]]) -> dict[str, str]:
        """Id → quello che avrebbe se le righe con lo stesso codice stessero in ordine, e non com'erano nella fonte.

        `rimaste`: per ogni codice, ciò che dice ogni riga e il suo id. Chi c'era già resta com'era.
        """
        nuovi: dict[str, str] = {}
        for ids in ripetuti:
            mie = sorted(riga for riga in rimaste[ids[0]] if riga[1] not in self._vecchi)
            liberi = [id_ for id_ in ids if id_ not in self._vecchi]
            nuovi |= {da: a for (_, da), a in zip(mie, liberi, strict=False) if da != a}
        return nuovi

    def assign(self, base: str, firma: Firma, voce: dict[str, object]) -> bool:
        """Scrive l'id nella voce; falso se bisogna aspettare di avere visto tutte le righe."""
        suoi = self._find_suoi(base) if self._firme else None
        if suoi is not None:
            self._visti[base] = self._visti.get(base, 0) + 1
            uguale = next((id_ for id_, sua in suoi.items() if sua == firma), None)
            if uguale is None:
                self._in_attesa.append(_Attesa(base, firma, voce))
                return False
            self._presi.add(uguale)
            voce["id"] = self._note(uguale, base)
            return True
        voce["id"] = self._note(self._make(base), base)
        return True

    def _note(self, id_: str, base: str) -> str:
        """L'id, ricordando la base di chi ne ha uno diverso."""
        if id_ != base:
            self._basi[id_] = base
        return id_

    def finish(self) -> Iterator[dict[str, object]]:
        """Le voci che aspettavano, ora con il loro id."""
        per_base: dict[str, list[_Attesa]] = {}
        for attesa in self._in_attesa:
            per_base.setdefault(attesa.base, []).append(attesa)
        for base, attese in per_base.items():
            self._match(base, attese)
        for base, _, voce in self._in_attesa:
            voce["id"] = self._note(str(voce["id"] or self._make(base)), base)
            yield voce
        self._in_attesa = []

    def _match(self, base: str, attese: list[_Attesa]) -> None:
        """A ogni riga il contratto che c'era e che le somiglia di più; uno solo della cartella, con una riga sola, è lo stesso comunque.

        Uno di un file di questa stessa importazione no: due fogli di un registro sono le righe di un elenco solo.
        """
        suoi = dict(self._find_suoi(base) or {})
        is_solo = len(attese) == len(suoi) == 1 and self._visti[base] == 1 and {*suoi} <= self._di_prima
        coppie = [(_score(suoi[id_], a.firma), i, id_) for i, a in enumerate(attese) for id_ in suoi]
        for punti, i, id_ in sorted(coppie, key=lambda c: -c[0]):
            if id_ in suoi and not attese[i].voce["id"] and (punti >= _SIMILE or is_solo):
                del suoi[id_]
                self._presi.add(id_)
                attese[i].voce["id"] = id_

    def _make(self, base: str) -> str:
        """Il primo id libero: la base, o la base con un numero."""
        conto = self._conti.get(base, 0) + 1
        self._conti[base] = conto
        if conto == 1:
            return base
        while (id_ := f"{base}-{conto}") in self._conti:
            conto += 1
        self._conti[base] = conto
        self._conti[id_] = 1
        return id_


def make_base(cig: str, id_: str, gruppo: str, titolo: str) -> str:
    """L'id che un contratto avrebbe se fosse solo: dal CIG, dall'id della fonte, o da che cos'è e per chi."""
    if cig:
        return f"cig-{cig.lower()}"
    if id_ and (slug := make_slug(id_, 80)):
        return f"contratto-{slug}" if slug.isdigit() else slug
    return f"{make_slug(titolo, 32) or 'contratto'}-{make_impronta(gruppo, titolo)}"


def _score(sua: Firma, firma: Firma) -> int:
    """Quanto due righe con lo stesso CIG si somigliano: vale di più l'inizio, poi l'oggetto, la fine, l'importo."""
    uguali = (
        sua.inizio == firma.inizio,
        sua.titolo == firma.titolo,
        sua.fine == firma.fine,
        sua.importo == firma.importo,
    )
    return sum(punti * is_uguale for punti, is_uguale in zip((8, 4, 2, 1), uguali, strict=True))


def write_importo(importo: str) -> str:
    """L'importo come lo tiene una firma."""
    return importo.rstrip("0").rstrip(".") if "." in importo else importo
