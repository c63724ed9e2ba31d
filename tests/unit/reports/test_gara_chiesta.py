"""Una gara sola: ciò che la richiesta non può chiedere, e ciò che chi legge le date deve sapere."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from tests.gare import (
    ELETTRONICA,
    OGGI,
    URGENTE,
    VALUTAZIONE_90,
    day,
    find_passo,
    imagine,
    list_codici,
    plan,
)

from ldq_planner.errors import InvalidRequestError, UnknownIdError

if TYPE_CHECKING:
    from ldq_planner.engine.durate import Ipotesi
    from ldq_planner.model.cronoprogramma import EsitoGara

INVIO: dict[str, Any] = {"invio": day("19/07/2023")}


def find_avviso(esito: EsitoGara, codice: str) -> str:
    """Il messaggio dell'avviso con quel codice, che c'è una volta sola."""
    (messaggio,) = (a.messaggio for a in esito.avvisi if a.codice == codice)
    return messaggio


# ——— richieste impossibili


class Rifiuto(NamedTuple):
    """Una richiesta, e le parole con cui è rifiutata."""

    ipotesi: Ipotesi
    richiesta: dict[str, Any]
    messaggio: str
    rimedio: str


RIFIUTI = {
    "una fase scritta male": Rifiuto(
        imagine(valutazion=3), INVIO, "«valutazion» non è una fase di «aperta»", "forse intendevi «valutazione»?"
    ),
    "una fase che non somiglia a nessuna": Rifiuto(
        imagine(xyz=3), INVIO, "«xyz» non è una fase di «aperta»", "le fasi sono: progettazione, indirizzo,"
    ),
    "una fase di un'altra procedura": Rifiuto(
        imagine(tavolo=3), INVIO, "«tavolo» non è una fase di «aperta»", "le fasi sono: "
    ),
    "un atto di un giorno non dura": Rifiuto(
        imagine(invio_bando=3), INVIO, "«Trasmissione del bando» non ha una durata", "togliere --fase invio_bando"
    ),
    "offerte sotto il minimo di legge": Rifiuto(
        imagine(ricezione_offerte=29),
        INVIO,
        "«Ricezione delle offerte» non può durare 29 giorni: il minimo è 30 giorni (D.Lgs. 36/2023, art. 71 c. 2)",
        "scrivere --fase ricezione_offerte=30 o di più",
    ),
    "l'attesa sotto il minimo": Rifiuto(
        imagine(standstill=34), INVIO, "non può durare 34 giorni: il minimo è 35 giorni", "standstill=35 o di più"
    ),
    "una firma in zero giorni": Rifiuto(
        imagine(stipula=0), INVIO, "non può durare 0 giorni: il minimo è 1 giorno", "stipula=1 o di più"
    ),
    "un bando a Ferragosto": Rifiuto(
        imagine(),
        {"invio": day("15/08/2023")},
        "il 15/08/2023 non è un giorno lavorativo (Assunzione): un bando non parte",
        "scrivere 2023-08-14 oppure 2023-08-16",
    ),
    "un bando di sabato": Rifiuto(
        imagine(), {"invio": day("22/07/2023")}, "(sabato): un bando non parte", "2023-07-21 oppure 2023-07-24"
    ),
    "un bando a Sant'Ambrogio, con il patrono": Rifiuto(
        imagine(patrono=True), {"invio": day("07/12/2023")}, "(Sant'Ambrogio)", "2023-12-06 oppure 2023-12-11"
    ),
    "l'urgenza dove nessun termine cambia": Rifiuto(
        imagine(procedura="negoziata", casi=URGENTE),
        INVIO,
        "nella procedura «negoziata» nessun termine cambia con l'urgenza",
        "togliere --urgenza",
    ),
    "la preinformazione dove nessun termine cambia": Rifiuto(
        imagine(procedura="co-progettazione", casi=("ordinaria", "preinformazione")),
        INVIO,
        "nessun termine cambia con la preinformazione",
        "togliere --preinformazione",
    ),
    "un servizio prima della prima legge": Rifiuto(
        imagine(),
        {"servizio_dal": day("01/05/2016")},
        "per un servizio dal 01/05/2016 il bando cadrebbe prima della prima legge conosciuta",
        "i regimi conosciuti cominciano il 20/04/2016",
    ),
    "un bando prima della prima legge": Rifiuto(
        imagine(), {"invio": day("19/04/2016")}, "per un bando del 19/04/2016 non è nota la legge", "20/04/2016"
    ),
    "nessuna data": Rifiuto(imagine(), {}, "manca la data da cui contare", "quando comincia il servizio"),
}


@pytest.mark.parametrize("caso", RIFIUTI.values(), ids=RIFIUTI)
def test_una_richiesta_impossibile_e_rifiutata_con_il_rimedio(caso: Rifiuto) -> None:
    """Con le parole di chi l'ha scritta, e ciò che può scrivere al suo posto."""
    with pytest.raises(InvalidRequestError) as errore:
        plan(caso.ipotesi, **caso.richiesta)
    assert caso.messaggio in errore.value.messaggio
    assert caso.rimedio in errore.value.rimedio


