"""`ldq gara`: ogni opzione cambia ciò che deve, e ogni domanda posta male dice che cosa scrivere."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from tests.supporto import AMBIENTE, OGGI, ldq

from ldq_planner.loading.norme import find_regimi_del_pacchetto

if TYPE_CHECKING:
    from pathlib import Path

    from tests.supporto import Uscita

INDIETRO = "--servizio-dal 2024-01-01"


def ask(argomenti: str, *altri: str) -> Uscita:
    """`ldq gara` nel giorno della presentazione."""
    return ldq("gara", *argomenti.split(), "--oggi", OGGI, *altri)


def read(argomenti: str) -> Any:
    """La risposta per le macchine."""
    uscita = ask(argomenti, "--format", "json")
    assert (uscita.codice, uscita.err) == (0, "")
    return json.loads(uscita.out)


def list_codici(risposta: Any) -> set[str]:
    """I codici degli avvisi."""
    return {avviso["codice"] for avviso in risposta["avvisi"]}


# ——— indietro e avanti


def test_all_indietro_da_il_bando_e_la_preparazione() -> None:
    """Le date calcolate a mano per i quattro quartieri (norme, O4)."""
    r = read(INDIETRO)
    assert (r["direzione"], r["regime"], r["invio"]) == ("indietro", "d50_dls", "2023-05-19")
    assert (r["inizio_preparazione"], r["margine_giorni"]) == ("2023-02-28", 42)
    assert (r["stipula"], r["avvio"]) == ("2023-12-22", "2024-01-01")
    assert {f["id"]: f["inizio"] for f in r["fasi"]}["decisione_contrarre"] == "2023-05-04"


def test_il_profilo_minimo_con_due_fasi_fissate() -> None:
    """Le date calcolate a mano (norme, O1)."""
    r = read(f"{INDIETRO} --profilo minimo --fase valutazione=90 --fase comunicazioni=5")
    limiti = {f["id"]: f["limite"] for f in r["fasi"]}
    assert (r["regime"], r["invio"], r["scadenza_offerte"]) == ("d36", "2023-07-19", "2023-08-18")
    assert (limiti["comunicazioni"], limiti["stipula"]) == ("2023-11-23", "2023-12-29")


def test_in_avanti_dal_primo_passo() -> None:
    """Chi comincia oggi vuole sapere quando il servizio può partire."""
    r = read("--da 2023-01-17")
    assert (r["direzione"], r["servizio_dal"], r["invio"], r["avvio"]) == ("avanti", None, "2023-04-07", "2023-11-19")


def test_in_avanti_dal_bando_vicino_a_un_cambio_di_legge() -> None:
    """Un bando più tardo può portare a una stipula più presta: si mostrano le due letture."""
    r = read("--invio 2024-12-30 --profilo minimo --fase valutazione=90 --fase comunicazioni=5")
    assert (r["regime"], r["stipula"]) == ("d36", "2025-06-10")
    assert (r["altra_lettura"]["regime"], r["altra_lettura"]["stipula"]) == ("d36_corr", "2025-06-09")
    assert "Due letture" in ask("--invio 2024-12-30 --profilo minimo").out


@pytest.mark.parametrize(
    ("argomenti", "frase"),
    [
        (
            INDIETRO,
            (
                "Per cominciare il servizio il 01/01/2024 la prima fase, «Progetto del servizio», va cominciata entro il "
                "28/02/2023, fra 42 giorni; «Trasmissione del bando» entro il 19/05/2023."
            ),
        ),
        (
            f"{INDIETRO} --profilo massimo",
            (
                "Per cominciare il servizio il 01/01/2024 è tardi: la prima fase, «Progetto del servizio», andava cominciata "
                "entro il 05/09/2022, 134 giorni fa. Se la preparazione comincia oggi, comincia il 21/08/2024, 233 giorni dopo."
            ),
        ),
        ("--servizio-dal 2023-07-01 --confronta", "Fra le procedure ammesse nessuna fa in tempo; la meno tarda è «"),
        ("--da 2023-02-01 --confronta", "Fra le procedure ammesse la prima è «"),
    ],
)
def test_comincia_con_la_frase(argomenti: str, frase: str) -> None:
    """Ciò che un funzionario risponderebbe, prima delle tabelle."""
    assert frase in " ".join(ask(argomenti).out.split())


def test_in_ritardo_si_legge_a_parole() -> None:
    """Di quanti giorni, e da quando si può cominciare se si parte oggi."""
    uscita = ask(f"{INDIETRO} --tutto --profilo massimo")
    assert "✗ in ritardo di 134 giorni; primo avvio possibile: 21/08/2024" in uscita.out
    assert read(f"{INDIETRO} --profilo massimo")["margine_giorni"] == -134


# ——— ogni opzione cambia ciò che deve


@pytest.mark.parametrize(
    ("argomenti", "invio"),
    [
        ("", "2023-02-17"),
        ("--no-elettronica", "2023-02-13"),
        ("--urgenza", "2023-03-03"),
    ],
)
def test_i_casi_cambiano_il_termine_per_le_offerte(argomenti: str, invio: str) -> None:
    """Le date calcolate a mano per Mazzini e San Siro (norme, O2)."""
    fisse = "--servizio-dal 2023-07-01 --profilo minimo --fase valutazione=60 --fase comunicazioni=5"
    assert read(f"{fisse} {argomenti}")["invio"] == invio


def test_la_preinformazione_accorcia_come_l_urgenza() -> None:
    """Con la sua condizione, detta in un avviso."""
    r = read(f"{INDIETRO} --profilo minimo --preinformazione")
    assert {f["id"]: f["durata"] for f in r["fasi"]}["ricezione_offerte"] == "15 giorni"
    assert "condizione-del-termine" in list_codici(r)


def test_il_patrono_conta_solo_se_lo_si_chiede() -> None:
    """Il 07/12/2023 è giovedì: il termine dilatorio vi scade, o va al giorno lavorativo dopo la festa."""
    assert read("--invio 2023-05-19")["fine_standstill"] == "2023-12-07"
    assert read("--invio 2023-05-19 --patrono")["fine_standstill"] == "2023-12-11"


def test_una_fase_a_zero_sparisce_dal_conto() -> None:
    """Solo quelle organizzative: i trattini vanno bene come i trattini bassi."""
    senza = {f["id"]: f["giorni"] for f in read(f"{INDIETRO} --fase verifica-requisiti=0")["fasi"]}
    assert senza["verifica_requisiti"] == 0
    assert {f["id"]: f["giorni"] for f in read(INDIETRO)["fasi"]}["verifica_requisiti"] == 30


@pytest.mark.parametrize(
    "procedura", ["ristretta", "negoziata", "co-progettazione", "affidamento-diretto", "coprogettazione"]
)
def test_ogni_procedura(procedura: str) -> None:
    """Comunque si scriva il trattino."""
    r = read(f"{INDIETRO} --procedura {procedura}")
    assert r["procedura"].replace("-", "") == procedura.replace("-", "")
    assert r["avvio"] <= "2024-01-01"
    assert ("fuori-codice" in list_codici(r)) == (r["procedura"] == "co-progettazione")


def test_fuori_dal_codice_non_si_citano_articoli_del_codice() -> None:
    """La co-progettazione sta nel codice del Terzo settore."""
    fasi = read("--da 2023-01-17 --procedura co-progettazione")["fasi"]
    assert {f["riferimento"] for f in fasi} == {"D.Lgs. 117/2017, art. 55; D.M. 72/2021"}


def test_la_durata_da_l_ultimo_giorno_di_servizio() -> None:
    """Compreso."""
    assert read(f"{INDIETRO} --durata 24")["servizio_al"] == "2025-12-31"
    assert read(INDIETRO)["servizio_al"] is None


def test_l_importo_dice_le_procedure_ammesse() -> None:
    """A IVA non nota si provano tutte le aliquote: qui la risposta ne dipende."""
    r = read(f"{INDIETRO} --importo 828415.20 --iva inclusa")
    assert [(v["aliquota"], v["netto"]) for v in r["valori"]] == [
        (22, "679028.85"),
        (10, "753104.73"),
        (5, "788966.86"),
    ]
    negoziata = [{a["procedura"]: a["ammessa"] for a in v["procedure"]}["negoziata"] for v in r["valori"]]
    assert negoziata == [True, False, False]
    assert "aliquota-decisiva" in list_codici(r)


@pytest.mark.parametrize(("iva", "netto"), [("22", "679028.85"), ("5%", "788966.86"), ("esclusa", "828415.20")])
def test_un_aliquota_sola(iva: str, netto: str) -> None:
    """Compresa nell'importo, o esclusa."""
    (valore,) = read(f"{INDIETRO} --importo 828415.20 --iva {iva}")["valori"]
    assert valore["netto"] == netto


