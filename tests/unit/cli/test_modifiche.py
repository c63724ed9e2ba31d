"""I comandi che cambiano i dati: si vede prima, si scrive a chiederlo, e nulla resta a metà."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Any, get_type_hints
from unittest.mock import patch

import pytest
from jsonschema import Draft202012Validator
from tests.supporto import CONTRATTI, OGGI, RADICE, ldq, read, write_dati
from tests.test_glossario import find_parole

from ldq_planner.loading.cartella import load_portafoglio
from ldq_planner.model.avanzamento import ESITI, FattoDiGara
from ldq_planner.modifica import righe
from ldq_planner.reports.schemi import build_schemi

if TYPE_CHECKING:
    from pathlib import Path

    from tests.supporto import Uscita

SCHEMA = Draft202012Validator(json.loads(build_schemi()["risposte/ldq-modifica-1.schema.json"]))
PROROGA = ("proroga", "mazzini-2020", "--fino-al", "2023-12-31", "--oggi", OGGI)
NUOVE = """\
     inizio: 2020 # «Periodo dal 2020 al 2023»
     scadenza_base: 2023-06-30
+    opzioni:
+      - tipo: proroga-tecnica
+        stato: esercitata
+        durata_mesi: 6
+        scadenza: 2023-12-31
+        fonte: registrata il 17/01/2023
     importo_eur: non noto
     iva: non noto
"""


@pytest.fixture
def dati(tmp_path: Path) -> Path:
    """I dati della presentazione, in una cartella propria."""
    for nome in ("quartieri.yaml", "contratti.yaml", "scenari.yaml"):
        shutil.copyfile(RADICE / "data" / nome, tmp_path / nome)
    return tmp_path


def change(dati: Path, *argomenti: str) -> Uscita:
    """Il comando, in quella cartella."""
    return ldq(*argomenti, cartella=dati)


def ask(dati: Path, *argomenti: str) -> Any:
    """La risposta per le macchine."""
    uscita = change(dati, *argomenti, "--format", "json")
    assert (uscita.codice, uscita.err) == (0, "")
    risposta = json.loads(uscita.out)
    SCHEMA.validate(risposta)
    return risposta


def test_mazzini_prorogato_chiude_la_sua_lacuna(dati: Path) -> None:
    """Poche righe, e la conseguenza con le parole di `ldq diff`; il file non cambia."""
    prima = read(dati / "contratti.yaml")
    uscita = change(dati, *PROROGA)
    assert (uscita.codice, uscita.err) == (0, "")
    assert "".join(f"    {riga}\n" for riga in NUOVE.splitlines()) in uscita.out
    assert "Questa modifica chiude 184 giorni di lacuna a Mazzini, 856.704 abitanti-giorni." in uscita.out
    assert "Nulla è stato scritto." in uscita.out
    assert read(dati / "contratti.yaml") == prima


def test_le_conclusioni_sono_quelle_di_diff(dati: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Voce per voce: fra la cartella di prima e quella scritta."""
    proposta = ask(dati, *PROROGA)
    prima = tmp_path_factory.mktemp("prima")
    shutil.copytree(dati, prima, dirs_exist_ok=True)
    assert change(dati, *PROROGA, "--scrivi").codice == 0
    uscita = ldq("diff", str(prima), str(dati), "--oggi", OGGI, "--format", "json")
    differenze = json.loads(uscita.out)
    comuni = set(differenze) & set(proposta) - {"schema"}
    assert {"frase", "quartieri", "scadenze", "nuove", "risolte"} <= comuni
    senza_posto = [
        {c: [_forget(f) for f in d[c]] if c in ("nuove", "risolte") else d[c] for c in comuni}
        for d in (proposta, differenze)
    ]
    assert senza_posto[0] == senza_posto[1]


def _forget(finding: dict[str, Any]) -> dict[str, Any]:
    """La segnalazione senza il nome della cartella."""
    return {**finding, "file": os.path.basename(finding["file"])}  # noqa: PTH119 - è un nome, non un file


