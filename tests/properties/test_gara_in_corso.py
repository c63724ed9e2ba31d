"""Le leggi di una gara in corso, su fatti qualunque."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.gare import find_procedura, get_diritto

from ldq_planner.engine.durate import PROFILI, Ipotesi
from ldq_planner.engine.gara_in_corso import GaraInCorso
from ldq_planner.model.avanzamento import Svolgimento

if TYPE_CHECKING:
    from ldq_planner.model.cronoprogramma import Cronoprogramma

PROCEDURE = ("aperta", "ristretta", "negoziata", "affidamento-diretto", "co-progettazione")
LUNGO = 400
"""Giorni: quanto una fase può tardare, in queste prove."""


@st.composite
def gare(draw: st.DrawFn) -> GaraInCorso:
    """Una gara in cui le prime fasi sono compiute, ciascuna qualche giorno dopo quella che la precede; oggi è dopo."""
    procedura = find_procedura(draw(st.sampled_from(PROCEDURE)))
    ipotesi = Ipotesi(procedura, draw(st.sampled_from(PROFILI)))
    catena = [f for f in get_diritto().list_fasi(procedura) if f.tipo not in ("precondizione", "parallela", "avvio")]
    giorno = draw(st.dates(date(2018, 1, 1), date(2027, 12, 31)))
    svolte: dict[str, Svolgimento] = {}
    for fase in catena[: draw(st.integers(1, len(catena)))]:
        giorno += timedelta(days=draw(st.integers(0, 60)))
        if draw(st.booleans()) or not svolte:
            svolte[fase.id] = Svolgimento(conclusa=giorno)
    return GaraInCorso(get_diritto(), ipotesi, svolte, giorno + timedelta(days=draw(st.integers(0, 30))))


def tell(gara: GaraInCorso, fase: str, detto: Svolgimento, oggi: date) -> Cronoprogramma:
    """La stessa gara con un fatto in più."""
    return GaraInCorso(gara.diritto, gara.ipotesi, {**gara.svolgimenti, fase: detto}, oggi).follow()


def read_date(crono: Cronoprogramma) -> list[tuple[str, date, date]]:
    """Le date di ogni fase."""
    return [(p.id, p.inizio, p.fine) for p in crono.passi]


@settings(max_examples=80, deadline=None)
@given(gare())
def test_un_fatto_uguale_alla_stima_non_cambia_nessuna_data(gara: GaraInCorso) -> None:
    """Scrivere che è accaduto ciò che si prevedeva, nel giorno in cui si prevedeva, non sposta nulla."""
    crono = gara.follow()
    fuori = {"programmazione", "pubblicazione", *gara.svolgimenti}
    prossima = next((p for p in crono.passi if p.fine >= gara.oggi and p.id not in fuori), None)
    assume(prossima is not None)
    assert prossima is not None
    oggi = prossima.fine
    senza = GaraInCorso(gara.diritto, gara.ipotesi, gara.svolgimenti, oggi).follow()
    stimata = next(p for p in senza.passi if p.id == prossima.id)
    assume(stimata.fine == oggi)
    assert read_date(tell(gara, prossima.id, Svolgimento(conclusa=oggi), oggi)) == read_date(senza)
    assert read_date(tell(gara, prossima.id, Svolgimento(fissata=oggi), oggi)) == read_date(senza)


@settings(max_examples=80, deadline=None)
@given(gare(), st.integers(1, LUNGO))
def test_senza_un_fatto_l_inizio_si_sposta_solo_per_un_ritardo(gara: GaraInCorso, giorni: int) -> None:
    """Mai indietro; e per nulla, finché ogni fase aperta è nella sua durata."""
    prima, oggi = gara.follow(), gara.oggi + timedelta(days=giorni)
    dopo = GaraInCorso(gara.diritto, gara.ipotesi, gara.svolgimenti, oggi).follow()
    if gara.bando_partito:
        assert dopo.avvio >= prima.avvio
        aperte = [
            p
            for p in prima.passi
            if p.tipo not in ("precondizione", "parallela") and p.origine not in ("fatto", "presunto")
        ]
        if all(p.fine >= oggi for p in aperte if p.tipo != "dilatorio"):
            assert dopo.avvio == max(prima.avvio, oggi + timedelta(days=1))


@settings(max_examples=80, deadline=None)
@given(gare())
def test_cio_che_e_fatto_ha_il_suo_giorno_e_cio_che_non_lo_e_non_finisce_nel_passato(gara: GaraInCorso) -> None:
    """I fatti restano i fatti, nell'ordine in cui sono accaduti."""
    crono = gara.follow()
    passi = {p.id: p for p in crono.passi}
    for fase, svolto in gara.svolgimenti.items():
        assert passi[fase].fine == svolto.conclusa
    catena = [p for p in crono.passi if p.tipo not in ("precondizione", "parallela")]
    assert [p.fine for p in catena] == sorted(p.fine for p in catena)
    assert all(p.fine >= gara.oggi for p in catena if p.origine not in ("fatto", "presunto") and p.tipo != "dilatorio")
    assert crono.avvio > gara.oggi or gara.get("avvio").conclusa is not None


@settings(max_examples=80, deadline=None)
@given(gare(), st.integers(0, 120))
def test_chi_compie_una_fase_entro_il_suo_limite_comincia_in_tempo(gara: GaraInCorso, giorni: int) -> None:
    """Fissata all'ultimo giorno utile il servizio comincia entro l'obiettivo, ogni altra fase nella sua durata; dieci dopo, no."""
    crono = gara.follow()
    assume(gara.bando_partito and gara.ipotesi.profilo != "massimo")  # lì le fasi si allungano fino al termine di legge
    obiettivo = crono.avvio + timedelta(days=giorni)
    passi = {p.id: p for p in gara.add_limiti(crono, obiettivo).passi}
    aperta = next((f for f in gara.catena if gara.find_fine_nota(f) is None and not gara.is_presunta(f)), None)
    assume(aperta is not None)
    assert aperta is not None
    limite = passi[aperta.id].limite
    assert limite is not None
    assert limite >= passi[aperta.id].fine
    assert tell(gara, aperta.id, Svolgimento(fissata=limite), gara.oggi).avvio <= obiettivo
    tardi = limite + timedelta(days=10)
    assert tell(gara, aperta.id, Svolgimento(fissata=tardi), gara.oggi).avvio > obiettivo
