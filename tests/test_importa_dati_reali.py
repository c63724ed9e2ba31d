"""`ldq importa` sui dati veri: i conti fatti da altri tornano, e il rapporto è quello che una persona trova giusto."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.supporto import AGGIORNA, RADICE, Uscita, ldq, read, rewrite

DATI = Path("tests/dati_reali")
ATTESI: dict[str, Any] = json.loads((RADICE / DATI / "expected-l190.json").read_text(encoding="utf-8"))
GOLDEN = RADICE / "tests" / "golden" / "importa"
GIORNO, FINE_FINESTRA = "2019-10-01", "2019-12-29"
NULLO = "0000000000"

RAPPORTI = {
    "agid": ("it-l190-csv/agid-2014-lotti.csv",),
    "catania": ("it-l190-csv/catania-00137020871-lotti.csv",),
    "giugliano": ("it-l190-csv/giugliano-80049220637-lotti.csv",),
    "palermo": ("it-l190-csv/palermo-80016350821-lotti.csv",),
    "terracina": ("it-l190-xml/terracina-2013.xml",),
    "torino-ocds": ("it-ocds/torino-ocds.json",),
    "colombia": ("co-ocds/colombia-compra-eficiente-2021-03-03.json",),
    "paraguay": ("py-ocds/dncp-155220-record.json",),
    "norvegia": tuple(sorted(f"no-eforms-ocds/{p.name}" for p in (RADICE / DATI / "no-eforms-ocds").iterdir())),
    "anac": ("it-anac-cig/20231001-cig_csv-sardegna-liguria.csv",),
    "anac-api": ("it-anac-cig/messina-cig-api-flattened.csv",),
    "anac-scheda": ("it-anac-cig/cig-detail-918052266A.json",),
}


def importa(cartella: Path, *nomi: str, opzioni: tuple[str, ...] = ()) -> Uscita:
    """Importa i file in una cartella, il giorno delle prove."""
    file = [str(DATI / nome) for nome in nomi]
    return ldq("importa", *file, "-o", str(cartella), "--oggi", GIORNO, *opzioni)


def importa_json(cartella: Path, *nomi: str) -> dict[str, Any]:
    """Il rapporto di un'importazione, a macchina."""
    uscita = importa(cartella, *nomi, opzioni=("--format", "json"))
    assert (uscita.codice, uscita.err) == (0, "")
    rapporto: dict[str, Any] = json.loads(uscita.out)
    return rapporto


def ask(cartella: Path, comando: str, *opzioni: str) -> dict[str, Any]:
    """La risposta a macchina di un comando sui dati importati."""
    risposta: dict[str, Any] = json.loads(
        ldq(comando, "--dati", str(cartella), "--oggi", GIORNO, "--format", "json", *opzioni).out
    )
    return risposta


def list_giorni(estremi: Any) -> set[date]:
    """I giorni di periodi chiusi."""
    giorni: set[date] = set()
    for inizio, fine in estremi:
        primo, ultimo = date.fromisoformat(inizio), date.fromisoformat(fine)
        giorni |= {primo + timedelta(days=i) for i in range((ultimo - primo).days + 1)}
    return giorni


@pytest.mark.parametrize("nome", ATTESI["files"])
def test_i_conti_degli_elenchi_sono_quelli_attesi(nome: str, tmp_path: Path) -> None:
    """Righe, date mancanti, periodi di un giorno, rovesciati, CIG ripetuti: contati da altri."""
    attesi = ATTESI["files"][nome]
    rapporto = importa_json(tmp_path, f"it-l190-csv/{nome}")
    conti = {p["codice"]: p["righe"] for p in (*rapporto["particolarita"], *rapporto["scarti"])}
    nulli = conti.get("cig-nullo", 0)
    trovati = {
        "rows": rapporto["righe"],
        "start_empty": conti.get("inizio-mancante", 0),
        "end_empty": conti.get("fine-mancante", 0),
        "unparsable": conti.get("data-illeggibile", 0),
        "with_utc_offset": conti.get("data-con-fuso", 0),
        "implausible_year": conti.get("anno-non-plausibile", 0),
        "end_before_start": conti.get("fine-prima-dell-inizio", 0),
        "one_day": conti.get("un-giorno-solo", 0),
        "usable_periods": rapporto["periodi_certi"],
        # chi ha fatto i conti tiene per ripetuto anche il CIG di soli zeri
        "cig_repeated": conti.get("cig-ripetuto", 0) + (nulli > 1),
        "cig_all_zero": nulli,
    }
    assert trovati == {campo: attesi[campo] for campo in trovati}
    assert rapporto["contratti"] + sum(s["righe"] for s in rapporto["scarti"]) == attesi["rows"]


