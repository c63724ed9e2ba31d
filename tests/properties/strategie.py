"""Tutte le strategie: giorni vicini fra loro, così che toccarsi, sovrapporsi e mancare di un giorno capiti spesso."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from tests.portafogli import OGGI, build_contratto, build_opzione, build_portafoglio, build_scenario

from ldq_planner.dates.incerta import NON_NOTA, DataIncerta, between
from ldq_planner.dates.periodo import InsiemeGiorni, Periodo
from ldq_planner.model.scenario import Piano

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldq_planner.model.contratto import Contratto
    from ldq_planner.model.portafoglio import Portafoglio
    from ldq_planner.model.scenario import Scenario

PRIMO = OGGI - timedelta(days=20)
ULTIMO = OGGI + timedelta(days=20)
TUTTO = Periodo(PRIMO - timedelta(days=5), ULTIMO + timedelta(days=5))
QUARTIERI = ("nord", "sud", "mai-servito")
"""L'ultimo non ha mai contratti."""
SERVITI = QUARTIERI[:2]

giorni = st.integers(PRIMO.toordinal(), ULTIMO.toordinal()).map(date.fromordinal)
ogni_giorno = st.dates(date(1900, 1, 1), date(2100, 12, 31))
mesi = st.integers(1, 240)
importi = st.decimals(Decimal(0), Decimal(10_000_000), places=2)


@st.composite
def periodi(draw: st.DrawFn) -> Periodo:
    """Un periodo vicino a oggi."""
    return Periodo(*sorted((draw(giorni), draw(giorni))))


elenchi = st.lists(periodi(), max_size=6)
insiemi = st.builds(InsiemeGiorni, elenchi)


@st.composite
def date_incerte(draw: st.DrawFn) -> DataIncerta:
    """Una data di non più di cinque letture: abbastanza poche da provarle tutte."""
    primo = draw(giorni)
    return between(primo, primo + timedelta(days=draw(st.integers(0, 4))))


@st.composite
def contratti(draw: st.DrawFn) -> Contratto:
    """Un contratto a date incerte; in qualche lettura, o in tutte, la fine può precedere l'inizio."""
    quartieri = draw(st.sampled_from((SERVITI[:1], SERVITI[1:], SERVITI)))
    return build_contratto(quartieri=quartieri, inizio=draw(date_incerte()), scadenza_base=draw(date_incerte()))


@st.composite
def portafogli(draw: st.DrawFn, *, massimo: int = 4) -> Portafoglio:
    """Pochi contratti in due quartieri, e un quartiere che non ne ha."""
    scelti = draw(st.lists(contratti(), max_size=massimo))
    numerati = (c.model_copy(update={"id": f"c{n}"}) for n, c in enumerate(scelti))
    return build_portafoglio(numerati, abitanti={"nord": 1000, "sud": None, "mai-servito": 7})


@st.composite
def scenari(draw: st.DrawFn) -> Scenario:
    """Uno scenario che può cominciare in un giorno certo, incerto o non noto."""
    inizio = draw(st.one_of(date_incerte(), st.just(NON_NOTA)))
    quartieri = draw(st.sampled_from((SERVITI[:1], SERVITI)))
    return build_scenario(quartieri=quartieri, inizio=inizio, fine=draw(date_incerte()))


@st.composite
def con_scenari(draw: st.DrawFn) -> Portafoglio:
    """Un portafoglio con qualche scenario, e un piano che ne prende una parte."""
    base = draw(portafogli())
    scelti = [s.model_copy(update={"id": f"s{n}"}) for n, s in enumerate(draw(st.lists(scenari(), max_size=3)))]
    presi = tuple(s.id for s in scelti if draw(st.booleans()))
    return build_portafoglio(
        base.contratti,
        scelti,
        abitanti={q.id: q.abitanti for q in base.quartieri},
        piani=[Piano(id="piano", nome="Piano", scenari=presi)],
    )


@st.composite
def contratti_con_importi(draw: st.DrawFn) -> Contratto:
    """Un contratto di qualche mese a date certe, con importi noti, e fino a due rinnovi esercitati."""
    opzioni = [
        build_opzione(durata_mesi=draw(st.integers(1, 9)), importo_eur=draw(importi))
        for _ in range(draw(st.integers(0, 2)))
    ]
    campi: dict[str, Any] = {"durata_mesi": draw(st.integers(1, 18)), "importo_eur": draw(importi)}
    return build_contratto(inizio=draw(giorni).isoformat(), opzioni=opzioni, **campi)


# ——— il termine di paragone: semplici insiemi di numeri


def days(periodi_: Iterable[Periodo]) -> set[int]:
    """I giorni di quei periodi, uno per uno."""
    return {giorno for p in periodi_ for giorno in range(p.inizio.toordinal(), p.fine.toordinal() + 1)}


def find_tratti(insieme: set[int]) -> list[tuple[int, int]]:
    """Primo e ultimo giorno di ogni tratto massimale, in ordine."""
    primi = sorted(giorno for giorno in insieme if giorno - 1 not in insieme)
    ultimi = sorted(giorno for giorno in insieme if giorno + 1 not in insieme)
    return list(zip(primi, ultimi, strict=True))


def enumerate_letture(contratto: Contratto) -> Iterator[set[int]]:
    """I giorni in vigore in ogni lettura delle due date; quelle in cui la fine precede l'inizio non contano."""
    assert contratto.scadenza_base is not None
    for inizio, fine in product(_range(contratto.inizio), _range(contratto.scadenza_base)):
        if inizio <= fine:
            yield set(range(inizio, fine + 1))


def _range(data: DataIncerta) -> range:
    return range(data.primo.toordinal(), data.ultimo.toordinal() + 1)
