"""Quale fase decide del rischio: che cosa si guadagna se dura una settimana in meno, e se dura quanto è più probabile."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from math import sqrt
from operator import mul
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.rischio.cammino import Cammino
from ldq_planner.engine.rischio.dipendenza import get_nuclei
from ldq_planner.engine.rischio.masse import Masse, Nucleo
from ldq_planner.model.rischio import RischioFase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ldq_planner.engine.rischio.catena import Catena
    from ldq_planner.engine.rischio.scoperti import Scoperti

_SETTIMANA = 7
_META = 0.5
_PERDUTA = 1e-5
"""Per confrontare due fasi basta contare meno lontano."""


class _Misura(NamedTuple):
    """Quanto valgono in media l'avvio, il suo quadrato, i giorni scoperti e gli abitanti-giorni."""

    avvio: float
    quadrato: float
    scoperti: float
    persone: float


def rank_fasi(catena: Catena, scoperti: Sequence[Scoperti]) -> tuple[RischioFase, ...]:
    """Le fasi che possono durare di più o di meno, da quella in cui una settimana vale più giorni di servizio.

    Ogni fase tarda per conto suo, e non si contano eventi: si confrontano le fasi fra loro, e lì pesano allo stesso modo.
    """
    cammino = Cammino(catena, get_nuclei(0.0, 0.0, _PERDUTA))
    avanti = cammino.spread()
    valori = list(_list_valori(avanti.avvio, catena.partenza.inizio, scoperti))
    dati = [cammino.value(v) for v in valori]
    base = _Misura(*(_dot(avanti.avvio, v) for v in valori))
    fasi: dict[str, tuple[str, float, list[float], list[float]]] = {}
    for fase, dove, inizio in avanti.inizi:
        if fase.legge is None or not fase.is_incerta:
            continue
        nucleo = cammino.nuclei.get(fase.legge, fase.almeno, fase.gia)
        _, _, corta, ferma = fasi.setdefault(fase.id, (fase.nome, _average(nucleo), [0.0] * 4, [0.0] * 4))
        for altro, somme in ((_shorten(nucleo, max(fase.almeno, fase.gia)), corta), (_freeze(nucleo), ferma)):
            fini = fase.advance(altro, inizio)
            for i, (suoi, valore) in enumerate(zip(dati, valori, strict=True)):
                dopo = dove + 1 if isinstance(dove, int) else dove.dopo
                somme[i] += _dot(fini, valore if dopo is None else suoi[dopo])
    voci = (_build(id_, base, *voce) for id_, voce in fasi.items())
    return tuple(sorted(voci, key=lambda f: (-f.abitanti_giorni, -f.guadagno, -f.scarto_tolto)))


def _build(id_: str, base: _Misura, nome: str, media: float, corta: list[float], ferma: list[float]) -> RischioFase:
    scarto = sqrt(max(0.0, base.quadrato - base.avvio**2))
    fermo = sqrt(max(0.0, ferma[1] - ferma[0] ** 2))
    guadagni = (base.scoperti - corta[2], base.persone - corta[3])
    return RischioFase(id_, nome, media, *guadagni, scarto - fermo)


def _list_valori(avvio: Masse, da: int, scoperti: Sequence[Scoperti]) -> Iterator[Masse]:
    """L'avvio in giorni da quando si comincia, il suo quadrato, i giorni scoperti e gli abitanti-giorni, giorno per giorno."""
    dopo = avvio.dal + sum(s > _PERDUTA for s in accumulate(reversed(avvio.pesi)))
    yield Masse(da, [float(g - da) for g in range(da, dopo)])
    yield Masse(da, [float(g - da) ** 2 for g in range(da, dopo)])
    tratti = [s.list_tra(avvio.dal, dopo) for s in scoperti]
    prima = [0.0] * (avvio.dal - da)
    yield Masse(da, prima + [float(sum(n)) for n in zip(*tratti, strict=True)])
    abitanti = [s.abitanti or 0 for s in scoperti]
    yield Masse(da, prima + [float(sum(map(mul, n, abitanti))) for n in zip(*tratti, strict=True)])


def _dot(masse: Masse, valori: Masse) -> float:
    dal = max(masse.dal, valori.dal)
    return sum(a * b for a, b in zip(masse.pesi[dal - masse.dal :], valori.pesi[dal - valori.dal :], strict=False))


def _average(nucleo: Nucleo) -> float:
    return sum(d * p for d, p in enumerate(nucleo.pesi, nucleo.dal))


def _shorten(nucleo: Nucleo, almeno: int) -> Nucleo:
    """La stessa durata con una settimana in meno, mai sotto il minimo di legge."""
    tolti = max(0, min(_SETTIMANA, nucleo.dal - almeno))
    fuse = min(_SETTIMANA - tolti, len(nucleo.pesi) - 1)
    return Nucleo(Masse(nucleo.dal - tolti, [sum(nucleo.pesi[: fuse + 1]), *nucleo.pesi[fuse + 1 :]]))


def _freeze(nucleo: Nucleo) -> Nucleo:
    """La durata più probabile, sempre."""
    cumulate = list(accumulate(nucleo.pesi))
    mediana = nucleo.dal + bisect_left(cumulate, _META * cumulate[-1])
    return Nucleo(Masse(mediana, [cumulate[-1]]))