def test_una_fase_che_non_c_e_e_un_id_sconosciuto() -> None:
    """È l'errore di chi nomina ciò che non esiste."""
    with pytest.raises(UnknownIdError):
        plan(imagine(xyz=3), **INVIO)


@pytest.mark.parametrize(
    ("giorni", "invio"),
    [
        pytest.param(32, "31/12/2024", id="32-giorni-con-il-correttivo"),
        pytest.param(35, "30/12/2024", id="35-giorni-il-giorno-prima"),
    ],
)
def test_il_minimo_esatto_si_puo_chiedere(giorni: int, invio: str) -> None:
    """Il minimo è quello della legge del giorno di pubblicazione."""
    esito = plan(imagine(standstill=giorni), invio=day(invio))
    assert find_passo(esito, "standstill").durata == f"{giorni} giorni"
    with pytest.raises(InvalidRequestError):
        plan(imagine(standstill=giorni - 1), invio=day(invio))


# ——— in ritardo


def test_in_ritardo_si_dice_da_quanto_e_quando_si_comincerebbe() -> None:
    """Nessuna data impossibile come se niente fosse."""
    esito = plan(imagine(**VALUTAZIONE_90), servizio_dal=day("01/03/2023"))
    assert (esito.margine_giorni, esito.ritardo_giorni) == (-119, 119)
    assert esito.primo_avvio_possibile == day("28/06/2023")
    assert find_avviso(esito, "in-ritardo") == (
        "per cominciare il 01/03/2023 la preparazione doveva partire 119 giorni fa, il 20/09/2022; partendo oggi il "
        "servizio comincia il 28/06/2023, 119 giorni dopo"
    )


@pytest.mark.parametrize(
    ("oggi", "in_ritardo"),
    [
        pytest.param("28/02/2023", False, id="l-ultimo-giorno-utile"),
        pytest.param("01/03/2023", True, id="il-giorno-dopo"),
    ],
)
def test_si_e_in_ritardo_dal_giorno_dopo_l_ultimo_utile(oggi: str, *, in_ritardo: bool) -> None:
    """Con le durate probabili, per un servizio dal 1° gennaio 2024."""
    esito = plan(imagine("probabile"), day(oggi), servizio_dal=day("01/01/2024"))
    assert ("in-ritardo" in list_codici(esito), bool(esito.ritardo_giorni)) == (in_ritardo, in_ritardo)


def test_in_avanti_non_si_e_in_ritardo() -> None:
    """Si chiede soltanto quando si comincia."""
    esito = plan(imagine("probabile"), da=OGGI)
    assert (esito.direzione, esito.servizio_dal, esito.primo_avvio_possibile, esito.ritardo_giorni) == (
        "avanti",
        None,
        None,
        None,
    )
    assert "in-ritardo" not in list_codici(esito)


# ——— avvisi


@pytest.mark.parametrize(
    ("invio", "altro"),
    [
        pytest.param("23/12/2024", None, id="otto-giorni-prima-una-lettura"),
        pytest.param("24/12/2024", "d36_corr", id="sette-giorni-prima-due-letture"),
        pytest.param("30/12/2024", "d36_corr", id="la-vigilia-due-letture"),
        pytest.param("31/12/2024", "d36", id="il-giorno-stesso-due-letture"),
        pytest.param("07/01/2025", "d36", id="sette-giorni-dopo-due-letture"),
        pytest.param("08/01/2025", None, id="otto-giorni-dopo-una-lettura"),
    ],
)
def test_a_sette_giorni_da_un_cambio_di_legge_si_mostrano_due_letture(invio: str, altro: str | None) -> None:
    """A otto no."""
    esito = plan(imagine(), invio=day(invio))
    assert (esito.altra_lettura.regime if esito.altra_lettura else None) == altro
    assert ("cambio-di-regime-vicino" in list_codici(esito)) is (altro is not None)


