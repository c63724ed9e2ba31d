"""Le colonne di una tabella su carta: quanto sono larghe, con che corpo, e come si divide ciò che non ci sta.

Le somme sono esatte (`fsum`): `sum` arrotonda in un modo fino a Python 3.11 e in un altro da 3.12, e i byte non sarebbero gli stessi.

Unità: punti tipografici; le misure sono quelle di un carattere senza grazie largo, così che con uno più stretto resti aria.
"""

from __future__ import annotations

from math import ceil, fsum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PAROLA_MASSIMA = 24
"""Caratteri oltre i quali una parola senza spazi si può spezzare."""
CORPI = (9.0, 8.5, 8.0, 7.5)
"""I corpi di una tabella, dal più comodo."""
MARGINE_CELLA = 4.0
"""Lo spazio a ogni lato del testo di una cella."""

_COMODA = 7.5  # volte il corpo: una frase che va a capo si legge bene da qui in su
_COMODA_PRIMA = 11.0  # dalla prima colonna si capisce di che riga si parla
_COMODA_SE_DIVISA = 9.5  # se dividere si può, si chiede di più
_AMPIA = 150.0  # volte il corpo: oltre, una cella non chiede altro spazio a quelle accanto
_TITOLO_COMODO = 9.0  # volte il corpo: un titolo più lungo va a capo, e non allontana le celle l'una dall'altra
_RIGHE_PER_CELLA = 7  # oltre, una cella è una colonna di parole: se si può si divide
_RESPIRO = 1.25  # di quanto una tabella piccola può allargarsi
_INTERLINEA = 1.25
_NERETTO = 1.12  # di quanto è più largo il carattere dei titoli
_STRETTI = frozenset("iljtfI.,;:'|!()[]{}/\\ -\u00a0`")
_LARGHI = frozenset("mwMW@%—…✓✗▼▲→█")


class Colonne(NamedTuple):
    """Quali colonne stanno insieme, il corpo, e la larghezza di ognuna."""

    indici: tuple[int, ...]
    corpo: float
    larghezze: tuple[float, ...]


def measure(testo: str) -> float:
    """La larghezza del testo, in volte il corpo."""
    return fsum(_measure_carattere(c) for c in testo)


def plan_colonne(
    colonne: Sequence[Sequence[str]],
    larghezza: float,
    gruppi: Sequence[tuple[int, ...]] = (),
    *,
    unisce: bool = False,
) -> list[Colonne]:
    """Le tabelle in cui stanno le colonne (ognuna con il titolo in testa), nell'ordine in cui si leggono.

    Una sola se ci sta, anche con un corpo minore; altrimenti quelle dei gruppi, e senza gruppi quante ne servono, ognuna
    con la prima colonna. Se `unisce`, due gruppi di seguito fanno una tabella sola dove ci stanno comodi.
    """
    tutte = tuple(range(len(colonne)))
    intera = _fit(colonne, tutte, larghezza, _COMODA_SE_DIVISA if gruppi else _COMODA)
    if intera is not None and not (gruppi and _is_fitta(colonne, intera)):
        return [intera]
    parti = (_join_gruppi(colonne, gruppi, larghezza) if unisce else gruppi) or _divide(colonne, larghezza)
    return [p for gruppo in parti for p in _plan_parte(colonne, gruppo, larghezza)]


def _join_gruppi(
    colonne: Sequence[Sequence[str]], gruppi: Sequence[tuple[int, ...]], larghezza: float
) -> list[tuple[int, ...]]:
    """I gruppi, ciascuno unito a quello di prima se insieme stanno comodi."""
    uniti: list[tuple[int, ...]] = []
    for gruppo in gruppi:
        insieme = (*uniti[-1], *gruppo[1:]) if uniti else gruppo
        intera = _fit(colonne, insieme, larghezza, _COMODA_SE_DIVISA)
        if uniti and intera is not None and not _is_fitta(colonne, intera):
            uniti[-1] = insieme
        else:
            uniti.append(gruppo)
    return uniti


def measure_altezza(colonne: Sequence[Sequence[str]], scelte: Colonne) -> float:
    """Quanto è alta la tabella di quelle colonne, all'incirca."""
    spazi = [(larghezza - 2 * MARGINE_CELLA) / scelte.corpo for larghezza in scelte.larghezze]
    righe = zip(*(colonne[i] for i in scelte.indici), strict=True)
    capi = (max(ceil(measure(testo) / spazio) for testo, spazio in zip(riga, spazi, strict=True)) for riga in righe)
    return fsum(max(1, n) * _INTERLINEA * scelte.corpo + 2 * MARGINE_CELLA for n in capi)


