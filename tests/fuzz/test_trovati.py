"""Ciò che le corse hanno trovato, ridotto a poche righe: ogni guasto mendato resta una prova con il suo titolo."""

from __future__ import annotations

import json
import resource
import sys
from typing import TYPE_CHECKING, Any

import pytest
from tests.fuzz.corsa import MEGABYTE
from tests.fuzz.importa import ELENCO_XLS
from tests.supporto import CONTRATTI, LE_COMANDA, OGGI, RADICE, is_innocuo, ldq, write_dati

from ldq_planner.loading.cartella import load
from ldq_planner.model.scambio.righe import read_righe

if TYPE_CHECKING:
    from pathlib import Path

    from tests.supporto import Uscita

RILASCI = RADICE / "tests" / "dati_casi" / "importa"


def importa(cartella: Path, nome: str, contenuto: bytes, *opzioni: str) -> Uscita:
    """L'esito di un file importato in una cartella nuova."""
    (cartella / nome).write_bytes(contenuto)
    return ldq("importa", nome, "-o", "dati", "--oggi", OGGI, *opzioni, cartella=cartella)


@pytest.mark.parametrize("byte", [0x81, 0x8D, 0x8F, 0x90, 0x9D])
def test_un_byte_che_windows_1252_non_ha_dice_che_la_codifica_e_un_altra(byte: int, tmp_path: Path) -> None:
    """Negli elenchi, e negli XML che dicono UTF-8 e non lo sono."""
    titolo = "Città ".encode("cp1252") + bytes((byte,))
    testo = b"oggetto,data inizio,data fine\n" + titolo + b",2020-01-01,2022-12-31\n"
    assert importa(tmp_path, "a.csv", testo).codice == 0
    xml = b'<?xml version="1.0"?><data><lotto><oggetto>' + titolo + b"</oggetto></lotto></data>"
    assert importa(tmp_path, "a.xml", xml).codice == 3


@pytest.mark.parametrize("numero", ["²", "1" * 5000, "0", "x"])
def test_il_numero_di_riga_di_una_mappa_che_non_e_un_numero_si_dice(numero: str, tmp_path: Path) -> None:
    """«²» è una cifra per chi chiede `isdigit`, e non un numero."""
    (tmp_path / "mappa.yaml").write_text(f'intestazione: "{numero}"\ncolonne:\n  titolo: a\n', encoding="utf-8")
    uscita = importa(tmp_path, "a.csv", b"a,b\n1,2\n", "--mappa", "mappa.yaml")
    assert uscita.codice == 3
    assert "intestazione" in uscita.err


@pytest.mark.parametrize("posto", ["²", "1" * 5000])
def test_un_ocds_in_foglio_con_un_posto_che_non_e_un_numero(posto: str, tmp_path: Path) -> None:
    """L'intestazione la scrive chiunque."""
    testata = f"ocid,id,date,contracts/{posto}/id,contracts/0/id\n"
    uscita = importa(tmp_path, "a.csv", f"{testata}ocds-1-1,1,2020-01-01T00:00:00Z,a,b\n".encode())
    assert uscita.codice in (0, 3)


@pytest.mark.parametrize("cella", ["[", "[" * 100_000, "una riga", '{"a": }'])
def test_una_cella_di_una_tavola_che_non_e_un_elenco_si_rifiuta(cella: str, tmp_path: Path) -> None:
    """Chi ha cambiato la cartella di CSV legge quale voce non torna."""
    dati = write_dati(tmp_path / "dati", contratti=CONTRATTI + "    organizzazione: [una, due]\n")
    assert ldq("esporta", "-o", str(tmp_path / "csv"), "--dati", str(dati)).codice == 0
    file = tmp_path / "csv" / "contratti.csv"
    testo = file.read_text(encoding="utf-8")
    assert '"[""una"", ""due""]"' in testo
    file.write_text(testo.replace('"[""una"", ""due""]"', '"' + cella.replace('"', '""') + '"'), encoding="utf-8")
    uscita = ldq("importa", str(tmp_path / "csv"), "-o", str(tmp_path / "nuovi"))
    assert (uscita.codice, (tmp_path / "nuovi").exists()) == (3, False)
    assert "organizzazione" in uscita.err


