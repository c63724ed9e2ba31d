"""Il problema in colonne e righe: una colonna per mossa e per quartiere che manca, una riga per ciò che le lega. Tutto intero."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.programma.problema import spend

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ldq_planner.engine.programma.mosse import Mossa, Risorsa
    from ldq_planner.engine.programma.parti import Pezzo
    from ldq_planner.engine.programma.problema import Carico, ProblemaDelPiano

MANCANO, SCOPERTI, EURO, RITARDO = range(4)
"""Gli obiettivi, dal primo: quartieri senza gara, abitanti-giorni, centesimi, giorni di ritardo."""
GRANDE, SCALA = 1_000_000, 100_000
"""Una riga di numeri grandi si dà a HiGHS divisa: le sue tolleranze sono assolute."""

Tratto = tuple[int, int]
"""Righe consecutive in cui il coefficiente è uno: dalla prima, compresa, all'ultima, esclusa."""


class RigaDelPiano(NamedTuple):
    """Fra quanto e quanto può stare una somma; estremi compresi."""

    dal: int
    al: int
    scala: int = 1


class ColonnaDelPiano(NamedTuple):
    """Una mossa, o un quartiere che resta senza gara; si sceglie o no."""

    chi: str
    """Di una gara se ne sceglie una sola."""
    mossa: Mossa | None
    valore: tuple[int, int, int, int]
    """Quanto pesa su ogni obiettivo."""
    tratti: tuple[Tratto, ...]
    voci: tuple[tuple[int, int], ...]
    """Riga e coefficiente, dove non sono tratti."""


class ModelloDelPiano(NamedTuple):
    """Le colonne fra cui scegliere, e le righe da rispettare."""

    colonne: tuple[ColonnaDelPiano, ...]
    righe: tuple[RigaDelPiano, ...]

    def fix(self, obiettivo: int, valore: int, tenute: Iterable[int]) -> ModelloDelPiano:
        """Lo stesso problema con le sole colonne `tenute`, e quell'obiettivo non oltre il valore."""
        riga, colonne = len(self.righe), self.keep(tenute).colonne
        pesate = tuple(c._replace(voci=(*c.voci, (riga, v))) if (v := c.valore[obiettivo]) else c for c in colonne)
        return ModelloDelPiano(pesate, (*self.righe, make_riga(0, valore, (c.valore[obiettivo] for c in colonne))))

    def keep(self, tenute: Iterable[int]) -> ModelloDelPiano:
        """Lo stesso problema con quelle colonne soltanto."""
        return self._replace(colonne=tuple(self.colonne[j] for j in tenute))

    def list_mosse(self, scelte: Iterable[int]) -> tuple[Mossa, ...]:
        """Le mosse di quelle colonne."""
        return tuple(m for j in sorted(scelte) if (m := self.colonne[j].mossa))

    def find_scelte(self, mosse: Iterable[Mossa]) -> frozenset[int]:
        """Le colonne di quel piano: le sue mosse, e i quartieri che lascia senza gara."""
        fatte = {(m.gara.id, m.giorno): m.gara.pezzi for m in mosse}
        pezzi = {_name_mancante(p) for suoi in fatte.values() for p in suoi}
        return frozenset(
            j
            for j, c in enumerate(self.colonne)
            if (c.chi not in pezzi if c.mossa is None else (c.chi, c.mossa.giorno) in fatte)
        )


def build_modello(
    problema: ProblemaDelPiano, fissi: Carico, pezzi: Sequence[Pezzo], mosse: Iterable[Mossa]
) -> ModelloDelPiano:
    """Il problema di fare quei pezzi con alcune di quelle mosse, o di lasciarli senza gara, accanto a ciò che è fermo."""
    possibili = [m for m in mosse if m.gara.pezzi and m.gara.pezzi <= set(pezzi) and fissi.fits(m)]
    righe = [RigaDelPiano(1, 1)] * len(pezzi)
    tratti = _add_uffici(righe, fissi, possibili)
    voci: list[list[tuple[int, int]]] = [[] for _ in possibili]
    posto = {p: i for i, p in enumerate(pezzi)}
    for mossa, sue in zip(possibili, voci, strict=True):
        sue += [(posto[p], 1) for p in sorted(mossa.gara.pezzi)]
    for riga, di_chi in (*_list_soldi(fissi, possibili), *_list_attese(fissi, possibili)):
        for j, quanto in di_chi.items():
            voci[j].append((len(righe), quanto))
        righe.append(riga)
    colonne = [
        ColonnaDelPiano(m.gara.id, m, (0, *m.valore), usati, tuple(sue))
        for m, usati, sue in zip(possibili, tratti, voci, strict=True)
    ]
    colonne += [
        ColonnaDelPiano(_name_mancante(p), None, (1, problema.count_mancante(p), 0, 0), (), ((i, 1),))
        for p, i in posto.items()
    ]
    return ModelloDelPiano(tuple(colonne), tuple(righe))


