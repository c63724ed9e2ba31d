"""Quale fase decide del rischio: che cosa si guadagna se dura una settimana in meno, e se dura quanto è più probabile."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.engine.rischio.masse import Masse, Nucleo
from ldq_planner.model.rischio import RischioFase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ldq_planner.engine.rischio.catena import Catena, Nodo
    from ldq_planner.engine.rischio.dipendenza import Nuclei
    from ldq_planner.engine.rischio.scoperti import Scoperti

_SETTIMANA = 7
_META = 0.5


class _Misura(NamedTuple):
    """Quanto valgono in media l'avvio, il suo quadrato, i giorni scoperti e gli abitanti-giorni."""

    avvio: float
    quadrato: float
    scoperti: float
    persone: float


def rank_fasi(catena: Catena, nuclei: Nuclei, inizio: Masse, scoperti: Sequence[Scoperti]) -> tuple[RischioFase, ...]:
    """Le fasi che possono durare di più o di meno, da quella in cui una settimana vale più giorni di servizio."""
    percorso = catena.spread(nuclei, inizio)
    valori = list(_list_valori(percorso.avvio, inizio.dal, scoperti))
    dopo = [_find_dopo(catena, nuclei, v) for v in valori]
    base = _Misura(*(_dot(percorso.avvio, v) for v in valori))
    fasi: dict[str, tuple[str, float, list[float], list[float]]] = {}
    for tappa, chiave, masse in percorso.inizi:
        if tappa.legge is None or len(tappa.legge.pesi) == 1:
            continue
        nucleo = nuclei.get(tappa.legge, tappa.almeno)
        _, _, corta, ferma = fasi.setdefault(tappa.id, (tappa.nome, _average(nucleo), [0.0] * 4, [0.0] * 4))
        for altro, somme in ((_shorten(nucleo, tappa.almeno), corta), (_freeze(nucleo), ferma)):
            for i, fini in enumerate(dopo):
                prima = _dot(tappa.advance(nucleo, masse), fini[chiave])
                somme[i] += _dot(tappa.advance(altro, masse), fini[chiave]) - prima
    voci = (_build(id_, base, *voce) for id_, voce in fasi.items())
    return tuple(sorted(voci, key=lambda f: (-f.abitanti_giorni, -f.guadagno, -f.scarto_tolto)))


def _build(id_: str, base: _Misura, nome: str, media: float, corta: list[float], ferma: list[float]) -> RischioFase:
    scarto = sqrt(max(0.0, base.quadrato - base.avvio**2))
    fermo = sqrt(max(0.0, base.quadrato + ferma[1] - (base.avvio + ferma[0]) ** 2))
    return RischioFase(id_, nome, media, -corta[2], -corta[3], scarto - fermo)


def _list_valori(avvio: Masse, da: int, scoperti: Sequence[Scoperti]) -> Iterator[Masse]:
    """L'avvio in giorni da quando si comincia, il suo quadrato, i giorni scoperti e gli abitanti-giorni, giorno per giorno."""
    yield Masse(da, [float(g - da) for g in range(da, avvio.dopo)])
    yield Masse(da, [float(g - da) ** 2 for g in range(da, avvio.dopo)])
    prima = [0.0] * (avvio.dal - da)
    yield Masse(da, prima + [float(sum(n)) for n in zip(*(s.giorni for s in scoperti), strict=True)])
    persone = zip(*([n * (s.abitanti or 0) for n in s.giorni] for s in scoperti), strict=True)
    yield Masse(da, prima + [float(sum(n)) for n in persone])


def _find_dopo(catena: Catena, nuclei: Nuclei, valori: Masse) -> dict[Nodo | int, Masse]:
    """FaseIncerta → quanto vale in media compierla ogni giorno."""
    invio, nodi = catena.value_invio(nuclei, valori)
    inizi = [*catena.value_preparazione(nuclei, invio), invio]
    dopo: dict[Nodo | int, Masse] = dict(enumerate(inizi[1:]))
    for nodo in nodi:
        dopo[nodo] = valori if nodo.dopo is None else nodi[nodo.dopo]
    return dopo


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
