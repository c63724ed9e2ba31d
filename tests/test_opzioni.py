"""Nessuna opzione si accetta per nulla: ognuna, in almeno una situazione, cambia la risposta, o i file che restano.

La tavola nomina ogni opzione di ogni comando, e la prova si lamenta di quelle che mancano: chi ne aggiunge una dice qui
dove la si vede.
"""

from __future__ import annotations

import shlex
import shutil
from typing import TYPE_CHECKING, NamedTuple

import pytest
from tests.fuzz.corsa import use_programma_pronto
from tests.fuzz.righe import read_parametri
from tests.supporto import RADICE, ldq, write_dati

from ldq_planner.cli.app import COMANDI

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AMBIENTE = {"COLUMNS": "100", "LDQ_DATI": "dati", "LDQ_OGGI": "2026-11-27"}
QUARTIERI = """\
aggiornato_al: 2026-11-20
ente: Comune di Prova
servizio: Laboratori
quartieri:
  - {id: nord, nome: Nord, municipio: 1, popolazione: {abitanti: 1000, fonte: x}}
  - {id: sud, nome: Sud, ente: Unione di Prova}
"""
TANTI = range(45)
DI_MOLTI = (
    QUARTIERI.partition("  - {id: nord")[0] + "".join(f"  - {{id: q{i}, nome: Quartiere {i}}}\n" for i in TANTI),
    "aggiornato_al: 2026-11-20\ncontratti:\n"
    + "".join(
        f"  - {{id: c{i}, quartieri: [q{i}], tipo: affidamento, titolo: C{i}, inizio: 2024, scadenza_base: 2025, fonte: x}}\n"
        for i in TANTI
    ),
    "aggiornato_al: 2026-11-20\nscenari:\n"
    + "".join(
        f"  - {{id: g{i}, nome: Gara {i}, tipo: gara, quartieri: [q{i}], durata_mesi: 12, fonte: x,\n"
        "     stima_costo: {mensile_eur: 20000, iva: esclusa, motivo: x}}\n"
        for i in range(15)
    ),
)
"""Più di quanto stia su uno schermo, perché si veda `--tutti`."""
CONTRATTI = """\
aggiornato_al: 2026-11-20
contratti:
  - id: aperto
    quartieri: [nord]
    tipo: appalto-di-servizi
    titolo: Aperto
    responsabile: Ufficio Casa
    inizio: 2025-01-01
    scadenza_base: 2027-01-31
    importo_eur: 100000
    iva: esclusa
    opzioni:
      - {tipo: rinnovo, stato: aperta, durata_mesi: 12, fonte: x}
      - {tipo: rinnovo, stato: aperta, durata_mesi: 12, fonte: x}
      - {tipo: proroga, stato: aperta, durata_mesi: 6, fonte: x}
      - {tipo: proroga, stato: aperta, durata_mesi: 6, fonte: x}
    fonte: x
  - {id: finito, quartieri: [sud], tipo: affidamento, titolo: Finito, inizio: 2020, scadenza_base: 2026-03-31, fonte: x}
"""
SCENARI = """\
aggiornato_al: 2026-11-20
scenari:
  - {id: gara, nome: Gara, tipo: gara, quartieri: [nord], inizio: 2028-01-01, durata_mesi: 12, procedura: aperta, fonte: x}
  - id: scartata
    nome: Scartata
    tipo: gara
    quartieri: [sud]
    durata_mesi: 24
    procedura: aperta
    stato: scartato
    decisione: {il: 2026-11-01, atto: x}
    fonte: x
  - id: scelta
    nome: Scelta
    tipo: gara
    quartieri: [sud]
    durata_mesi: 24
    procedura: aperta
    stato: scelto
    decisione: {il: 2026-11-01, atto: x}
    fonte: x
"""
COMINCIATA = "    avanzamento: [{fase: progettazione, iniziata: 2026-11-02}]\n"
CSV = "Struttura;Oggetto;Data inizio;Data fine;Importo\nNord;Mensa;01/01/2026;31/12/2026;1000\nSud;Città;x;y;2000\n"
CIG_CSV = """\
cig;numero_gara;importo_lotto;oggetto_lotto;tipo_scelta_contraente;data_pubblicazione;data_comunicazione_esito
1;1;90000;a;PROCEDURA APERTA;2024-01-10;2024-06-20
2;2;900000;b;PROCEDURA APERTA;2026-03-10;
"""
SCHEDA_H = (
    "Codice Unico Intervento - CUI (1);Annualità nella quale si prevede di dare avvio alla procedura di affidamento;"
    "Descrizione dell'acquisto;Totale (9)\nS01199250158202600001;2026;Gara;1000,00\n"
)
CAMBI = (
    ("procedure.yaml", "stima: [20, 45, 120]", "stima: [20, 300, 400]"),
    ("d36.yaml", "valore: 30\n", "valore: 31\n"),
    ("d36.yaml", "artt. 37 c. 3 e 50 c. 1 b)", "art. 37 c. 3"),
)
"""Ciò che l'altra legge ha di diverso: file, prima, dopo."""
POCHI = "id,quartieri,inizio,durata_mesi\nnido,asilo-nido-meda,2025,24\n"
XML = "<data><lotto><oggetto>Mensa</oggetto></lotto></data>"
DI_TUTTI = (
    *("--oggi 2025-12-01", "--dati altri", "--regimi regimi", "--format json", "--csv-excel", "--output uscita.json"),
    *("--scrivi", "--se-ancora 00000000", "--responsabile 'Ufficio Casa'", "--per-responsabile", "--quartiere sud"),
    *("--dal 2025-06-01", "--al 2026-12-01", "--il 2026-11-20", "--atto verbale", "--motivo urgenza", "--fonte albo"),
    *("--importo 10", "--municipio 1", "--ente 'comune di prova'", "--entro 30", "--primi 1", "--dati molti | --tutti"),
    *(
        "--rischio",
        "--dati molti-enti | --motore sc://localhost:1",
        "--dati molti-enti | --memoria 1KB",
        "--dati molti-enti | --appoggio nulla",
    ),
)
"""Le opzioni che più comandi hanno, con un valore che cambia ciò che rispondono."""
SITUAZIONI = {
    "status": ("", "--solo coperto", "--dati altri | --regimi regimi"),
    "contratti": ("", "--solo scaduto"),
    "quartieri": ("", "--solo coperto"),
    "copertura": ("", "--solo coperto", "--output figura.svg | --regimi regimi"),
    "scenari": ("", "--solo scelto", "--confronta", "gara | --tutto"),
    "rischio": ("", "--rho 0.6", "--con deserta", "gara | --ponte 3", "gara | --spiega"),
    "programma-gare": (
        "--risorse risorse.yaml",
        *("--tutto", "--rischio", "--format json | --ottimo", "--scrivi", "--oggi 2026-11-27 | --risorse risorse.yaml"),
    ),
    "gara": (
        "--servizio-dal 2027-01-01 --importo 900000 --iva esclusa",
        *("--procedura ristretta", "--profilo massimo", "--fase valutazione=90", "--no-elettronica", "--urgenza"),
        *("--preinformazione", "--esecuzione-anticipata", "--ricorso", "--riservata", "--patrono", "--durata 12"),
        *("--servizio altro", "--spiega", "--confronta", "--iva 22", "--tutto"),
        *("--servizio-dal 2027-06-01", "--invio 2026-12-02 | --invio 2026-12-01", "--da 2026-12-02 | --da 2026-12-01"),
    ),
    "norme": ("", "--alla 2022-01-01", "--procedura aperta"),
    "acquisti": (
        *(
            "--ente 'comune di prova'",
            "--ente 'unione di prova'",
            "--dati molti",
            "--anno 2026",
            "--dati molti | --aliquota 22",
            "--scheda G",
            "--dal h.csv",
            "--dati dati | --leggi h.csv",
        ),
        *("--leggi h.csv | --scrivi", "--leggi h.csv | --se-ancora 00000000"),
    ),
    "calendario": ("", "--solo lontano", "--scenario gara", "--anticipo 30"),
    "check": (
        *(
            "",
            "--entro 30",
            "--avviso 1m",
            "--critico 400",
            "--prudenza 95",
            "--solo scaduto-senza-seguito",
            "--ignora scaduto-senza-seguito",
        ),
        *("--linea-base base.json", "--scrivi-linea-base nuova.json", "--fallisci-da mai", "--quiet"),
    ),
    "impara": (
        "cig.csv --oggi 2026-11-27",
        *("--k 0", "--aggiornato-al 2026-10-01", "--fasce", "--calibra", "--dati altri | --regimi regimi"),
    ),
    "novita": ("", "--da 2026-01-01", "--giorni 90", "--format posta | --a a@example.org"),
    "diff": ("dati altri", "altri | --dati altri"),
    "rapporto": ("", "--breve"),
    "regole": ("",),
    "spiega": ("nord", "gara | --regimi regimi", "gara | --dati altri"),
    "schema": ("",),
    "init": ("nuova", "--ente Comune", "--servizio Mensa"),
    "importa": (
        "a.csv --output nuova",
        "--come parquet",
        *("--da l190-csv", "--raggruppa Oggetto", "--mappa mappa.yaml", "--salva-mappa nuova.yaml", "--output altra"),
        *("--scarti scarti.csv", "--aggiornato-al 2026-01-01", "--ente Comune", "--servizio Mensa"),
        *(
            "--valuta CHF",
            "--codifica cp850",
            "--scarti-ammessi 90",
            "a.csv --output dati | --scrivi",
            "a.csv --output dati | --se-ancora 00000000",
        ),
    ),
    "esporta": (
        "--come ocds",
        *("--come jsonl", "--prefisso ocds-abcdef", "--uri https://example.org/a", "--licenza nessuna"),
    ),
    "prepara": ("--dati molti-enti", "--dati pochi-enti", "--memoria 1KB", "--appoggio nulla"),
    "estrai": (
        "--ente 00000000001 --dati molti-enti --output nuova",
        *("--ente 00000000002", "--dati pochi-enti", "--output altra", "--memoria 1KB", "--appoggio nulla"),
        "--ente 00000000001 --dati pochi-enti --output nuova | --oggi 2025-12-01",
    ),
    "aggiungi": (
        "contratto nuovo --nome Nuovo --quartiere nord --tipo affidamento --inizio 2029-01 --fonte x --mesi 6",
        *("--nome Altro", "--tipo convenzione", "--inizio 2030-01", "--mesi 12", "--campo nota=x"),
        "contratto nuovo --nome Nuovo --quartiere nord --tipo affidamento --inizio 2029-01 --fonte x | --fine 2029-12-31",
    ),
    "rinnova": ("aperto --opzione 1", "--mesi 6", "--fino-al 2027-12-31", "--opzione 2", "--forza --motivo x"),
    "proroga": ("aperto --fino-al 2027-07-31 --opzione 3", "--fino-al 2027-06-30", "--opzione 4", "--forza --motivo x"),
    "chiudi": ("aperto --il 2026-12-31",),
    "scegli": ("gara", "scelta | --annulla"),
    "scarta": ("gara", "scartata | --annulla"),
    "fatto": (
        "gara pubblicazione --il 2026-11-21",
        "--oggi 2026-11-22",
        "--iniziata 2026-11-20",
        "--fissata-al 2026-12-05",
        "--chi RUP",
    ),
    "affida": (
        "gara --dal 2027-01-15",
        *("--dal 2027-01-16", "--id nuovo", "--titolo x", "--tipo affidamento", "--affidatario x", "--cig 9876543210"),
        *("--iva inclusa", "--fine 2027-12-31", "--mesi 6", "--opzione rinnovo=12", "--campo nota=x"),
    ),
}
"""Comando → gli argomenti che vuole, poi le opzioni che ha lui solo, o che vogliono altri argomenti: `argomenti | opzione`."""


