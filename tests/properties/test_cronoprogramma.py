"""Le date di una gara: all'indietro è l'inverso dell'avanti, e nessuna data cade dove non può.

Gli oracoli sono due: la forza bruta, che prova un giorno dopo l'altro, e un conto in avanti rifatto qui con semplici
insiemi di giorni, senza calendario né agenda.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.gare import ELETTRONICA, URGENTE, get_diritto, imagine, plan_agenda

from ldq_planner.dates.incerta import parse_data
from ldq_planner.engine.cronoprogramma import PROFILI, Agenda
from ldq_planner.engine.norme import Diritto
from ldq_planner.model.norme import Regime

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
def test_l_ultimo_inizio_della_preparazione_riesce_e_nessun_giorno_dopo_riesce(
    agenda: Agenda, obiettivo: date, fissate: dict[str, int]
) -> None:
    """Contro la forza bruta, contando dal primo giorno della preparazione."""
    agenda = build_agenda(agenda, fissate)
    inizio = agenda.find_preparazione(obiettivo)
    assume(inizio is not None)
    assert inizio is not None
    assert is_ultimo(agenda, agenda.start_da, inizio, obiettivo)


@given(agende, giorni, durate)
def test_la_risposta_intera_si_puo_seguire_dalla_preparazione(
    agenda: Agenda, obiettivo: date, fissate: dict[str, int]
) -> None:
    """Comincia quando dice la ricerca sulla preparazione, e cominciando allora il servizio non è in ritardo.

    Nel profilo massimo può dire qualche giorno prima: con il D.L. 76/2020 il termine per aggiudicare corre dalla
    determina, e chi la prende prima del necessario ha meno tempo, non di più.
    """
    agenda = build_agenda(agenda, fissate)
    inizio, crono = agenda.find_preparazione(obiettivo), agenda.schedule_indietro(obiettivo)
    assume(inizio is not None and crono is not None)
    assert inizio is not None
    assert crono is not None
    assert agenda.start_da(crono.inizio_preparazione) <= obiettivo
    assert crono.inizio_preparazione <= inizio
    if agenda.ipotesi.profilo != "massimo":
        assert crono.inizio_preparazione == inizio
        assert agenda.schedule_da(inizio).invio <= crono.invio


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


def test_fra_il_2023_e_il_2024_la_pubblicazione_piu_lunga_non_confonde_la_ricerca() -> None:
    """Al massimo di legge un bando del 29/12/2023 è pubblicato dopo uno del 02/01/2024: 6 giorni lavorativi contro 5.

    Dieci mesi dalla pubblicazione, la ristretta del 2 gennaio comincia prima: la ricerca non si ferma al 28 dicembre.
    """
    agenda = Agenda(get_diritto(), imagine("massimo", "ristretta", stipula=9))
    assert agenda.find_pubblicazione(date(2023, 12, 29)) > agenda.find_pubblicazione(date(2024, 1, 2))
    assert agenda.find_invio(date(2025, 1, 27)) == date(2024, 1, 3)
    assert is_ultimo(agenda, agenda.start_invio, date(2024, 1, 3), date(2025, 1, 27))


@given(agende, giorni, durate)
def test_ogni_fase_si_compie_entro_il_suo_limite(agenda: Agenda, obiettivo: date, fissate: dict[str, int]) -> None:
    """Il limite non precede mai la data prevista, e il margine è la loro differenza."""
    crono = build_agenda(agenda, fissate).schedule_indietro(obiettivo)
    assume(crono is not None)
    assert crono is not None
    for passo in crono.passi:
        if passo.limite is not None:
            assert passo.fine <= passo.limite, passo.id
            assert passo.margine == (passo.limite - passo.fine).days


@given(agenda=agende, obiettivo=st.dates(date(2018, 1, 1), date(2090, 12, 31)), fissate=durate, da_invio=st.booleans())
def test_la_ricerca_prova_pochi_giorni_anche_per_obiettivi_lontani(
    agenda: Agenda, obiettivo: date, fissate: dict[str, int], *, da_invio: bool
) -> None:
    """Non un giorno alla volta: al più venti conti in avanti."""
    agenda = build_agenda(agenda, fissate)
    nome = "start_invio" if da_invio else "start_da"
    with patch.object(agenda, nome, wraps=getattr(agenda, nome)) as start:
        (agenda.find_invio if da_invio else agenda.find_preparazione)(obiettivo)
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


# ——— una legge futura


def build_diritto_futuro(dal: date) -> Diritto:
    """Le norme del programma con una legge in più, che dimezza l'attesa, dal giorno dato."""
    norme = get_diritto().norme
    *prima, ultimo = norme.regimi
    parametro = {
        "id": "standstill",
        "nome": "Attesa",
        "valori": [
            {"dal": str(dal), "valore": 16, "unita": "giorni", "da": "comunicazioni", "fonte": "prova", "verifica": "K"}
        ],
    }
    futuro = Regime.model_validate(
        {
            "id": "futuro",
            "nome": "Legge futura",
            "dal": str(dal),
            "come": ultimo.id,
            "criterio": "prova",
            "fonte": "prova",
            "verifica": "K",
            "verificato_al": str(dal),
            "parametri": [parametro],
        }
    )
    chiuso = ultimo.model_copy(update={"al": parse_data(str(dal - UN_GIORNO))})
    return Diritto(norme._replace(regimi=(*prima, chiuso, futuro)))


