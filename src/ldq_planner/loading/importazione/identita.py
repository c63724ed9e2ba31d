"""Gli id di contratti e gruppi: gli stessi a ogni importazione, e quelli che c'erano restano quelli che erano."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.loading.importazione.testi import clean_nome, fold_nome, make_impronta, make_slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_CON_NUMERO = re.compile(r"(.+)-\d{1,6}", re.ASCII)
_DEBOLE = re.compile(r".+-[0-9a-f]{6}", re.ASCII)
"""Un id fatto dall'oggetto e dal gruppo, come li fa `make_base`."""
_SENZA_NOME = "non-indicato"
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
        self._di_prima = {*(esistenti or {})}
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


class Gruppi:
    """Nome di un gruppo, com'è scritto → id del quartiere. Due nomi che cambiano per maiuscole, spazi o segni sono uno."""

    def __init__(self, esistenti: Iterable[tuple[str, str]] = (), alias: Mapping[str, str] | None = None) -> None:
        """`esistenti`: nome e id dei quartieri della cartella che si aggiorna; `alias`: nome ridotto all'osso → luogo."""
        self.nomi: dict[str, str] = {}
        self.varianti: dict[str, list[str]] = {}
        """Id dei quartieri nuovi → i modi in cui sono scritti."""
        self.simili: list[tuple[str, str]] = []
        """Nomi diversi che a occhio si confondono: restano due."""
        self._alias = alias or {}
        for nome, id_ in esistenti:
            self.nomi.setdefault(nome, id_)
        self._usati = set(self.nomi.values())
        self._per_osso = {fold_nome(nome): id_ for nome, id_ in reversed(self.nomi.items())}
        self._rinominati = {id_ for nome, id_ in self.nomi.items() if make_slug(nome) != id_}

    @property
    def nuovi(self) -> dict[str, str]:
        """Nome → id dei quartieri che non c'erano: di più scritture quella meno gridata, la stessa in qualunque ordine."""
        return {clean_nome(min(nomi, key=_rate)): id_ for id_, nomi in self.varianti.items()}

    @property
    def quanti(self) -> int:
        """Quanti quartieri, fra nuovi e vecchi."""
        return len({*self.nomi.values()})

    def list_varianti(self) -> list[list[str]]:
        """I nomi scritti in più modi."""
        return [sorted(nomi) for nomi in self.varianti.values() if len(nomi) > 1]

    def find(self, nome: str) -> str:
        """L'id del gruppo, che nasce se non c'era; due nomi diversi non hanno mai lo stesso."""
        if nome in self.nomi:
            return self.nomi[nome]
        luogo = self._alias.get(fold_nome(nome), nome)
        id_ = self.nomi[nome] = self._find_nuovo(luogo)
        if id_ in self.varianti and luogo not in self.varianti[id_]:
            self.varianti[id_].append(luogo)
        return id_

    def _find_nuovo(self, nome: str) -> str:
        """L'id di una scrittura mai vista."""
        osso = fold_nome(nome)
        if osso in self._per_osso:
            return self._per_osso[osso]
        id_ = make_slug(nome) or (_SENZA_NOME if not nome else f"gruppo-{make_impronta(nome)}")
        if id_ not in self._rinominati:  # se no, una persona gli ha dato un altro nome: è ancora lui
            if id_ in self._usati:
                self.simili.append((nome, id_))
                id_ = f"{id_}-{make_impronta(osso)}"
            self._usati.add(id_)
            self.varianti[id_] = [nome]
        self._per_osso[osso] = id_
        return id_


def _rate(nome: str) -> tuple[bool, bool, int, str]:
    """Prima chi non è tutto maiuscolo né tutto minuscolo, poi il più corto."""
    pulito = clean_nome(nome)
    return pulito.isupper(), pulito.islower(), len(pulito), pulito


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
