"""Piccoli dati su cui le risposte si contraddicevano, e i numeri giusti: ciascuno è un esempio di un genere di errore."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.supporto import ldq

CASI = Path(__file__).parent / "dati_casi"
OGGI, OGGI_USO = "2023-01-17", "2026-11-27"


def ask(caso: str, *argomenti: str, oggi: str = OGGI) -> dict[str, Any]:
    """La risposta in JSON sui dati di quel caso; senza caso, su quelli del pacchetto."""
    dati = ("--dati", str(CASI / caso)) if caso else ()
    uscita = ldq(*argomenti, *dati, "--oggi", oggi, "--format", "json")
    assert uscita.codice in (0, 1), uscita.err
    risposta: dict[str, Any] = json.loads(uscita.out)
    return risposta


def read(caso: str, *argomenti: str, oggi: str = OGGI) -> str:
    """La risposta a una persona, con gli a capo tolti."""
    dati = ("--dati", str(CASI / caso)) if caso else ()
    return " ".join(ldq(*argomenti, *dati, "--oggi", oggi, ambiente={"COLUMNS": "300"}).out.split())


def ask_scenario(caso: str, id_: str = "s", oggi: str = OGGI) -> dict[str, Any]:
    """Uno scenario valutato."""
    scenari: list[dict[str, Any]] = ask(caso, "scenari", id_, oggi=oggi)["scenari"]
    return next(s for s in scenari if s["id"] == id_)


def list_codici(caso: str, oggi: str = OGGI) -> dict[str, str]:
    """Le segnalazioni di `ldq check`: codice → messaggio."""
    return {s["codice"]: s["messaggio"] for s in ask(caso, "check", oggi=oggi)["segnalazioni"]}


# ——— l'ordine di un elenco


@pytest.mark.parametrize("caso", ["numeri/d1a", "numeri/d1b"])
def test_il_ponte_copre_l_attesa_fino_al_primo_inizio_in_qualunque_ordine(caso: str) -> None:
    """Due scenari su un quartiere: il ponte va dal 18/01 alla vigilia del primo, tre mesi; dopo resta il vuoto fra i due."""
    piani = {p["id"]: p for p in ask(caso, "scenari", "--confronta")["piani"]}
    assert piani["p-con-ponti"]["giorni_scoperti"] == 245
    assert "Q0 dal 18/01/2023, 3 mesi" in read(caso, "scenari", "--confronta")


# ——— una fine sola


@pytest.mark.parametrize(
    ("caso", "durata", "giorni"),
    [
        pytest.param("numeri/d2a", (12, "mesi"), -730, id="almeno-12-mesi"),
        pytest.param("numeri/d2b", (48, "mesi"), 365, id="48-mesi"),
        pytest.param("numeri/d2c", (100, "giorni"), -996, id="100-giorni"),
    ],
)
def test_uno_scenario_ha_una_fine_sola(caso: str, durata: tuple[int, str], giorni: int) -> None:
    """Copertura, costo, costo per anno, valore e programma si contano fino allo stesso giorno; la durata è detta a parte."""
    esito = ask_scenario(caso)
    tempi = esito["tempi"]
    assert (esito["fine"], esito["lacune"], esito["costo_stimato"]) == ("2026-12-31", [], "36000.00")
    assert [c["anno"] for c in tempi["costi_annui"]] == [2024, 2025, 2026]
    assert {v["importo"] for v in tempi["valori"]} == {"36000.00"}
    assert {a["giorni"] for a in tempi["allineamenti"]} <= {0}
    (altra,) = esito["altre_fini"]
    assert ((altra["durata"], altra["unita"]), altra["giorni"]) == (durata, giorni)


def test_la_durata_in_giorni_che_non_arriva_alla_fine_e_una_segnalazione() -> None:
    """Cento giorni e una fine tre anni dopo: una delle due è sbagliata."""
    assert "100 giorni dal 01/01/2024" in list_codici("numeri/d2c")["scenario-contraddittorio"]


def test_lorenteggio_ha_un_servizio_solo_e_accanto_i_36_mesi() -> None:
    """Dal 19/11/2023 alla fine dell'A.d.P.; 36 mesi andrebbero 322 giorni più in là, e costerebbero altro."""
    esito = ask_scenario("", "lorenteggio-adp")
    assert (esito["inizio"], esito["fine"], esito["costo_stimato"]) == ("2023-11-19", "2025-12-31", "584938.33")
    assert [c["anno"] for c in esito["tempi"]["costi_annui"]] == [2023, 2024, 2025]
    piani = {p["id"]: p for p in ask("", "scenari", "--confronta")["piani"]}
    assert (piani["prospettive-2023"]["costo_stimato"], piani["prospettive-2023"]["iva"]) == ("1446015.06", "inclusa")
    altra = "36 mesi finirebbero il 18/11/2026: 322 giorni in più, € 828.415,20"
    for comando in (
        ("scenari", "lorenteggio-adp", "--tutto"),
        ("scenari", "--confronta"),
        ("spiega", "lorenteggio-adp"),
    ):
        assert altra in read("", *comando)