ACCETTATO = (0, 1)
FERMANO = ("--se-ancora", "--da", "--motore", "--memoria", "--appoggio")
"""Le opzioni che servono a fermarsi, o con che mezzi si calcola, che si vede se mancano: lì il rifiuto è la risposta."""
RIFIUTATE = (
    *(
        f"importa r.xlsx -o nuova {o}"
        for o in ("--mappa mappa.yaml", "--ente x", "--codifica cp850", "--scarti-ammessi 9")
    ),
    *("importa a.xml -o nuova --mappa mappa.yaml", "importa a.xml -o nuova --codifica cp850", "importa a.csv --scrivi"),
    *("contratti aperto --quartiere nord", "spiega aperto --dal 2025-01-01", "spiega lacuna-in-corso --al 2025-01-01"),
    *(
        "gara --invio 2026-12-01 --spiega --durata 12",
        *("gara --invio 2026-12-01 --spiega --tutto", "scenari --tutto", "scenari scartata --tutto"),
        "diff dati altri --dati dati",
        "esporta --come jsonl --licenza nessuna",
    ),
)
"""Righe di comando con un'opzione, l'ultima, che lì non conta."""


@pytest.fixture(scope="module")
def pronto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Una cartella con dei dati, altri dati, un'altra legge e un elenco da importare."""
    cartella = tmp_path_factory.mktemp("opzioni")
    write_dati(cartella / "dati", QUARTIERI, CONTRATTI, SCENARI)
    write_dati(cartella / "molti", *DI_MOLTI)
    write_dati(cartella / "altri", QUARTIERI, CONTRATTI.replace("2027-01-31", "2027-02-28"), SCENARI + COMINCIATA)
    shutil.copytree(RADICE / "src" / "ldq_planner" / "regimi", cartella / "regimi")
    shutil.copytree(RADICE / "esempi" / "molti-enti", cartella / "molti-enti")
    shutil.copytree(RADICE / "esempi" / "molti-enti", cartella / "pochi-enti")
    (cartella / "pochi-enti" / "contratti.csv").write_text(POCHI, encoding="utf-8")
    for nome, prima, dopo in CAMBI:
        file = cartella / "regimi" / nome
        testo = file.read_text(encoding="utf-8")
        assert prima in testo
        file.write_text(testo.replace(prima, dopo), encoding="utf-8")
    (cartella / "cig.csv").write_text(CIG_CSV, encoding="utf-8")
    (cartella / "a.csv").write_text(CSV, encoding="cp1252")
    (cartella / "h.csv").write_text(SCHEDA_H, encoding="utf-8")
    (cartella / "mappa.yaml").write_text("colonne: {titolo: Oggetto, inizio: Data inizio}\n", encoding="utf-8")
    risorse = "uffici: [{id: rup, nome: RUP, gare: 1, fasi: [progettazione]}]\n"
    (cartella / "risorse.yaml").write_text(risorse, encoding="utf-8")
    (cartella / "a.xml").write_text(XML, encoding="utf-8")
    with use_programma_pronto():
        ldq("esporta", "-o", "r.xlsx", cartella=cartella, ambiente=AMBIENTE)
        ldq("check", "--scrivi-linea-base", "base.json", cartella=cartella, ambiente=AMBIENTE)
        yield cartella


