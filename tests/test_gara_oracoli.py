"""Le gare calcolate a mano, come un funzionario le può confermare o contestare.

Ogni oracolo è un conto fatto sul calendario prima che il motore esistesse: O1 e O2 all'indietro, O4 all'indietro e in
avanti con le durate probabili, O5 al confine fra due leggi. Il 7 dicembre non è festivo per i termini di legge.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.gare import (
    CARTACEA,
    ELETTRONICA,
    OGGI,
    URGENTE,
    VALUTAZIONE_60,
    VALUTAZIONE_90,
    day,
    find_passo,
    get_diritto,
    imagine,
    list_codici,
    plan,
    plan_agenda,
)
from tests.supporto import ldq

from ldq_planner.dates.calendario import add_unita, name_giorno

if TYPE_CHECKING:
    from datetime import date

    from ldq_planner.model.cronoprogramma import EsitoGara

CAPODANNO_2024 = day("01/01/2024")
LUGLIO_2023 = day("01/07/2023")


def describe(esito: EsitoGara) -> dict[str, date | None]:
    """Le date di una gara, con i nomi della tabella degli oracoli."""
    return {
        "invio": esito.invio,
        "offerte": esito.scadenza_offerte,
        "aggiudicazione": esito.aggiudicazione,
        "comunicazioni": esito.comunicazioni,
        "fine standstill": esito.fine_standstill,
        "stipula": esito.stipula,
        "avvio": esito.avvio,
    }


def write_date(*date_: str) -> dict[str, date]:
    """Le stesse date, scritte a mano."""
    nomi = ("invio", "offerte", "aggiudicazione", "comunicazioni", "fine standstill", "stipula", "avvio")
    return dict(zip(nomi, map(day, date_), strict=True))


def end_termine(parametro: str, evento: str) -> date:
    """Quando scade un termine di legge da un evento, sotto la legge del 19/07/2023."""
    diritto = get_diritto()
    valore = diritto.find_valore(parametro, day("19/07/2023"))
    assert valore is not None
    calendario = diritto.get_calendario()
    return calendario.roll_termine(day(evento), add_unita(day(evento), valore.valore, valore.unita, calendario))


# ——— O1: un servizio dal 1° gennaio 2024


@pytest.fixture(scope="module")
def o1() -> EsitoGara:
    """Offerte in 30 giorni, 90 per valutarle, 5 per comunicare, 35 di attesa."""
    return plan(imagine(**VALUTAZIONE_90), servizio_dal=CAPODANNO_2024)


def test_per_cominciare_il_1_gennaio_2024_il_bando_parte_al_piu_tardi_mercoledi_19_luglio_2023(o1: EsitoGara) -> None:
    """E vale il nuovo codice, perché è pubblicato dopo il 1° luglio."""
    assert (o1.invio, name_giorno(o1.invio)) == (day("19/07/2023"), "mercoledì")
    assert (o1.regime, o1.direzione) == ("d36", "indietro")


def test_partito_il_19_luglio_il_servizio_comincia_venerdi_29_dicembre_con_tre_giorni_di_margine(
    o1: EsitoGara,
) -> None:
    """I 35 giorni dal 21 novembre scadono a Santo Stefano: il termine passa al 27, la firma al 28."""
    assert describe(o1) == write_date(
        "19/07/2023", "18/08/2023", "16/11/2023", "21/11/2023", "27/12/2023", "28/12/2023", "29/12/2023"
    )
    assert find_passo(o1, "standstill").scade == day("26/12/2023")
    assert find_passo(o1, "avvio").margine == 3


@pytest.mark.parametrize(
    ("fase", "limite", "perche"),
    [
        pytest.param(
            "stipula", "29/12/2023", "sabato 30 e domenica 31 non si firma", id="la-firma-venerdì-29-dicembre"
        ),
        pytest.param("standstill", "28/12/2023", "finisce la vigilia della firma", id="l-attesa-finisce-giovedì-28"),
        pytest.param("comunicazioni", "23/11/2023", "dal 24 si arriva al 29", id="si-comunica-giovedì-23-novembre"),
        pytest.param("aggiudicazione", "17/11/2023", "dal 20 si arriva al 27", id="si-aggiudica-venerdì-17-novembre"),
        pytest.param("valutazione", "17/11/2023", "aggiudica lo stesso giorno", id="si-valuta-fino-al-17-novembre"),
        pytest.param("ricezione_offerte", "18/08/2023", "dal 21 si arriva al 20", id="le-offerte-venerdì-18-agosto"),
        pytest.param("invio_bando", "19/07/2023", "dal 20 le offerte vanno al 21", id="il-bando-mercoledì-19-luglio"),
        pytest.param("avvio", "01/01/2024", "il servizio può cominciare di festa", id="il-servizio-a-capodanno"),
    ],
)
def test_l_ultimo_giorno_utile_di_ogni_fase(o1: EsitoGara, fase: str, limite: str, perche: str) -> None:
    """La colonna «al più tardi» di O1; `perche` è la ragione, per chi rifà il conto."""
    passo = find_passo(o1, fase)
    assert passo.limite == day(limite), perche
    assert passo.margine == (day(limite) - passo.fine).days


def test_un_giorno_lavorativo_dopo_si_firma_nel_2024() -> None:
    """Dal 20 luglio le offerte scadono lunedì 21 agosto, e ogni fase slitta."""
    esito = plan(imagine(**VALUTAZIONE_90), invio=day("20/07/2023"))
    assert describe(esito) == write_date(
        "20/07/2023", "21/08/2023", "20/11/2023", "27/11/2023", "02/01/2024", "03/01/2024", "04/01/2024"
    )


def test_in_avanti_dal_19_luglio_si_trovano_le_stesse_date(o1: EsitoGara) -> None:
    """All'indietro è l'inverso dell'avanti."""
    assert describe(plan(imagine(**VALUTAZIONE_90), invio=o1.invio)) == describe(o1)