def test_una_procedura_non_ammessa_a_quel_valore() -> None:
    """Le date si danno lo stesso, con un avviso."""
    assert "procedura-non-ammessa" in list_codici(
        read(f"{INDIETRO} --procedura affidamento-diretto --importo 200000 --iva esclusa")
    )


def test_spiega_dice_come_si_arriva_a_ogni_data() -> None:
    """Evento escluso, termine, dove cade, rinvio e perché, articolo."""
    uscita = ask(
        f"{INDIETRO} --profilo minimo --fase valutazione=90 --fase comunicazioni=5 --spiega", "--format", "csv"
    )
    assert "mer 19/07/2023 (escluso) + 30 giorni = ven 18/08/2023" in uscita.out
    assert "= mar 26/12/2023 → mer 27/12/2023: Santo Stefano" in uscita.out
    assert "D.Lgs. 36/2023, art. 71 c. 2" in uscita.out
    assert "inviando gio 20/07/2023 comincerebbe gio 04/01/2024" in uscita.out


def test_spiega_dice_anche_cio_che_non_sposta_nessuna_data() -> None:
    """Chi scrive un valore o un'urgenza legge che cosa ne viene, come accanto alle date."""
    testo = ask(f"{INDIETRO} --spiega --importo 800000 --iva esclusa --urgenza").out
    assert "✓ ammessa" in testo
    assert all(f"! {o} non sposta nessuna data" in testo for o in ("--importo", "--urgenza"))


