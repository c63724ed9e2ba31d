"""Le date di una gara: all'indietro è l'inverso dell'avanti, e nessuna data cade dove non può.

Qui l'oracolo è la forza bruta, che prova un giorno dopo l'altro; le date rifatte senza il programma, con la legge scritta
a mano, sono in `test_legge.py`.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.gare import ELETTRONICA, URGENTE, plan_agenda

from ldq_planner.engine.cronoprogramma import Agenda
from ldq_planner.engine.durate import PROFILI

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

UN_GIORNO = timedelta(days=1)
DOPO = 200
"""Giorni oltre il limite in cui la forza bruta cerca un giorno che riesca."""
MAX_TENTATIVI = 20
FASI_FISSABILI = (
    "progettazione",
    "ricezione_offerte",
    "valutazione",
    "verifica_requisiti",
    "aggiudicazione",
    "stipula",
)

giorni = st.dates(date(2018, 1, 1), date(2030, 12, 31))
AGENDE = {
    f"{procedura}, {profilo}{', con urgenza' if casi == URGENTE else ''}": plan_agenda(profilo, procedura, casi)
    for procedura, tutti_i_casi in {
        "aperta": (ELETTRONICA, URGENTE),
        "ristretta": (ELETTRONICA, URGENTE),
        "negoziata": (ELETTRONICA,),
        "affidamento-diretto": (ELETTRONICA,),
        "co-progettazione": (ELETTRONICA,),
        "competitiva": (ELETTRONICA, URGENTE),
        "accordo-quadro": (ELETTRONICA,),
        "avviso-preinformazione": (ELETTRONICA, URGENTE),
        "ripetizione": (ELETTRONICA,),
        "co-programmazione": (ELETTRONICA,),
    }.items()
    for profilo in PROFILI
    for casi in tutti_i_casi
}
agende = st.sampled_from(sorted(AGENDE)).map(AGENDE.__getitem__)
durate = st.dictionaries(st.sampled_from(FASI_FISSABILI), st.integers(1, 120), max_size=3)


def build_agenda(agenda: Agenda, fissate: dict[str, int]) -> Agenda:
    """La stessa gara con quelle fasi fissate."""
    return Agenda(agenda.diritto, agenda.ipotesi._replace(fissate=fissate))


def list_lavorativi(agenda: Agenda, dopo: date) -> Iterator[date]:
    """I giorni lavorativi che seguono, per un bel po'."""
    for n in range(1, DOPO + 1):
        giorno = dopo + n * UN_GIORNO
        if agenda.calendario.is_lavorativo(giorno):
            yield giorno


def is_ultimo(agenda: Agenda, start: Callable[[date], date], limite: date, obiettivo: date) -> bool:
    """Vero se quel giorno riesce e nessun giorno lavorativo dopo riesce: provati uno per uno."""
    return start(limite) <= obiettivo and all(start(g) > obiettivo for g in list_lavorativi(agenda, limite))


# ——— all'indietro


@given(agende, giorni, durate)
def test_l_ultimo_invio_utile_riesce_e_nessun_giorno_dopo_riesce(
    agenda: Agenda, obiettivo: date, fissate: dict[str, int]
) -> None:
    """Contro la forza bruta, anche a cavallo di un cambio di legge."""
    agenda = build_agenda(agenda, fissate)
    limite = agenda.find_invio(obiettivo)
    assume(limite is not None)
    assert limite is not None
    assert agenda.calendario.is_lavorativo(limite)
    assert is_ultimo(agenda, agenda.start_invio, limite, obiettivo)


@settings(max_examples=40)
@given(agende, giorni, durate)
def test_la_preparazione_comincia_al_piu_tardi(agenda: Agenda, obiettivo: date, fissate: dict[str, int]) -> None:
    """Cominciando quel giorno si fa in tempo, e cominciando dopo no: anche attendendo una legge più favorevole."""
    agenda = build_agenda(agenda, fissate)
    crono = agenda.schedule_indietro(obiettivo)
    assume(crono is not None)
    assert crono is not None
    dopo = agenda.calendario.next_lavorativo(crono.inizio_preparazione + UN_GIORNO)
    assert agenda.schedule_primo(crono.inizio_preparazione).avvio <= obiettivo
    assert agenda.schedule_primo(dopo).avvio > obiettivo


@given(agende, giorni, durate)
def test_una_sola_catena(agenda: Agenda, obiettivo: date, fissate: dict[str, int]) -> None:
    """Il giorno in cui si comincia è quello del primo passo; se inviare appena pronti fa tardi, si dice da quando si può."""
    agenda = build_agenda(agenda, fissate)
    crono = agenda.schedule_indietro(obiettivo)
    assume(crono is not None)
    assert crono is not None
    primo = next(p for p in crono.passi if p.tipo not in {"precondizione", "parallela"})
    assert crono.inizio_preparazione == primo.inizio
    attesa = agenda.find_attesa(crono, obiettivo)
    assert (attesa is not None) == (agenda.start_da(crono.inizio_preparazione) > obiettivo)
    if attesa is not None:
        fra = [g for g in list_lavorativi(agenda, attesa - UN_GIORNO) if g <= crono.invio]
        assert all(agenda.start_invio(g) <= obiettivo for g in fra)
        assert agenda.start_invio(agenda.calendario.last_lavorativo(attesa - UN_GIORNO)) > obiettivo