# ——— chi non può più cominciare


def test_chi_comincerebbe_dopo_la_sua_fine_non_costa_e_non_conta() -> None:
    """Né costo, né ponte, né posto nella finestra dei piani: una segnalazione."""
    esito = ask_scenario("numeri/d3")
    (quartiere,) = esito["tempi"]["quartieri"]
    assert (esito["impossibile"], esito["inizio"], esito["costo_stimato"]) == (True, None, None)
    assert (quartiere["ponte"], esito["tempi"]["costi_annui"], esito["tempi"]["valori"]) == (None, [], [])
    piano = next(p for p in ask("numeri/d3", "scenari")["piani"] if p["id"] == "p")
    assert (piano["costo_stimato"], piano["scenari_impossibili"], piano["giorni_scoperti"]) == ("0", ["s"], 1)
    assert "non può più cominciare prima della sua fine" in list_codici("numeri/d3")["fine-prima-dell-avvio"]
    for comando in (("scenari", "s"), ("rapporto",), ("calendario", "--format", "json")):
        assert "non può più cominciare prima della sua fine" in read("numeri/d3", *comando)
    assert "Giorni senza laboratorio il 17/01/2023" in read("numeri/d3", "scenari", "--confronta")


def test_un_ponte_scritto_nel_passato_comincia_domani() -> None:
    """Ciò che oggi non c'è non ha coperto i giorni passati; la durata si conta da quando può cominciare."""
    esito = ask_scenario("numeri/ponte-passato", "ponte")
    assert (esito["inizio"], esito["inizio_dichiarato"], esito["fine"]) == ("2023-01-18", "2023-01-01", "2023-07-17")
    assert [(x["inizio"], x["fine"]) for x in esito["lacune"]] == [("2023-01-01", "2023-01-17")]
    piani = {p["id"]: p for p in ask("numeri/ponte-passato", "scenari", "--confronta")["piani"]}
    oggi_e_la_coda = 1 + 13  # la finestra comune arriva al 30/07, dove finirebbe l'altro ponte
    assert (piani["p"]["giorni_scoperti"], piani["p"]["costo_stimato"]) == (oggi_e_la_coda, "6000.00")
    assert "«Ponte che doveva già essere cominciato» comincia il 18/01/2023: calcolato" in read(
        "numeri/ponte-passato", "scenari", "--confronta"
    )
    assert "i giorni fino a oggi sono esclusi" in read("numeri/ponte-passato", "spiega", "ponte")


def test_di_un_ponte_dall_inizio_incerto_si_contano_le_letture_che_restano() -> None:
    """«Gennaio 2023», sei mesi: comincia fra il 18 e il 31, e dal 31/01 al 17/07 è certo in ogni lettura."""
    esito = ask_scenario("numeri/ponte-passato", "incerto")
    assert (esito["inizio"], esito["fine"]) == ("2023-01-18..2023-01-31", "2023-07-17..2023-07-30")
    lacune = [(x["tipo"], x["inizio"], x["fine"]) for x in esito["lacune"]]
    assert lacune == [
        ("certa", "2023-01-01", "2023-01-17"),
        ("possibile", "2023-01-18", "2023-01-30"),
        ("possibile", "2023-07-18", "2023-07-30"),
    ]


def test_di_una_promessa_incerta_il_calendario_dice_l_ultima_lettura() -> None:
    """La condizione indicata al 6 aprile e il ponte di gennaio: lo stesso giorno in calendario, scenari e check."""
    (condizione,) = ask_scenario("numeri/ponte-passato", "incerto")["condizioni"]
    eventi = {e["genere"]: e for e in ask("numeri/ponte-passato", "calendario")["eventi"] if e["entita"] == "incerto"}
    assert condizione["entro"] == eventi["condizione"]["giorno"] == "2023-07-06"
    assert "Nei dati: entro 06/04/2023 (indicativa)." in eventi["condizione"]["descrizione"]
    assert eventi["ponte"]["giorno"] == "2023-01-30"