def test_con_scrivi_cambiano_solo_quelle_righe(dati: Path) -> None:
    """E i permessi del file restano."""
    percorso = dati / "contratti.yaml"
    percorso.chmod(0o640)
    prima = read(percorso)
    uscita = change(dati, *PROROGA, "--scrivi")
    assert "Scritto in «contratti.yaml»." in uscita.out
    nuove = [riga for riga in NUOVE.splitlines(keepends=True) if riga.startswith("+")]
    in_piu = "".join(riga[1:] for riga in nuove)
    assert read(percorso).replace(in_piu, "", 1) == prima
    assert percorso.stat().st_mode & 0o777 == 0o640
    assert {p.name for p in dati.iterdir()} == {"quartieri.yaml", "contratti.yaml", "scenari.yaml"}
    assert "31/12/2023" in change(dati, "contratti", "mazzini-2020", "--oggi", OGGI).out


@pytest.mark.parametrize("file", ["contratti.yaml", "quartieri.yaml"])
def test_dati_cambiati_dopo_la_prova_fermano_chi_scrive(dati: Path, file: str) -> None:
    """Anche se è cambiato un altro file: la conseguenza che si è letta non è più quella."""
    impronta = ask(dati, *PROROGA)["impronta"]
    assert f"--scrivi --se-ancora {impronta}" in " ".join(change(dati, *PROROGA).out.split())
    (dati / file).write_text(read(dati / file) + "# una nota\n", encoding="utf-8")
    prima = read(dati / "contratti.yaml")
    uscita = change(dati, *PROROGA, "--scrivi", "--se-ancora", impronta)
    assert (uscita.codice, uscita.out) == (2, "")
    assert "non si è scritto nulla" in uscita.err
    assert read(dati / "contratti.yaml") == prima


def test_dati_rimasti_quelli_della_prova_si_scrivono(dati: Path) -> None:
    """La stessa impronta, la stessa modifica."""
    impronta = ask(dati, *PROROGA)["impronta"]
    assert "Scritto in" in change(dati, *PROROGA, "--scrivi", "--se-ancora", impronta).out


def test_lorenteggio_e_gia_scaduto(dati: Path) -> None:
    """Un contratto scaduto non si proroga, salvo forzare: e allora resta scritto."""
    argomenti = ("proroga", "lorenteggio-2019", "--fino-al", "2023-03-31", "--oggi", OGGI)
    uscita = change(dati, *argomenti, "--scrivi")
    assert (uscita.codice, uscita.out) == (2, "")
    assert "è scaduto il 20/12/2022, 28 giorni prima del 17/01/2023" in uscita.err
    assert read(dati / "contratti.yaml") == read(RADICE / "data" / "contratti.yaml")
    forzata = change(dati, *argomenti, "--forza", "--motivo", "atto del 19/12", "--scrivi")
    assert forzata.codice == 0
    assert 'nota: "Forzata il 17/01/2023: atto del 19/12"' in read(dati / "contratti.yaml")
    assert "scadenza_effettiva: 2023-03-31 # «Dal 21 giugno 2019" in read(dati / "contratti.yaml")


def test_rinnovare_due_volte_si_rifiuta(tmp_path: Path) -> None:
    """La prima volta il rinnovo è aperto, la seconda non più."""
    contratti = """\
aggiornato_al: 2023-01-17
contratti:
  - id: nord-2020
    quartieri: [nord]
    tipo: appalto-di-servizi
    titolo: Prova
    inizio: 2020-07-01
    durata_mesi: 36
    opzioni: [{tipo: rinnovo, stato: aperta, durata_mesi: 6, fonte: prova}] # previsto
    fonte: prova
"""
    write_dati(tmp_path, contratti=contratti)
    argomenti = ("rinnova", "nord-2020", "--fonte", "determina 1/2023", "--oggi", OGGI, "--scrivi")
    assert change(tmp_path, *argomenti).codice == 0
    atteso = contratti.replace(
        "aperta, durata_mesi: 6, fonte: prova", "esercitata, durata_mesi: 6, fonte: determina 1/2023"
    )
    assert read(tmp_path / "contratti.yaml") == atteso
    uscita = change(tmp_path, *argomenti)
    assert (uscita.codice, uscita.out) == (2, "")


def test_chiudere_apre_una_lacuna(dati: Path) -> None:
    """E lo si vede prima di farlo."""
    uscita = change(dati, "chiudi", "gratosoglio-2020", "--il", "30/09/2023", "--motivo", "recesso", "--oggi", OGGI)
    assert "+    scadenza_effettiva: 2023-09-30" in uscita.out
    assert "+    chiusura: recesso" in uscita.out
    assert "apre 92 giorni di lacuna a Gratosoglio" in uscita.out


