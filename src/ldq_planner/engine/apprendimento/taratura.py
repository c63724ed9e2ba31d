"""Quanto ci si può fidare di ciò che si è imparato: lo si prova su gare tenute da parte, e sul proprio passato."""

from __future__ import annotations

from collections import defaultdict
from math import log
from typing import TYPE_CHECKING

from ldq_planner.engine.apprendimento.osservazioni import observe
from ldq_planner.engine.apprendimento.prima import predict
from ldq_planner.engine.apprendimento.stima import estimate, find_quantile
from ldq_planner.model.apprendimento import BANDO, ENTRO, ESITO, Osservazione, Punteggio, Taratura, TrattoDiGara

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ldq_planner.engine.norme import Diritto
    from ldq_planner.model.apprendimento import GaraPassata

INTERO = TrattoDiGara(BANDO, ESITO)
"""Il tratto su cui si prova: quello che le fonti dicono quasi sempre."""
SICURI = 0.8
_ULTIME = 12
_POCO = 1e-6
"""La probabilità che si dà, nel punteggio, a ciò che si diceva impossibile."""
_SOLO_NORME = 1e9
_DECIMI = 10


def calibrate(gare: Iterable[GaraPassata], diritto: Diritto, k: float) -> Taratura | None:
    """La prova sulle gare delle procedure che le norme conoscono; `None` se non ce ne sono almeno due per parte.

    Ogni procedura si divide a metà, una gara sì e una no in ordine di bando: da ciascuna metà si prevede l'altra.
    """
    per_procedura: dict[str, list[Osservazione]] = defaultdict(list)
    for gara, osservazione in observe(gare).get(INTERO, ()):
        per_procedura[gara.procedura].append(osservazione)
    lati = [lato for id_, sue in per_procedura.items() for lato in _split(diritto, id_, sue)]
    if sum(len(altre) for _, _, altre in lati) < _DECIMI:
        return None
    modi = {"norme": _SOLO_NORME, "gare": 0.0, "imparata": k}
    previste = {
        come: [(estimate(note, prima, quanto), o) for prima, note, altre in lati for o in altre]
        for come, quanto in modi.items()
    }
    provate = [*_replay(diritto, per_procedura, k)]
    ultime = provate[-_ULTIME:]
    return Taratura(
        gare=len(previste["imparata"]),
        punteggi=tuple(Punteggio(come, _score_log(p), _score_brier(p)) for come, p in previste.items()),
        entro_giorni=ENTRO,
        decimi=_spread_decimi(previste["imparata"]),
        ultime=len(ultime),
        ultime_entro=sum(ultime),
        provate=len(provate),
        provate_entro=sum(provate),
        sicuri=SICURI,
    )


def _split(
    diritto: Diritto, id_: str, osservazioni: list[Osservazione]
) -> Iterator[tuple[list[float], list[Osservazione], list[Osservazione]]]:
    """La stima delle norme, le gare da cui si impara e quelle da prevedere: due volte, scambiate."""
    procedura = diritto.find_procedura(id_)
    in_ordine = sorted(osservazioni)
    prima = predict(diritto, procedura, INTERO, diritto.verificato_al) if procedura else []
    if prima:
        pari, dispari = in_ordine[::2], in_ordine[1::2]
        yield prima, pari, dispari
        yield prima, dispari, pari


def _replay(diritto: Diritto, per_procedura: dict[str, list[Osservazione]], k: float) -> Iterator[bool]:
    """Di ogni gara, in ordine di bando, se è finita entro ciò che il giorno del bando si diceva sicuro all'80 %.

    Anche di chi è ancora in corso, se dura già di più; di chi non si sa ancora, nulla.
    """
    in_ordine = sorted((o.dal, id_, o) for id_, sue in per_procedura.items() for o in sue)
    prime = {
        id_: predict(diritto, p, INTERO, diritto.verificato_al)
        for id_ in per_procedura
        if (p := diritto.find_procedura(id_))
    }
    for dal, id_, gara in in_ordine:
        if prime.get(id_):
            allora = [_see(o, (dal - o.dal).days) for o in per_procedura[id_] if o.dal < dal]
            limite = find_quantile(estimate(allora, prime[id_], k), SICURI)
            if gara.finita or (limite is not None and gara.giorni > limite):
                yield gara.finita and (limite is None or gara.giorni <= limite)


def _see(osservazione: Osservazione, giorni: int) -> Osservazione:
    """La stessa gara, come la si vedeva quando era cominciata da tanti giorni."""
    if osservazione.giorni <= giorni:
        return osservazione
    return osservazione._replace(giorni=giorni, finita=False)


def _score_log(previste: Sequence[tuple[list[float], Osservazione]]) -> float:
    """In media, il logaritmo della probabilità che si dava a ciò che è accaduto: più è alto, meglio è."""
    return sum(log(max(_POCO, _read(masse, o))) for masse, o in previste) / len(previste)


def _read(masse: list[float], osservazione: Osservazione) -> float:
    giorni = osservazione.giorni
    if osservazione.finita:
        return masse[giorni] if giorni < len(masse) else 0.0
    return 1 - sum(masse[:giorni])


def _score_brier(previste: Sequence[tuple[list[float], Osservazione]]) -> float | None:
    """In media, il quadrato di quanto si è sbagliato nel dire chi finisce entro `ENTRO` giorni: più è basso, meglio è."""
    noti = [(m, o) for m, o in previste if o.finita or o.giorni >= ENTRO]
    errori = [(sum(masse[: ENTRO + 1]) - (o.finita and o.giorni <= ENTRO)) ** 2 for masse, o in noti]
    return sum(errori) / len(errori) if errori else None


def _spread_decimi(previste: Sequence[tuple[list[float], Osservazione]]) -> tuple[float, ...]:
    """Quante gare, in parte del tutto, sono finite in ciascun decimo di ciò che si prevedeva: se è giusto, un decimo in ognuno.

    Una gara ancora in corso si divide fra i decimi che le restano.
    """
    decimi = [0.0] * _DECIMI
    for masse, o in previste:
        da = sum(masse[: o.giorni])
        a = 1.0 if not o.finita else da + (masse[o.giorni] if o.giorni < len(masse) else 0.0)
        if a - da < _POCO:
            decimi[min(_DECIMI - 1, int(da * _DECIMI))] += 1 / len(previste)
            continue
        for i in range(_DECIMI):
            comune = min(a, (i + 1) / _DECIMI) - max(da, i / _DECIMI)
            if comune > 0:
                decimi[i] += comune / (a - da) / len(previste)
    return tuple(decimi)