def _plan_parte(colonne: Sequence[Sequence[str]], gruppo: tuple[int, ...], larghezza: float) -> Iterable[Colonne]:
    """La tabella di un gruppo; se nemmeno quello ci sta, le sue parti."""
    parte = _fit(colonne, gruppo, larghezza, _COMODA)
    if parte is not None:
        return [parte]
    if len(gruppo) <= 2:  # noqa: PLR2004 - la prima colonna e un'altra: meno di così non è una tabella
        return [_share(gruppo, CORPI[-1], [larghezza / len(gruppo)] * len(gruppo), [], larghezza)]
    scelte = [colonne[i] for i in gruppo]
    parti = [tuple(gruppo[i] for i in parte) for parte in _divide(scelte, larghezza)]
    return [p for altra in parti for p in _plan_parte(colonne, altra, larghezza)]


def _divide(colonne: Sequence[Sequence[str]], larghezza: float) -> list[tuple[int, ...]]:
    """La prima colonna con quante altre ci stanno, e così via."""
    parti: list[tuple[int, ...]] = []
    for i in range(1, len(colonne)):
        if parti and _fit(colonne, (*parti[-1], i), larghezza, _COMODA) is not None:
            parti[-1] = (*parti[-1], i)
        else:
            parti.append((0, i))
    if not parti:
        return [(0,)]
    quante = ceil((len(colonne) - 1) / len(parti))
    pari: list[tuple[int, ...]] = [
        (0, *range(i, min(i + quante, len(colonne)))) for i in range(1, len(colonne), quante)
    ]
    is_meglio = all(_fit(colonne, parte, larghezza, _COMODA) is not None for parte in pari)
    return pari if is_meglio else parti


def _fit(colonne: Sequence[Sequence[str]], indici: tuple[int, ...], larghezza: float, comoda: float) -> Colonne | None:
    """Quelle colonne con il corpo più comodo in cui ci stanno tutte; `None` se in nessuno."""
    scelte = [colonne[i] for i in indici]
    parole = [max(_NERETTO * _measure_parola(nome), *map(_measure_parola, celle), 0) for nome, *celle in scelte]
    intere = [
        min(max(parola, min(_NERETTO * measure(nome), _TITOLO_COMODO), *map(measure, celle)), _AMPIA)
        for parola, (nome, *celle) in zip(parole, scelte, strict=True)
    ]
    for corpo in CORPI:
        minimi = [
            max(parola, min(intera, comoda if i else max(comoda, _COMODA_PRIMA))) * corpo + 2 * MARGINE_CELLA
            for i, (parola, intera) in enumerate(zip(parole, intere, strict=True))
        ]
        if fsum(minimi) <= larghezza:
            massimi = [intera * corpo + 2 * MARGINE_CELLA for intera in intere]
            return _share(indici, corpo, minimi, massimi, larghezza)
    return None


def _is_fitta(colonne: Sequence[Sequence[str]], scelte: Colonne) -> bool:
    """Vero se qualche cella andrebbe a capo troppe volte."""
    spazi = [(larghezza - 2 * MARGINE_CELLA) / scelte.corpo for larghezza in scelte.larghezze]
    return any(
        measure(testo) > _RIGHE_PER_CELLA * spazio
        for i, spazio in zip(scelte.indici, spazi, strict=True)
        for testo in colonne[i]
    )


def _share(
    indici: tuple[int, ...], corpo: float, minimi: list[float], massimi: list[float], larghezza: float
) -> Colonne:
    """Il resto va a chi ne ha bisogno; se avanza, la tabella respira."""
    massimi = [max(coppia) for coppia in zip(minimi, massimi or minimi, strict=True)]
    resto, bisogno = larghezza - fsum(minimi), fsum(massimi) - fsum(minimi)
    if bisogno > resto:
        larghezze = [basso + (alto - basso) * resto / bisogno for basso, alto in zip(minimi, massimi, strict=True)]
    else:
        larghezze = [alto * min(_RESPIRO, larghezza / fsum(massimi)) for alto in massimi]
    return Colonne(indici, corpo, tuple(round(x, 2) for x in larghezze))


def _measure_parola(testo: str) -> float:
    """La parola più larga, che non si vuole spezzare; oltre un limite si spezza."""
    return max((measure(parola[:PAROLA_MASSIMA]) for parola in testo.split(" ")), default=0.0)


def _measure_carattere(carattere: str) -> float:
    if carattere in _STRETTI:
        return 0.31
    if carattere in _LARGHI:
        return 0.9
    if carattere.isdigit():
        return 0.58
    return 0.66 if carattere.isupper() else 0.52
