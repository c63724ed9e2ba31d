"""Quante persone lavorano in un quartiere, giorno per giorno: ciò che non si sa resta non noto.

Un giorno ha gli operatori di tutti i contratti che lo coprono; basta che di uno non si sappiano, o che non si sappia se lo
copre, e non sono noti. L'équipe di un contratto per più quartieri non dice quante persone sono in ciascuno. Un'équipe è piena
se non è meno numerosa di quelle piene di prima; i giorni di più contratti insieme, come un passaggio di consegne, non contano.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ldq_planner.dates.incerta import PRIMO_GIORNO, ULTIMO_GIORNO
from ldq_planner.dates.periodo import Periodo
from ldq_planner.engine.copertura import cover_contratto
from ldq_planner.model.presidio import Presidio

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldq_planner.model.contratto import Contratto, Operatori
    from ldq_planner.model.quartiere import Quartiere

_INIZIO, _FINE = PRIMO_GIORNO.toordinal(), ULTIMO_GIORNO.toordinal() + 1


class _Parte(NamedTuple):
    """I giorni semiaperti di un contratto, e quanti operatori vi mette; `None` se non si sa, o se è solo possibile."""

    dal: int
    dopo: int
    operatori: int | None
    is_certa: bool


class _Tratto(NamedTuple):
    """Giorni semiaperti certamente coperti, e quanti operatori vi lavorano; se il contratto è uno solo."""

    dal: int
    dopo: int
    operatori: int | None
    is_di_uno: bool


def find_presidi(contratti: Iterable[Contratto], quartiere: Quartiere, minimo: int | None) -> tuple[Presidio, ...]:
    """I tratti dei giorni certamente coperti, in ordine, ciascuno con i suoi operatori; vuoto se non si sa mai quanti.

    `minimo` è quello dell'ente, se c'è; quello del quartiere vince.
    """
    suoi = tuple(contratti)
    if not any(c.equipe or c.operatori for c in suoi):
        return ()
    tratti = list(_sum_parti([parte for c in suoi for parte in _list_parti(c, quartiere.id)]))
    if all(t.operatori is None for t in tratti):
        return ()
    soglia = minimo if quartiere.presidio_minimo is None else quartiere.presidio_minimo
    presidi, piena = [], None
    for dal, dopo, operatori, is_di_uno in tratti:
        riferimento = piena if soglia is None else soglia
        giorni = Periodo(_day(dal), _day(dopo - 1))
        a_testa = round(quartiere.abitanti / operatori) if quartiere.abitanti is not None and operatori else None
        is_ridotto = operatori is not None and riferimento is not None and operatori < riferimento
        presidi.append(
            Presidio(
                giorni.inizio,
                giorni.fine,
                giorni.giorni,
                operatori,
                riferimento,
                soglia is not None,
                is_ridotto,
                a_testa,
            )
        )
        if operatori is not None and is_di_uno:
            piena = max(operatori, piena or 0)
    return tuple(presidi)


def clip_presidi(presidi: Iterable[Presidio], finestra: Periodo) -> Iterator[Presidio]:
    """I tratti che toccano la finestra, estremi compresi, con i soli giorni che vi cadono."""
    for p in presidi:
        if p.inizio <= finestra.fine and finestra.inizio <= p.fine:
            periodo = Periodo(max(p.inizio, finestra.inizio), min(p.fine, finestra.fine))
            yield p._replace(inizio=periodo.inizio, fine=periodo.fine, giorni=periodo.giorni)


def _sum_parti(parti: list[_Parte]) -> Iterator[_Tratto]:
    """I tratti massimali certamente coperti con lo stesso numero di operatori."""
    passi: dict[int, list[int]] = {}
    for parte in parti:
        for giorno, verso in ((parte.dal, 1), (parte.dopo, -1)):
            passo = passi.setdefault(giorno, [0, 0, 0])
            passo[0] += verso * parte.is_certa
            passo[1] += verso * (parte.operatori or 0)
            passo[2] += verso * (parte.operatori is None)
    aperto: tuple[int, int | None, bool] | None = None
    certe = noti = ignoti = 0
    for giorno in sorted(passi):
        certe, noti, ignoti = (somma + passo for somma, passo in zip((certe, noti, ignoti), passi[giorno], strict=True))
        ora = (None if ignoti else noti, certe == 1)
        if aperto is not None and (not certe or ora != aperto[1:]):
            yield _Tratto(aperto[0], giorno, *aperto[1:])
            aperto = None
        if aperto is None and certe:
            aperto = (giorno, *ora)


def _list_parti(contratto: Contratto, quartiere: str) -> Iterator[_Parte]:
    certa, possibile, _ = cover_contratto(contratto, quartiere)
    for dal, dopo in _pair((possibile - certa).confini):
        yield _Parte(dal, dopo, None, is_certa=False)
    for dal, dopo, operatori in _list_operatori(contratto, quartiere):
        periodo = Periodo(_day(dal), _day(dopo - 1))
        for suo_dal, suo_dopo in _pair(certa.clip(periodo).confini):
            yield _Parte(suo_dal, suo_dopo, operatori, is_certa=True)


def _list_operatori(contratto: Contratto, quartiere: str) -> Iterator[tuple[int, int, int | None]]:
    """Quanti operatori il contratto ha nel quartiere: dal, dopo, quanti.

    Fra le letture di un giorno incerto non si sa; e nemmeno dopo, se non si sa quale di due numeri è venuto per ultimo. Dello
    stesso giorno vale il numero del quartiere.
    """
    sue = [o for o in contratto.operatori if o.quartiere in (None, quartiere)]
    sue.sort(key=lambda o: (o.dal.primo if o.dal else PRIMO_GIORNO, o.quartiere is not None))
    dal, quanti = _INIZIO, _count_equipe(contratto)
    prima: Operatori | None = None
    for voce in sue:
        primo, ultimo = (voce.dal.primo.toordinal(), voce.dal.ultimo.toordinal()) if voce.dal else (_INIZIO, _INIZIO)
        if dal < primo:
            yield dal, primo, quanti
        if max(dal, primo) < ultimo:
            yield max(dal, primo), ultimo, None
        is_ultima = prima is None or dal < primo or quanti == voce.numero
        is_propria = dal == primo and prima is not None and prima.quartiere != voce.quartiere
        quanti = voce.numero if is_ultima or is_propria else None
        dal, prima = max(dal, ultimo), voce
    if dal < _FINE:
        yield dal, _FINE, quanti


def _count_equipe(contratto: Contratto) -> int | None:
    """Quante persone ha l'équipe, se il quartiere è uno solo e di ogni figura si sa il numero."""
    numeri = [f.numero for f in contratto.equipe]
    noti = [n for n in numeri if n is not None]
    return sum(noti) if noti and len(noti) == len(numeri) and len(contratto.quartieri) == 1 else None


def _pair(confini: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    return zip(confini[::2], confini[1::2], strict=True)


def _day(ordinale: int) -> date:
    return date.fromordinal(ordinale)