def test_con_l_urgenza_motivata_il_bando_parte_al_piu_tardi_giovedi_3_agosto_2023() -> None:
    """Quindici giorni invece di trenta, e la stessa scadenza delle offerte."""
    esito = plan(imagine(casi=URGENTE, **VALUTAZIONE_90), servizio_dal=CAPODANNO_2024)
    assert (esito.invio, esito.scadenza_offerte) == (day("03/08/2023"), day("18/08/2023"))
    avviso = next(a for a in esito.avvisi if a.codice == "condizione-del-termine")
    assert "L'urgenza va motivata" in avviso.messaggio


def test_i_nove_mesi_per_aggiudicare_scadono_il_19_aprile_2024(o1: EsitoGara) -> None:
    """Nove mesi dalla pubblicazione del 19 luglio, stesso numero di giorno."""
    assert find_passo(o1, "aggiudicazione").termine_massimo == day("19/04/2024")
    assert "oltre-il-termine" not in list_codici(o1)


@pytest.mark.parametrize(
    ("parametro", "evento", "scade"),
    [
        pytest.param("aggiudicazione_aperta", "19/07/2023", "19/04/2024", id="nove-mesi-dalla-pubblicazione"),
        pytest.param("validita_offerte", "18/08/2023", "14/02/2024", id="offerte-valide-180-giorni"),
        pytest.param("stipula_massimo", "17/11/2023", "16/01/2024", id="stipula-in-60-giorni-dall-aggiudicazione"),
    ],
)
def test_i_limiti_di_legge_dalle_date_piu_tarde(parametro: str, evento: str, scade: str) -> None:
    """Sulla catena di O1 in cui ogni fase si compie all'ultimo giorno utile."""
    assert end_termine(parametro, evento) == day(scade)


def test_la_stipula_ha_sessanta_giorni_dall_aggiudicazione_vera(o1: EsitoGara) -> None:
    """Dal 16 novembre: il 15 gennaio 2024, prima dei 180 giorni delle offerte."""
    assert find_passo(o1, "stipula").termine_massimo == day("15/01/2024")


# ——— O2: un servizio dal 1° luglio 2023 (Mazzini, San Siro)

TRE_TERMINI = pytest.mark.parametrize(
    ("casi", "invio"),
    [
        pytest.param(URGENTE, "03/03/2023", id="15-giorni-venerdì-3-marzo"),
        pytest.param(ELETTRONICA, "17/02/2023", id="30-giorni-venerdì-17-febbraio"),
        pytest.param(CARTACEA, "13/02/2023", id="35-giorni-lunedì-13-febbraio"),
    ],
)


@TRE_TERMINI
def test_per_cominciare_il_1_luglio_2023_il_bando_parte_al_piu_tardi(casi: tuple[str, ...], invio: str) -> None:
    """Con il vecchio codice; le offerte scadono in ogni caso lunedì 20 marzo, e il servizio comincia il 30 giugno."""
    esito = plan(imagine(casi=casi, **VALUTAZIONE_60), servizio_dal=LUGLIO_2023)
    assert esito.regime == "d50_dls"
    assert describe(esito) == write_date(
        invio, "20/03/2023", "19/05/2023", "24/05/2023", "28/06/2023", "29/06/2023", "30/06/2023"
    )