@pytest.mark.parametrize("nome", sorted(AGENDE))
def test_a_ogni_cambio_di_legge_la_forza_bruta_e_d_accordo(nome: str) -> None:
    """Per ogni obiettivo che un invio attorno al cambio raggiunge esattamente, o manca di un giorno."""
    agenda = AGENDE[nome]
    for cambio in agenda.diritto.list_cambi()[1:]:
        attorno = [g for g in list_lavorativi(agenda, cambio - 30 * UN_GIORNO) if g < cambio + 30 * UN_GIORNO]
        avvii = {g: agenda.start_invio(g) for g in attorno}
        for obiettivo in {g for avvio in avvii.values() for g in (avvio, avvio - UN_GIORNO)}:
            riescono = [g for g in attorno if avvii[g] <= obiettivo]
            if riescono and riescono[-1] != attorno[-1]:
                assert agenda.find_invio(obiettivo) == riescono[-1], obiettivo


@given(agende, giorni, durate)
def test_ogni_fase_si_compie_entro_il_suo_limite(agenda: Agenda, obiettivo: date, fissate: dict[str, int]) -> None:
    """Il limite non precede mai la data prevista, e il margine è la loro differenza.

    Della preparazione è il giorno da cui si conta il passo che segue.
    """
    crono = build_agenda(agenda, fissate).schedule_indietro(obiettivo)
    assume(crono is not None)
    assert crono is not None
    catena = [p for p in crono.passi if p.tipo not in {"precondizione", "parallela"}]
    for passo, seguente in pairwise(catena):
        assert passo.limite is not None
        assert passo.fine <= passo.limite, passo.id
        assert passo.margine == (passo.limite - passo.fine).days
        if seguente.inizio <= crono.invio:
            assert passo.limite == seguente.inizio


@given(agende, st.dates(date(2018, 1, 1), date(2090, 12, 31)), durate)
def test_la_ricerca_prova_pochi_giorni_anche_per_obiettivi_lontani(
    agenda: Agenda, obiettivo: date, fissate: dict[str, int]
) -> None:
    """Non un giorno alla volta: al più venti conti in avanti."""
    agenda = build_agenda(agenda, fissate)
    with patch.object(agenda, "start_invio", wraps=agenda.start_invio) as start:
        agenda.find_invio(obiettivo)
    assert start.call_count <= MAX_TENTATIVI


# ——— in avanti


@given(agenda=agende, inizio=giorni, fissate=durate, patrono=st.booleans())
def test_nessun_atto_cade_in_un_giorno_non_lavorativo(
    agenda: Agenda, inizio: date, fissate: dict[str, int], *, patrono: bool
) -> None:
    """Salvo il primo giorno di servizio, che può essere festivo."""
    agenda = Agenda(agenda.diritto, agenda.ipotesi._replace(fissate=fissate, patrono=patrono))
    crono = agenda.schedule_da(inizio)
    atti = {p.id: p.fine for p in crono.passi if p.tipo != "avvio"} | {"invio": crono.invio, "": crono.pubblicazione}
    assert [id_ for id_, giorno in atti.items() if not agenda.calendario.is_lavorativo(giorno)] == []


@given(agende, giorni, durate)
def test_le_fasi_si_susseguono(agenda: Agenda, inizio: date, fissate: dict[str, int]) -> None:
    """Ognuna comincia dove finisce quella prima, e non finisce prima di cominciare."""
    passi = [
        p
        for p in build_agenda(agenda, fissate).schedule_da(inizio).passi
        if p.tipo not in {"precondizione", "parallela"}
    ]
    assert all(p.inizio <= p.fine for p in passi)
    assert [p.inizio for p in passi[1:]] == [p.fine for p in passi[:-1]]


@given(agende, giorni, durate)
def test_il_primo_giorno_di_servizio_e_quello_del_cronoprogramma(
    agenda: Agenda, giorno: date, fissate: dict[str, int]
) -> None:
    """La scorciatoia della ricerca non dice altro."""
    agenda = build_agenda(agenda, fissate)
    giorno = agenda.calendario.next_lavorativo(giorno)
    assert agenda.start_da(giorno) == agenda.schedule_da(giorno).avvio
    assert agenda.start_invio(giorno) == agenda.schedule_invio(giorno).avvio


@given(agende, giorni, durate, st.sampled_from(FASI_FISSABILI), st.integers(1, 60))
def test_dare_giorni_a_una_fase_non_fa_mai_cominciare_prima(
    agenda: Agenda, invio: date, fissate: dict[str, int], fase: str, giorni_in_piu: int
) -> None:
    """A parità di invio, cioè sotto la stessa legge."""
    invio = agenda.calendario.next_lavorativo(invio)
    fissate = {"valutazione": 30, fase: 20, **fissate}
    avvii = [
        build_agenda(agenda, {**fissate, fase: fissate[fase] + in_piu}).start_invio(invio)
        for in_piu in (0, giorni_in_piu)
    ]
    assert avvii[0] <= avvii[1]