@pytest.mark.parametrize("motivo", [(), ("--motivo", "recesso")], ids=["senza motivo", "con il motivo"])
def test_chi_ha_chiuso_non_se_lo_sente_dire_per_sempre(tmp_path: Path, motivo: tuple[str, ...]) -> None:
    """La scadenza è prima di quella delle durate perché lo si è voluto, anche di un'opzione rimasta aperta."""
    contratti = CONTRATTI.replace(
        "    fonte:",
        "    durata_mesi: 132\n    opzioni: [{tipo: rinnovo, stato: aperta, durata_mesi: 6, scadenza: 2031-06-30, fonte: p}]\n"
        "    fonte:",
    )
    write_dati(tmp_path, contratti=contratti)
    codice = "scadenza-dichiarata-diversa"
    assert codice not in ldq("check", "--oggi", OGGI, cartella=tmp_path).out
    assert (
        change(tmp_path, "chiudi", "nord-2020", "--il", "30/09/2023", *motivo, "--oggi", OGGI, "--scrivi").codice == 0
    )
    assert codice not in ldq("check", "--oggi", OGGI, cartella=tmp_path).out
    percorso = tmp_path / "contratti.yaml"
    percorso.write_text(read(percorso).partition("    chiusura:")[0] + "    fonte: prova\n", encoding="utf-8")
    assert codice in ldq("check", "--oggi", OGGI, cartella=tmp_path).out


ALTERNATIVE = """\
aggiornato_al: 2023-01-17
scenari:
  - id: unica # con tutti
    nome: Gara unica
    tipo: gara
    gruppo: nord # o una, o due
    quartieri: [nord]
    inizio: 2024-01-01
    durata_mesi: 24
    fonte: prova
  - {id: lotti, nome: Gara a lotti, tipo: gara, gruppo: nord, quartieri: [nord], inizio: 2024-01-01, durata_mesi: 24, fonte: p}
"""


def test_scegliere_scrive_le_sole_righe_della_scelta(tmp_path: Path) -> None:
    """I commenti restano, e l'alternativa non si chiede più."""
    write_dati(tmp_path, scenari=ALTERNATIVE)
    scegli = ("scegli", "unica", "--il", "2023-01-10", "--atto", "DGC 5/2023", "--motivo", "costa meno", "--oggi", OGGI)
    proposta = ask(tmp_path, *scegli)
    versi = [(p["id"], p["verso"]) for p in proposta["presenze"]]
    assert (versi, proposta["scritta"]) == ([("unica", "scelto"), ("lotti", "lasciato")], False)
    assert read(tmp_path / "scenari.yaml") == ALTERNATIVE
    assert change(tmp_path, *scegli, "--scrivi").codice == 0
    righe_nuove = (
        "    stato: scelto\n    decisione:\n      il: 2023-01-10\n      atto: DGC 5/2023\n      motivo: costa meno\n"
    )
    atteso = ALTERNATIVE.replace("due\n", f"due\n{righe_nuove}")
    assert read(tmp_path / "scenari.yaml") == atteso
    assert not ask(tmp_path, *scegli)["righe"]
    elenco = ldq("scenari", "--oggi", OGGI, "--format", "json", cartella=tmp_path)
    (lasciato,) = json.loads(elenco.out)["lasciati"]
    assert (lasciato["id"], lasciato["esito"], lasciato["al_posto"]) == ("lotti", "escluso", ["unica"])
    passi = json.loads(ldq("spiega", "lotti", "--oggi", OGGI, "--format", "json", cartella=tmp_path).out)["passi"]
    perche = "escluso: al suo posto «Gara unica», scelto il 10/01/2023 (DGC 5/2023): costa meno"
    assert [p["risultato"] for p in passi] == [perche]


def test_scegliere_due_alternative_si_rifiuta(tmp_path: Path) -> None:
    """Per cambiare idea si scarta la prima, anche se è scritta fra graffe."""
    write_dati(tmp_path, scenari=ALTERNATIVE)
    assert change(tmp_path, "scegli", "lotti", "--oggi", OGGI, "--scrivi").codice == 0
    uscita = change(tmp_path, "scegli", "unica", "--oggi", OGGI, "--scrivi")
    assert (uscita.codice, uscita.out) == (2, "")
    assert "è già scelto «lotti»" in uscita.err
    assert "ldq scarta lotti" in uscita.err
    scartata = change(tmp_path, "scarta", "lotti", "--motivo", "ripensata", "--oggi", OGGI, "--scrivi")
    assert "era scelto dal 17/01/2023" in scartata.out
    assert "stato: scartato, decisione: {il: 2023-01-17, motivo: ripensata}" in read(tmp_path / "scenari.yaml")
    assert change(tmp_path, "scegli", "unica", "--oggi", OGGI, "--scrivi").codice == 0


