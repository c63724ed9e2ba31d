"""L'asse del tempo con le sue tacche, e le corsie di una riga.

Ciò che si sovrappone nel tempo si mette uno sotto l'altro, e nessuna scritta ne copre un'altra: prima i fatti (contratti, poi
lacune), poi le ipotesi (opzioni aperte, scenari), poi i segni.
"""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.mesi import MESI
from ldq_planner.render.disegno.segno import cut, measure
from ldq_planner.reports.barre import VENTAGLIO, Genere

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldq_planner.dates.periodo import Periodo
    from ldq_planner.reports.barre import Barra, Segno
    from ldq_planner.reports.report import RigaLinea

_MESE = 30.44
_MESI_ANNO = 12
_SPAZIO_MESE, _SPAZIO_ANNO, _SPAZIO_SETTIMANA = 29.0, 40.0, 44.0
_SETTIMANE = (1, 8, 15, 22)
_PASSI_ANNI = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
CORPO = 13.0
MINIMO = 3.0
"""Quanto è larga almeno una barra: un giorno in dieci anni si vede ancora."""
MEZZO_SEGNO = 6.0
_SPAZIO = 5.0
_UTILE = 44.0
_LACUNE = (Genere.LACUNA, Genere.LACUNA_POSSIBILE, Genere.FERMO)
_CORSIE = 10
"""Di un gruppo: oltre, la riga non si legge più a colpo d'occhio."""
_IPOTESI = (Genere.OPZIONE_APERTA, Genere.SCENARIO, *VENTAGLIO)
PIENI = (Genere.CONTRATTO, Genere.FASE)
"""I generi su cui si scrive in chiaro, e non in neretto."""
_SEMPRE = (*_LACUNE, Genere.FASE, Genere.FORCHETTA, *VENTAGLIO)
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
    return [corsia for gruppo in gruppi for corsia in _pack_gruppo(gruppo, asse)]


def _pack_gruppo(gruppo: list[GruppoDiBarre], asse: AsseDelTempo) -> list[list[GruppoDiBarre]]:
    """Le corsie del gruppo; se sono troppe, tacciono le scritte che stanno accanto: le dicono la tabella e la descrizione."""
    corsie = _pack(gruppo)
    return corsie if len(corsie) <= _CORSIE else _pack(_hush(pezzo, asse) for pezzo in gruppo)


def _hush(pezzo: GruppoDiBarre, asse: AsseDelTempo) -> GruppoDiBarre:
    """Il pezzo con le sole scritte che stanno dentro le sue barre."""
    if pezzo.segno is not None:
        centro = find_centro(pezzo.segno, asse)
        return pezzo._replace(dal=centro - MEZZO_SEGNO, al=centro + MEZZO_SEGNO, scritte=())
    dentro = tuple(s for s in pezzo.scritte if s.genere is not None)
    return pezzo._replace(dal=min(x for _, x, _ in pezzo.barre), al=max(x for _, _, x in pezzo.barre), scritte=dentro)


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
    grassetto = barra.genere not in PIENI
    larga = measure(barra.etichetta, CORPO, grassetto=grassetto)
    if not barra.etichetta or (larga > spazio and (barra.genere in _SEMPRE or spazio < _UTILE)):
        return None
    return Scritta(
        cut(barra.etichetta, spazio, CORPO, grassetto=grassetto), dal + _SPAZIO, min(larga, spazio), barra.genere
    )


def _write_accanto(testo: str, dal: float, al: float, asse: AsseDelTempo) -> Scritta:
    """L'etichetta a destra, o a sinistra se lì non ci sta; dove c'è più posto se non sta da nessuna parte."""
    destra, sinistra = asse.destra - al - _SPAZIO, dal - asse.sinistra - _SPAZIO
    larga = measure(testo, CORPO, grassetto=True) + 2
    if larga <= destra or (larga > sinistra and destra >= sinistra):
        return Scritta(cut(testo, destra, CORPO, grassetto=True), al + _SPAZIO, max(min(larga, destra), 0))
    larga = max(min(larga, sinistra), 0)
    return Scritta(cut(testo, sinistra, CORPO, grassetto=True), dal - _SPAZIO - larga, larga, None, a_sinistra=True)


