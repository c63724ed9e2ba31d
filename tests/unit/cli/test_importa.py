"""`ldq importa` con i file di altri che pubblicano in un altro modo, con quelli ostili, e su una cartella che c'è già."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sys
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
import yaml
from odf.opendocument import OpenDocumentSpreadsheet  # type: ignore[import-untyped]  # odfpy non ha tipi
from odf.table import Table, TableCell, TableRow  # type: ignore[import-untyped]  # come sopra
from odf.text import P  # type: ignore[import-untyped]  # come sopra
from openpyxl import Workbook
from tests.supporto import RADICE, ldq

if TYPE_CHECKING:
    from pathlib import Path

    from tests.supporto import Uscita

L190 = (
    "n,cig,strutturaProponente:codiceFiscaleProp,strutturaProponente:denominazione,importoAggiudicazione,"
    "importoSommeLiquidate,oggetto,sceltaContraente,tempiCompletamento:dataInizio,tempiCompletamento:dataUltimazione,lottoID\n"
)
BREVE = "cig,oggetto,dataInizio,dataFine\n"
XML = '<?xml version="1.0"?>'


def lotto(cig: str, dal: str, al: str, oggetto: str = "Pulizie", gruppo: str = "Sociale") -> str:
    """Una riga di un elenco della legge 190."""
    return f"1,{cig},001,{gruppo},100.00,0,{oggetto},23-AFFIDAMENTO DIRETTO,{dal},{al},idm3\n"


def importa(file: Path, *opzioni: str) -> Uscita:
    """Importa un file, in un giorno fisso."""
    return ldq("importa", str(file), "--oggi", "2020-01-01", *opzioni)


def read_contratti(file: Path, *opzioni: str) -> list[dict[str, Any]]:
    """I contratti che ne vengono, come li legge un altro lettore YAML; le date come testo."""
    uscita = importa(file, *opzioni)
    assert uscita.codice == 0, uscita.err
    letto: list[dict[str, Any]] = yaml.load(uscita.out, yaml.BaseLoader)["contratti"]  # noqa: S506 - solo testo
    return letto


def write(cartella: Path, contenuto: str | bytes, nome: str = "dati.csv") -> Path:
    """Un file da importare."""
    file = cartella / nome
    file.write_bytes(contenuto.encode() if isinstance(contenuto, str) else contenuto)
    return file


# ——— altri che pubblicano


@pytest.mark.parametrize(
    ("contenuto", "attesi"),
    [
        pytest.param(
            "﻿CIG;Oggetto;Data Inizio;Data Fine;Importo;Struttura Proponente\r\n"
            'Z1B21EE7D2;"Mensa, dei ""piccoli""\r\nal nido";01/02/2019 00:00;31/12/2020;"1.234,56";Scuole\r\n',
            {"cig": "Z1B21EE7D2", "inizio": "2019-02-01", "scadenza_base": "2020-12-31", "importo_eur": "1234.56"}
            | {"titolo": 'Mensa, dei "piccoli" al nido', "quartieri": ["scuole"]},
            id="punto-e-virgola-bom-a-capo-e-importi-italiani",
        ),
        pytest.param(
            L190.upper() + lotto("z1b21ee7d2", "2019-01-01+01:00", "2019-12-31T23:30:00-05:00"),
            {"cig": "Z1B21EE7D2", "inizio": "2019-01-01", "scadenza_base": "2019-12-31", "quartieri": ["sociale"]},
            id="intestazioni-maiuscole-e-fusi",
        ),
        pytest.param(
            "Contract title\tStart date\tEnd date\tDirectorate\tSupplier name\n"
            "Advice centre\t2019-04-01\t2021-03-31\tAdults\tACME Ltd\n",
            {"titolo": "Advice centre", "inizio": "2019-04-01", "scadenza_base": "2021-03-31", "quartieri": ["adults"]}
            | {"affidatari": [{"nome": "ACME Ltd"}]},
            id="inglese-con-tabulazioni",
        ),
        pytest.param(
            "CONTRACT_TITLE,CONTRACT_START_DATE,CONTRACT_CURRENT_END_DATE,MAXIMUM_CONTRACT_END_DATE\n"
            "Cleaning,01/04/2019,31/03/2021,31/03/2023\n",
            {"scadenza_base": "2021-03-31"}
            | {
                "opzioni": [
                    {"tipo": "proroga", "stato": "aperta", "scadenza": "2023-03-31", "fonte": "tabella «dati.csv»"}
                ]
            },
            id="la-fine-massima-e-un-opzione",
        ),
        pytest.param(
            "Elenco dei contratti del 2019;;;\n;;;\noggetto;decorrenza;durata;importo\nPulizie;1/3/2019;24 mesi;€ 10.000,00\n",
            {"inizio": "2019-03-01", "durata_mesi": "24", "importo_eur": "10000.00"},
            id="titolo-sopra-l-intestazione-e-durata-a-parole",
        ),
        pytest.param(
            "oggetto,inizio,durata_in_giorni\nPulizie,2019-03-01,720.0\n",
            {"inizio": "2019-03-01", "durata_giorni": "720"},
            id="durata-in-giorni-tenuta-in-giorni",
        ),
        pytest.param(
            "oggetto,data inizio,data fine\nPulizie,43466,43830\n",
            {"inizio": "2019-01-01", "scadenza_base": "2019-12-31"},
            id="date-seriali",
        ),
        pytest.param(
            "oggetto,data inizio,data fine\nPulizie,2019-01-01,2099-12-31\n",
            {"scadenza_base": "2099-12-31"},
            id="senza-fine-resta-com-e-scritta",
        ),
        pytest.param(
            "N. repertorio;oggetto;inizio;fine\n12/2019;Neve;2019-11-01;marzo 2020\n",
            {"id": "12-2019", "inizio": "2019-11-01", "scadenza_base": "2020-03"},
            id="una-data-a-meno-del-mese-resta-incerta",
        ),
        pytest.param(
            "oggetto,data inizio,data fine,importo\nPulizie,2019-01-01,,1.234\n",
            {"scadenza_base": "non noto", "importo_eur": "1234.00"},
            id="dove-nulla-prova-l-importo-e-all-italiana",
        ),
        pytest.param(
            "Circoscrizione;Servizio;Data di inizio;Data della scadenza\nNord;Neve;01/11/2019;31/03/2020\n",
            {"quartieri": ["nord"], "titolo": "Neve", "inizio": "2019-11-01", "scadenza_base": "2020-03-31"},
            id="le-particelle-non-contano",
        ),
        pytest.param(
            "Sede,Oggetto,Inizio servizio,Fine servizio\nNord,Neve,01/11/2019,31/03/2020\n",
            {"quartieri": ["nord"], "inizio": "2019-11-01", "scadenza_base": "2020-03-31"},
            id="inizio-e-fine-del-servizio",
        ),
        pytest.param(
            "Plesso,Oggetto,Decorrenza contratto,Termine\nNord,Neve,01/11/2019,31/03/2020\n",
            {"quartieri": ["nord"], "inizio": "2019-11-01", "scadenza_base": "2020-03-31"},
            id="decorrenza-e-termine",
        ),
        pytest.param(
            "Rione,Oggetto,Inizio stagione,Inizio lavori,Fine lavori\nNord,Neve,2019,da definire,31/03/2020\n",
            {"quartieri": ["nord"], "inizio": "2019", "scadenza_base": "2020-03-31"},
            id="la-sola-colonna-che-comincia-cosi-e-ha-date",
        ),
    ],
)
def test_chi_pubblica_in_un_altro_modo_si_importa_lo_stesso(
    contenuto: str, attesi: dict[str, Any], tmp_path: Path
) -> None:
    """Separatori, intestazioni, date e importi di ogni genere."""
    (contratto,) = read_contratti(write(tmp_path, contenuto))
    assert {campo: contratto.get(campo) for campo in attesi} == attesi


@pytest.mark.parametrize(
    ("codifica", "detta"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_la_codifica_si_riconosce_e_si_dice(codifica: str, detta: str, tmp_path: Path) -> None:
    """Gli accenti restano accenti."""
    file = write(tmp_path, (BREVE + "Z1B21EE7D2,Città – «prova»,2019-01-01,2019-02-01\n").encode(codifica))
    assert read_contratti(file)[0]["titolo"] == "Città – «prova»"
    assert detta in importa(file).err


@pytest.mark.parametrize("dichiarata", ["", ' encoding="UTF-8"', ' encoding="windows-1252"'])
def test_un_xml_in_windows_1252_si_legge_anche_se_si_dice_utf_8(dichiarata: str, tmp_path: Path) -> None:
    """Negli elenchi veri capita spesso."""
    corpo = "<data><lotto><oggetto>Città</oggetto><tempiCompletamento><dataInizio>2019-01-01</dataInizio>"
    testo = f'<?xml version="1.0"{dichiarata}?>{corpo}</tempiCompletamento></lotto></data>'
    assert read_contratti(write(tmp_path, testo.encode("cp1252")))[0]["titolo"] == "Città"


@pytest.mark.parametrize("codifica", ["utf8", "utf-7", "utf-16", "shift_jis", "gb18030", "cp850", "mac-roman"])
def test_un_xml_nella_codifica_che_dichiara(codifica: str, tmp_path: Path) -> None:
    """Anche se il lettore di XML non l'ha."""
    corpo = "<data><lotto><oggetto>Sede §</oggetto><tempiCompletamento><dataInizio>2019-01-01</dataInizio>"
    testo = f'<?xml version="1.0" encoding="{codifica}"?>{corpo}</tempiCompletamento></lotto></data>'
    assert read_contratti(write(tmp_path, testo.encode(codifica)))[0]["titolo"] == "Sede §"