@TRE_TERMINI
def test_in_avanti_dal_bando_del_vecchio_codice_si_trovano_le_stesse_date(casi: tuple[str, ...], invio: str) -> None:
    """Sia il termine di 15, di 30 o di 35 giorni."""
    ipotesi = imagine(casi=casi, **VALUTAZIONE_60)
    assert describe(plan(ipotesi, invio=day(invio))) == describe(plan(ipotesi, servizio_dal=LUGLIO_2023))


@TRE_TERMINI
def test_un_giorno_lavorativo_dopo_si_firma_martedi_4_luglio(casi: tuple[str, ...], invio: str) -> None:
    """Cioè dopo la fine dei contratti del 30 giugno."""
    agenda = plan_agenda(casi=casi, **VALUTAZIONE_60)
    dopo = agenda.calendario.next_lavorativo(day(invio) + timedelta(days=1))
    assert agenda.schedule_invio(dopo).find_fine("stipula") == day("04/07/2023")


def test_le_offerte_del_20_febbraio_scadono_mercoledi_22_marzo() -> None:
    """Trenta giorni da lunedì 20 febbraio: due giorni oltre il limite."""
    assert plan(imagine(**VALUTAZIONE_60), invio=day("20/02/2023")).scadenza_offerte == day("22/03/2023")


@pytest.mark.parametrize(
    ("fase", "limite"),
    [
        pytest.param("stipula", "30/06/2023", id="la-firma-venerdì-30-giugno"),
        pytest.param("standstill", "29/06/2023", id="l-attesa-finisce-giovedì-29"),
        pytest.param("comunicazioni", "25/05/2023", id="si-comunica-giovedì-25-maggio"),
        pytest.param("aggiudicazione", "19/05/2023", id="si-aggiudica-venerdì-19-maggio"),
        pytest.param("ricezione_offerte", "20/03/2023", id="le-offerte-lunedì-20-marzo"),
    ],
)
def test_gli_ultimi_giorni_utili_con_il_vecchio_codice(fase: str, limite: str) -> None:
    """La riga «al più tardi» di O2."""
    esito = plan(imagine(casi=CARTACEA, **VALUTAZIONE_60), servizio_dal=LUGLIO_2023)
    assert find_passo(esito, fase).limite == day(limite)


def test_i_sei_mesi_dalla_determina_adottata_il_13_febbraio_scadono_il_14_agosto_2023() -> None:
    """Corrono dall'adozione, lunedì 13, e non da venerdì 10, quando si apre; il 13 agosto è domenica."""
    esito = plan(imagine(casi=CARTACEA, decisione_contrarre=3, **VALUTAZIONE_60), servizio_dal=LUGLIO_2023)
    assert find_passo(esito, "decisione_contrarre").inizio == day("10/02/2023")
    assert find_passo(esito, "aggiudicazione").termine_massimo == day("14/08/2023")
    assert "oltre-il-termine" not in list_codici(esito)


# ——— O4: le durate probabili


@pytest.fixture(scope="module")
def o4() -> EsitoGara:
    """Un servizio dal 1° gennaio 2024, con le durate probabili."""
    return plan(imagine("probabile"), servizio_dal=CAPODANNO_2024)


def test_con_le_durate_probabili_il_bando_parte_al_piu_tardi_venerdi_19_maggio_2023(o4: EsitoGara) -> None:
    """Due mesi prima che con i minimi: e a quella data vale il vecchio codice."""
    assert describe(o4) == write_date(
        "19/05/2023", "28/06/2023", "30/10/2023", "02/11/2023", "07/12/2023", "22/12/2023", "01/01/2024"
    )
    assert o4.regime == "d50_dls"


def test_il_lunedi_dopo_e_tardi() -> None:
    """Dal 22 maggio si firma il 27 dicembre e si comincia il 6 gennaio 2024."""
    esito = plan(imagine("probabile"), invio=day("22/05/2023"))
    assert (esito.stipula, esito.avvio) == (day("27/12/2023"), day("06/01/2024"))


@pytest.mark.parametrize(
    ("fase", "inizio"),
    [
        pytest.param("decisione_contrarre", "04/05/2023", id="la-determina-da-giovedì-4-maggio"),
        pytest.param("indirizzo", "14/04/2023", id="la-Giunta-da-venerdì-14-aprile"),
        pytest.param("progettazione", "28/02/2023", id="il-progetto-da-martedì-28-febbraio"),
    ],
)
def test_la_preparazione_comincia_al_piu_tardi(o4: EsitoGara, fase: str, inizio: str) -> None:
    """Contata all'indietro dal bando."""
    assert find_passo(o4, fase).inizio == day(inizio)


