"""La legge scritta a mano e quella di `regimi/` danno le stesse date; e una legge futura non tocca il passato.

Le date rifatte senza il programma sono in `tests/conto_a_mano.py`.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import conto_a_mano
from tests.conto_a_mano import DOPO, FUORI_CODICE, PROFILI, UN_GIORNO, Gara, backward, forward_da, forward_invio
from tests.gare import day, find_procedura, get_diritto

from ldq_planner.dates.incerta import parse_data
from ldq_planner.engine.cronoprogramma import Agenda
from ldq_planner.engine.durate import Ipotesi
from ldq_planner.engine.norme import Diritto
from ldq_planner.model.norme import Regime

if TYPE_CHECKING:
    from ldq_planner.model.cronoprogramma import Cronoprogramma

CAMBI = {
    "il decreto semplificazioni": day("17/07/2020"),
    "il nuovo codice": day("01/07/2023"),
    "le domande della competitiva": day("29/11/2023"),
    "le soglie del 2024, e la Gazzetta": day("01/01/2024"),
    "il correttivo": day("31/12/2024"),
    "le soglie del 2026": day("01/01/2026"),
    "la fine delle soglie note": day("01/01/2028"),
}
ATTORNO = 12
"""Giorni attorno a ogni cambio."""
SOTTO, SOPRA = 500_000, 800_000
RIDUCIBILI = ("aperta", "ristretta", "competitiva", "accordo-quadro", "avviso-preinformazione", "invito-su-avviso")
RIDOTTI = ("urgenza", "preinformazione")
DOPO_L_AGGIUDICAZIONE = ("esecuzione-anticipata", "ricorso")
FISSABILI = (
    "progettazione",
    "selezione",
    "negoziazione",
    "contratto_applicativo",
    "tavolo_programmazione",
    "valutazione",
    "anomalia",
    "verifica_requisiti",
    "aggiudicazione",
    "comunicazioni",
    "stipula",
)


@st.composite
def gare(draw: st.DrawFn) -> Gara:
    """Una gara qualunque: procedura, profilo, casi, valore, genere di servizi, fasi fissate."""
    procedura = draw(st.sampled_from(sorted(DOPO)))
    note = {fase.id for fase in get_diritto().list_fasi(find_procedura(procedura))}
    ammessi = ("elettronica", *(RIDOTTI if procedura in RIDUCIBILI else ()))
    casi = draw(st.sets(st.sampled_from((*ammessi, *(() if procedura in FUORI_CODICE else DOPO_L_AGGIUDICAZIONE)))))
    return Gara(
        procedura,
        draw(st.sampled_from(PROFILI)),
        tuple(sorted(casi)),
        draw(st.sampled_from((None, 100_000, 210_000, 218_000, 749_999, 750_000, 900_000))),
        draw(st.sampled_from(("sociale", "altro"))),
        draw(st.dictionaries(st.sampled_from(sorted(note & {*FISSABILI})), st.integers(1, 400), max_size=2)),
    )


giorni = st.one_of(
    st.dates(day("01/06/2016"), day("31/12/2030")),
    st.tuples(st.sampled_from(sorted(CAMBI.values())), st.integers(-40, 40)).map(lambda c: c[0] + c[1] * UN_GIORNO),
)


def build_agenda(gara: Gara, diritto: Diritto | None = None) -> Agenda:
    """La stessa gara, immaginata dal programma."""
    return Agenda(
        diritto or get_diritto(),
        Ipotesi(
            find_procedura(gara.procedura),
            gara.profilo,
            frozenset(("ordinaria", *gara.casi)),
            gara.fissate,
            netto=None if gara.netto is None else Decimal(gara.netto),
            servizio=gara.servizio,
        ),
    )


def list_fini(crono: Cronoprogramma) -> dict[str, date]:
    """La fine di ogni passo che prende giorni, o ne è uno."""
    return {p.id: p.fine for p in crono.passi if p.tipo != "precondizione"}


def keep(fatti: dict[str, date], crono: Cronoprogramma) -> dict[str, date]:
    """I passi rifatti a mano che la procedura ha."""
    return {p.id: fatti[p.id] for p in crono.passi if p.tipo != "precondizione"}


# ——— le stesse date


@given(gare(), giorni)
def test_dal_bando_ogni_data_e_quella_rifatta_a_mano(gara: Gara, giorno: date) -> None:
    """Con la preparazione cominciata al più tardi."""
    invio = conto_a_mano.roll(giorno)
    crono, fatti = build_agenda(gara).schedule_invio(invio), forward_invio(gara, invio)
    assert list_fini(crono) == keep(fatti, crono)
    assert crono.inizio_preparazione == fatti["inizio"]


@given(gare(), giorni)
def test_dal_primo_passo_ogni_data_e_quella_rifatta_a_mano(gara: Gara, giorno: date) -> None:
    """Senza attese: si invia appena pronti."""
    crono, fatti = build_agenda(gara).schedule_da(giorno), forward_da(gara, giorno)
    assert list_fini(crono) == keep(fatti, crono)


@pytest.mark.parametrize("cambio", CAMBI.values(), ids=CAMBI)
@pytest.mark.parametrize("procedura", sorted(DOPO))
def test_attorno_a_ogni_cambio_di_legge_giorno_per_giorno(procedura: str, cambio: date) -> None:
    """In ogni profilo, sotto e sopra soglia."""
    for profilo in PROFILI:
        for netto in (SOTTO, SOPRA):
            gara = Gara(procedura, profilo, netto=netto)
            agenda = build_agenda(gara)
            for n in range(-ATTORNO, ATTORNO + 1):
                invio = conto_a_mano.roll(cambio + n * UN_GIORNO)
                crono = agenda.schedule_invio(invio)
                assert list_fini(crono) == keep(forward_invio(gara, invio), crono), (profilo, netto, invio)


@settings(max_examples=60)
@given(gare(), st.sampled_from(sorted(CAMBI.values())), st.integers(-25, 25), st.integers(-1, 1))
def test_all_indietro_e_l_ultimo_giorno_che_riesce_provati_uno_per_uno(
    gara: Gara, cambio: date, scarto: int, in_piu: int
) -> None:
    """Per un servizio che un bando vicino a un cambio raggiunge, o manca di un giorno."""
    invio = conto_a_mano.roll(cambio + scarto * UN_GIORNO)
    servizio_dal = forward_invio(gara, invio)["avvio"] + in_piu * UN_GIORNO
    assert build_agenda(gara).find_invio(servizio_dal) == backward(gara, servizio_dal, invio - timedelta(days=60))


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


FUTURO = build_diritto_futuro(date(2030, 1, 1))


@given(gare(), giorni)
def test_una_legge_del_2030_non_cambia_le_risposte_di_prima(gara: Gara, giorno: date) -> None:
    """Né in avanti, se si pubblica prima che valga, né all'indietro, se il servizio comincia prima."""
    oggi, domani = build_agenda(gara), build_agenda(gara, FUTURO)
    invio = oggi.calendario.next_lavorativo(giorno)
    if oggi.find_pubblicazione(invio) < date(2030, 1, 1):
        assert domani.schedule_invio(invio) == oggi.schedule_invio(invio)
        assert domani.diritto.find_verificato(invio) == oggi.diritto.find_verificato(invio)
    if giorno < date(2030, 1, 1):
        assert domani.schedule_indietro(giorno) == oggi.schedule_indietro(giorno)