@pytest.mark.parametrize(
    ("invio", "verificata"),
    [
        pytest.param("30/01/2026", True, id="prima-del-31-gennaio-2026"),
        pytest.param("02/02/2026", False, id="dopo-il-31-gennaio-2026"),
    ],
)
def test_dopo_l_ultima_verifica_della_legge_si_avvisa(invio: str, *, verificata: bool) -> None:
    """Può essere cambiata."""
    esito = plan(imagine(), invio=day(invio))
    assert ("legge-non-verificata" not in list_codici(esito)) is verificata


def test_oltre_il_2050_neppure_i_festivi_sono_verificati() -> None:
    """Chi lo chiede lo sa."""
    assert "festivi-non-verificati" in list_codici(plan(imagine(), invio=day("03/01/2051")))
    assert "festivi-non-verificati" not in list_codici(plan(imagine(), invio=day("03/01/2050")))


def test_cio_che_decide_le_date_e_non_e_verificato_e_elencato() -> None:
    """Gli articoli della ristretta urgente del vecchio codice, e da quando vale; del nuovo non resta nulla."""
    urgente = imagine(procedura="ristretta", casi=URGENTE)
    ristretta = find_avviso(plan(urgente, invio=day("17/01/2023")), "da-verificare")
    assert "«Ricezione delle domande di partecipazione» (D.L. 76/2020, art. 8 c. 1 c)" in ristretta
    assert "da quando vale «Vecchio codice" in find_avviso(plan(imagine(), invio=day("17/01/2019")), "da-verificare")
    assert "da-verificare" not in list_codici(plan(imagine(), invio=day("03/03/2025")))
    assert "da-verificare" not in list_codici(plan(imagine(), **INVIO))


def test_le_stime_si_dicono_stime() -> None:
    """Con i soli minimi di legge non ce ne sono."""
    assert "stime" in list_codici(plan(imagine("probabile"), **INVIO))
    assert "stime" not in list_codici(plan(imagine(), **INVIO))


def test_oltre_un_termine_di_legge_si_dice_quale_e_di_quanto() -> None:
    """Quattrocento giorni per aggiudicare passano i nove mesi e ogni proroga; la firma i 180 giorni delle offerte."""
    messaggi = [
        a.messaggio for a in plan(imagine(aggiudicazione=400), **INVIO).avvisi if a.codice == "oltre-il-termine"
    ]
    assert [m.split(",")[0] for m in messaggi] == [
        "«Aggiudicazione» il 23/09/2024 passa il 19/04/2024",
        "«Stipula del contratto",
    ]
    assert "9 mesi" in messaggi[0]
    assert "con ogni proroga il termine arriva al 19/07/2024" in messaggi[0]
    assert "180 giorni" in messaggi[1]


@pytest.mark.parametrize(
    ("fissate", "codice", "parole"),
    [
        pytest.param(
            {"aggiudicazione": 300},
            "termine-da-prorogare",
            ("con atto motivato del RUP, 3 mesi (D.Lgs. 36/2023, Allegato I.3, c. 5), fino al 19/07/2024",),
            id="entro-i-tre-mesi-del-RUP-è-lecito-solo-con-il-suo-atto",
        ),
        pytest.param(
            {"aggiudicazione": 255, "anomalia": 10},
            "termine-da-prorogare",
            ("verifica dell'anomalia, 1 mese (D.Lgs. 36/2023, Allegato I.3, c. 4), fino al 20/05/2024",),
            id="entro-il-mese-dell-anomalia-se-la-si-verifica",
        ),
        pytest.param(
            {"aggiudicazione": 300, "anomalia": 10},
            "termine-da-prorogare",
            ("verifica dell'anomalia, 1 mese", "con atto motivato del RUP, 3 mesi", "fino al 19/08/2024"),
            id="le-due-proroghe-si-sommano",
        ),
        pytest.param({"aggiudicazione": 400}, "oltre-il-termine", ("arriva al 19/07/2024",), id="oltre-ogni-proroga"),
    ],
)
def test_una_durata_massima_si_legge_con_le_sue_proroghe(
    fissate: dict[str, Any], codice: str, parole: tuple[str, ...]
) -> None:
    """Nove mesi dal 19/07/2023 scadono il 19/04/2024 (Allegato I.3): chi aggiudica dopo deve sapere con quale atto può."""
    esito = plan(imagine(**fissate), **INVIO)
    (messaggio,) = (a.messaggio for a in esito.avvisi if a.codice == codice and "«Aggiudicazione»" in a.messaggio)
    assert [p for p in parole if p not in messaggio] == []