@pytest.mark.parametrize(
    ("codifica", "dice"),
    [
        ("hex", "che non esiste"),
        ("xyz", "che non esiste"),
        ("rot13", "che non esiste"),
        ("shift_jis", "ma non è"),
    ],
)
def test_un_xml_in_una_codifica_che_non_e_quella(codifica: str, dice: str, tmp_path: Path) -> None:
    """È un errore del file, con il suo posto; non un guasto."""
    testo = f'<?xml version="1.0" encoding="{codifica}"?><data><lotto><oggetto>à \x85</oggetto></lotto></data>'
    uscita = importa(write(tmp_path, testo.encode("latin-1")))
    assert (uscita.codice, uscita.out) == (3, "")
    assert ":1:1:" in uscita.err
    assert f"errore[file-non-importabile] l'XML dichiara la codifica «{codifica}», {dice}" in " ".join(
        uscita.err.split()
    )


def test_cio_che_e_annullato_resta_fuori(tmp_path: Path) -> None:
    """Anche in una tabella qualunque, se ha una colonna che lo dice."""
    righe = "Pulizie,2019-01-01,2019-12-31,Attivo\nMense,2019-01-01,2019-12-31,Annullato\n"
    file = write(tmp_path, f"oggetto,data inizio,data fine,stato\n{righe}")
    assert [c["titolo"] for c in read_contratti(file)] == ["Pulizie"]
    assert "annullato o cancellato" in importa(file).err