def test_spiega_il_tetto_e_i_due_giorni_lavorativi() -> None:
    """Una fine che non è quella della durata ha sempre una ragione."""
    massimo = ask("--da 2023-01-17 --profilo massimo --spiega", "--format", "csv").out
    assert "oltre, «Aggiudicazione» passerebbe il suo termine di 9 mesi" in massimo
    assert "6 giorni feriali" in massimo
    attesa = ask("--invio 2023-07-19 --profilo minimo --fase stipula=1 --spiega", "--format", "csv").out
    assert "(escluso) + 1 giorno =" in attesa


def test_prova_una_legge_che_non_c_e(tmp_path: Path) -> None:
    """Una modifica di legge si prova in una cartella, senza toccare il programma."""
    shutil.copytree(find_regimi_del_pacchetto(), tmp_path / "leggi")
    file = tmp_path / "leggi" / "d36_corr.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("valore: 32", "valore: 10"), encoding="utf-8")
    prima = read("--invio 2025-03-03")["fine_standstill"]
    dopo = read(f"--invio 2025-03-03 --regimi {tmp_path / 'leggi'}")["fine_standstill"]
    da_ambiente = ldq(
        *(["gara", "--invio", "2025-03-03", "--format", "json", "--oggi"]),
        OGGI,
        ambiente={**AMBIENTE, "LDQ_REGIMI": str(tmp_path / "leggi")},
    )
    assert dopo < prima
    assert json.loads(da_ambiente.out)["fine_standstill"] == dopo


def test_norme_guaste_escono_con_3(tmp_path: Path) -> None:
    """Una cartella vuota non è una legge."""
    uscita = ask(f"{INDIETRO} --regimi {tmp_path}")
    assert (uscita.codice, uscita.out) == (3, "")


def test_non_legge_dati(tmp_path: Path) -> None:
    """Nessun file serve: funziona in una cartella con dati guasti."""
    (tmp_path / "quartieri.yaml").write_text("[", encoding="utf-8")
    uscita = ldq("gara", *INDIETRO.split(), "--oggi", OGGI, cartella=tmp_path)
    assert (uscita.codice, uscita.out) == (0, ask(INDIETRO).out)


# ——— come si legge


@pytest.mark.parametrize("colonne", [60, 80, 100, 120, 200])
def test_nulla_esce_dallo_schermo(colonne: int) -> None:
    """Dove una tabella non ci sta si divide, e nessuna data si spezza."""
    uscita = ldq("gara", *INDIETRO.split(), "--tutto", "--oggi", OGGI, ambiente={"COLUMNS": str(colonne)})
    assert max(map(len, uscita.out.splitlines())) <= colonne
    assert uscita.out.count("30/10/2023") >= 2
    assert "Articolo" in uscita.out


def test_ciò_che_e_da_verificare_e_detto_a_parole() -> None:  # noqa: PLC2401 - italiano
    """Mai solo un colore o un segno."""
    assert "33 c. 1 e 80-81 · da verificare · stima" in ask(INDIETRO, "--tutto", "--format", "md").out.replace("\\", "")


# ——— domande poste male


