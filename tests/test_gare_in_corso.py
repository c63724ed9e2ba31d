"""Gare in corso: i fatti scritti nei dati, giorno per giorno, e ogni risposta che ne parla allo stesso modo."""

from __future__ import annotations

import json
import shutil
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.gare import get_diritto
from tests.supporto import ldq
from tests.test_casi_numeri import CASI, OGGI_USO, ask, ask_scenario, list_codici, read

from ldq_planner.engine.quadro import Quadro
from ldq_planner.loading.cartella import load_portafoglio
from ldq_planner.loading.norme import find_regimi_del_pacchetto
from ldq_planner.reports.avanzamento import say_avanzamento
from ldq_planner.reports.eventi import list_fatti
from ldq_planner.reports.status import RispostaStatus, build_status

if TYPE_CHECKING:
    from pathlib import Path

    from ldq_planner.model.portafoglio import Portafoglio

CITTA = "uso/citta"
FRASE = "bando pubblicato il 20/10/2026, offerte entro il 30/11/2026: comincia il 03/06/2027"


# ——— la città, con le sue note diventate dati


def test_il_servizio_comincia_quando_dice_ldq_gara() -> None:
    """Bando del 20/10/2026, offerte entro il 30/11/2026: 03/06/2027, e non 119 giorni dopo."""
    gara = ldq("gara", "--invio", "2026-10-20", "--oggi", OGGI_USO, "--format", "csv").out
    assert "2027-06-03" in gara
    scenario = ask_scenario(CITTA, "gara-nord", OGGI_USO)
    assert scenario["inizio"] == scenario["tempi"]["inizio_previsto"] == "2027-06-03"
    assert {f["id"]: f["stato"] for f in scenario["tempi"]["avanzamento"]["fasi"]}["ricezione_offerte"] == "fissata"


def test_ogni_fase_dice_quanto_la_legge_le_da_ed_entro_quando_serve() -> None:
    """Le offerte non prima del 19/11/2026, 30 giorni dall'invio; ciò che manca, con l'ultimo giorno utile e il margine."""
    fasi = {f["id"]: f for f in ask_scenario(CITTA, "gara-nord", OGGI_USO)["tempi"]["avanzamento"]["fasi"]}
    offerte, avvio = fasi["ricezione_offerte"], fasi["avvio"]
    assert (offerte["minimo"], offerte["non_prima_del"]) == ("30 giorni", "2026-11-19")
    assert (fasi["standstill"]["minimo"], fasi["standstill"]["non_prima_del"]) == ("32 giorni", None)
    assert (avvio["limite"], avvio["margine"]) == ("2027-01-15", -139)
    assert [f["limite"] for f in fasi.values() if f["stato"] in ("fatta", "data-per-fatta")] == [None] * 5
    scheda = ldq(
        "scenari", "gara-nord", "--tutto", "--dati", str(CASI / CITTA), "--oggi", OGGI_USO, "--format", "md"
    ).out
    assert "almeno 30 giorni: non prima del 19/11/2026" in scheda


def test_la_proroga_tecnica_e_lecita_perche_la_gara_e_in_corso() -> None:
    """Il bando è partito prima della scadenza di ogni contratto che attende la gara."""
    quartieri = ask_scenario(CITTA, "gara-nord", OGGI_USO)["tempi"]["quartieri"]
    strumenti = [s for q in quartieri for s in q["ponte"]["strumenti"] if s["id"] == "proroga-tecnica"]
    assert [s["esito"] for s in strumenti] == ["possibile"] * 3
    assert all("il bando è partito il 20/10/2026, prima della scadenza" in " ".join(s["motivi"]) for s in strumenti)


@pytest.mark.parametrize("comando", ["status", "scenari gara-nord", "rapporto"])
def test_ogni_carta_lo_dice_con_le_stesse_parole(comando: str) -> None:
    """Chi legge lo stato, la scheda o il rapporto legge la stessa frase."""
    assert FRASE[1:] in read(CITTA, *comando.split(), oggi=OGGI_USO)