def test_il_17_gennaio_2023_restano_42_giorni_per_cominciare_il_progetto(o4: EsitoGara) -> None:
    """Cominciando quel giorno il servizio parte il 19 novembre: si fa in tempo."""
    assert (o4.inizio_preparazione, o4.margine_giorni) == (day("28/02/2023"), 42)
    assert (o4.primo_avvio_possibile, o4.ritardo_giorni) == (day("19/11/2023"), 0)


def test_l_aggiudicazione_sta_nei_sei_mesi_dall_adozione_del_19_maggio(o4: EsitoGara) -> None:
    """Il 19 novembre è domenica: il termine passa a lunedì 20."""
    assert find_passo(o4, "aggiudicazione").termine_massimo == day("20/11/2023")
    assert "oltre-il-termine" not in list_codici(o4)


def test_cominciando_il_17_gennaio_2023_il_servizio_parte_domenica_19_novembre() -> None:
    """Progetto fino al 3 marzo, Giunta fino al 23, bando venerdì 7 aprile; un servizio può cominciare di domenica."""
    esito = plan(imagine("probabile"), da=OGGI)
    assert describe(esito) == write_date(
        "07/04/2023", "17/05/2023", "18/09/2023", "20/09/2023", "25/10/2023", "09/11/2023", "19/11/2023"
    )
    assert find_passo(esito, "progettazione").fine == day("03/03/2023")
    assert find_passo(esito, "indirizzo").fine == day("23/03/2023")
    assert (esito.direzione, esito.inizio_preparazione, esito.margine_giorni) == ("avanti", OGGI, 0)
    assert name_giorno(esito.avvio) == "domenica"


# ——— O5: il confine fra due leggi


def test_un_bando_del_30_dicembre_2024_attende_35_giorni_e_si_firma_martedi_10_giugno_2025() -> None:
    """È l'ultimo giorno del testo originario."""
    esito = plan(imagine(**VALUTAZIONE_90), invio=day("30/12/2024"))
    assert esito.regime == "d36"
    assert describe(esito) == write_date(
        "30/12/2024", "29/01/2025", "29/04/2025", "05/05/2025", "09/06/2025", "10/06/2025", "11/06/2025"
    )


def test_un_bando_del_31_dicembre_2024_attende_32_giorni_e_si_firma_un_giorno_prima() -> None:
    """Parte dopo e arriva prima: è il correttivo."""
    esito = plan(imagine(**VALUTAZIONE_90), invio=day("31/12/2024"))
    assert esito.regime == "d36_corr"
    assert describe(esito) == write_date(
        "31/12/2024", "30/01/2025", "30/04/2025", "05/05/2025", "06/06/2025", "09/06/2025", "10/06/2025"
    )


def test_per_cominciare_il_10_giugno_2025_conta_il_bando_piu_tardo_anche_se_quello_prima_arriva_tardi() -> None:
    """Il 31 dicembre riesce e il 30 no: chi sottrae, o si ferma al primo che non riesce, sbaglia."""
    agenda = plan_agenda(**VALUTAZIONE_90)
    assert agenda.find_invio(day("10/06/2025")) == day("31/12/2024")
    assert agenda.schedule_invio(day("30/12/2024")).avvio > day("10/06/2025")


def test_al_confine_si_mostrano_le_due_letture() -> None:
    """Il 30 dicembre si legge anche come con il correttivo, e viceversa."""
    prima, dopo = (plan(imagine(**VALUTAZIONE_90), invio=day(g)).altra_lettura for g in ("30/12/2024", "31/12/2024"))
    assert prima is not None
    assert (prima.regime, prima.stipula) == ("d36_corr", day("09/06/2025"))
    assert dopo is not None
    assert (dopo.regime, dopo.stipula) == ("d36", day("10/06/2025"))


# ——— gli stessi conti, dalla riga di comando