@pytest.mark.parametrize("di_chi", ["nord-2021", ""])
def test_una_riga_dentro_una_voce_che_non_c_e_si_rifiuta(di_chi: str, tmp_path: Path) -> None:
    """Si perderebbe senza una parola."""
    dati = write_dati(tmp_path / "dati", contratti=CONTRATTI + "    affidatari: [{nome: Uno}]\n")
    assert ldq("esporta", "-o", str(tmp_path / "csv"), "--dati", str(dati)).codice == 0
    file = tmp_path / "csv" / "contratti_affidatari.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("nord-2020", di_chi), encoding="utf-8")
    uscita = ldq("importa", str(tmp_path / "csv"), "-o", str(tmp_path / "nuovi"))
    assert (uscita.codice, (tmp_path / "nuovi").exists()) == (3, False)
    assert f"voce 1, contratti_id: «{di_chi}» non è un id di contratti.csv" in uscita.err


@pytest.mark.parametrize(
    ("seconda", "detto"),
    [
        ('{"id":"a","titolo":"x"}', "c'è già fra i contratti, alla riga 2"),
        ('{"id":"b","quartieri":' + "[" * 100_000 + "}", "la riga non è un contratto"),
        ("[]", "la riga non è un contratto"),
    ],
    ids=["doppia", "profonda", "elenco"],
)
def test_importare_in_un_registro_che_non_si_legge_si_rifiuta(seconda: str, detto: str, tmp_path: Path) -> None:
    """Di due righe con lo stesso id, una si perderebbe senza una parola."""
    dati = tmp_path / "dati"
    dati.mkdir()
    testo = '{"aggiornato_al":"2023-01-17"}\n{"id":"a","titolo":"y"}\n' + seconda + "\n"
    (dati / "contratti.jsonl").write_text(testo, encoding="utf-8")
    uscita = importa(tmp_path, "a.csv", b"oggetto,data inizio,data fine\na,2020-01-01,2022-12-31\n", "--scrivi")
    assert (uscita.codice, (dati / "contratti.jsonl").read_text(encoding="utf-8")) == (3, testo)
    assert f"contratti.jsonl:3:1: errore[file-non-importabile] {detto}" in uscita.err.replace("l'id «a» ", "")


@pytest.mark.parametrize("come", ["ocds", "csv"])
def test_mezzo_carattere_in_cio_che_si_e_esportato_si_rifiuta(come: str, tmp_path: Path) -> None:
    """JSON lo ammette, e nessun file in UTF-8 può contenerlo."""
    dati = write_dati(tmp_path / "dati", contratti=CONTRATTI + "    organizzazione: [uno]\n")
    uscita = tmp_path / ("o.json" if come == "ocds" else "csv")
    assert ldq("esporta", "--come", come, "-o", str(uscita), "--dati", str(dati)).codice == 0
    file = uscita / "contratti.csv" if come == "csv" else uscita
    testo = file.read_text(encoding="utf-8")
    prima, dopo = ('""uno""', '""\\ud800""') if come == "csv" else ("Gruppo interno", "Gruppo \\ud800")
    assert prima in testo
    file.write_text(testo.replace(prima, dopo), encoding="utf-8")
    esito = ldq("importa", str(uscita), "-o", str(tmp_path / "nuovi"))
    assert (esito.codice, (tmp_path / "nuovi").exists()) == (3, False)
    assert "mezzo carattere" in esito.err


def test_l_ordine_di_una_voce_che_non_e_un_numero_vale_zero() -> None:
    """«²» e un numero di cinquemila cifre non fermano la lettura."""
    voci = [{"contratti_id": "a", "ordine": ordine, "nome": ordine[:2]} for ordine in ("2", "²", "1" * 5000, "1")]
    tavole = {"file": [{"nome": "contratti"}], "contratti": [{"id": "a"}], "contratti_affidatari": voci}
    (contratto,) = read_righe(tavole)["contratti"]["contratti"]
    assert [v["nome"] for v in contratto["affidatari"]] == ["²", "11", "1", "2"]


@pytest.mark.parametrize(
    "riga", [["scegli", "gara", "--motivo", "a\udcff"], ["importa", "citt\udce0.csv"], ["\udcff"]], ids=ascii
)
def test_un_argomento_che_non_e_in_utf_8_si_rifiuta(riga: list[str]) -> None:
    """Da un terminale in un'altra codifica arrivano byte che nei dati non si possono scrivere."""
    uscita = ldq(*riga)
    assert (uscita.codice, uscita.out) == (2, "")
    assert "non è in UTF-8" in uscita.err