def test_check_non_dice_piu_che_il_bando_e_in_ritardo() -> None:
    """Il bando è fuori: resta il giorno scritto, che i fatti non mantengono, e il ponte che serve."""
    detti = list_codici(CITTA, OGGI_USO)
    assert "gara-nord" not in detti["bando-in-ritardo"]
    assert "il servizio comincia il 03/06/2027: 139 giorni dopo" in detti["gara-in-ritardo"]
    uscita = read(CITTA, "check", oggi=OGGI_USO)
    assert (
        "preparare un ponte dal 15/01/2027, in attesa della gara in corso: ai tempi probabili il vuoto è di 139"
        in uscita
    )


def test_il_calendario_ha_il_termine_fissato_e_non_gli_atti_gia_fatti() -> None:
    """Otto eventi «in ritardo», già fatti, non si mettono in un calendario."""
    eventi = [e for e in ask(CITTA, "calendario", oggi=OGGI_USO)["eventi"] if e["entita"] == "gara-nord"]
    assert [(e["genere"], e["giorno"]) for e in eventi] == [("fase", "2026-11-30")]


def test_una_gara_deserta_si_ricomincia() -> None:
    """Dopo una gara deserta le date sono quelle di chi comincia oggi, e lo si dice."""
    tempi = ask_scenario(CITTA, "gara-stadera", OGGI_USO)["tempi"]
    assert tempi["avanzamento"]["chiusi"] == [{"esito": "deserta", "il": "2026-09-30", "atto": None}]
    assert tempi["limite_bando"] is not None
    assert "gara deserta il 30/09/2026, non ancora ricominciata" in read(CITTA, "status", oggi=OGGI_USO)


def test_un_fatto_cambia_le_date_e_diff_lo_dice(tmp_path: Path) -> None:
    """Tolti i fatti, il servizio comincerebbe altrove: la differenza è di una data, non di una frase."""
    senza = tmp_path / "senza"
    shutil.copytree(CASI / CITTA, senza)
    scenari = (senza / "scenari.yaml").read_text(encoding="utf-8")
    inizio, fine = scenari.index("    avanzamento:"), scenari.index("    fonte: det. 801/2026")
    (senza / "scenari.yaml").write_text(scenari[:inizio] + scenari[fine:], encoding="utf-8")
    uscita = ldq("diff", str(senza), str(CASI / CITTA), "--oggi", OGGI_USO, "--format", "json")
    assert '"dopo": "2027-06-03"' in uscita.out


def test_i_giorni_di_una_sospensione_sono_scoperti_e_la_fine_che_slitta_non_si_contesta() -> None:
    """Stadera: 151 giorni e 770.100 abitanti-giorni, sospesi e non lacuna di contratto; i cinque mesi in più tornano."""
    finestra = ("--dal", "2024-01-01", "--al", "2024-12-31")
    (stadera,) = [q for q in ask(CITTA, "copertura", *finestra, oggi=OGGI_USO)["quartieri"] if q["id"] == "stadera"]
    (fermo,) = stadera["lacune"]
    assert (fermo["inizio"], fermo["fine"], fermo["giorni"]) == ("2024-02-01", "2024-06-30", 151)
    assert (fermo["abitanti_giorni"], fermo["causa"]) == (770_100, "sospensione")
    assert "stadera-2022" not in " ".join(list_codici(CITTA, OGGI_USO).values())


# ——— una legge che non c'è ancora


