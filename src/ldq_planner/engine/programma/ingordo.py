"""Un piano subito: il migliore di più ordini di precedenza, poi migliorato poco per volta. Gli stessi dati, lo stesso piano."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.programma.problema import Carico

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ldq_planner.engine.programma.gara import GaraPossibile
    from ldq_planner.engine.programma.mosse import Mossa
    from ldq_planner.engine.programma.parti import Pezzo
    from ldq_planner.engine.programma.problema import LimitiDelPiano, ProblemaDelPiano

GIRI = 6
"""Quante volte al più si ripassano tutte le gare."""
POCHI_QUARTIERI = 16
"""Fino a quanti quartieri, se uno manca, si migliora il piano di ogni precedenza."""
POCHE = 40
"""Fino a quante gare si provano anche gli scambi a due a due."""

Valore = tuple[int, int, int, int, tuple[tuple[str, int], ...]]
"""Quartieri senza gara, abitanti-giorni, centesimi, ritardi; poi le settimane, in ordine di id."""


class PianoScelto(NamedTuple):
    """Un piano: una mossa per gara, nell'ordine degli id, e ciò che non si riesce a fare."""

    mosse: tuple[Mossa, ...]
    mancano: tuple[Pezzo, ...]
    scoperti_di_chi_manca: int = 0
    """Gli abitanti-giorni di ciò che non si riesce a fare."""

    @property
    def valore(self) -> Valore:
        """Dal migliore al peggiore."""
        somme = [sum(v) for v in zip(*(m.valore for m in self.mosse), strict=True)] or [0, 0, 0]
        settimane = tuple((m.gara.id, m.settimana) for m in self.mosse)
        return (len(self.mancano), somme[0] + self.scoperti_di_chi_manca, somme[1], somme[2], settimane)


def plan_ingordo(
    problema: ProblemaDelPiano, limiti: LimitiDelPiano | None = None, da: PianoScelto | None = None
) -> PianoScelto:
    """Il piano migliore fra quelli di ogni precedenza, migliorato; con `da`, il miglioramento di quello soltanto."""
    limiti = limiti or problema.limiti
    if da is not None:
        return _improve(problema, refill(limiti, da.mosse))
    gare, piani = list_intere(problema), []
    for chiave in _list_precedenze(problema):
        carico = Carico(limiti)
        fill(problema, carico, sorted(gare, key=chiave))
        piani.append(carico)
    piani.sort(key=lambda c: make_scelta(problema, c).valore)
    scelta = _improve(problema, piani[0])
    if (
        scelta.mancano and len(problema.pezzi) <= POCHI_QUARTIERI
    ):  # prima di dire che non si riesce, si migliorano anche gli altri
        scelta = min(scelta, *(_improve(problema, carico) for carico in piani[1:]), key=lambda s: s.valore)
    return scelta


def make_scelta(problema: ProblemaDelPiano, carico: Carico) -> PianoScelto:
    """Il piano del carico."""
    mosse = tuple(carico.mosse[id_] for id_ in sorted(carico.mosse))
    fatti = {p for m in mosse for p in m.gara.pezzi}
    mancano = tuple(p for p in problema.pezzi if p not in fatti)
    return PianoScelto(mosse, mancano, sum(map(problema.count_mancante, mancano)))


def list_intere(problema: ProblemaDelPiano, pezzi: frozenset[Pezzo] | None = None) -> list[GaraPossibile]:
    """Gare che, insieme, fanno quei pezzi una volta sola: le più grandi fra quelle di uno scenario solo, o di chi sta insieme."""
    restano = set(problema.pezzi if pezzi is None else pezzi)
    scelte: list[GaraPossibile] = []
    for gara in sorted(problema.gare, key=lambda g: (len(g.scenari), -len(g.pezzi), len(g.parti), g.id)):
        if gara.pezzi and gara.pezzi <= restano:
            scelte.append(gara)
            restano -= gara.pezzi
    return scelte


# --- le precedenze -------------------------------------------------------------------------------------------------


