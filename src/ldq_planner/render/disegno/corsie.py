"""Le corsie di una riga: ciò che si sovrappone nel tempo si mette uno sotto l'altro, e nessuna scritta ne copre un'altra.

Prima i fatti (contratti, poi lacune), poi le ipotesi (opzioni aperte, scenari), poi i segni.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.render.disegno.segno import cut, measure
from ldq_planner.reports.barre import Genere

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldq_planner.render.disegno.asse import AsseDelTempo
    from ldq_planner.reports.barre import Barra, Segno
    from ldq_planner.reports.report import RigaLinea

CORPO = 13.0
MINIMO = 3.0
"""Quanto è larga almeno una barra: un giorno in dieci anni si vede ancora."""
MEZZO_SEGNO = 6.0
_SPAZIO = 5.0
_UTILE = 44.0
_LACUNE = (Genere.LACUNA, Genere.LACUNA_POSSIBILE)
_IPOTESI = (Genere.OPZIONE_APERTA, Genere.SCENARIO)
_SEMPRE = (*_LACUNE, Genere.FASE)
"""I generi la cui etichetta c'è sempre, accanto se non sta dentro."""


class Scritta(NamedTuple):
    """Un'etichetta: da `x`, larga al più `larghezza`; `genere` è quello della barra in cui sta, `None` se è accanto.

    `a_sinistra` se sta a sinistra di ciò che nomina: finisce dove quello comincia.
    """

    testo: str
    x: float
    larghezza: float
    genere: Genere | None = None
    a_sinistra: bool = False


class GruppoDiBarre(NamedTuple):
    """Ciò che sta insieme su una corsia: barre con i loro estremi, o un segno; e quanto posto prende con le scritte."""

    dal: float
    al: float
    barre: tuple[tuple[Barra, float, float], ...] = ()
    segno: Segno | None = None
    scritte: tuple[Scritta, ...] = ()


def arrange_corsie(riga: RigaLinea, asse: AsseDelTempo) -> list[list[GruppoDiBarre]]:
    """Le corsie della riga, dall'alto; vuoto se nulla ne cade nella finestra."""
    pezzi = [_build_barre(barre, asse) for barre in _group(riga.barre)]
    gruppi: list[list[GruppoDiBarre]] = [[], [], []]
    for pezzo in pezzi:
        if pezzo is not None:
            gruppi[pezzo.barre[0][0].genere in _IPOTESI].append(pezzo)
    gruppi[2] = [_build_segno(segno, asse) for segno in riga.segni if segno.giorno in asse.finestra]
    return [corsia for gruppo in gruppi for corsia in _pack(gruppo)]


def _group(barre: tuple[Barra, ...]) -> Iterator[list[Barra]]:
    """Le barre dello stesso atto restano insieme, tranne le ipotesi: un'opzione aperta sta con ciò che può accadere."""
    chiavi = [(b.genere in _IPOTESI, b.gruppo or f"\0{n}") for n, b in enumerate(barre)]
    ordinate = sorted(zip(chiavi, barre, strict=True), key=lambda coppia: coppia[0])
    for _, insieme in groupby(ordinate, key=lambda coppia: coppia[0]):
        yield [barra for _, barra in insieme]


def _pack(pezzi: Iterable[GruppoDiBarre]) -> list[list[GruppoDiBarre]]:
    """Ogni pezzo sulla prima corsia in cui ha posto: prima i più certi, poi dal primo all'ultimo."""
    corsie: list[list[GruppoDiBarre]] = []
    for pezzo in sorted(pezzi, key=_rank):
        libera = next((c for c in corsie if all(p.al <= pezzo.dal or pezzo.al <= p.dal for p in c)), None)
        if libera is None:
            corsie.append([pezzo])
        else:
            libera.append(pezzo)
    return corsie


def _rank(pezzo: GruppoDiBarre) -> tuple[int, float, float]:
    """I segni restano nel loro ordine."""
    if pezzo.segno is not None:
        return (0, 0.0, 0.0)
    generi = [barra.genere for barra, _, _ in pezzo.barre]
    return (next((n + 1 for n, g in enumerate(_LACUNE) if g in generi), 0), pezzo.dal, -pezzo.al)


def _build_barre(barre: list[Barra], asse: AsseDelTempo) -> GruppoDiBarre | None:
    poste = [(b, *estremi) for b in barre if (estremi := asse.find_estremi(b.periodo, MINIMO)) is not None]
    if not poste:
        return None
    dal, al = min(x for _, x, _ in poste), max(x for _, _, x in poste)
    scritte: list[Scritta] = []
    for barra, sinistra, destra in poste:
        if scritta := _write_dentro(barra, sinistra, destra):
            scritte.append(scritta)
        elif barra.genere in _SEMPRE and barra.etichetta:
            scritte.append(_write_accanto(barra.etichetta, dal, al, asse))
    return GruppoDiBarre(
        min([dal, *(s.x for s in scritte)]),
        max([al, *(s.x + s.larghezza for s in scritte)]),
        tuple(poste),
        scritte=tuple(scritte),
    )


def find_centro(segno: Segno, asse: AsseDelTempo) -> float:
    """Il centro del rombo di un segno, che sta tutto dentro l'asse."""
    centro = asse.find_x(segno.giorno.toordinal())
    return min(max(centro, asse.sinistra + MEZZO_SEGNO), asse.destra - MEZZO_SEGNO)


def _build_segno(segno: Segno, asse: AsseDelTempo) -> GruppoDiBarre:
    centro = find_centro(segno, asse)
    dal, al = centro - MEZZO_SEGNO, centro + MEZZO_SEGNO
    scritta = _write_accanto(segno.testo, dal, al, asse)
    return GruppoDiBarre(min(dal, scritta.x), max(al, scritta.x + scritta.larghezza), (), segno, (scritta,))


def _write_dentro(barra: Barra, dal: float, al: float) -> Scritta | None:
    """L'etichetta nella barra: intera, o tagliata se la barra è lunga e la scritta non è un numero di giorni."""
    spazio = al - dal - 2 * _SPAZIO
    larga = measure(barra.etichetta, CORPO)
    if not barra.etichetta or (larga > spazio and (barra.genere in _SEMPRE or spazio < _UTILE)):
        return None
    return Scritta(cut(barra.etichetta, spazio, CORPO), dal + _SPAZIO, min(larga, spazio), barra.genere)


def _write_accanto(testo: str, dal: float, al: float, asse: AsseDelTempo) -> Scritta:
    """L'etichetta a destra, o a sinistra se lì non ci sta; dove c'è più posto se non sta da nessuna parte."""
    destra, sinistra = asse.destra - al - _SPAZIO, dal - asse.sinistra - _SPAZIO
    larga = measure(testo, CORPO) + 2
    if larga <= destra or (larga > sinistra and destra >= sinistra):
        return Scritta(cut(testo, destra, CORPO), al + _SPAZIO, max(min(larga, destra), 0))
    larga = max(min(larga, sinistra), 0)
    return Scritta(cut(testo, sinistra, CORPO), dal - _SPAZIO - larga, larga, None, a_sinistra=True)