def test_le_righe_che_non_dicono_quando_restano_fuori_con_il_loro_perche(tmp_path: Path) -> None:
    """Rovesciate, illeggibili, senza date: mai riparate; il file degli scarti ha i campi originali."""
    righe = (
        lotto("Z1B21EE7D2", "2019-01-01", "2018-12-31"),
        lotto("Z1B21EE7D2", "0219-01-01", ""),
        lotto("Z1B21EE7D2", "1899-12-31", "9999-12-31"),
        lotto("Z1B21EE7D2", "2019-02-30", "2019-13-31"),
        lotto("Z1B21EE7D2", "", ""),
        lotto("=CMD()", "2019-01-01", "2019-01-01"),
        lotto("Z1B21EE7D2", "2019-01-01", "2019-01-31").strip() + ",troppe,celle\n",
    )
    scarti = tmp_path / "scarti.csv"
    file = write(tmp_path, L190 + "".join(righe))
    uscita = importa(file, "--scarti", str(scarti))
    (contratto,) = yaml.load(uscita.out, yaml.BaseLoader)["contratti"]  # noqa: S506 - solo testo
    assert (contratto["cig"], contratto["scadenza_base"]) == ("non noto", "2019-01-01")
    with scarti.open(encoding="utf-8", newline="") as flusso:
        testata, *fuori = csv.reader(flusso)
    assert testata[:5] == ["file", "riga", "motivo", "n", "cig"]
    assert [riga[1:3] for riga in fuori] == [
        ["2", "la fine viene prima dell'inizio: dal 2019-01-01 al 2018-12-31"],
        ["3", "un anno non è plausibile (prima del 1990 o dopo il 2100): «0219-01-01»"],
        ["4", "nessuna data e nessuna durata: non dice quando"],
        ["5", "una data non si legge: «2019-02-30»"],
        ["6", "nessuna data e nessuna durata: non dice quando"],
        ["8", "la riga ha più celle delle colonne: 13 celle, le colonne sono 11"],
    ]
    assert uscita.codice == 1
    assert uscita.err.startswith("Importazione: 4 righe su 7 non si leggono")
    assert importa(file, "--scarti-ammessi", "60").codice == 0


@pytest.mark.parametrize(
    ("dal", "al"), [("0219-01-01", "2019-12-31"), ("2019-01-01", "2459-12-31"), ("boh", "2019-12-31")]
)
def test_una_data_che_non_si_legge_non_porta_via_il_contratto(dal: str, al: str, tmp_path: Path) -> None:
    """Quella buona resta, l'altra non è nota, il suo testo è nella nota."""
    (contratto,) = read_contratti(write(tmp_path, L190 + lotto("Z1B21EE7D2", dal, al)))
    letti = {contratto["inizio"], contratto["scadenza_base"]}
    (buona,) = {dal, al} & letti
    assert letti == {buona, "non noto"}
    assert next(d for d in (dal, al) if d != buona) in contratto["nota"]


def test_la_mappa_si_salva_e_si_riusa(tmp_path: Path) -> None:
    """Colonne che nessuno indovina: si dicono una volta."""
    file = write(tmp_path, "che,da,a,dove\nPulizie,2019-01-01,2019-12-31,Nord\n")
    assert importa(file).codice == 3
    mappa = write(tmp_path, "colonne:\n  titolo: che\n  inizio: da\n  fine: A\n  gruppo: dove\n", "mappa.yaml")
    salvata = tmp_path / "salvata.yaml"
    primo = read_contratti(file, "--mappa", str(mappa), "--salva-mappa", str(salvata))
    assert primo == read_contratti(file, "--mappa", str(salvata))
    assert (primo[0]["quartieri"], primo[0]["scadenza_base"]) == (["nord"], "2019-12-31")


