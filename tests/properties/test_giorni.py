"""Gli insiemi di giorni fanno ciò che farebbero semplici insiemi di numeri."""

from __future__ import annotations

from datetime import date
from operator import and_, or_, sub
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties.strategie import TUTTO, days, elenchi, find_tratti, giorni, insiemi, periodi

from ldq_planner.dates.periodo import InsiemeGiorni, Periodo

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

uguali_agli_insiemi = pytest.mark.parametrize(
    "operazione",
    [pytest.param(or_, id="unione"), pytest.param(and_, id="intersezione"), pytest.param(sub, id="differenza")],
)


@given(elenchi)
def test_un_insieme_contiene_i_giorni_dei_suoi_periodi_e_nessun_altro(elenco: list[Periodo]) -> None:
    """Uno per uno, anche fuori dai periodi."""
    insieme, attesi = InsiemeGiorni(elenco), days(elenco)
    assert {g for g in days([TUTTO]) if date.fromordinal(g) in insieme} == attesi
    assert insieme.giorni == len(attesi)
    assert bool(insieme) is bool(attesi)


@given(elenchi)
def test_i_tratti_sono_massimali_disgiunti_e_in_ordine(elenco: list[Periodo]) -> None:
    """Due che si toccano sono uno solo."""
    assert [(t.inizio.toordinal(), t.fine.toordinal()) for t in InsiemeGiorni(elenco)] == find_tratti(days(elenco))


@given(elenchi, st.randoms(use_true_random=False))
def test_l_ordine_e_le_ripetizioni_non_contano(elenco: list[Periodo], caso: Random) -> None:
    """Gli stessi giorni fanno lo stesso insieme, con la stessa impronta."""
    mescolati = sorted(elenco * 2, key=lambda _: caso.random())
    assert InsiemeGiorni(mescolati) == InsiemeGiorni(elenco)
    assert hash(InsiemeGiorni(mescolati)) == hash(InsiemeGiorni(elenco))


@given(insiemi)
def test_ricostruire_un_insieme_dai_suoi_tratti_non_lo_cambia(insieme: InsiemeGiorni) -> None:
    """È già semplificato."""
    assert InsiemeGiorni(insieme) == insieme


@uguali_agli_insiemi
@given(a=insiemi, b=insiemi)
def test_le_operazioni_sono_quelle_degli_insiemi(
    operazione: Callable[[object, object], object], a: InsiemeGiorni, b: InsiemeGiorni
) -> None:
    """Il risultato è anche semplificato: è uguale a quello costruito dai suoi giorni."""
    risultato = operazione(a, b)
    assert isinstance(risultato, InsiemeGiorni)
    assert days(risultato) == operazione(days(a), days(b))
    assert InsiemeGiorni(risultato) == risultato


@given(insiemi, periodi())
def test_complemento_e_ritaglio_dividono_la_finestra(insieme: InsiemeGiorni, finestra: Periodo) -> None:
    """Ogni giorno della finestra sta in uno solo dei due, e nessuno ne esce."""
    dentro, fuori = insieme.clip(finestra), insieme.complement(finestra)
    assert days(dentro) == days(insieme) & days([finestra])
    assert days(fuori) == days([finestra]) - days(insieme)
    assert dentro.giorni + fuori.giorni == finestra.giorni
    assert InsiemeGiorni(fuori) == fuori


@given(insiemi, periodi())
def test_il_complemento_del_complemento_e_il_ritaglio(insieme: InsiemeGiorni, finestra: Periodo) -> None:
    """Due negazioni nella stessa finestra."""
    assert insieme.complement(finestra).complement(finestra) == insieme.clip(finestra)


@given(insiemi, giorni)
def test_il_tratto_di_un_giorno_e_quello_massimale_che_lo_contiene(insieme: InsiemeGiorni, giorno: date) -> None:
    """O nessuno, se il giorno non c'è."""
    tratto = insieme.tratto(giorno)
    attesi = [t for t in insieme if giorno in t]
    assert [tratto] == attesi if attesi else tratto is None
    assert (tratto is not None) is (giorno in insieme)


@given(elenchi)
def test_unire_i_periodi_uno_alla_volta_o_tutti_insieme_e_lo_stesso(elenco: list[Periodo]) -> None:
    """L'unione non dipende da come si procede."""
    uno_alla_volta = InsiemeGiorni()
    for periodo in elenco:
        uno_alla_volta |= InsiemeGiorni((periodo,))
    assert uno_alla_volta == InsiemeGiorni(elenco)