def test_le_fasi_sono_quelle_della_legge_che_si_prova(tmp_path: Path) -> None:
    """Con `--regimi`, o `LDQ_REGIMI`, un fatto di una fase nuova si scrive, si legge e sposta le date; senza, non si legge."""
    dati, leggi = tmp_path / "dati", tmp_path / "leggi"
    shutil.copytree(CASI / CITTA, dati)
    shutil.copytree(find_regimi_del_pacchetto(), leggi)
    procedure = (leggi / "procedure.yaml").read_text(encoding="utf-8")
    nuova = (
        "  - {id: audizione, nome: Audizione, chi: RUP, tipo: organizzativa, stima: [5, 15, 30]}\n  - id: valutazione\n"
    )
    procedure = procedure.replace("  - id: valutazione\n", nuova, 1)
    procedure = procedure.replace("      - valutazione\n", "      - audizione\n      - valutazione\n", 1)
    (leggi / "procedure.yaml").write_text(procedure, encoding="utf-8")
    al, con = ("--dati", str(dati), "--oggi", OGGI_USO), ("--regimi", str(leggi))
    fatto = ("fatto", "gara-nord", "audizione", "--fissata-al", "2027-01-29", *al)
    assert ldq(*fatto, "--scrivi").codice == 2
    assert ldq(*fatto, *con, "--scrivi").codice == 0
    assert "«audizione» non è una fase" in ldq("status", *al).err
    scheda = tmp_path / "h.csv"
    assert ldq("acquisti", *al, *con, "-o", str(scheda)).codice == 0
    for comando in (
        *("status", "copertura", "scenari", "check", "calendario", "rapporto", "spiega gara-nord", "rischio", "novita"),
        *("programma-gare", f"acquisti --leggi {scheda}", "esporta --come jsonl -o -"),
    ):
        uscita = ldq(*comando.split(), *al, *con)
        assert uscita.codice in (0, 1), comando + uscita.err
    assert ldq("diff", str(dati), str(dati), "--oggi", OGGI_USO, *con).codice == 0
    ambiente = {"LDQ_REGIMI": str(leggi)}
    for comando in ("contratti", "quartieri", "scegli gara-nord", "fatto gara-nord ammissione --il 2026-11-27"):
        uscita = ldq(*comando.split(), *al, ambiente=ambiente)
        assert "audizione" not in uscita.err, comando
    assert "29/01/2027" in ldq("scenari", "gara-nord", *al, *con).out


# ——— le durate nostre


def test_le_durate_dello_scenario_valgono_prima_di_quelle_dell_ente(tmp_path: Path) -> None:
    """Le date difese in Giunta sono quelle di status, e si legge di chi è ogni durata."""
    dati = tmp_path / "dati"
    shutil.copytree(CASI / CITTA, dati)
    (dati / "ldq.toml").write_text("[durate]\nvalutazione = 90\nammissione = 30\n", encoding="utf-8")
    scenari = (dati / "scenari.yaml").read_text(encoding="utf-8")
    (dati / "scenari.yaml").write_text(
        scenari.replace("    procedura: aperta\n", "    procedura: aperta\n    durate: {valutazione: 60}\n", 1),
        encoding="utf-8",
    )
    quadro = Quadro(load_portafoglio(dati), date(2026, 11, 27), get_diritto())
    passi = {p.id: p for p in quadro.forecast().tempi["gara-nord"].fasi}
    assert (passi["valutazione"].origine, passi["valutazione"].durata) == ("scenario", "60 giorni")
    assert (passi["ammissione"].origine, passi["ammissione"].durata) == ("ente", "30 giorni")


# ——— una gara, giorno per giorno

DATI = """\
aggiornato_al: {oggi}
scenari:
  - id: gara
    nome: Gara per Borgo Nord
    tipo: gara
    quartieri: [nord]
    durata_mesi: 24
    procedura: aperta
    fonte: delibera
"""
FATTI = [
    (date(2026, 2, 2), "{fase: progettazione, iniziata: 2026-02-02}"),
    (date(2026, 3, 20), "{fase: progettazione, conclusa: 2026-03-20}"),
    (date(2026, 4, 10), "{fase: indirizzo, conclusa: 2026-04-10, atto: DGC 88/2026}"),
    (date(2026, 4, 28), "{fase: decisione_contrarre, conclusa: 2026-04-28}"),
    (date(2026, 4, 30), "{fase: invio_bando, conclusa: 2026-04-30}"),
    (date(2026, 5, 4), "{fase: pubblicazione, conclusa: 2026-05-04}"),
    (date(2026, 5, 4), "{fase: ricezione_offerte, fissata_al: 2026-06-15}"),
    (date(2026, 6, 15), "{esito: deserta, il: 2026-06-15, atto: verbale 1}"),
    (date(2026, 7, 1), "{fase: decisione_contrarre, iniziata: 2026-07-01}"),
    (date(2026, 7, 10), "{fase: pubblicazione, conclusa: 2026-07-10}"),
    (date(2026, 7, 10), "{fase: ricezione_offerte, fissata_al: 2026-08-31}"),
    (date(2026, 8, 31), "{fase: ricezione_offerte, conclusa: 2026-08-31}"),
    (date(2026, 9, 30), "{fase: ammissione, conclusa: 2026-09-30}"),
    (date(2026, 12, 10), "{fase: valutazione, conclusa: 2026-12-10}"),
    (date(2027, 1, 25), "{esito: aggiudicata, il: 2027-01-25, atto: det. 12/2027}"),
    (date(2027, 3, 15), "{fase: stipula, conclusa: 2027-03-15}"),
    (date(2027, 4, 1), "{fase: avvio, conclusa: 2027-04-01}"),
]