def test_da_colonne_che_non_si_capiscono_viene_il_modello_di_una_mappa(tmp_path: Path) -> None:
    """Con `--salva-mappa`: le colonne ci sono già, basta scrivere davanti a ciascuna il suo campo."""
    file = write(tmp_path, "che,da,a,dove\nPulizie,2019-01-01,2019-12-31,Nord\n")
    modello = tmp_path / "mappa.yaml"
    uscita = importa(file, "--salva-mappa", str(modello))
    assert (uscita.codice, uscita.out) == (3, "")
    assert "riempire il modello scritto in" in uscita.err
    testo = modello.read_text(encoding="utf-8")
    for campo, colonna in (("titolo", "che"), ("inizio", "da"), ("fine", "a")):
        testo = testo.replace(f'# campo: "{colonna}"', f'{campo}: "{colonna}"')
    modello.write_text(testo, encoding="utf-8")
    (contratto,) = read_contratti(file, "--mappa", str(modello))
    assert (contratto["inizio"], contratto["scadenza_base"]) == ("2019-01-01", "2019-12-31")
    assert "--raggruppa COLONNA" in importa(file, "--mappa", str(modello)).err
    assert "--raggruppa COLONNA" not in importa(file, "--mappa", str(modello), "--raggruppa", "dove").err


@pytest.mark.parametrize(
    ("colonna", "ente"),
    [("Stazione appaltante", "Comune di Prova"), ("Ufficio", "ente non indicato"), ("Zona", "ente non indicato")],
)
def test_l_unico_gruppo_e_l_ente_solo_se_la_colonna_dice_chi_compra(colonna: str, ente: str, tmp_path: Path) -> None:
    """Un ufficio o una zona non comprano: l'ente si dice con `--ente`."""
    file = write(tmp_path, f"oggetto,inizio,fine,{colonna}\nNeve,2019-01-01,2019-12-31,Comune di Prova\n")
    uscita = importa(file, "-o", str(tmp_path / "dati"))
    quartieri = yaml.safe_load((tmp_path / "dati" / "quartieri.yaml").read_text(encoding="utf-8"))
    assert quartieri["ente"] == ente
    assert ("--ente NOME" in uscita.out) == (ente == "ente non indicato")


def test_di_piu_enti_ogni_quartiere_dice_il_suo(tmp_path: Path) -> None:
    """Uno solo è quello del file, comunque lo si chiami; chi arriva dopo da un altro ente lo dice."""
    riga, dati = "Neve {0},{0},2019-01-01,2019-12-31,{1}\n", tmp_path / "dati"

    def read_enti(righe: str, *opzioni: str) -> list[str | None]:
        file = write(tmp_path, f"oggetto,ufficio,inizio,fine,ente\n{righe}")
        importa(file, "-o", str(dati), *opzioni)
        letto = yaml.safe_load((dati / "quartieri.yaml").read_text(encoding="utf-8"))
        return [letto["ente"], *(q.get("ente") for q in letto["quartieri"])]

    alfa = riga.format("Casa", "COMUNE DI ALFA") + riga.format("Verde", "Comune di Alfa")
    assert read_enti(alfa) == ["Comune di Alfa", None, None]
    beta = alfa + riga.format("Strade", "Comune di Beta")
    assert read_enti(beta, "--scrivi") == ["Comune di Alfa", None, None, "Comune di Beta"]
    shutil.rmtree(dati)
    assert read_enti(beta, "--ente", "Regione") == ["Regione", "Comune di Alfa", "Comune di Alfa", "Comune di Beta"]
    shutil.rmtree(dati)
    assert read_enti(alfa, "--ente", "Alfa") == ["Alfa", None, None]


@pytest.mark.parametrize(
    ("opzioni", "dice"),
    [
        (("--da", "ocds"), "non è Open Contracting (OCDS 1.1): è tabella"),
        (("--da", "boh"), "«boh» non è un formato che si importa"),
        (("--raggruppa", "ogetto"), "forse intendevi «oggetto»?"),
        (("--mappa", "non-c-e.yaml"), "il file non c'è"),
    ],
)
def test_una_domanda_posta_male_dice_che_cosa_fare(opzioni: tuple[str, ...], dice: str, tmp_path: Path) -> None:
    """E nulla esce su stdout."""
    uscita = importa(write(tmp_path, BREVE + "Z1B21EE7D2,a,2019-01-01,2019-02-01\n"), *opzioni)
    assert uscita.codice in (2, 3)
    assert uscita.out == ""
    assert dice in uscita.err


def test_un_importo_in_un_altra_valuta_non_diventa_euro(tmp_path: Path) -> None:
    """Una tabella che non dice la valuta si legge in euro, e lo si dice; con `--valuta` l'importo va nella nota."""
    file = write(tmp_path, "Title,Contract start date,Contract end date,Value\nCleaning,01/02/2020,31/01/2022,10000\n")
    assert read_contratti(file)[0]["importo_eur"] == "10000"
    assert "importi senza valuta, letti in euro" in importa(file).err
    (contratto,) = read_contratti(file, "--valuta", "GBP")
    assert (contratto["importo_eur"], contratto["nota"]) == ("non noto", "importo: 10000 GBP")


