"""I luoghi di un'importazione: un nome è uno, comunque lo si scriva, e un centro di costo è solo del suo ente.

Finché si legge, gli id dei luoghi nuovi sono provvisori: quelli veri si danno alla fine, con tutti i nomi davanti, e sono
gli stessi in qualunque ordine stiano le righe.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ldq_planner.loading.importazione.testi import (
    clean_nome,
    fold_nome,
    make_impronta,
    make_slug,
    reduce_luogo,
)
from ldq_planner.model.prefisso import find_prefisso

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_SENZA_NOME = "non-indicato"


class Gruppi:
    """Nome di un gruppo, com'è scritto → id del quartiere. Due nomi che cambiano per maiuscole, spazi o segni sono uno."""

    def __init__(self, esistenti: Iterable[tuple[str, str]] = (), alias: Mapping[str, str] | None = None) -> None:
        """`esistenti`: nome e id dei quartieri della cartella che si aggiorna; `alias`: nome ridotto all'osso → luogo."""
        self.simili: list[tuple[str, str]] = []
        """Nomi diversi che a occhio si confondono: restano due."""
        self.omonimi: dict[str, list[str]] = {}
        """Un nome che più enti danno a un centro loro → i nomi che ne vengono."""
        self.nuovi: dict[str, str] = {}
        """Nome → id dei quartieri che non c'erano."""
        self._trovati: dict[tuple[str, str], str] = {}
        self._alias = alias or {}
        self._esistenti: dict[str, str] = {}
        for nome, id_ in esistenti:
            self._esistenti.setdefault(nome, id_)
        self._per_osso = {fold_nome(nome): id_ for nome, id_ in reversed(self._esistenti.items())}
        prefisso = find_prefisso(self._esistenti)
        self._rinominati = {
            id_
            for nome, id_ in self._esistenti.items()
            if id_ not in (make_slug(nome), make_slug(nome.removeprefix(prefisso)))
        }
        self._provvisori: dict[tuple[str, str], str] = {}
        """Nome ridotto all'osso e codice dell'ente → id provvisorio."""
        self._presi = {*self._esistenti.values()}
        self._scritture: dict[tuple[str, str], list[str]] = {}
        self._enti: dict[str, str] = {}
        """Codice di un ente → il suo nome."""
        self.enti: dict[str, str] = {}
        """Id di un quartiere → l'ente che lo ha, se la fonte ne dice uno solo; vuoto se ne dice di più."""
        self.codici: dict[str, str] = {}
        """Id di un quartiere → il codice del suo ente, se la fonte ne dice uno, e uno solo."""
        self._di_chi: dict[str, dict[str, str]] = {}
        """Id provvisorio → codice, o nome ridotto all'osso, di ogni suo ente → il nome com'è scritto."""

    @property
    def quanti(self) -> int:
        """Quanti quartieri, fra nuovi e vecchi."""
        return len({*self._esistenti.values(), *self.nuovi.values()})

    @property
    def nomi_esistenti(self) -> Iterable[str]:
        """I nomi che la cartella ha già."""
        return self._esistenti

    def list_varianti(self) -> list[list[str]]:
        """I nomi nuovi scritti in più modi."""
        nuovi = {fold_nome(nome) for nome in self.nuovi}
        tutte: dict[str, set[str]] = {}
        for (osso, _), scritti in self._scritture.items():
            tutte.setdefault(osso, set()).update(scritti)
        return [sorted(s) for osso, s in tutte.items() if len(s) > 1 and (osso in nuovi or osso in self._ossi_omonimi)]

    def list_confusi(self) -> list[list[str]]:
        """I nomi di luoghi diversi, almeno uno nuovo, che tolte abbreviazioni e parole generiche sono uno."""
        per_nome: dict[str, set[str]] = {}
        for nome in (*self._esistenti, *self.nuovi):
            per_nome.setdefault(reduce_luogo(nome), set()).add(nome)
        confusi = [nomi for ridotto, nomi in per_nome.items() if ridotto and not ridotto[0].isdigit()]
        return [
            sorted(nomi) for nomi in confusi if len({*map(fold_nome, nomi)}) > 1 and not nomi.isdisjoint(self.nuovi)
        ]

    @property
    def _ossi_omonimi(self) -> set[str]:
        return {*map(fold_nome, self.omonimi)}

    def find(self, nome: str, codice: str = "", ente: str = "") -> str:
        """L'id, per ora, del gruppo; `codice` e `ente` sono di chi è, se il nome vale solo lì dentro."""
        id_ = self._trovati.get((nome, codice)) or self._add(nome, codice, ente)
        if codice or ente:
            suoi, chiave = self._di_chi.setdefault(id_, {}), codice or fold_nome(ente)
            suoi[chiave] = min(ente, suoi.get(chiave, ente), key=_rate)
        return id_

    def _add(self, nome: str, codice: str, ente: str) -> str:
        """L'id, per ora, di un nome che si incontra per la prima volta."""
        luogo = self._alias.get(fold_nome(nome), nome)
        chiave = (fold_nome(luogo), codice)
        if codice:
            self._enti[codice] = min(filter(None, (ente, self._enti.get(codice))), key=_rate, default="")
        if chiave not in self._provvisori:
            noto = "" if codice else self._per_osso.get(chiave[0], "")
            self._provvisori[chiave] = noto or self._name(*chiave)
        scritti = self._scritture.setdefault(chiave, [])
        if luogo not in scritti:
            scritti.append(luogo)
        self._trovati[nome, codice] = self._provvisori[chiave]
        return self._trovati[nome, codice]

    def _name(self, osso: str, codice: str) -> str:
        """Un id provvisorio che nessun altro ha: quello che probabilmente avrà, o uno con i trattini doppi, che veri non ci sono."""
        id_ = make_slug(osso) or _SENZA_NOME
        if codice or id_ in self._presi:
            id_ = f"{id_}--{make_impronta(osso, codice)}"
        self._presi.add(id_)
        return id_

    def settle(self) -> dict[str, str]:
        """Id provvisorio → quello vero, ora che si sanno tutti i nomi."""
        veri: dict[str, str] = {}
        detti = self._name_enti()
        nuovi: dict[str, list[str]] = {}
        for osso, nome, provvisorio in self._list_nomi(detti):
            if id_ := self._per_osso.get(osso):
                veri[provvisorio] = id_
            else:
                nuovi.setdefault(osso, [nome]).append(provvisorio)
        prefisso = find_prefisso([*self._esistenti, *(nome for nome, *_ in nuovi.values())])
        usati, nati = {*self._esistenti.values()}, {}
        for osso, (nome, *provvisori) in sorted(nuovi.items()):
            id_ = self._make_id(nome, osso, prefisso, usati)
            if id_ not in usati:
                usati.add(id_)
                nati[nome] = id_
            veri |= dict.fromkeys(provvisori, id_)
        self.nuovi = {nome: nati[nome] for nome, *_ in nuovi.values() if nome in nati}  # nell'ordine della fonte
        self.enti = self._settle_enti(veri, detti)
        self.codici = self._settle_codici(veri)
        return {da: a for da, a in veri.items() if da != a}

    def _settle_enti(self, veri: Mapping[str, str], detti: Mapping[str, str]) -> dict[str, str]:
        """Id vero → il nome del suo ente, scritto ovunque nello stesso modo; vuoto se il luogo è di più enti."""
        insieme: dict[str, set[str]] = {}
        for provvisorio, enti in self._di_chi.items():
            suoi = {detti.get(codice) or clean_nome(ente) for codice, ente in enti.items()}
            insieme.setdefault(veri.get(provvisorio, provvisorio), set()).update(suoi)
        nomi: dict[str, str] = {}
        for nome in sorted(set().union(*insieme.values()), key=_rate):
            nomi.setdefault(fold_nome(nome), nome)
        ossi = {id_: {*map(fold_nome, suoi)} for id_, suoi in insieme.items()}
        return {id_: nomi[min(suoi)] if len(suoi) == 1 else "" for id_, suoi in ossi.items()}

    def _settle_codici(self, veri: Mapping[str, str]) -> dict[str, str]:
        """Id vero → il codice del suo ente, se è uno solo."""
        insieme: dict[str, set[str]] = {}
        for provvisorio, enti in self._di_chi.items():
            insieme.setdefault(veri.get(provvisorio, provvisorio), set()).update(enti)
        soli = {id_: next(iter(enti)) for id_, enti in insieme.items() if len(enti) == 1}
        return {id_: codice for id_, codice in soli.items() if codice in self._enti}

    def _list_nomi(self, detti: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
        """Il nome di ogni luogo, ridotto all'osso e com'è, con quello del suo ente solo se senza si confonderebbe, e il suo id provvisorio."""
        enti: dict[str, list[str]] = {}
        for osso, codice in self._provvisori:
            enti.setdefault(osso, []).append(codice)
        for (osso, codice), provvisorio in self._provvisori.items():
            nome = clean_nome(min(self._scritture[osso, codice], key=_rate))
            di_chi = f"{nome} ({detti[codice]})" if codice else nome
            if codice and (len(enti[osso]) > 1 or fold_nome(di_chi) in self._per_osso):
                self.omonimi.setdefault(nome, []).append(di_chi)
                yield fold_nome(di_chi), di_chi, provvisorio
            else:
                yield osso, nome, provvisorio

    def _name_enti(self) -> dict[str, str]:
        """Codice → il nome dell'ente, e il suo codice se un altro si chiama nello stesso modo."""
        nomi = {codice: clean_nome(nome) for codice, nome in self._enti.items()}
        quanti = Counter(map(fold_nome, nomi.values()))
        return {c: n if n and quanti[fold_nome(n)] == 1 else " ".join(filter(None, (n, c))) for c, n in nomi.items()}

    def _make_id(self, nome: str, osso: str, prefisso: str, usati: set[str]) -> str:
        """L'id di un luogo nuovo; due nomi diversi non hanno mai lo stesso, salvo quello che una persona ha rinominato."""
        id_ = make_slug(nome.removeprefix(prefisso)) or (_SENZA_NOME if not nome else f"gruppo-{make_impronta(nome)}")
        if id_ in self._rinominati:
            return id_
        if id_ in usati:
            self.simili.append((nome, id_))
            return f"{id_}-{make_impronta(osso)}"
        return id_


def _rate(nome: str) -> tuple[bool, bool, int, str]:
    """Prima chi non è tutto maiuscolo né tutto minuscolo, poi il più corto."""
    pulito = clean_nome(nome)
    return pulito.isupper(), pulito.islower(), len(pulito), pulito