class Tacca(NamedTuple):
    """Il primo giorno di un anno, di un mese o di una settimana; il testo è vuoto se non ci sta."""

    x: float
    testo: str
    is_anno: bool


class AsseDelTempo(NamedTuple):
    """Una finestra stesa da `sinistra` per `larghezza`."""

    finestra: Periodo
    sinistra: float
    larghezza: float

    @property
    def destra(self) -> float:
        """Dove finisce."""
        return self.sinistra + self.larghezza

    def find_x(self, ordinale: int) -> float:
        """Dove comincia il giorno di quel numero."""
        return self.sinistra + (ordinale - self.finestra.inizio.toordinal()) / self.finestra.giorni * self.larghezza

    def find_estremi(self, periodo: Periodo, minimo: float) -> tuple[float, float] | None:
        """Da dove a dove va il periodo, tagliato alla finestra e largo almeno `minimo`; `None` se ne è fuori."""
        inizio, fine = max(periodo.inizio, self.finestra.inizio), min(periodo.fine, self.finestra.fine)
        if fine < inizio:
            return None
        dal, al = self.find_x(inizio.toordinal()), self.find_x(fine.toordinal() + 1)
        dal = max(self.sinistra, min(dal, self.destra - minimo))
        return dal, min(self.destra, max(al, dal + minimo))

    def list_anni(self) -> list[Tacca]:
        """Gli anni, o uno ogni tanti; il primo è quello in cui la finestra comincia."""
        passo = next((p for p in _PASSI_ANNI if p * _MESI_ANNO * self._mese >= _SPAZIO_ANNO), _PASSI_ANNI[-1])
        primo, ultimo = self.finestra.inizio.year, self.finestra.fine.year
        anni = [anno for anno in range(primo, ultimo + 1) if anno == primo or anno % passo == 0]
        giorni = [max(self.finestra.inizio, date(anno, 1, 1)) for anno in anni]
        return self._place([(g, str(g.year)) for g in giorni], _SPAZIO_ANNO, is_anno=True)

    def list_mesi(self) -> list[Tacca]:
        """I mesi, i trimestri o le settimane; vuoto se gli anni sono già fitti."""
        if self._mese * 3 < _SPAZIO_MESE:
            return []
        passo = 1 if self._mese >= _SPAZIO_MESE else 3
        settimane = self._mese >= _SPAZIO_SETTIMANA * len(_SETTIMANE)
        giorni = list(self._list_primi(passo, _SETTIMANE if settimane else (1,)))
        nomi = [(g, f"{g.day} {MESI[g.month - 1][:3]}" if settimane else MESI[g.month - 1][:3]) for g in giorni]
        return self._place(nomi, _SPAZIO_SETTIMANA if settimane else _SPAZIO_MESE, is_anno=False)

    @property
    def _mese(self) -> float:
        return _MESE / self.finestra.giorni * self.larghezza

    def _list_primi(self, passo: int, giorni: tuple[int, ...]) -> Iterator[date]:
        inizio, fine = self.finestra.inizio, self.finestra.fine
        if inizio.day not in giorni or (inizio.month - 1) % passo:
            yield inizio
        for mese in range(inizio.year * _MESI_ANNO + inizio.month - 1, fine.year * _MESI_ANNO + fine.month):
            if mese % passo == 0:
                primi = (date(mese // _MESI_ANNO, mese % _MESI_ANNO + 1, giorno) for giorno in giorni)
                yield from (g for g in primi if g in self.finestra)

    def _place(self, nomi: list[tuple[date, str]], spazio: float, *, is_anno: bool) -> list[Tacca]:
        """Le tacche; tace quella a cui il resto della finestra, o la prossima, non lascia posto."""
        posti = [self.find_x(g.toordinal()) for g, _ in nomi]
        liberi = [dopo - x for x, dopo in zip(posti, [*posti[1:], self.destra], strict=True)]
        return [
            Tacca(x, nome if libero >= spazio * 0.8 else "", is_anno)
            for x, libero, (_, nome) in zip(posti, liberi, nomi, strict=True)
        ]