def test_il_gruppo_si_sceglie(tmp_path: Path) -> None:
    """Una colonna qualunque fa da quartiere."""
    file = write(tmp_path, L190 + lotto("Z1B21EE7D2", "2019-01-01", "2019-02-01"))
    assert read_contratti(file, "--raggruppa", "sceltacontraente")[0]["quartieri"] == ["23-affidamento-diretto"]


RILASCIO = {"ocid": "ocds-1", "buyer": {"name": "Comune"}, "tender": {"title": "Neve", "x.y": 1}}
PERIODO = {"startDate": "2019-01-01", "endDate": "2019-12-31"}
OCDS = {"releases": [RILASCIO | {"contracts": [{"id": "1", "period": PERIODO}]}]}
SCHEDA = {"bando": {"CIG": "Z1B21EE7D2", "OGGETTO_LOTTO": "Neve"}, "stazione_appaltante": {"CITTA": "Torino"}}
SCHEDA |= {"avvio_contratto": {"DATA_INIZIO_EFFETTIVA": "2019-01-01"}, "aggiudicazione": {}}
SCHEDA["bando"] |= {"ESITO": "AGGIUDICATA"}


@pytest.mark.parametrize(
    ("documento", "sbagliato", "dice", "giusti", "gruppo"),
    [
        (OCDS, "buyer/nome", "forse intendevi «buyer/name»?", ("buyer/name", "buyer.name"), "comune"),
        (OCDS, "zzz", "ci sono, per esempio: ocid, buyer/name", ("tender/title", "tender.title"), "neve"),
        (SCHEDA, "cita", "forse intendevi «citta»?", ("CITTA", "stazione_appaltante.CITTA"), "torino"),
    ],
)
def test_un_percorso_che_nessun_record_ha_non_raggruppa(
    documento: dict[str, Any], sbagliato: str, dice: str, giusti: tuple[str, ...], gruppo: str, tmp_path: Path
) -> None:
    """Come una colonna che non c'è; il punto separa come la barra."""
    file = write(tmp_path, json.dumps(documento), "dati.json")
    uscita = importa(file, "--raggruppa", sbagliato)
    assert (uscita.codice, uscita.out) == (2, "")
    assert f"«{sbagliato}» non è un campo di nessun record" in uscita.err
    assert dice in uscita.err
    for giusto in giusti:
        assert read_contratti(file, "--raggruppa", giusto)[0]["quartieri"] == [gruppo]


# ——— file ostili


def _zip(cartella: Path, nome: str, membri: dict[str, bytes]) -> Path:
    file = cartella / nome
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archivio:
        for membro, contenuto in membri.items():
            archivio.writestr(membro, contenuto)
    return file


ENTITA = f'{XML}<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><data><lotto><cig>&b;</cig></lotto></data>'
ESTERNA = f'{XML}<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><data><lotto><cig>&x;</cig></lotto></data>'


@pytest.mark.parametrize(
    ("contenuto", "dice"),
    [
        pytest.param(ENTITA, "l'XML contiene una DTD: non si legge", id="entita-che-si-moltiplicano"),
        pytest.param(ESTERNA, "l'XML contiene una DTD: non si legge", id="entita-esterna"),
        pytest.param(f"{XML}<data><lotto></data>", "non è XML ben scritto", id="xml-rotto"),
        pytest.param(f"{XML}<rss/>", "non ha i lotti di un elenco", id="altro-xml"),
        pytest.param(BREVE + "A,b,2019-01-01,c\nA,\x00,2019-01-01,c\n", "dati.csv:3:1: ", id="carattere-nullo"),
        pytest.param(BREVE + "A," + "x" * 2_000_000 + ",a,b\n", "dati.csv:2:1: ", id="riga-smisurata"),
        pytest.param(
            BREVE + 'A,"' + ("x" * 1000 + "\n") * 2000, "forse una virgoletta non si chiude", id="virgoletta-aperta"
        ),
        pytest.param("", "il file è vuoto", id="vuoto"),
        pytest.param(BREVE, "nessuna riga si può importare", id="solo-intestazione"),
        pytest.param(bytes(range(256)) * 40, "è un file binario", id="binario"),
        pytest.param("[" * 100_000 + "]" * 100_000, "troppi livelli", id="json-profondo"),
        pytest.param('{"releases":[{"ocid":"a","tender":' + '{"a":' * 100_000, "troppi livelli", id="ocds-profondo"),
        pytest.param('{"releases": [}', "il JSON non è ben scritto", id="json-rotto"),
        pytest.param('{"aggiornato_al": "2020-01-01"}\n{"id": "a"}\n', "sono già contratti nostri", id="jsonl-nostro"),
        pytest.param(b"PAR1" + bytes(40), "è un file Parquet", id="parquet"),
        pytest.param('{"a": 1}', "è JSON, ma non OCDS", id="altro-json"),
        pytest.param('{"releases": [1, null, {"ocid": 5, "tender": "x"}]}', "non ha la forma", id="ocds-senza-forma"),
    ],
)
def test_un_file_ostile_si_rifiuta_con_una_frase(contenuto: str | bytes, dice: str, tmp_path: Path) -> None:
    """Con misura, chiaro, e senza scrivere nulla."""
    file = write(tmp_path, contenuto)
    uscita = importa(file, "-o", str(tmp_path / "uscita"))
    assert dice in uscita.err.replace("\n        ", " ")
    assert (uscita.codice, uscita.out) == (3, "")
    assert [p.name for p in tmp_path.iterdir()] == ["dati.csv"]