def test_annullare_una_scelta_la_lascia_nella_storia(tmp_path: Path) -> None:
    """Scelta, annullata, scartata, annullata: lo scenario torna allo studio, e nessun giorno, atto o motivo va perso."""
    write_dati(tmp_path, scenari=ALTERNATIVE)
    atti = (
        ("scegli", "--il", "2023-01-10", "--atto", "DGC 5/2023"),
        ("scegli", "--annulla", "--il", "2023-01-12", "--motivo", "ci si ripensa"),
        ("scarta", "--il", "2023-01-14"),
        ("scarta", "--annulla", "--il", "2023-01-16", "--atto", "DGC 9/2023"),
    )
    for comando, *altro in atti:
        assert change(tmp_path, comando, "unica", *altro, "--oggi", OGGI, "--scrivi").codice == 0
    unica, lotti = load_portafoglio(tmp_path).scenari
    assert (unica.stato, lotti.stato) == ("allo-studio", "allo-studio")
    prese = [(d.stato, str(d.il), d.atto, d.motivo) for d in unica.storia]
    assert prese == [
        ("scelto", "2023-01-10", "DGC 5/2023", None),
        ("allo-studio", "2023-01-12", None, "ci si ripensa"),
        ("scartato", "2023-01-14", None, None),
    ]
    scheda = (
        ldq("scenari", "unica", "--oggi", OGGI, "--format", "csv", cartella=tmp_path).out
        + ldq("scenari", "unica", "--tutto", "--oggi", OGGI, cartella=tmp_path, ambiente={"COLUMNS": "400"}).out
    )
    assert "rimesso allo studio il 16/01/2023 (DGC 9/2023); scartato il 14/01/2023; rimesso allo studio il" in scheda
    assert "# " in read(tmp_path / "scenari.yaml")


@pytest.mark.parametrize(
    ("comando", "messaggio"),
    [
        pytest.param("scegli unica --annulla", "«unica» non risulta scelto", id="mai-scelto"),
        pytest.param("scarta lotti --annulla", "«lotti» non risulta scartato", id="non-scartato-ma-scelto"),
        pytest.param("scegli lotti --annulla --il 2023-01-18", "deve ancora venire", id="domani"),
    ],
)
def test_si_annulla_solo_cio_che_c_e(tmp_path: Path, comando: str, messaggio: str) -> None:
    """E di chi è scelto e non scartato si dice con quale comando."""
    write_dati(tmp_path, scenari=ALTERNATIVE)
    assert change(tmp_path, "scegli", "lotti", "--oggi", OGGI, "--scrivi").codice == 0
    uscita = change(tmp_path, *comando.split(), "--oggi", OGGI)
    assert (uscita.codice, messaggio in uscita.err) == (2, True)
    assert ("ldq scegli lotti --annulla" in uscita.err) == (comando == "scarta lotti --annulla")


def test_un_bando_fuori_non_si_scarta_ne_se_ne_sceglie_un_altro(tmp_path: Path) -> None:
    """Prima si scrive com'è finita la sua gara; dopo si può."""
    write_dati(tmp_path, scenari=ALTERNATIVE)
    dire = ("fatto", "unica", "pubblicazione", "--il", "2023-01-10", "--oggi", OGGI, "--scrivi")
    assert change(tmp_path, *dire).codice == 0
    for comando in ("scarta unica", "scegli lotti"):
        uscita = change(tmp_path, *comando.split(), "--oggi", OGGI)
        assert (uscita.codice, "ldq fatto unica revocata --il GIORNO" in uscita.err) == (2, True)
    assert change(tmp_path, "fatto", "unica", "revocata", "--il", OGGI, "--oggi", OGGI, "--scrivi").codice == 0
    assert change(tmp_path, "scarta", "unica", "--oggi", OGGI, "--scrivi").codice == 0
    assert change(tmp_path, "scegli", "lotti", "--oggi", OGGI, "--scrivi").codice == 0


def test_non_si_sceglie_con_un_atto_di_domani(tmp_path: Path) -> None:
    """Né uno scenario che non c'è: si dice quale si intendeva."""
    write_dati(tmp_path, scenari=ALTERNATIVE)
    assert "deve ancora venire" in change(tmp_path, "scegli", "unica", "--il", "2023-01-18", "--oggi", OGGI).err
    assert "forse intendevi «unica»?" in change(tmp_path, "scarta", "unicca", "--oggi", OGGI).err