@pytest.mark.parametrize(
    ("argomenti", "messaggio", "rimedio"),
    [
        ("", "manca la data da cui contare", "--servizio-dal GIORNO"),
        (f"{INDIETRO} --invio 2023-05-19", "--servizio-dal e --invio non si possono dire insieme", "tenere"),
        (f"{INDIETRO} --procedura apera", "«apera» non è una procedura", "forse intendevi «aperta»?"),
        (f"{INDIETRO} --procedura xyz", "«xyz» non è una procedura", "le procedure sono: aperta"),
        (f"{INDIETRO} --profilo medio", "«medio» non è un profilo", "ldq gara --help"),
        (f"{INDIETRO} --fase valutazioni=3", "«valutazioni» non è una fase", "forse intendevi «valutazione»?"),
        (f"{INDIETRO} --fase valutazione", "manca la fase o la durata", "ID=GIORNI"),
        (f"{INDIETRO} --fase =3", "manca la fase o la durata", "ID=GIORNI"),
        (f"{INDIETRO} --fase valutazione=-3", "«-3» non è un numero di giorni", "da 0 a 3650"),
        (f"{INDIETRO} --fase valutazione=99999999", "non è un numero di giorni", "da 0 a 3650"),
        (f"{INDIETRO} --fase valutazione=tre", "«tre» non è un numero di giorni", "--fase valutazione=10"),
        (f"{INDIETRO} --fase valutazione=3 --fase valutazione=4", "è scritta due volte: 3 e 4", "una sola"),
        (f"{INDIETRO} --fase standstill=10", "il minimo è 35 giorni", "--fase standstill=35"),
        ("--invio 2023-05-20", "non è un giorno lavorativo (sabato)", "2023-05-19 oppure 2023-05-22"),
        ("--servizio-dal 2015-01-01", "prima della prima legge conosciuta", "20/04/2016"),
        (f"{INDIETRO} --importo 828.415,20 --iva 22", "«828.415,20» non è un importo", "scrivere 828415.20"),
        (f"{INDIETRO} --importo 0 --iva 22", "«0» non è un importo", "per esempio"),
        (f"{INDIETRO} --importo boh --iva 22", "«boh» non è un importo", "per esempio 828415.20"),
        (f"{INDIETRO} --importo 828415.20", "--importo vuole --iva", "--iva esclusa"),
        (f"{INDIETRO} --iva 22", "senza un importo non dice nulla", "togliere --iva"),
        (f"{INDIETRO} --importo 9 --iva 21", "«21» non è un'aliquota nota", "esclusa, inclusa, 22, 10, 5"),
        (f"{INDIETRO} --durata 0", "--durata: 0 non sta fra 1 e 1200", "--help"),
        (f"{INDIETRO} --procedura negoziata --urgenza", "nessun termine cambia con l'urgenza", "togliere --urgenza"),
        (f"{INDIETRO} --dati data", "l'opzione --dati non esiste", ""),
    ],
)
def test_una_domanda_posta_male(argomenti: str, messaggio: str, rimedio: str) -> None:
    """Esce con 2, dice che cosa non va e che cosa scrivere."""
    uscita = ask(argomenti)
    assert (uscita.codice, uscita.out) == (2, "")
    assert messaggio in uscita.err
    assert rimedio in uscita.err
    assert "aiuto:" in uscita.err


def test_sotto_soglia_si_citano_gli_articoli_di_sotto_soglia() -> None:
    """L'affidamento diretto non ha i termini della procedura aperta."""
    fasi = {f["id"]: f for f in read("--invio 2024-02-01 --procedura affidamento-diretto")["fasi"]}
    assert fasi["ricezione_offerte"]["riferimento"] == "D.Lgs. 36/2023, art. 50 c. 1 b)"
    assert fasi["stipula"]["riferimento"] == "D.Lgs. 36/2023, art. 55 c. 1"


def test_la_pubblicazione_dice_la_durata_con_cui_si_e_contata() -> None:
    """A cavallo di un cambio vale quella del giorno dell'invio: sei giorni feriali, e non cinque giorni."""
    fasi = {f["id"]: f for f in read("--invio 2023-12-27 --profilo massimo")["fasi"]}
    assert (fasi["pubblicazione"]["fine"], fasi["pubblicazione"]["scade"]) == ("2024-01-04", "2024-01-04")
    assert fasi["pubblicazione"]["durata"] == "6 giorni feriali"


def test_la_pubblicazione_e_giudicata_dalla_legge_con_cui_e_contata() -> None:
    """Un bando del 22/12/2023 pubblicato l'ultimo giorno della legge di allora è in tempo."""
    risposta = read("--invio 2023-12-22 --profilo massimo")
    pubblicazione = next(f for f in risposta["fasi"] if f["id"] == "pubblicazione")
    assert pubblicazione["fine"] == pubblicazione["termine_massimo"] == "2024-01-02"
    assert not [
        a for a in risposta["avvisi"] if a["codice"] == "oltre-il-termine" and "Pubblicazione" in a["messaggio"]
    ]