@pytest.mark.parametrize(
    ("membri", "dice"),
    [
        pytest.param({"xl/sheet1.xml": b"0" * 40_000_000}, "cresce a dismisura", id="bomba"),
        pytest.param({f"xl/{i}": b"" for i in range(2_500)}, "contiene 2500 file", id="troppi-file"),
        pytest.param(
            {"xl/worksheets/sheet1.xml": b'<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row>'},
            "cresce a dismisura",
            id="due-celle-lontane",
        ),
        pytest.param({"xl/workbook.bin": b"x"}, "è un foglio di calcolo binario (.xlsb)", id="xlsb"),
        pytest.param(
            {
                "content.xml": b'<table:table-row table:number-rows-repeated="1048576">'
                b'<table:table-cell office:value-type="float" office:value="1" '
                b'table:number-columns-repeated="16384"/></table:table-row>'
            },
            "cresce a dismisura",
            id="una-cella-ripetuta-miliardi-di-volte",
        ),
        pytest.param({"xl/workbook.xml": b"ciao"}, "il foglio di calcolo non si legge", id="rotto"),
        pytest.param({"a.txt": b"ciao"}, "è un archivio, non un foglio di calcolo", id="archivio"),
    ],
)
def test_un_foglio_di_calcolo_ostile_si_rifiuta(membri: dict[str, bytes], dice: str, tmp_path: Path) -> None:
    """Un archivio che si gonfia non si apre."""
    uscita = importa(_zip(tmp_path, "dati.xlsx", membri), "-o", str(tmp_path / "uscita"))
    assert (uscita.codice, uscita.out) == (3, "")
    assert dice in uscita.err.replace("\n        ", " ")


