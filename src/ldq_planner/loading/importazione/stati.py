"""Che cosa vuol dire lo stato di un contratto, dalle parole di `stati.toml`: mai da una parola dentro un'altra."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.model.scalari import propose_id

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAVOLA = Path(__file__).with_name("stati.toml")


class Senso(StrEnum):
    """Ciò che uno stato dice: solo chi è in vigore copre dei giorni."""

    IN_VIGORE = "in-vigore"
    AVVENUTO = "avvenuto"
    FINITO = "finito"
    SOSPESO = "sospeso"
    NON_FIRMATO = "non-firmato"
    PROGRAMMATO = "programmato"
    SENZA_ESITO = "senza-esito"
    ANNULLATO = "annullato"
    IGNOTO = "ignoto"


_SI_NEGANO = (Senso.FINITO, Senso.SOSPESO, Senso.ANNULLATO, Senso.SENZA_ESITO)
"""Gli stati la cui negazione vuol dire «in vigore»."""


class _Tavola(NamedTuple):
    """Le frasi, ciascuna come le sue parole; le parole che non contano; di quante parole è la frase più lunga."""

    frasi: dict[tuple[str, ...], Senso]
    vuote: frozenset[str]
    lunga: int


@lru_cache(maxsize=1_024)
def read_stato(testo: str) -> Senso:
    """Il senso di uno stato; ignoto se nessuna frase lo dice, o se due dicono cose che non stanno insieme.

    Esempio:
        >>> [read_stato(s).value for s in ("Risolto anticipatamente", "Non annullato", "Revoca della sospensione", "boh")]
        ['finito', 'in-vigore', 'in-vigore', 'ignoto']
    """
    sensi = set(_find_sensi(testo))
    if len(sensi) > 1:
        sensi.discard(Senso.AVVENUTO)
    if Senso.IN_VIGORE in sensi and sensi - {Senso.IN_VIGORE, Senso.SOSPESO}:
        return Senso.IGNOTO
    senso = next((s for s in Senso if s in sensi and (s != Senso.IN_VIGORE or len(sensi) == 1)), Senso.IGNOTO)
    return Senso.IN_VIGORE if senso == Senso.AVVENUTO else senso


def _find_sensi(testo: str) -> Iterator[Senso]:
    """Il senso di ogni frase dello stato, la più lunga da ogni posto."""
    tavola = _read_tavola()
    parole = _split(testo, tavola.vuote)
    posto = 0
    while posto < len(parole):
        lunga = next((n for n in range(tavola.lunga, 0, -1) if parole[posto : posto + n] in tavola.frasi), 0)
        if lunga:
            yield tavola.frasi[parole[posto : posto + lunga]]
        posto += lunga or 1


def _split(testo: str, vuote: frozenset[str]) -> tuple[str, ...]:
    return tuple(p for p in propose_id(testo).split("-") if p and p not in vuote)


@cache
def _read_tavola() -> _Tavola:
    """La tavola, con le frasi che si compongono: le negate, e ciò che toglie uno stato."""
    scritte = tomllib.loads(_TAVOLA.read_text("utf-8"))
    vuote = frozenset(parola for frase in scritte.pop("vuote")["frasi"] for parola in _decline(frase))
    toglie, nega = scritte.pop("toglie"), scritte.pop("nega")["frasi"]
    dette = {
        _split(f, vuote): Senso(s) for s, voce in scritte.items() for frase in voce["frasi"] for f in _decline(frase)
    }
    tolte = [f"{a} {b}" for p in toglie["frasi"] for a in _decline(p) for b in toglie["di"]]
    tolte += [" ".join(reversed(frase.split())) for frase in tolte]
    frasi = {
        (no, *frase): Senso.IN_VIGORE if s in _SI_NEGANO else Senso.IGNOTO for no in nega for frase, s in dette.items()
    }
    frasi |= dict.fromkeys(map(tuple, map(str.split, tolte)), Senso.IN_VIGORE)
    frasi |= dette
    return _Tavola(frasi, vuote, max(map(len, frasi)))


def _decline(frase: str) -> Iterator[str]:
    """La frase con ogni sua desinenza."""
    pezzi = frase.split("_")
    return ("".join(map(str.__add__, pezzi, (*d, ""))) for d in product("aeio", repeat=len(pezzi) - 1))