def test_il_giorno_stesso_del_termine_non_e_oltre() -> None:
    """Nove mesi dal 19 luglio 2023 scadono il 19 aprile 2024: 245 giorni dalla scadenza delle offerte."""
    giusto = plan(imagine(aggiudicazione=245), **INVIO)
    assert giusto.aggiudicazione == find_passo(giusto, "aggiudicazione").termine_massimo == day("19/04/2024")
    assert "termine-da-prorogare" not in list_codici(giusto)
    assert "termine-da-prorogare" in list_codici(plan(imagine(aggiudicazione=246), **INVIO))


def test_la_co_progettazione_sta_fuori_dal_codice() -> None:
    """E nessuna sua durata è un termine di legge."""
    esito = plan(imagine("probabile", "co-progettazione"), **INVIO)
    assert "fuori-codice" in list_codici(esito)
    assert {p.origine for p in esito.fasi} <= {"stima", "minimo", "atto"}


# ——— valore


def test_se_l_aliquota_decide_la_procedura_lo_si_dice() -> None:
    """Lorenteggio senza rinnovo: al 22 per cento la negoziata è ammessa, al 10 e al 5 no."""
    esito = plan(imagine(procedura="negoziata"), importo=Decimal("828415.20"), iva="inclusa", **INVIO)
    assert [c for c in list_codici(esito) if "proced" in c or "aliquota" in c] == [
        "procedura-non-ammessa",
        "procedura-non-ammessa",
        "aliquota-decisiva",
    ]
    assert "€ 679.028,85 al 22 %, € 753.104,73 al 10 % e € 788.966,86 al 5 %" in find_avviso(esito, "aliquota-decisiva")


def test_con_il_rinnovo_l_aliquota_non_decide_piu() -> None:
    """A nessuna la negoziata è ammessa."""
    esito = plan(imagine(procedura="negoziata"), importo=Decimal("966484.40"), iva="inclusa", **INVIO)
    assert list_codici(esito).count("procedura-non-ammessa") == 3
    assert "aliquota-decisiva" not in list_codici(esito)


def test_senza_importo_del_valore_non_si_parla() -> None:
    """Non si inventa."""
    assert plan(imagine(), **INVIO).valori == ()


# ——— il resto della risposta


def test_con_una_durata_si_sa_quando_il_servizio_finisce() -> None:
    """Ventiquattro mesi dal 1° gennaio 2024, come un contratto."""
    assert plan(imagine(), servizio_dal=day("01/01/2024"), durata_mesi=24).servizio_al == day("31/12/2025")


def test_il_regime_ha_il_nome_che_si_legge() -> None:
    """Accanto all'id."""
    esito = plan(imagine(), **INVIO)
    assert (esito.regime, esito.regime_nome) == ("d36", "Nuovo codice, D.Lgs. 36/2023")


def test_le_offerte_cartacee_hanno_cinque_giorni_in_piu_solo_nel_vecchio_codice() -> None:
    """Il nuovo non distingue."""
    scadenze = [
        plan(imagine(casi=casi), invio=day(invio)).scadenza_offerte
        for invio in ("13/02/2023", "10/07/2023")
        for casi in (("ordinaria",), ELETTRONICA)
    ]
    assert scadenze == [day("20/03/2023"), day("15/03/2023"), day("09/08/2023"), day("09/08/2023")]


def test_sotto_soglia_con_il_nuovo_codice_non_si_attende() -> None:
    """E si firma entro 30 giorni dall'aggiudicazione."""
    esito = plan(imagine(procedura="negoziata"), **INVIO)
    assert esito.comunicazioni == esito.fine_standstill
    assert find_passo(esito, "stipula").termine_massimo == day("18/08/2023")