def test_la_scadenza_e_la_gara_allo_studio_contano_gli_stessi_tempi() -> None:
    """Sotto la soglia europea la gara è più corta: il giorno in cui partirebbe il servizio è uno, in check e negli scenari."""
    primo = ask_scenario("uso/seguito", "g", OGGI_USO)["tempi"]["primo_avvio"]
    messaggio = list_codici("uso/seguito", OGGI_USO)["scadenza-senza-seguito"]
    assert f"il servizio parte il {date.fromisoformat(primo):%d/%m/%Y}" in messaggio


# ——— i contratti già firmati


def test_un_contratto_firmato_per_il_futuro_conta_quartiere_per_quartiere() -> None:
    """Dal 01/03/2023 c'è: scoperti sono 59 giorni, e il ponte arriva a lui."""
    (quartiere,) = ask_scenario("numeri/d4")["tempi"]["quartieri"]
    assert (quartiere["serve_dal"], quartiere["giorni_scoperti"]) == ("2023-01-01", 59)
    ponte = quartiere["ponte"]
    assert (ponte["dal"], ponte["al"], ponte["mesi"]) == ("2023-01-18", "2023-03-17", 2)


# ——— le promesse


def test_un_inizio_scritto_non_comincia_prima_della_sua_prima_lettura() -> None:
    """«Giugno 2025» con un contratto che finisce a dicembre: 151 giorni certi, e il verdetto lo dice."""
    esito = ask_scenario("numeri/d5a")
    (quartiere,) = esito["tempi"]["quartieri"]
    assert (quartiere["verdetto"], quartiere["inizio_minimo"]) == ("lacuna-certa", "2025-06-01")
    assert quartiere["giorni_per_la_gara_unica"] == 0  # un quartiere solo non aspetta nessuno
    assert [(x["tipo"], x["giorni"]) for x in esito["lacune"]] == [("certa", 151)]


def test_una_condizione_ha_un_ultimo_giorno_solo() -> None:
    """La promessa di ottobre 2023 non si può più mantenere: vale il giorno della gara che comincia oggi, dovunque."""
    oggi = "2023-06-15"
    (condizione,) = ask_scenario("numeri/d6", oggi=oggi)["condizioni"]
    assert condizione["entro"] == "2023-08-21"
    messaggio = list_codici("numeri/d6", oggi)["condizione-in-ritardo"]
    assert "non si può più mantenere" in messaggio
    assert "entro il 21/08/2023" in messaggio
    eventi = ask("numeri/d6", "calendario", oggi=oggi)["eventi"]
    assert [e["giorno"] for e in eventi if e["genere"] == "condizione"] == ["2023-08-21"]


def test_una_condizione_che_nessuna_fase_chiede_serve_la_vigilia() -> None:
    """Un atto per un affidamento diretto: il giorno prima dell'inizio, e una segnalazione."""
    esito = ask_scenario("numeri/d7")
    (condizione,) = esito["condizioni"]
    assert (esito["inizio"], condizione["entro"]) == ("2023-03-30", "2023-03-29")
    assert "entro il 29/03/2023" in list_codici("numeri/d7")["condizione-in-ritardo"]


def test_la_promessa_del_2023_ha_una_lettura_in_ogni_comando() -> None:
    """Il 27/02/2023, fra 41 giorni; accanto da quando serve, e da quando può cominciare."""
    tempi = ask_scenario("", "lorenteggio-adp")["tempi"]
    assert (tempi["limite_progetto"], tempi["margine_giorni"]) == ("2023-02-27", 41)
    (messaggio,) = (
        s["messaggio"]
        for s in ask("", "check")["segnalazioni"]
        if (s["codice"], s["entita"]) == ("bando-vicino", "lorenteggio-adp")
    )
    assert "entro il 27/02/2023, fra 41 giorni" in messaggio
    for comando in (("scenari", "lorenteggio-adp", "--tutto"), ("rapporto",)):
        testo = read("", *comando).lower()
        assert "27/02/2023" in testo
        assert "serve dal 21/12/2022" in testo
        assert "19/11/2023" in testo