def make_riga(dal: int, al: int, quanti: Iterable[int]) -> RigaDelPiano:
    """La riga di quei coefficienti, alla loro scala."""
    return RigaDelPiano(dal, al, SCALA if max(quanti, default=0) > GRANDE else 1)


def _name_mancante(pezzo: Pezzo) -> str:
    return "manca " + " ".join(pezzo)


def _add_uffici(righe: list[RigaDelPiano], fissi: Carico, mosse: Sequence[Mossa]) -> Iterator[tuple[Tratto, ...]]:
    """Aggiunge una riga per settimana di ogni ufficio; di ogni mossa, i tratti."""
    maschere: dict[Risorsa, dict[int, tuple[Tratto, ...]]] = {r: {} for r in sorted(fissi.limiti.posti)}
    for risorsa, maschera in (u for m in mosse for u in m.uso if u[0] in maschere):
        maschere[risorsa][maschera] = ()
    for risorsa, sue in maschere.items():
        prima, settimane = len(righe), max((m.bit_length() for m in sue), default=0)
        righe += [RigaDelPiano(0, fissi.count_liberi(risorsa, 1 << n)) for n in range(settimane)]
        for maschera in sue:
            sue[maschera] = tuple((prima + da, prima + a) for da, a in _list_tratti(maschera))
    return (tuple(t for r, maschera in m.uso if r in maschere for t in maschere[r][maschera]) for m in mosse)


def _list_tratti(maschera: int) -> Iterator[Tratto]:
    """I bit consecutivi di una maschera."""
    da = 0
    while maschera:
        vuoti = (maschera & -maschera).bit_length() - 1
        maschera >>= vuoti
        pieni = (~maschera & -~maschera).bit_length() - 1
        maschera >>= pieni
        yield da + vuoti, da + vuoti + pieni
        da += vuoti + pieni


def _list_soldi(fissi: Carico, mosse: Sequence[Mossa]) -> Iterator[tuple[RigaDelPiano, Mapping[int, int]]]:
    for tetto, liberi in fissi.list_liberi():
        di_chi = {j: c for j, m in enumerate(mosse) if (c := spend(m, tetto))}
        if di_chi:
            yield make_riga(0, liberi, di_chi.values()), di_chi


def _list_attese(fissi: Carico, mosse: Sequence[Mossa]) -> Iterator[tuple[RigaDelPiano, Mapping[int, int]]]:
    """Se una gara comincia entro un giorno, l'altra non compie la sua fase dopo."""
    for d in fissi.limiti.dipendenze:
        prime = [(j, m) for j, m in enumerate(mosse) if d.dopo in m.gara.scenari and d.fase in m.eventi]
        dopo = [(j, m) for j, m in enumerate(mosse) if d.scenario in m.gara.scenari]
        for una in sorted({m.gara.id for _, m in dopo}):
            sue = [(j, m) for j, m in dopo if m.gara.id == una]
            for altra in sorted({m.gara.id for _, m in prime} - {una}):
                loro = [(j, m) for j, m in prime if m.gara.id == altra]
                for giorno in sorted({m.giorno for _, m in sue}):
                    tardi = {j: 1 for j, m in loro if (giorno - m.eventi[d.fase].fine).days < d.giorni}
                    if tardi:
                        yield RigaDelPiano(0, 1), {**{j: 1 for j, m in sue if m.giorno <= giorno}, **tardi}