IN_CORSO = """\
aggiornato_al: 2026-11-20
scenari:
  - id: gara-nord # la più urgente
    nome: Gara nord
    tipo: gara
    responsabile: Ufficio gare
    quartieri: [nord]
    inizio: 2027-06-01
    durata_mesi: 36
    procedura: aperta
    fonte: prova
"""
IL_27 = ("--oggi", "2026-11-27")


def test_i_fatti_di_una_gara_vanno_in_fondo(tmp_path: Path) -> None:
    """Poche righe, ogni volta; lo stesso fatto due volte non scrive nulla."""
    write_dati(tmp_path, scenari=IN_CORSO)
    bando = ("fatto", "gara-nord", "pubblicazione", "--il", "20/10/2026", "--atto", "bando 12", *IL_27, "--scrivi")
    assert change(tmp_path, *bando).codice == 0
    assert "dice già così" in change(tmp_path, *bando).out
    offerte = ("fatto", "gara-nord", "ricezione-offerte", "--fissata-al", "2026-11-30", *IL_27, "--scrivi")
    assert "termine fissato al 30/11/2026" in change(tmp_path, *offerte).out
    fatti = """\
    avanzamento:
      - fase: pubblicazione
        conclusa: 2026-10-20
        atto: bando 12
      - fase: ricezione_offerte
        fissata_al: 2026-11-30
"""
    assert read(tmp_path / "scenari.yaml") == IN_CORSO.replace("    fonte:", f"{fatti}    fonte:")


@pytest.mark.parametrize(
    ("argomenti", "detto"),
    [
        (("valutazione", "--il", "2026-11-20"), "«Ricezione delle offerte» è fissata il 30/11/2026"),
        (("valutazione", "--il", "2026-12-20"), "deve ancora venire"),
        (("valutazion", "--il", "2026-11-20"), "forse intendevi «valutazione»?"),
        (("desert", "--il", "2026-11-20"), "forse intendevi «deserta»?"),
        (("valutazione",), "manca il giorno"),
        (("deserta", "--fissata-al", "2026-11-20"), "ha un giorno solo"),
    ],
)
def test_un_fatto_che_non_sta_si_rifiuta(tmp_path: Path, argomenti: tuple[str, ...], detto: str) -> None:
    """E il file non cambia."""
    fatti = "    avanzamento: [{fase: ricezione_offerte, fissata_al: 2026-11-30}]\n    fonte:"
    write_dati(tmp_path, scenari=IN_CORSO.replace("    fonte:", fatti))
    uscita = change(tmp_path, "fatto", "gara-nord", *argomenti, *IL_27, "--scrivi")
    assert (uscita.codice, uscita.out) == (2, "")
    assert detto in uscita.err
    assert read(tmp_path / "scenari.yaml") == IN_CORSO.replace("    fonte:", fatti)


def test_gli_esiti_che_si_possono_dire_sono_quelli_dei_dati() -> None:
    """Sono scritti due volte: nel tipo del campo, e nell'elenco di chi li legge dalla riga di comando."""
    assert set(ESITI) == find_parole(get_type_hints(FattoDiGara, include_extras=True)["esito"]) - {None}


