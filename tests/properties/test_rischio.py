"""Proprietà del rischio: avanti e indietro danno lo stesso, chi bandisce dopo non è più sicuro, un fatto atteso non sposta nulla."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.gare import get_diritto

from ldq_planner.engine.cronoprogramma import Agenda
from ldq_planner.engine.durate import Ipotesi
from ldq_planner.engine.gara_in_corso import GaraInCorso
from ldq_planner.engine.rischio.cammino import Cammino
from ldq_planner.engine.rischio.catena import Catena
from ldq_planner.engine.rischio.conto import Ipotetica, build_conto
from ldq_planner.engine.rischio.dipendenza import Nuclei
from ldq_planner.engine.rischio.durate import spread_osservate
from ldq_planner.engine.rischio.masse import Masse
from ldq_planner.model.avanzamento import Svolgimento

if TYPE_CHECKING:
    from ldq_planner.model.norme import Procedura

DIRITTO = get_diritto()
PROCEDURE = DIRITTO.norme.procedure.procedure
OGGI = st.dates(date(2019, 6, 3), date(2026, 6, 1))


@settings(max_examples=15)
@given(
    st.sampled_from(PROCEDURE),
    OGGI,
    st.sampled_from([-1.8, 0.0, 2.4]),
    st.sampled_from([0.0, 0.2]),
    st.integers(60, 700),
)
def test_avanti_e_indietro_danno_la_stessa_probabilita(
    procedura: Procedura, oggi: date, z: float, deserta: float, entro: int
) -> None:
    """Di ogni procedura, a ogni lentezza, anche rifacendo le gare deserte, e di qualunque parte le probabilità sommano a uno."""
    catena = Catena(DIRITTO, Ipotesi(procedura), oggi)
    cammino, inizio = Cammino(catena, Nuclei(0.3, z), deserta), catena.partenza.inizio
    avvio = cammino.distribute()
    dati = cammino.value(Masse(inizio, [1.0] * entro))
    assert dati[0].read(inizio) == pytest.approx(avvio.split(inizio + entro - 1)[0].totale, abs=1e-6)
    assert avvio.totale == pytest.approx(1.0, abs=1e-6)


@settings(max_examples=10)
@given(OGGI, st.integers(250, 500))
def test_dentro_una_legge_chi_bandisce_dopo_non_e_piu_sicuro(oggi: date, entro: int) -> None:
    """La probabilità di fare in tempo non cresce mai, da un giorno di invio al seguente con la stessa legge."""
    procedura = DIRITTO.find_procedura("aperta")
    assert procedura is not None
    catena = Catena(DIRITTO, Ipotesi(procedura), oggi)
    nuclei = Nuclei(0.0, 0.0)
    inizio = catena.partenza.inizio
    invio = Cammino(catena, nuclei).value(Masse(inizio, [1.0] * entro))[len(catena.preparazione)]
    giorni = [g for g in range(inizio, invio.dopo) if catena.rinvii[g] == g]
    primi = {g: {nodo for _, nodo, _ in catena.split_invio(nuclei, (g,))} for g in giorni}
    coppie = [(a, b) for a, b in pairwise(giorni) if primi[a] == primi[b] and len(primi[a]) == 1]
    assert [(a, b) for a, b in coppie if invio.read(b) > invio.read(a) + 1e-9] == []


@pytest.mark.parametrize("rho", [0.0, 0.3])
def test_un_fatto_che_si_attendeva_non_sposta_la_mediana_di_un_giorno(rho: float) -> None:
    """Se il progetto dura da 30 a 60 giorni e ne dura 45, metà delle gare comincia entro lo stesso giorno, o quello accanto.

    Con le stime delle norme non è così, e non può esserlo: chi tarda tarda molto, e finire nel giorno più probabile è una
    buona notizia.
    """
    procedura = DIRITTO.find_procedura("aperta")
    assert procedura is not None
    leggi = {"progettazione": spread_osservate(range(30, 61))}
    oggi, agenda = date(2023, 1, 17), Agenda(DIRITTO, Ipotesi(procedura))
    fine = oggi + timedelta(days=45)
    prima = build_conto(Ipotetica(agenda, oggi, leggi), rho, {}).distribute()
    gara = GaraInCorso(DIRITTO, Ipotesi(procedura), {"progettazione": Svolgimento(iniziata=oggi, conclusa=fine)}, fine)
    dopo = build_conto(Ipotetica(gara, fine, leggi), rho, {}).distribute()
    assert abs(dopo.find_quantile(50) - prima.find_quantile(50)) <= timedelta(days=1)