def _list_precedenze(problema: ProblemaDelPiano) -> Iterator[Callable[[GaraPossibile], tuple[object, ...]]]:
    """Gli ordini in cui si prova a mettere le gare: per margine, per persone, per quanto costa attendere."""

    def first(gara: GaraPossibile) -> Mossa | None:
        return next(iter(problema.list_mosse(gara)), None)

    def count_persone(gara: GaraPossibile) -> int:
        migliore = first(gara)
        return sum(a.abitanti or 0 for c in migliore.conseguenze for a in c.attese) if migliore else 0

    def measure_margine(gara: GaraPossibile) -> int:
        """L'ultima settimana in cui si fa come meglio si può."""
        mosse = problema.list_mosse(gara)
        return max((m.settimana for m in mosse if m.valore[0] == mosse[0].valore[0]), default=0)

    def measure_attesa(gara: GaraPossibile) -> int:
        """Quanto si perde in media ogni settimana, nelle prime ventisei."""
        mosse = sorted(problema.list_mosse(gara), key=lambda m: m.settimana)[:26]
        return (mosse[-1].valore[0] - mosse[0].valore[0]) if mosse else 0

    def count_lavoro(gara: GaraPossibile) -> int:
        migliore = first(gara)
        return sum(bit.bit_count() for _, bit in migliore.uso) if migliore else 0

    dopo = {d.scenario for d in problema.limiti.dipendenze}

    def attende(gara: GaraPossibile) -> bool:
        return not dopo.isdisjoint(gara.scenari)

    yield lambda g: (attende(g), measure_margine(g), g.id)
    yield lambda g: (attende(g), -count_persone(g), g.id)
    yield lambda g: (attende(g), -measure_attesa(g), g.id)
    yield lambda g: (attende(g), measure_margine(g) * 1000 - count_persone(g), g.id)
    yield lambda g: (attende(g), -(measure_attesa(g) // max(1, count_lavoro(g))), g.id)
    yield lambda g: (attende(g), -count_lavoro(g), g.id)
    yield lambda g: (attende(g), count_lavoro(g), g.id)
    yield lambda g: (attende(g), g.id)


# --- mettere e migliorare ------------------------------------------------------------------------------------------


def fill(problema: ProblemaDelPiano, carico: Carico, gare: Iterable[GaraPossibile]) -> list[Mossa]:
    """Mette ogni gara, nell'ordine, nel suo posto migliore fra quelli che restano, prima quelle già in corso; ne dà le mosse."""
    messe = []
    for gara in sorted(gare, key=lambda g: g.fissata is None):
        mossa = next((m for m in problema.list_mosse(gara) if carico.fits(m)), None)
        if mossa is not None:
            carico.add(mossa)
            messe.append(mossa)
    return messe


def refill(limiti: LimitiDelPiano, mosse: Iterable[Mossa]) -> Carico:
    """Il carico di quelle mosse, tolte quelle che i limiti non permettono."""
    carico = Carico(limiti)
    for mossa in sorted(mosse, key=lambda m: m.gara.fissata is None):
        if carico.fits(mossa):
            carico.add(mossa)
    return carico


def _improve(problema: ProblemaDelPiano, carico: Carico) -> PianoScelto:
    """Si prova a rifare una gara, due insieme, a unire e a dividere, finché qualcosa migliora."""
    for _ in range(GIRI):
        prima = make_scelta(problema, carico)
        for tolte, nuove in _list_tentativi(problema, prima):
            if all(g.id in carico.mosse for g in tolte):
                _try(problema, carico, tolte, nuove)
        if make_scelta(problema, carico).valore == prima.valore:
            break
    return make_scelta(problema, carico)


Tentativo = tuple[tuple["GaraPossibile", ...], tuple["GaraPossibile", ...]]


def _list_tentativi(problema: ProblemaDelPiano, scelta: PianoScelto) -> Iterator[Tentativo]:
    """Le gare da togliere, e quelle da mettere al loro posto, in ordine."""
    gare = tuple(m.gara for m in scelta.mosse if m.gara.fissata is None)
    mancano = tuple(list_intere(problema, frozenset(scelta.mancano)))
    for gara in gare:
        yield (gara,), (gara, *mancano)
        if mancano:
            yield (gara,), (*mancano, gara)
    if len(gare) <= POCHE:
        for una, altra in combinations(gare, 2):
            yield (una, altra), (una, altra, *mancano)
            yield (una, altra), (altra, una, *mancano)
    scelte = {g.id for g in gare}
    for nuova in problema.gare:
        if nuova.id not in scelte:
            tolte = tuple(g for g in gare if not g.pezzi.isdisjoint(nuova.pezzi))
            restano = frozenset(p for g in tolte for p in g.pezzi) | frozenset(scelta.mancano)
            yield tolte, (nuova, *list_intere(problema, restano - nuova.pezzi))


def _try(
    problema: ProblemaDelPiano, carico: Carico, tolte: Sequence[GaraPossibile], nuove: Sequence[GaraPossibile]
) -> None:
    """Le nuove gare al posto di quelle tolte, se il piano ne esce migliore; se no, com'era."""
    pezzi = {p for g in (*tolte, *nuove) for p in g.pezzi}
    vecchie = [carico.remove(g.id) for g in tolte]
    if pezzi > {p for g in tolte for p in g.pezzi}:
        pezzi -= {p for m in carico.mosse.values() for p in m.gara.pezzi}
    messe = fill(problema, carico, (g for g in nuove if g.pezzi <= pezzi))
    if _weigh(problema, pezzi, messe) >= _weigh(problema, pezzi, vecchie):
        for mossa in messe:
            carico.remove(mossa.gara.id)
        for mossa in vecchie:
            carico.add(mossa)


def _weigh(problema: ProblemaDelPiano, pezzi: set[Pezzo], mosse: Iterable[Mossa]) -> Valore:
    """Quanto valgono quelle mosse, fra quei quartieri soltanto."""
    ordinate = tuple(sorted(mosse, key=lambda m: m.gara.id))
    mancano = tuple(sorted(pezzi - {p for m in ordinate for p in m.gara.pezzi}))
    return PianoScelto(ordinate, mancano, sum(map(problema.count_mancante, mancano))).valore