def test_una_gara_affidata_e_un_contratto_e_non_si_chiede_piu(tmp_path: Path) -> None:
    """Il contratto ha ciò che la gara diceva e ciò che si è aggiudicato; lo scenario resta com'è."""
    fatti = "    avanzamento: [{esito: aggiudicata, il: 2027-03-10, atto: det. 5/2027}]\n    fonte:"
    write_dati(tmp_path, scenari=IN_CORSO.replace("    fonte:", fatti))
    prima = read(tmp_path / "contratti.yaml"), read(tmp_path / "scenari.yaml")
    affida = ("affida", "gara-nord", "--dal", "2031-01-01", "--affidatario", "Uno", "--affidatario", "Due")
    dettagli = ("--cig", "0123456789", "--importo", "480000", "--iva", "esclusa", "--opzione", "rinnovo=12")
    quando = ("--oggi", "2027-03-20")
    proposta = ask(tmp_path, *affida, *dettagli, *quando)
    versi = [(p["elenco"], p["id"], p["verso"]) for p in proposta["presenze"]]
    assert versi == [("contratti", "gara-nord-2031", "aggiunto"), ("scenari", "gara-nord", "affidato")]
    assert change(tmp_path, *affida, *dettagli, *quando, "--scrivi").codice == 0
    assert read(tmp_path / "scenari.yaml") == prima[1]
    assert (
        read(tmp_path / "contratti.yaml").removeprefix(prima[0])
        == """\

  - id: gara-nord-2031
    quartieri: [nord]
    tipo: appalto-di-servizi
    titolo: Gara nord
    affidatari:
      - nome: Uno
        ruolo: capogruppo
      - nome: Due
        ruolo: mandante
    cig: "0123456789"
    inizio: 2031-01-01
    durata_mesi: 36
    origine_date: contratto
    opzioni:
      - tipo: rinnovo
        stato: aperta
        durata_mesi: 12
        fonte: det. 5/2027
    importo_eur: 480000
    iva: esclusa
    scenario: gara-nord
    responsabile: Ufficio gare
    fonte: det. 5/2027
"""
    )
    assert "è già affidato: ne viene «gara-nord-2031»" in change(tmp_path, *affida, *quando).err
    assert "gara-nord:" not in ldq("check", *quando, cartella=tmp_path).out


@pytest.mark.parametrize(
    ("campo", "detto"),
    [
        ("stato: scartato", "«gara-nord» è scartato"),
        ("avanzamento: [{esito: deserta, il: 2026-09-30}]", "è deserta il 30/09/2026, e non ne è cominciata un'altra"),
        ("avanzamento: [{esito: aggiudicata, il: 2027-03-10}]", "non può cominciare il 01/03/2027"),
    ],
)
def test_non_si_affida_cio_che_la_gara_non_ha_dato(tmp_path: Path, campo: str, detto: str) -> None:
    """E si dice che cosa fare prima."""
    write_dati(tmp_path, scenari=IN_CORSO.replace("    fonte:", f"    {campo}\n    fonte:"))
    uscita = change(tmp_path, "affida", "gara-nord", "--dal", "2027-03-01", "--oggi", "2027-03-20", "--scrivi")
    assert (uscita.codice, uscita.out) == (2, "")
    assert detto in uscita.err


def test_aggiungere_un_quartiere_e_il_suo_contratto(dati: Path) -> None:
    """Ciascuno nel suo file; la seconda volta l'id c'è già."""
    quartiere = (
        "aggiungi",
        "quartiere",
        "bovisa",
        "--nome",
        "Bovisa",
        "--campo",
        "municipio=9",
        "--oggi",
        OGGI,
        "--scrivi",
    )
    contratto = (
        *("aggiungi", "contratto", "bovisa-2023", "--nome", "Prova: uno", "--quartiere", "bovisa"),
        *("--tipo", "gruppo-interno", "--inizio", "2023-02", "--mesi", "12", "--fonte", "prova", "--scrivi"),
    )
    assert change(dati, *quartiere).codice == 0
    assert change(dati, *contratto, "--campo", "cig=0123456789", "--oggi", OGGI).codice == 0
    assert read(dati / "quartieri.yaml").endswith("\n\n  - id: bovisa\n    nome: Bovisa\n    municipio: 9\n")
    assert read(dati / "contratti.yaml").endswith(
        '\n\n  - id: bovisa-2023\n    quartieri: [bovisa]\n    tipo: gruppo-interno\n    titolo: "Prova: uno"\n'
        '    cig: "0123456789"\n    inizio: 2023-02\n    durata_mesi: 12\n    fonte: prova\n'
    )
    di_nuovo = change(dati, *quartiere)
    assert (di_nuovo.codice, di_nuovo.out) == (2, "")
    riga = read(dati / "quartieri.yaml").splitlines().index("  - id: bovisa") + 1
    assert f"l'id «bovisa» c'è già, a riga {riga} di quartieri.yaml: scegliere un id diverso" in di_nuovo.err


def test_uno_scenario_dove_non_ce_n_erano(tmp_path: Path) -> None:
    """Il file nasce, con lo schema accanto a quello degli altri, se ne hanno uno."""
    write_dati(tmp_path, contratti=f"# yaml-language-server: $schema=../s/contratti.schema.json\n{CONTRATTI}")
    argomenti = (
        "aggiungi",
        "scenario",
        "gara",
        "--nome",
        "Gara",
        "--tipo",
        "gara",
        "--quartiere",
        "nord",
        "--mesi",
        "12",
    )
    assert change(tmp_path, *argomenti, "--fonte", "prova", "--oggi", OGGI, "--scrivi").codice == 0
    testo = read(tmp_path / "scenari.yaml")
    assert testo.startswith(
        "# yaml-language-server: $schema=../s/scenari.schema.json\naggiornato_al: 2023-01-17\n\nscenari:\n"
    )