@settings(max_examples=50)
@given(agende, giorni, st.dates(date(2025, 6, 1), date(2030, 12, 31)))
def test_una_legge_futura_non_cambia_le_risposte_di_prima(agenda: Agenda, giorno: date, dal: date) -> None:
    """Né in avanti, se si pubblica prima che valga, né all'indietro, se il servizio comincia prima."""
    dopo = Agenda(build_diritto_futuro(dal), agenda.ipotesi)
    invio = agenda.calendario.next_lavorativo(giorno)
    if max(invio, agenda.find_pubblicazione(invio)) < dal:
        assert dopo.schedule_invio(invio) == agenda.schedule_invio(invio)
    if giorno < dal:
        assert dopo.schedule_indietro(giorno) == agenda.schedule_indietro(giorno)


def test_la_legge_futura_vale_dal_suo_giorno() -> None:
    """Senza toccare il codice: è solo un regime in più."""
    dal = date(2027, 3, 1)
    agenda = Agenda(build_diritto_futuro(dal), imagine())
    standstill = [
        next(p.durata for p in agenda.schedule_invio(g).passi if p.id == "standstill") for g in (date(2027, 2, 26), dal)
    ]
    assert standstill == ["32 giorni", "16 giorni"]


# ——— il conto in avanti rifatto con insiemi di giorni

LUNEDI_DELL_ANGELO = (
    "2018-04-02 2019-04-22 2020-04-13 2021-04-05 2022-04-18 2023-04-10 2024-04-01 2025-04-21 2026-04-06 2027-03-29 "
    "2028-04-17 2029-04-02 2030-04-22 2031-04-14 2032-03-29 2033-04-18"
)
FISSI = ((1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (11, 1), (12, 8), (12, 25), (12, 26))
RIPOSO = (
    {date(anno, mese, giorno) for anno in range(2018, 2034) for mese, giorno in FISSI}
    | {date(anno, 10, 4) for anno in range(2026, 2034)}
    | {date.fromisoformat(g) for g in LUNEDI_DELL_ANGELO.split()}
    | {g for n in range(16 * 366) if (g := date(2018, 1, 1) + n * UN_GIORNO).isoweekday() in {6, 7}}
)
ATTESA_CORTA_DAL = date(2024, 12, 31)


def roll(giorno: date) -> date:
    """Il primo giorno fuori dall'insieme dei giorni di riposo."""
    return next(g for n in range(30) if (g := giorno + n * UN_GIORNO) not in RIPOSO)


def count_in_avanti(invio: date, profilo: str) -> list[date]:
    """Offerte, aggiudicazione, comunicazioni, fine dell'attesa, stipula, avvio: la procedura aperta, offerte elettroniche."""
    stimate = profilo == "probabile"
    pubblicazione = roll(invio + 2 * UN_GIORNO) if stimate else invio
    offerte = aggiudicazione = roll(invio + (40 if stimate else 30) * UN_GIORNO)
    for durata in (20, 50, 10, 30, 10) if stimate else ():
        aggiudicazione = roll(aggiudicazione + durata * UN_GIORNO)
    comunicazioni = roll(aggiudicazione + 2 * UN_GIORNO) if stimate else aggiudicazione
    attesa = roll(comunicazioni + (32 if pubblicazione >= ATTESA_CORTA_DAL else 35) * UN_GIORNO)
    stipula = roll(attesa + (15 if stimate else 1) * UN_GIORNO)
    return [offerte, aggiudicazione, comunicazioni, attesa, stipula, stipula + (10 if stimate else 1) * UN_GIORNO]


@pytest.mark.parametrize("profilo", ["minimo", "probabile"])
def test_il_conto_in_avanti_e_quello_rifatto_con_insiemi_di_giorni(profilo: str) -> None:
    """Per ogni invio dal 2018 al 2030, sotto tutte le leggi."""
    agenda = plan_agenda(profilo)
    fasi = ("ricezione_offerte", "aggiudicazione", "comunicazioni", "standstill", "stipula", "avvio")
    for n in range(13 * 365):
        invio = date(2018, 1, 1) + n * UN_GIORNO
        if invio not in RIPOSO:
            crono = agenda.schedule_invio(invio)
            assert [crono.find_fine(f) for f in fasi] == count_in_avanti(invio, profilo), invio