@settings(max_examples=50)
@given(gare(), giorni, st.dates(date(2025, 6, 1), date(2030, 12, 31)))
def test_una_legge_futura_qualunque_non_cambia_le_risposte_di_prima(gara: Gara, giorno: date, dal: date) -> None:
    """Da qualunque giorno cominci."""
    oggi, domani = build_agenda(gara), build_agenda(gara, build_diritto_futuro(dal))
    invio = oggi.calendario.next_lavorativo(giorno)
    if max(invio, oggi.find_pubblicazione(invio)) < dal:
        assert domani.schedule_invio(invio) == oggi.schedule_invio(invio)
    if giorno < dal:
        assert domani.schedule_indietro(giorno) == oggi.schedule_indietro(giorno)


def test_conoscere_una_legge_futura_non_verifica_il_tempo_che_manca() -> None:
    """Fra l'ultimo controllo e il 2030 la legge può cambiare ancora."""
    assert FUTURO.verificato_al == get_diritto().verificato_al == date(2026, 1, 31)


def test_la_legge_futura_vale_dal_suo_giorno() -> None:
    """Senza toccare il codice: è solo un regime in più."""
    agenda = build_agenda(Gara(), FUTURO)
    standstill = [
        next(p.durata for p in agenda.schedule_invio(g).passi if p.id == "standstill")
        for g in (date(2029, 12, 27), date(2030, 1, 2))
    ]
    assert standstill == ["32 giorni", "16 giorni"]