@pytest.mark.parametrize("segno", ["\ufeff", "\x01", "\x7f", "\u2028"], ids=ascii)
def test_un_carattere_di_controllo_in_testa_a_un_testo_si_scrive_e_si_rilegge(segno: str, tmp_path: Path) -> None:
    """Come in mezzo: con il suo codice, fra virgolette."""
    dati = write_dati(tmp_path)
    comando = (
        "chiudi",
        "nord-2020",
        "--il",
        "2023-06-30",
        "--motivo",
        f"{segno}fine",
        "--dati",
        str(dati),
        "--oggi",
        OGGI,
    )
    assert ldq(*comando, "--scrivi").codice == 0
    (contratto,) = load(dati).portafoglio.contratti
    assert contratto.chiusura == f"{segno}fine".strip()


def list_testi(valore: Any, percorso: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Dove sta ogni testo di un documento JSON."""
    if isinstance(valore, dict):
        return [p for chiave, v in valore.items() for p in list_testi(v, (*percorso, chiave))]
    if isinstance(valore, list):
        return [p for posto, v in enumerate(valore) for p in list_testi(v, (*percorso, posto))]
    return [percorso] if isinstance(valore, str) else []


def replace(valore: Any, percorso: tuple[str | int, ...], testo: str) -> Any:
    """Il documento, con quel testo in quel posto."""
    if not percorso:
        return testo
    copia = valore.copy()
    copia[percorso[0]] = replace(valore[percorso[0]], percorso[1:], testo)
    return copia


@pytest.mark.parametrize("come", ["a.json", "a.jsonl"])
def test_mezzo_carattere_in_qualunque_testo_di_un_rilascio_non_ferma_chi_importa(come: str, tmp_path: Path) -> None:
    """JSON lo ammette, e nessun file in UTF-8 può contenerlo: al suo posto resta un segno, e ciò che si scrive si rilegge."""
    rilasci = json.loads((RILASCI / "11-ocds-merge-null" / "a.json").read_text(encoding="utf-8"))["releases"]
    scritti = 0
    for numero, percorso in enumerate(list_testi(rilasci)):
        cartella = tmp_path / str(numero)
        cartella.mkdir()
        guasti = [json.dumps(r) for r in replace(rilasci, percorso, "x\ud800")]
        testo = "\n".join(guasti) if come == "a.jsonl" else f'{{"releases": [{", ".join(guasti)}]}}'
        uscita = importa(cartella, come, testo.encode())
        assert uscita.codice in (0, 1, 2, 3), f"{percorso}\n{uscita.err}"
        if uscita.codice < 2:
            load(cartella / "dati")
            scritti += "x\ufffd" in (cartella / "dati" / "contratti.yaml").read_text(encoding="utf-8")
    assert scritti


def test_byte_che_non_sono_un_carattere_in_una_riga_di_rilasci_si_dicono(tmp_path: Path) -> None:
    """Con la riga: chi la legge a pezzi non li prende per un mezzo carattere."""
    riga = (RILASCI / "11-ocds-merge-null" / "a.json").read_bytes().replace(b"\n", b"")
    uscita = importa(tmp_path, "a.jsonl", riga + b"\n" + riga.replace(b'"ocid":"', b'"ocid":"\xed\xa0\x80', 1))
    assert (uscita.codice, "non è UTF-8" in uscita.err) == (3, True)


def test_un_carattere_perso_nella_fonte_si_conta_e_si_mostra(tmp_path: Path) -> None:
    """Chi importa legge quali titoli correggere: il segno resta nei dati."""
    uscita = importa(tmp_path, "a.csv", "Oggetto;Dal;Al\nPerch\ufffd;01/01/2020;31/12/2026\n".encode())
    assert "carattere che nella fonte non si legge più" in uscita.out
    (contratto,) = load(tmp_path / "dati").portafoglio.contratti
    assert contratto.titolo == "Perch\ufffd"


@pytest.mark.skipif(sys.platform != "linux", reason="altrove il sistema non tiene il limite")
def test_un_xls_che_dice_una_cella_alla_riga_sessantaquattromila_non_prende_un_gigabyte(tmp_path: Path) -> None:
    """Il lettore farebbe posto a 14 milioni di celle vuote, due volte: lo si ferma prima di 500 MB."""
    contenuto = bytearray(ELENCO_XLS.read_bytes())
    contenuto[4297:4299] = b"\xd7\xf9"  # in una cella, la riga e la colonna
    memoria = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    uscita = importa(tmp_path, "a.xls", bytes(contenuto))
    assert uscita.codice == 3
    assert "più memoria" in uscita.err
    dopo = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert dopo == memoria or dopo < MEGABYTE * 1024


CIFRE = "1" * 5000
"""Più cifre di quante Python ne legga in un numero."""


def test_una_durata_di_cinquemila_cifre_non_si_legge(tmp_path: Path) -> None:
    """Resta fuori, o senza durata, e si dice: non ferma le altre righe."""
    righe = f"Oggetto;Dal;Durata\nA;01/01/2020;{CIFRE} mesi\nB;01/01/2020;12 mesi\n"
    uscita = importa(tmp_path, "a.csv", righe.encode())
    assert uscita.codice == 0
    assert [c.durata_mesi for c in load(tmp_path / "dati").portafoglio.contratti if c.titolo == "B"] == [12]


@pytest.mark.parametrize("come", ["a.json", "a.jsonl"])
def test_gli_id_di_due_rilasci_dello_stesso_istante_si_ordinano_per_quante_cifre_abbiano(
    come: str, tmp_path: Path
) -> None:
    """Il rilascio 10 viene dopo il 9, e quello di cinquemila cifre dopo tutti: vale il suo titolo."""
    periodo = {"startDate": "2022-01-01T00:00:00Z", "endDate": "2025-12-31T00:00:00Z"}
    contratto = {"id": "c1", "status": "active", "period": periodo}
    comune = {"ocid": "x-1", "date": "2024-02-01T00:00:00Z", "tag": ["contract"], "buyer": {"name": "Comune"}}
    rilasci = [
        json.dumps({**comune, "id": id_, "contracts": [{**contratto, "title": f"titolo {id_[:2]}"}]})
        for id_ in (CIFRE, "9", "10")
    ]
    testo = "\n".join(rilasci) if come == "a.jsonl" else f'{{"releases": [{", ".join(rilasci)}]}}'
    assert importa(tmp_path, come, testo.encode()).codice == 0
    (importato,) = load(tmp_path / "dati").portafoglio.contratti
    assert importato.titolo == "titolo 11"


def test_il_posto_di_una_voce_che_si_aggiunge_ha_poche_cifre(tmp_path: Path) -> None:
    """Cinquemila cifre, o una che è un numero solo per Unicode, non sono il prossimo posto."""
    comando = ("aggiungi", "contratto", "nuovo", "--quartiere", "nord", "--tipo", "gruppo-interno", "--nome", "x")
    for posto in (CIFRE, "²", "0"):
        campo = f"--campo=affidatari.{posto}.nome=y"
        dati = str(write_dati(tmp_path / str(len(posto))))
        uscita = ldq(*comando, "--fonte", "f", "--inizio", "2024", "--fine", "2025", campo, "--dati", dati)
        assert (uscita.codice, "il posto dev'essere il prossimo" in uscita.err) == (2, True)


OSTILE = "a\x1b[31mb\x85\u202ec\n::error::x"


@pytest.mark.parametrize(
    "riga",
    [
        *("status --oggi «»", "status --dati «»", "«»", "status «»", "status --«»", "contratti «»", "check --solo «»"),
        *(
            "gara --procedura «» --servizio-dal 2024-01-01",
            "gara --fase «»=3 --servizio-dal 2024-01-01",
            "diff . --oggi «»",
        ),
        *(
            "importa «» -o dati",
            "esporta --come «»",
            "rapporto -o contratti.yaml/«».html",
            "rinnova «» --fino-al 2030-01-01",
            "init «»",
        ),
        *("check --linea-base «»", "norme --regimi «»", "copertura --quartiere «»", "acquisti --leggi «»", "spiega «»"),
    ],
)
def test_un_argomento_resta_testo_in_cio_che_si_risponde(riga: str, tmp_path: Path) -> None:
    """Un nome di file lo sceglie chi lo manda: chi lo passa al programma non ne esegue i comandi."""
    uscita = ldq(*(parte.replace("«»", OSTILE) for parte in riga.split()), cartella=write_dati(tmp_path))
    assert "a\\x1b[31mb\\x85\\u202ec" in uscita.out + uscita.err
    assert is_innocuo(uscita.out + uscita.err)
    assert not [riga for riga in (uscita.out + uscita.err).splitlines() if LE_COMANDA.search(riga)]