COME_SI_LEGGE = ("--fonte", "prova")
APPALTO = ("contratto", "x", "--nome", "T", "--quartiere", "mazzini", "--tipo", "appalto-di-servizi", *COME_SI_LEGGE)


@pytest.mark.parametrize(
    ("argomenti", "frasi"),
    [
        pytest.param(
            ("contratto", "x", "--quartiere", "mazini", "--tipo", "appalto", "--inizio", "30/02/2023", "--mesi", "1.5"),
            (
                "«x» non si può aggiungere, per 6 motivi:",
                "  - manca --nome\n",
                "  - manca --fonte\n",
                "  - --quartiere: «mazini» non è fra i quartieri; forse intendevi «mazzini»?",
                "  - --tipo: non può essere «appalto»; scegliere fra appalto-di-servizi, incarico-professionale, ",
                "  - --inizio: il giorno 30/02/2023 non esiste",
                "  - --mesi: «1.5» non è un numero intero",
            ),
            id="tutto ciò che non va, insieme",
        ),
        pytest.param(("quartiere", "x"), ("ldq: manca --nome\n",), id="un quartiere vuole il nome"),
        pytest.param(
            ("scenario", "x", "--nome", "T"), ("manca --tipo", "manca --quartiere", "manca --fonte"), id="uno scenario"
        ),
        pytest.param((*APPALTO, "--inizio", "2023"), ("ldq: manca --fine o --mesi (",), id="quando finisce"),
        pytest.param(
            (*APPALTO, "--inizio", "2023", "--fine", "2022"),
            ("ldq: --fine: la fine (2022) precede",),
            id="al contrario",
        ),
        pytest.param(
            (*APPALTO, "--inizio", "2023", "--mesi", "6", "--campo", "affidatari.1.ruolo=boh"),
            ("manca --campo affidatari.1.nome", "--campo affidatari.1.ruolo: non può essere «boh»; scegliere fra "),
            id="un campo di un altro, contato da 1",
        ),
        pytest.param(("quartiere", "X_", "--nome", "T"), ("ldq: ID: «X_» non è un id; usare minuscole",), id="l'id"),
        pytest.param(
            ("quartiere", "mazzini", "--nome", "T"),
            ("l'id «mazzini» c'è già, a riga ", "di quartieri.yaml"),
            id="doppio",
        ),
        pytest.param(("quartiere", "x", "--mesi", "3"), ("un quartiere non ha --mesi",), id="non ne ha"),
    ],
)
def test_le_obiezioni_parlano_delle_opzioni(dati: Path, argomenti: tuple[str, ...], frasi: tuple[str, ...]) -> None:
    """Le righe di cui il lettore parlerebbe non ci sono ancora: chi scrive ha scritto opzioni."""
    prima = {p.name: read(p) for p in dati.iterdir()}
    uscita = change(dati, "aggiungi", *argomenti, "--oggi", OGGI, "--scrivi")
    assert (uscita.codice, uscita.out) == (2, "")
    for frase in frasi:
        assert frase in uscita.err
    assert "aiuto: ldq aggiungi" in uscita.err or "aiuto: i suoi campi" in uscita.err
    assert {p.name: read(p) for p in dati.iterdir()} == prima


@pytest.mark.parametrize("genere", ["contratto", "quartiere", "scenario"])
def test_l_aiuto_dice_che_cosa_serve(dati: Path, genere: str) -> None:
    """Ogni opzione di cui, senza, si dice che manca."""
    mancano = change(dati, "aggiungi", genere, "nuovo", "--oggi", OGGI).err
    aiuto = change(dati, "aggiungi", "--help").out.partition("Argomenti:")[0]
    frase = " ".join(aiuto.split()).partition("Servono sempre: ")[2].partition(f"{genere} ")[2].partition(";")[0]
    assert frase
    for riga in mancano.splitlines():
        if "manca " in riga:
            assert riga.partition("manca ")[2].split()[0] in frase