def load_al(cartella: Path, oggi: date) -> Portafoglio:
    """I dati com'erano quel giorno: con i fatti accaduti fino ad allora."""
    accaduti = [testo for giorno, testo in FATTI if giorno <= oggi]
    scritti = "".join(f"      - {testo}\n" for testo in accaduti)
    testo = DATI.format(oggi=oggi) + (f"    avanzamento:\n{scritti}" if scritti else "")
    (cartella / "scenari.yaml").write_text(testo, encoding="utf-8")
    (cartella / "quartieri.yaml").write_text(
        f"aggiornato_al: {oggi}\nente: E\nservizio: S\nquartieri:\n  - {{id: nord, nome: Nord}}\n", encoding="utf-8"
    )
    (cartella / "contratti.yaml").write_text(
        f"aggiornato_al: {oggi}\ncontratti:\n  - {{id: uno, quartieri: [nord], tipo: gruppo-interno, titolo: T, fonte: F, "
        "inizio: 2020-01-01, scadenza_base: 2026-12-31}\n",
        encoding="utf-8",
    )
    return load_portafoglio(cartella)


def test_ogni_giorno_ogni_risposta_dice_lo_stesso_inizio(tmp_path: Path) -> None:
    """Dalla preparazione all'avvio, con un primo tentativo deserto: l'inizio si sposta solo per un fatto, o per un ritardo."""
    giorno, prima, era_in_ritardo = date(2026, 1, 20), None, True
    while giorno <= FATTI[-1][0] - timedelta(days=1):
        quadro = Quadro(load_al(tmp_path, giorno), giorno, get_diritto())
        tempi = quadro.forecast().tempi["gara"]
        inizio, (esito,) = tempi.primo_avvio, quadro.esiti
        assert esito.inizio is not None
        assert esito.inizio.primo == tempi.inizio_previsto == max(inizio, date(2027, 1, 1))
        assert inizio > giorno
        frase, dati = say_avanzamento(tempi), build_status(quadro).dati
        assert isinstance(dati, RispostaStatus)
        assert [g.frase for g in dati.gare] == ([frase] if frase else [])
        assert tempi.is_in_corso == (giorno >= FATTI[0][0] and not date(2026, 6, 15) <= giorno < date(2026, 7, 1))
        atti = {f.genere.value for f in list_fatti(quadro) if f.entita == "gara"}
        assert atti == ({"fase"} if tempi.is_in_corso and tempi.limite_bando is None else atti)
        assert ("bando" in atti) == (tempi.limite_bando is not None)
        is_un_fatto = any(g == giorno for g, _ in FATTI)
        is_domani = inizio == giorno + timedelta(days=1)  # ciò che oggi non c'è comincia al più presto domani
        is_ferma = tempi.avanzamento is None or not tempi.is_in_corso or bool(tempi.avanzamento.in_ritardo)
        is_in_ritardo = is_ferma or is_domani
        if not is_un_fatto and not is_in_ritardo and not era_in_ritardo:
            assert inizio == prima, giorno
        if not is_un_fatto and prima is not None:
            assert inizio >= prima, giorno
        prima, era_in_ritardo = inizio, is_in_ritardo
        giorno += timedelta(days=1)


def test_il_servizio_cominciato_va_scritto_fra_i_contratti(tmp_path: Path) -> None:
    """Quando comincia, lo scenario è superato: il suo posto è fra i contratti, e il rimedio è il comando che ce lo mette."""
    giorno = FATTI[-1][0]
    load_al(tmp_path, giorno)
    al = ("--dati", str(tmp_path), "--oggi", giorno.isoformat())
    uscita = ldq("check", *al, "--solo", "scenario-superato", "--format", "json")
    (segnalazione,) = json.loads(uscita.out)["segnalazioni"]
    assert "«gara» è superato" in segnalazione["messaggio"]
    assert "se il contratto c'è: ldq affida gara --dal 2027-04-01;" in segnalazione["rimedio"]
    assert ldq("affida", "gara", "--dal", "2027-04-01", *al, "--scrivi").codice == 0
    assert ldq("check", *al, "--solo", "scenario-superato").out == ""