@pytest.mark.parametrize("metodo", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("nome", ["dati.xlsx", "dati.ods", "dati.zip"])
def test_un_membro_guasto_non_e_un_guasto(nome: str, metodo: int, tmp_path: Path) -> None:
    """Ogni byte di un archivio può essersi rovinato, con qualunque compressione: è un errore del file."""
    file = tmp_path / nome
    with zipfile.ZipFile(file, "w", metodo) as archivio:
        archivio.writestr("xl/workbook.xml" if nome != "dati.ods" else "content.xml", "<a>b</a>" * 20)
    sano = file.read_bytes()
    for posto in range(0, len(sano), 7):
        file.write_bytes(sano[:posto] + bytes([sano[posto] ^ 0xFF]) + sano[posto + 1 :])
        assert importa(file).codice == 3, posto


@pytest.mark.parametrize(
    ("nome", "modulo"),
    [
        ("it-l190-xml/terracina-2013.xml", "defusedxml.ElementTree"),
        ("it-ocds/torino-ocds.xlsx", "python_calamine"),
    ],
)
def test_un_componente_che_manca_si_dice_con_come_installarlo(nome: str, modulo: str) -> None:
    """Chi importa solo CSV e JSON non installa altro."""
    with patch.dict(sys.modules, {modulo: None}):
        uscita = importa(RADICE / "tests" / "dati_reali" / nome)
    assert (uscita.codice, uscita.out) == (2, "")
    assert "installare con: pip install 'ldq-planner[dati]'" in uscita.err


def test_un_foglio_di_calcolo_si_importa_com_e(tmp_path: Path) -> None:
    """Con il titolo sopra, le date vere, i numeri, e un primo foglio che non c'entra."""
    libro = Workbook()
    libro.create_sheet("Note")["A1"] = "Registro dell'ufficio contratti"
    foglio = libro.create_sheet("Contratti")
    foglio.append(["Registro dei contratti 2019"])
    foglio.append([])
    foglio.append(["Oggetto", "Data inizio", "Scadenza", "Importo", "Ufficio", "CIG"])
    foglio.append(["Mensa", date(2019, 1, 1), date(2019, 12, 31), 1234.5, "Scuole", "Z1B21EE7D2"])
    file = tmp_path / "registro.xlsx"
    libro.save(file)
    (contratto,) = read_contratti(file)
    assert (contratto["inizio"], contratto["scadenza_base"], contratto["importo_eur"]) == (
        "2019-01-01",
        "2019-12-31",
        "1234.5",
    )
    assert (contratto["id"], contratto["quartieri"]) == ("cig-z1b21ee7d2", ["scuole"])


def test_un_foglio_aperto_si_importa_come_gli_altri(tmp_path: Path) -> None:
    """ODS, come lo scrive un programma libero."""
    libro = OpenDocumentSpreadsheet()
    tabella = Table(name="Foglio1")
    for celle in (("oggetto", "decorrenza", "scadenza"), ("Pulizie", "01/02/2019", "31/01/2020")):
        riga = TableRow()
        for testo in celle:
            cella = TableCell(valuetype="string")
            cella.addElement(P(text=testo))
            riga.addElement(cella)
        tabella.addElement(riga)
    libro.spreadsheet.addElement(tabella)
    libro.save(str(tmp_path / "registro.ods"))
    (contratto,) = read_contratti(tmp_path / "registro.ods")
    assert (contratto["titolo"], contratto["inizio"], contratto["scadenza_base"]) == (
        "Pulizie",
        "2019-02-01",
        "2020-01-31",
    )


def test_una_cartella_e_un_canale_non_sono_file(tmp_path: Path) -> None:
    """Un canale farebbe aspettare per sempre."""
    os.mkfifo(tmp_path / "canale")
    assert "è una cartella, non un file" in importa(tmp_path).err.replace("\n        ", " ")
    assert "è un canale o un dispositivo" in importa(tmp_path / "canale").err


def test_il_testo_della_fonte_resta_testo(tmp_path: Path) -> None:
    """Sequenze di comando e chiavi YAML nel titolo non escono dal titolo."""
    ostile = "\x1b[31m: - {a: b} # no\u2028 <script>"
    (contratto,) = read_contratti(write(tmp_path, BREVE + f'Z1B21EE7D2,"{ostile}",2019-01-01,2019-02-01\n'))
    assert contratto["titolo"] == "[31m: - {a: b} # no <script>"


# ——— una cartella che c'è già


def test_un_aggiornamento_cambia_solo_cio_che_e_cambiato(tmp_path: Path) -> None:
    """Restano id, commenti, campi e scelte di chi tiene i dati; una riga nuova in cima non sposta gli altri."""
    dati = tmp_path / "dati"
    vecchie = (
        lotto("Z1B21EE7D2", "2019-01-01", "2019-06-30"),
        lotto("Z1B21EE7D2", "2019-07-01", "2019-12-31"),
        lotto("0000000000", "2019-01-01", "2019-12-31", "Portierato"),
    )
    importa(write(tmp_path, L190 + "".join(vecchie)), "-o", str(dati))
    contratti = dati / "contratti.yaml"
    a_mano = contratti.read_text(encoding="utf-8").replace(
        "    iva: non noto\n", "    iva: esclusa # dal contratto firmato\n    preavviso: 6m\n", 1
    )
    contratti.write_text(a_mano, encoding="utf-8")
    nuove = (
        lotto("Z1B21EE7D2", "2020-01-01", "2020-12-31"),
        vecchie[0],
        lotto("Z1B21EE7D2", "2019-07-01", "2020-01-31"),
        lotto("Z2D24096FE", "2020-01-01", "2020-12-31", "Verde", "Parchi"),
        vecchie[2],
    )
    elenco = write(tmp_path, L190 + "".join(nuove))
    mostrato = importa(elenco, "-o", str(dati))
    assert "+    scadenza_base: 2020-01-31" in mostrato.out
    assert "Nulla è stato scritto" in mostrato.out
    assert contratti.read_text(encoding="utf-8") == a_mano
    uscita = importa(elenco, "-o", str(dati), "--scrivi", "--format", "json")
    rapporto = json.loads(uscita.out)
    assert (rapporto["nuovi"], rapporto["uguali"]) == (2, 2)
    assert rapporto["scritti"] == ["contratti.yaml", "quartieri.yaml"]
    assert "giorni di lacuna" in rapporto["frase"]
    assert rapporto["cambiati"] == ["cig-z1b21ee7d2-2: scadenza_base «2019-12-31» → «2020-01-31»"]
    dopo = contratti.read_text(encoding="utf-8")
    assert dopo.startswith(a_mano.replace("scadenza_base: 2019-12-31", "scadenza_base: 2020-01-31", 1))
    assert [riga for riga in dopo.splitlines() if "id:" in riga][3:] == [
        "  - id: cig-z2d24096fe",
        "  - id: cig-z1b21ee7d2-3",
    ]
    assert "id: parchi" in (dati / "quartieri.yaml").read_text(encoding="utf-8")
    assert ldq("check", "--dati", str(dati), "--oggi", "2020-01-01").codice in (0, 1)


def test_un_contratto_che_l_elenco_non_ha_piu_resta_e_lo_si_dice(tmp_path: Path) -> None:
    """Contati, con i primi id: scritti a mano o tolti dalla fonte, chi importa guarda quali."""
    dati = tmp_path / "dati"
    tenuto, tolto = (lotto(cig, "2019-01-01", "2019-06-30") for cig in ("Z1B21EE7D2", "Z2D24096FE"))
    importa(write(tmp_path, L190 + tenuto + tolto), "-o", str(dati))
    prima = (dati / "contratti.yaml").read_bytes()
    rapporto = json.loads(importa(write(tmp_path, L190 + tenuto), "-o", str(dati), "--format", "json").out)
    (voce,) = [p for p in rapporto["particolarita"] if p["codice"] == "non-in-elenco"]
    assert (rapporto["mancanti"], voce["righe"], voce["prime"]) == (1, 1, ["cig-z2d24096fe"])
    assert (dati / "contratti.yaml").read_bytes() == prima
    assert "nei dati ma non in questo elenco" in importa(tmp_path / "dati.csv", "-o", str(dati)).out


def test_i_quartieri_di_chi_tiene_i_dati_restano_i_suoi(tmp_path: Path) -> None:
    """Rinominati restano loro; tolti, perché i contratti ora sono di un altro, non tornano."""
    dati = tmp_path / "dati"
    righe = (
        lotto("Z1B21EE7D2", "2019-01-01", "2019-06-30", gruppo="Sociale"),
        lotto("Z2D24096FE", "2019-01-01", "2019-06-30", gruppo="Verde"),
    )
    importa(write(tmp_path, L190 + "".join(righe)), "-o", str(dati))
    quartieri, contratti = dati / "quartieri.yaml", dati / "contratti.yaml"
    testo = quartieri.read_text(encoding="utf-8").replace("nome: Sociale", "nome: Servizi sociali")
    quartieri.write_text(testo.replace("\n  - id: verde\n    nome: Verde\n", ""), encoding="utf-8")
    contratti.write_text(contratti.read_text(encoding="utf-8").replace("[verde]", "[sociale]"), encoding="utf-8")
    prima = quartieri.read_bytes(), contratti.read_bytes()
    importa(write(tmp_path, L190 + "".join(righe)), "-o", str(dati))
    assert (quartieri.read_bytes(), contratti.read_bytes()) == prima
    nuova = lotto("ZF407586BD", "2019-07-01", "2019-12-31", gruppo="Sociale")
    importa(write(tmp_path, L190 + "".join((*righe, nuova))), "-o", str(dati), "--scrivi")
    assert quartieri.read_bytes() == prima[0]
    assert contratti.read_text(encoding="utf-8").count("[sociale]") == 3


def test_gli_elenchi_di_due_anni_insieme_non_raddoppiano_i_contratti(tmp_path: Path) -> None:
    """Lo stesso lotto torna l'anno dopo: è lo stesso contratto, e vale l'ultimo."""
    primo = write(tmp_path, L190 + lotto("Z1B21EE7D2", "2019-01-01", "2019-06-30"), "2019.csv")
    secondo = write(tmp_path, L190 + lotto("Z1B21EE7D2", "2019-01-01", "2020-06-30"), "2020.csv")
    (contratto,) = read_contratti(primo, str(secondo))
    assert contratto["scadenza_base"] == "2020-06-30"


def test_oltre_cinquemila_contratti_si_scrive_un_json_per_riga(tmp_path: Path) -> None:
    """La prima riga dice il giorno; ogni altra è un contratto come nel YAML. Importare di nuovo non cambia nulla."""
    righe = (lotto(f"Z{i:09d}", "2019-01-01", "2019-12-31") for i in range(5_001))
    file, dati = write(tmp_path, L190 + "".join(righe)), tmp_path / "dati"
    importa(file, "-o", str(dati))
    assert sorted(p.name for p in dati.iterdir()) == ["contratti.jsonl", "quartieri.yaml"]
    prima, *altre = (dati / "contratti.jsonl").read_bytes().splitlines()
    assert json.loads(prima) == {"aggiornato_al": "2020-01-01"}
    assert len(altre) == 5_001
    byte = (dati / "contratti.jsonl").read_bytes()
    importa(file, "-o", str(dati))
    assert (dati / "contratti.jsonl").read_bytes() == byte
    a_mano = json.loads(altre[7]) | {"preavviso": "6m", "iva": "esclusa"}
    (dati / "contratti.jsonl").write_bytes(byte.replace(altre[7], json.dumps(a_mano, ensure_ascii=False).encode()))
    importa(file, "-o", str(dati))
    assert json.loads((dati / "contratti.jsonl").read_bytes().splitlines()[8]) == a_mano


@pytest.mark.parametrize("formato", ["pdf", "xlsx", "docx", "ics", "svg"])
def test_un_formato_che_non_va_su_stderr_si_rifiuta_prima(formato: str, tmp_path: Path) -> None:
    """Un errore d'uso non lascia dati su stdout."""
    uscita = importa(write(tmp_path, BREVE + "Z1B21EE7D2,Neve,2019-01-01,2019-02-01\n"), "--format", formato)
    assert (uscita.codice, uscita.out) == (2, "")