def test_non_si_tocca_cio_che_non_e_proprio(dati: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """I dati del programma, un collegamento, un file in sola lettura."""
    vuota = tmp_path_factory.mktemp("vuota")
    del_programma = ldq(*PROROGA, "--scrivi", cartella=vuota)
    assert (del_programma.codice, del_programma.out) == (2, "")
    assert "ldq init" in del_programma.err
    assert "ldq init" in ldq(*PROROGA, cartella=vuota).out
    altrove = write_dati(vuota / "altrove")
    for nome in ("quartieri.yaml", "contratti.yaml", "scenari.yaml"):
        (altrove / nome).unlink(missing_ok=True)
        (altrove / nome).symlink_to(dati / nome)
    collegato = change(altrove, *PROROGA, "--scrivi")
    assert (collegato.codice, collegato.out) == (2, "")
    assert "è un collegamento" in collegato.err
    with patch("os.access", return_value=False):
        protetto = change(dati, *PROROGA, "--scrivi")
    assert (protetto.codice, protetto.out) == (2, "")
    assert "sola lettura" in protetto.err
    assert read(dati / "contratti.yaml") == read(RADICE / "data" / "contratti.yaml")


def test_un_file_cambiato_intanto_non_si_sovrascrive(dati: Path) -> None:
    """Chi lo ha salvato dall'editor non perde il suo lavoro."""
    percorso = dati / "contratti.yaml"

    def apply(*argomenti: Any) -> str:
        percorso.write_text(read(percorso) + "# altra mano\n", encoding="utf-8")
        return vera(*argomenti)

    vera = righe.apply_cambiamenti
    with patch.object(righe, "apply_cambiamenti", apply):
        uscita = change(dati, *PROROGA, "--scrivi")
    assert (uscita.codice, uscita.out) == (2, "")
    assert "è cambiato mentre lo si leggeva" in uscita.err
    assert read(percorso).endswith("# altra mano\n")


def test_gli_a_capo_di_chi_usa_un_altro_sistema_restano(dati: Path) -> None:
    """CRLF e segno d'ordine compresi."""
    percorso = dati / "contratti.yaml"
    testo = b"\xef\xbb\xbf" + percorso.read_bytes().replace(b"\n", b"\r\n")
    percorso.write_bytes(testo)
    assert change(dati, *PROROGA, "--scrivi").codice == 0
    nuovo = percorso.read_bytes()
    assert nuovo.count(b"\r\n") == nuovo.count(b"\n") == testo.count(b"\n") + 6
    assert nuovo.startswith(b"\xef\xbb\xbf# yaml")


def test_i_contratti_in_righe_json_non_si_cambiano(dati: Path) -> None:
    """Si dice come si fa: e a farlo, ci si riesce."""
    assert change(dati, "esporta", "-o", "contratti.jsonl").codice == 0
    (dati / "contratti.yaml").unlink()
    uscita = change(dati, *PROROGA)
    assert (uscita.codice, uscita.out) == (2, "")
    assert "contratti.jsonl" in uscita.err
    passi = [p.split(", ")[0].split() for p in uscita.err.partition("contratti.yaml: ")[2].split("ldq ")[1:]]
    assert [passo[0] for passo in passi] == ["esporta", "importa"]
    for passo in passi:
        assert change(dati, *passo).codice == 0
    assert change(dati, *PROROGA, "--dati", "NUOVA", "--scrivi").codice == 0


@pytest.mark.parametrize(
    ("argomenti", "parola"),
    [
        (("proroga", "mazini-2020", "--fino-al", "2023-12-31"), "forse intendevi «mazzini-2020»?"),
        (("rinnova", "mazzini-2020"), "non ha un rinnovo"),
        (("rinnova", "mazzini-2020", "--mesi", "6", "--fino-al", "2023-12-31"), "--mesi e --fino-al"),
        (("rinnova", "mazzini-2020", "--importo", "1.000,50"), "scrivere 1000.50"),
        (("proroga", "mazzini-2020"), "manca --fino-al"),
        (("chiudi", "mazzini-2020", "--il", "2023"), "non è un giorno certo"),
        (("aggiungi", "piano", "x"), "«piano» non è un genere"),
        (("aggiungi", "contratto", "x", "--campo", "titlo=y"), "forse intendevi «titolo»?"),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, tuple) else "",
)
def test_le_domande_poste_male(dati: Path, argomenti: tuple[str, ...], parola: str) -> None:
    """Uscita 2, e che cosa scrivere."""
    uscita = change(dati, *argomenti, "--oggi", OGGI)
    assert (uscita.codice, uscita.out) == (2, "")
    assert parola in uscita.err