@pytest.mark.parametrize("comando", COMANDI)
def test_ogni_opzione_cambia_qualcosa(comando: str, pronto: Path) -> None:
    """La risposta, o i file, con l'opzione e senza."""
    argomenti, *sole = SITUAZIONI[comando]
    situazioni = {s.rpartition(" | ")[2].split(maxsplit=1)[0]: s for s in (*DI_TUTTI, *sole)}
    senza = observe(pronto, comando, argomenti)
    assert senza.codice in ACCETTATO, senza
    for opzione in (p for p in read_parametri(comando) if p.param_type_name == "option"):
        nome = (opzione.secondary_opts or opzione.opts)[-1]
        assert nome in situazioni, f"manca una situazione di {comando} {nome}"
        sua, _, detta = situazioni[nome].rpartition(" | ")
        con = observe(pronto, comando, f"{sua or argomenti} {detta}")
        assert con.codice in ACCETTATO or nome in FERMANO, (detta, con)
        assert con != (observe(pronto, comando, sua) if sua else senza), f"{comando} {detta} non cambia nulla"


@pytest.mark.parametrize("riga", RIFIUTATE)
def test_un_opzione_che_li_non_conta_si_rifiuta(riga: str, pronto: Path) -> None:
    """Chi l'ha scritta si aspetta che conti."""
    osservato = observe(pronto, *riga.split(maxsplit=1))
    assert (osservato.codice, osservato.scritti) == (2, {})
    opzione = riga.rpartition(" --")[2].partition(" ")[0]
    assert f" nulla\n  aiuto: togliere --{opzione}\n" in osservato.err


class Osservato(NamedTuple):
    """Ciò che si vede di un comando: il codice, le uscite, i file scritti."""

    codice: int
    out: str
    err: str
    scritti: dict[Path, bytes]


def observe(cartella: Path, comando: str, argomenti: str) -> Osservato:
    """Il comando, in una cartella che poi torna com'era."""
    prima = _read(cartella)
    uscita = ldq(comando, *shlex.split(argomenti), cartella=cartella, ambiente=AMBIENTE)
    scritti = {p: b for p, b in _read(cartella).items() if prima.get(p) != b}
    for percorso in scritti:
        if percorso in prima:
            percorso.write_bytes(prima[percorso])
        else:
            percorso.unlink()
    return Osservato(*uscita, scritti)


def _read(cartella: Path) -> dict[Path, bytes]:
    return {p: p.read_bytes() for p in cartella.rglob("*") if p.is_file() and p.parent.name != "regimi"}