@pytest.mark.parametrize("nome", ATTESI["files"])
def test_i_contratti_in_corso_e_in_scadenza_sono_quelli_attesi(nome: str, tmp_path: Path) -> None:
    """Con `ldq contratti` sui dati importati, e `ldq check` li sa valutare."""
    attesi = ATTESI["files"][nome]
    importa(tmp_path, f"it-l190-csv/{nome}")
    certi = [
        (c["inizio"], c["scadenza_effettiva"])
        for c in ask(tmp_path, "contratti")["contratti"]
        if c["inizio"] and c["scadenza_effettiva"]
    ]
    in_corso = sum(inizio <= GIORNO <= fine for inizio, fine in certi)
    in_scadenza = sum(GIORNO <= fine <= FINE_FINESTRA for _, fine in certi)
    assert (in_corso, in_scadenza) == (attesi[f"active_on_{GIORNO}"], attesi[f"ending_{GIORNO}_to_{FINE_FINESTRA}"])
    assert ldq("check", "--dati", str(tmp_path), "--oggi", GIORNO).codice in (0, 1)


@pytest.mark.parametrize("nome", ATTESI["coverage_2019_by_unit"])
def test_le_lacune_di_ogni_struttura_sono_quelle_attese(nome: str, tmp_path: Path) -> None:
    """Certe e possibili insieme: dove manca una data, la copertura non è certa."""
    importa(tmp_path, f"it-l190-csv/{nome}")
    copertura = ask(tmp_path, "copertura", "--dal", "2019-01-01", "--al", "2019-12-31")
    trovate = {q["nome"]: list_giorni((x["inizio"], x["fine"]) for x in q["lacune"]) for q in copertura["quartieri"]}
    attese = {unita: list_giorni(a["gaps_2019"]) for unita, a in ATTESI["coverage_2019_by_unit"][nome].items()}
    assert trovate == attese


def test_torino_in_json_e_in_foglio_di_calcolo_da_gli_stessi_contratti_del_csv(tmp_path: Path) -> None:
    """I 169 rilasci sono lotti dell'elenco: stesso id, stesse date, stesso oggetto, stesso importo."""
    letti = {}
    for forma, nome in (
        ("csv", "it-l190-csv/torino-00514490010-lotti.csv"),
        ("json", "it-ocds/torino-ocds.json"),
        ("xlsx", "it-ocds/torino-ocds.xlsx"),
    ):
        importa(tmp_path / forma, nome)
        letti[forma] = {
            c["id"]: (c["cig"], c["inizio"], c["scadenza_base"], c["quartieri"], float(c["importo"]))
            for c in ask(tmp_path / forma, "contratti")["contratti"]
        }
    assert len(letti["json"]) == 169
    assert letti["json"] == letti["xlsx"]
    per_cig: dict[str, set[Any]] = {}
    for cig, *resto in letti["csv"].values():
        per_cig.setdefault(cig, set()).add((resto[0], resto[1], tuple(resto[2]), resto[3]))
    fuori = [
        cig
        for cig, i, f, q, importo in letti["json"].values()
        if (i, f, tuple(q), importo) not in per_cig.get(cig, set())
    ]
    assert fuori == []
    assert set(letti["json"]) <= set(letti["csv"])


@pytest.mark.parametrize("nome", RAPPORTI)
def test_il_rapporto_e_quello_che_una_persona_trova_giusto(nome: str, tmp_path: Path) -> None:
    """Riletto riga per riga: è ciò che vede chi importa, e i dati che ne vengono si valutano."""
    uscita = importa(tmp_path / "x", *RAPPORTI[nome])
    assert (uscita.codice, uscita.err) == (0, "")
    if AGGIORNA:
        rewrite(GOLDEN / f"{nome}.txt", uscita.out)
    assert uscita.out == read(GOLDEN / f"{nome}.txt")
    assert ldq("status", "--dati", str(tmp_path / "x"), "--oggi", GIORNO).codice == 0


@pytest.mark.parametrize("nome", ["norvegia", "paraguay", "terracina"])
def test_il_yaml_e_quello_che_scriverebbe_una_persona(nome: str, tmp_path: Path) -> None:
    """Le prime voci di ogni file, rilette riga per riga."""
    importa(tmp_path / "x", *RAPPORTI[nome])
    testi = [f"--- {p.name}\n{read(p)[:2500]}\n" for p in sorted((tmp_path / "x").iterdir())]
    if AGGIORNA:
        rewrite(GOLDEN / f"{nome}.yaml.txt", "".join(testi))
    assert "".join(testi) == read(GOLDEN / f"{nome}.yaml.txt")


@pytest.mark.parametrize("nome", RAPPORTI)
def test_importare_due_volte_da_gli_stessi_byte(nome: str, tmp_path: Path) -> None:
    """Anche in un altro giorno: se nulla è cambiato non cambia nulla."""
    importa(tmp_path, *RAPPORTI[nome])
    prima = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    file = [str(DATI / n) for n in RAPPORTI[nome]]
    uscita = ldq("importa", *file, "-o", str(tmp_path), "--oggi", "2024-06-30", "--format", "json")
    rapporto = json.loads(uscita.out)
    assert (rapporto["nuovi"], rapporto["cambiati"], rapporto["scritti"]) == (0, [], [])
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == prima