def test_di_uno_scenario_in_ritardo_si_spiegano_i_giorni_di_cui_lo_si_accusa() -> None:
    """Quando doveva partire il bando, quando la preparazione, e quanti giorni sono passati."""
    messaggio = list_codici("numeri/d6", "2023-06-15")["bando-in-ritardo"]
    assert "entro il 07/02/2023, 128 giorni fa" in messaggio
    spiegato = read("numeri/d6", "spiega", "s", oggi="2023-06-15")
    assert "07/02/2023, 128 giorni fa" in spiegato
    assert "18/11/2022, 209 giorni fa" in spiegato


# ——— chi tace


def test_si_tace_per_contratto_e_quartiere() -> None:
    """La scadenza di «a» parla di q0: il vuoto di q1 resta da dire."""
    codici = list_codici("numeri/d15a")
    assert "copre Q0" in codici["scadenza-senza-seguito"]
    assert "Q1 dal 01/12/2023 al 31/12/2025" in codici["lacuna-futura"]


# ——— come scrive chi usa


def test_non_segue_chi_finisce_prima() -> None:
    """Dopo il 31/03/2027 B non ha nulla: come A e C."""
    quartieri = ask("uso/seguito", "status", oggi=OGGI_USO)["quartieri"]
    assert {(q["contratto"], q["contratto_successivo"]) for q in quartieri} == {("uno", None)}


def test_un_contratto_chiuso_prima_costa_i_mesi_che_e_durato() -> None:
    """480.000 euro per 48 mesi, chiuso dopo 24: metà spesa, metà no, e le due cose si leggono."""
    contratti = {c["id"]: c for c in ask("uso/seguito", "contratti", oggi=OGGI_USO)["contratti"]}
    chiuso = contratti["chiuso"]
    assert (chiuso["importo_maturato"], chiuso["importo_non_speso"]) == ("240000.00", "240000.00")
    testo = read("uso/seguito", "contratti", "chiuso", oggi=OGGI_USO)
    assert "2020 € 120.164,16 2021 € 119.835,84" in testo
    assert "Finito prima del previsto: recesso" in testo


def test_una_opzione_a_cui_si_e_rinunciato_non_allunga_la_massima() -> None:
    """Massima = effettiva e opzioni ancora aperte."""
    contratti = {c["id"]: c for c in ask("uso/seguito", "contratti", oggi=OGGI_USO)["contratti"]}
    assert contratti["uno"]["scadenza_massima"] == contratti["uno"]["scadenza_effettiva"] == "2027-03-31"


def test_il_ponte_di_un_quartiere_costa_la_sua_parte_e_i_tre_si_sommano() -> None:
    """18.000 euro al mese per tre quartieri: 36.000 ciascuno per sei mesi, 108.000 insieme."""
    tempi = ask_scenario("uso/seguito", "g", OGGI_USO)["tempi"]
    assert [q["ponte"]["netto"] for q in tempi["quartieri"]] == ["36000.00"] * 3
    insieme = tempi["ponti_insieme"]
    assert (insieme["netto"], insieme["oltre_il_limite"]) == ("108000.00", False)
    testo = read("uso/seguito", "scenari", "g", "--tutto", oggi=OGGI_USO)
    assert testo.count("€ 36.000,00 netti, sotto € 140.000,00") == 3
    assert "I ponti di A, B e C insieme: € 108.000,00 netti, sotto € 140.000" in testo


def test_la_proroga_prevista_e_quella_tecnica_si_contano_a_parte() -> None:
    """Tre mesi previsti dal contratto non tolgono nulla ai sei della proroga tecnica."""
    for quartiere in ask_scenario("uso/proroga-prevista", "g", OGGI_USO)["tempi"]["quartieri"]:
        esiti = {s["id"]: s["esito"] for s in quartiere["ponte"]["strumenti"]}
        assert esiti["proroga-tecnica"] != "escluso"


def test_dove_si_sommano_importi_si_dice_con_quale_iva() -> None:
    """«uno» è senza IVA, «chiuso» l'ha compresa: la somma è mista, e dice chi è in un modo e chi nell'altro."""
    testo = read("uso/seguito", "rapporto", oggi=OGGI_USO)
    assert "Contratti affidati, IVA mista" in testo
    assert "Somme di importi con IVA diversa. IVA esclusa: uno; IVA inclusa: chiuso." in testo
    assert "Contratti affidati, IVA inclusa" in read("", "rapporto")