O1 = ("--profilo", "minimo", "--fase", "valutazione=90", "--fase", "comunicazioni=5")
O2 = ("--servizio-dal", "2023-07-01", "--profilo", "minimo", "--fase", "valutazione=60", "--fase", "comunicazioni=5")
CAMPI = ("invio", "scadenza_offerte", "aggiudicazione", "comunicazioni", "fine_standstill", "stipula", "avvio")
DA_RIGA_DI_COMANDO = {
    "O1 all'indietro": (
        ("--servizio-dal", "2024-01-01", *O1),
        "d36",
        "19/07/2023 18/08/2023 16/11/2023 21/11/2023 27/12/2023 28/12/2023 29/12/2023",
    ),
    "O1 un giorno lavorativo dopo": (
        ("--invio", "2023-07-20", *O1),
        "d36",
        "20/07/2023 21/08/2023 20/11/2023 27/11/2023 02/01/2024 03/01/2024 04/01/2024",
    ),
    "O1 con l'urgenza": (
        ("--servizio-dal", "2024-01-01", "--urgenza", *O1),
        "d36",
        "03/08/2023 18/08/2023 16/11/2023 21/11/2023 27/12/2023 28/12/2023 29/12/2023",
    ),
    "O2 in 15 giorni": (
        (*O2, "--urgenza"),
        "d50_dls",
        "03/03/2023 20/03/2023 19/05/2023 24/05/2023 28/06/2023 29/06/2023 30/06/2023",
    ),
    "O2 in 30 giorni": (
        O2,
        "d50_dls",
        "17/02/2023 20/03/2023 19/05/2023 24/05/2023 28/06/2023 29/06/2023 30/06/2023",
    ),
    "O2 in 35 giorni": (
        (*O2, "--no-elettronica"),
        "d50_dls",
        "13/02/2023 20/03/2023 19/05/2023 24/05/2023 28/06/2023 29/06/2023 30/06/2023",
    ),
    "O4 all'indietro": (
        ("--servizio-dal", "2024-01-01"),
        "d50_dls",
        "19/05/2023 28/06/2023 30/10/2023 02/11/2023 07/12/2023 22/12/2023 01/01/2024",
    ),
    "O4 in avanti": (
        ("--da", "2023-01-17"),
        "d50_dls",
        "07/04/2023 17/05/2023 18/09/2023 20/09/2023 25/10/2023 09/11/2023 19/11/2023",
    ),
    "O5 il 30 dicembre 2024": (
        ("--invio", "2024-12-30", *O1),
        "d36",
        "30/12/2024 29/01/2025 29/04/2025 05/05/2025 09/06/2025 10/06/2025 11/06/2025",
    ),
    "O5 il 31 dicembre 2024": (
        ("--invio", "2024-12-31", *O1),
        "d36_corr",
        "31/12/2024 30/01/2025 30/04/2025 05/05/2025 06/06/2025 09/06/2025 10/06/2025",
    ),
}


def ask(*opzioni: str) -> dict[str, Any]:
    """La risposta di `ldq gara` il giorno della presentazione, in JSON."""
    uscita = ldq("gara", *opzioni, "--oggi", "2023-01-17", "--format", "json")
    assert (uscita.codice, uscita.err) == (0, "")
    risposta: dict[str, Any] = json.loads(uscita.out)
    return risposta


@pytest.mark.parametrize(("opzioni", "regime", "attese"), DA_RIGA_DI_COMANDO.values(), ids=DA_RIGA_DI_COMANDO)
def test_la_riga_di_comando_da_le_stesse_date(opzioni: tuple[str, ...], regime: str, attese: str) -> None:
    """Legge, invio, offerte, aggiudicazione, comunicazioni, fine dell'attesa, stipula, avvio."""
    risposta = ask(*opzioni)
    assert risposta["regime"] == regime
    assert [risposta[campo] for campo in CAMPI] == [day(g).isoformat() for g in attese.split()]


def test_la_riga_di_comando_da_gli_ultimi_giorni_utili_di_o1() -> None:
    """Dal bando alla firma."""
    limiti = {f["id"]: f["limite"] for f in ask("--servizio-dal", "2024-01-01", *O1)["fasi"]}
    fasi = ("invio_bando", "ricezione_offerte", "aggiudicazione", "comunicazioni", "standstill", "stipula")
    attesi = ["2023-07-19", "2023-08-18", "2023-11-17", "2023-11-23", "2023-12-28", "2023-12-29"]
    assert [limiti[fase] for fase in fasi] == attesi


def test_la_riga_di_comando_da_la_preparazione_di_o4() -> None:
    """Il progetto da martedì 28 febbraio 2023: 42 giorni dopo il 17 gennaio."""
    risposta = ask("--servizio-dal", "2024-01-01")
    assert (risposta["inizio_preparazione"], risposta["margine_giorni"]) == ("2023-02-28", 42)
