"""`ldq esporta` e ritorno: i formati, dove si scrive, che cosa si dice di ciò che non ci sta."""

from __future__ import annotations

import json
import re
import shutil
from csv import reader, writer
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from tests.supporto import OGGI, RADICE, ldq

from ldq_planner.loading.cartella import load_portafoglio

if TYPE_CHECKING:
    from pathlib import Path

MILANO = load_portafoglio(RADICE / "data")


@pytest.mark.parametrize(
    ("nome", "inizio"),
    [("o.json", b'{\n  "uri": "urn:'), ("c.jsonl", b'{"aggiornato_al"'), ("c.parquet", b"PAR1"), ("r.xlsx", b"PK")],
)
def test_l_estensione_dice_il_formato(tmp_path: Path, nome: str, inizio: bytes) -> None:
    """E due scritture sono uguali, byte per byte."""
    for _ in range(2):
        assert ldq("esporta", "-o", str(tmp_path / nome), "--oggi", OGGI).codice == 0
        scritto = (tmp_path / nome).read_bytes()
        assert scritto.startswith(inizio)
        (tmp_path / nome).rename(tmp_path / f"prima-{nome}")
    assert (tmp_path / f"prima-{nome}").read_bytes() == scritto


def test_dai_dati_ai_csv_e_ritorno_non_si_perde_nulla(tmp_path: Path) -> None:
    """La cartella scritta da ldq esporta, riletta da ldq importa, è lo stesso portafoglio."""
    csv, dati = tmp_path / "csv", tmp_path / "dati"
    uscita = ldq("esporta", "-o", str(csv), "--oggi", OGGI)
    assert (uscita.codice, uscita.out) == (0, "")
    assert uscita.err == f"scritti in «{csv}»: {', '.join(['datapackage.json', *_list_csv(csv)])}\n"
    assert ldq("importa", str(csv), "-o", str(dati)).codice == 0
    assert load_portafoglio(dati) == MILANO


def _list_csv(cartella: Path) -> list[str]:
    """Le tavole, nell'ordine in cui il descrittore le nomina."""
    return [r["path"] for r in json.loads((cartella / "datapackage.json").read_text("utf-8"))["resources"]]


@pytest.mark.parametrize(
    "altrui", [{"contratti.csv": "mio"}, {"datapackage.json": '{"name": "altro"}'}, {"datapackage.json": "{"}]
)
def test_i_file_di_altri_non_si_coprono(tmp_path: Path, altrui: dict[str, str]) -> None:
    """Con i nostri nomi, ma senza il nostro descrittore: si rifiuta, e la cartella resta com'era."""
    for nome, testo in altrui.items():
        (tmp_path / nome).write_text(testo, "utf-8")
    uscita = ldq("esporta", "-o", str(tmp_path), "--come", "csv", "--oggi", OGGI)
    assert (uscita.codice, uscita.out) == (2, "")
    assert f"ci sono già {', '.join(altrui)}, e non li ha scritti ldq esporta" in uscita.err
    assert "aiuto: indicare con -o una cartella nuova" in uscita.err
    assert {f.name: f.read_text("utf-8") for f in tmp_path.iterdir()} == altrui


def test_i_propri_si_riscrivono_e_accanto_ad_altri_si_scrive(tmp_path: Path) -> None:
    """Chi pubblica ogni mese nella stessa cartella, con un suo leggimi."""
    (tmp_path / "LEGGIMI.md").write_text("mio", "utf-8")
    for _ in range(2):
        assert ldq("esporta", "-o", str(tmp_path), "--come", "csv", "--oggi", OGGI).codice == 0
    assert (tmp_path / "LEGGIMI.md").read_text("utf-8") == "mio"
    assert ldq("esporta", "-o", str(tmp_path / "o.json"), "--oggi", OGGI).err.startswith(
        f"scritto «{tmp_path / 'o.json'}»\n"
    )


def test_dai_dati_a_ocds_e_ritorno_restano_contratti_e_scenari(tmp_path: Path) -> None:
    """Tutto ciò che non si è detto perso torna: i contratti interi, gli scenari con la fine al posto del programma."""
    pacchetto, dati = tmp_path / "o.json", tmp_path / "dati"
    uscita = ldq("esporta", "-o", str(pacchetto), "--oggi", OGGI)
    assert "i programmi: di uno scenario che vi arriva resta la fine" in uscita.err
    assert ldq("importa", str(pacchetto), "-o", str(dati)).codice == 0
    letto = load_portafoglio(dati)
    assert letto.registro == MILANO.registro
    for tornato, scenario in zip(letto.scenari, MILANO.scenari, strict=True):
        senza_programma = scenario.model_copy(update={"fino_a_programma": None, "fine": tornato.fine})
        assert tornato == senza_programma
    assert [q.nome for q in letto.quartieri] != []
    stato = [
        r["stato"]
        for r in json.loads(ldq("status", "--dati", str(dati), "--oggi", OGGI, "--format", "json").out)["quartieri"]
    ]
    assert stato.count("scoperto") == 1


def test_dai_dati_alle_righe_ogni_comando_legge_gli_stessi_contratti(tmp_path: Path) -> None:
    """`contratti.jsonl` accanto a quartieri e scenari prende il posto di `contratti.yaml`."""
    for nome in ("quartieri.yaml", "scenari.yaml"):
        (tmp_path / nome).write_bytes((RADICE / "data" / nome).read_bytes())
    assert ldq("esporta", "-o", str(tmp_path / "contratti.jsonl")).codice == 0
    assert load_portafoglio(tmp_path) == MILANO


def test_ocds_dice_che_cosa_resta_a_parole_e_che_il_prefisso_non_e_vero() -> None:
    """Nulla si perde in silenzio; i dati restano soli su stdout."""
    uscita = ldq("esporta", "--come", "ocds", "--oggi", OGGI)
    assert json.loads(uscita.out)["version"] == "1.1"
    assert "date incerte: OCDS vuole un giorno (equipe-2006-2016" in uscita.err
    assert "il prefisso ocds-000000 non è registrato" in uscita.err
    assert "prefisso" not in ldq("esporta", "--come", "ocds", "--prefisso", "ocds-abc123").err


@pytest.mark.parametrize(
    ("argomenti", "detto"),
    [
        ([], "manca il formato"),
        (["--come", "csv"], "i CSV sono più d'uno"),
        (["-o", "dati.xyz"], "non dice in quale formato"),
        (["--come", "xml"], "non è un formato che si esporta"),
        (["--come", "ocds", "--prefisso", "mio"], "non è un prefisso"),
        (["--come", "ocds", "--licenza", "boh"], "non è un indirizzo"),
    ],
)
def test_un_uso_sbagliato_esce_con_2_e_dice_che_cosa_scrivere(argomenti: list[str], detto: str) -> None:
    """Mai una traccia."""
    uscita = ldq("esporta", *argomenti)
    assert (uscita.codice, uscita.out) == (2, "")
    assert detto in uscita.err
    assert "aiuto:" in uscita.err


def test_senza_pyarrow_si_dice_che_cosa_installare() -> None:
    """Prima di leggere i dati."""
    with patch("importlib.util.find_spec", return_value=None):
        uscita = ldq("esporta", "--come", "parquet", "-o", "c.parquet")
    assert uscita.codice == 2
    assert "pip install 'ldq-planner[parquet]'" in uscita.err


def test_se_una_tavola_non_si_puo_scrivere_non_se_ne_scrive_nessuna(tmp_path: Path) -> None:
    """La cartella resta com'era, senza file provvisori."""
    (tmp_path / "contratti.csv").mkdir()
    uscita = ldq("esporta", "--come", "csv", "-o", str(tmp_path))
    assert uscita.codice == 2
    assert [f.name for f in tmp_path.iterdir()] == ["contratti.csv"]


@pytest.mark.parametrize(
    ("file", "prima", "dopo", "detto"),
    [
        ("contratti.csv", "2019-06-21", "21x06", "«21x06» non è una data"),
        ("contratti.csv", "appalto-di-servizi", "boh", "«tipo» non può essere «boh»"),
        ("contratti.csv", "id,quartieri", "id,quartiere", "manca la colonna «quartieri»"),
        ("file.csv", "contratti", "contrattini", "manca la riga di «contratti»"),
    ],
)
def test_una_cartella_cambiata_a_mano_dice_dove_non_torna(
    tmp_path: Path, file: str, prima: str, dopo: str, detto: str
) -> None:
    """Il file e che cosa non va; e non si scrive nulla."""
    ldq("esporta", "--come", "csv", "-o", str(tmp_path / "csv"))
    tavola = tmp_path / "csv" / file
    tavola.write_text(tavola.read_text("utf-8").replace(prima, dopo), "utf-8", newline="")
    uscita = ldq("importa", str(tmp_path / "csv"), "-o", str(tmp_path / "dati"))
    assert (uscita.codice, (tmp_path / "dati").exists()) == (3, False)
    assert detto in uscita.err
    assert file in uscita.err


def test_un_pacchetto_cambiato_a_mano_dice_che_cosa_non_torna(tmp_path: Path) -> None:
    """Chi l'ha cambiato lo sa prima che i dati entrino."""
    pacchetto = tmp_path / "o.json"
    ldq("esporta", "-o", str(pacchetto))
    dati = json.loads(pacchetto.read_text("utf-8"))
    dati["releases"][0]["contracts"][0]["description"] = "Inizio: boh\nFonte: prova"
    pacchetto.write_text(json.dumps(dati), "utf-8")
    uscita = ldq("importa", str(pacchetto), "-o", str(tmp_path / "dati"))
    assert uscita.codice == 3
    assert "«boh» non è una data" in uscita.err


@pytest.mark.parametrize("nome", ["csv", "registro.xlsx"])
def test_su_dati_che_ci_sono_si_mostra_e_poi_si_scrive(tmp_path: Path, nome: str) -> None:
    """Le righe e le conseguenze; con --scrivi le sole righe diverse, e i commenti restano; poi non c'è più nulla da scrivere."""
    scritto, dati = tmp_path / nome, tmp_path / "dati"
    shutil.copytree(RADICE / "data", dati)
    ldq("esporta", "-o", str(scritto), "--dati", str(dati), "--oggi", OGGI)
    originale = (dati / "contratti.yaml").read_text("utf-8")
    ponte = originale.replace("scadenza_base: 2023-06-30", "scadenza_base: 2023-05-31 # refuso", 1)
    (dati / "contratti.yaml").write_text(ponte, "utf-8")
    importa = ("importa", str(scritto), "-o", str(dati), "--oggi", OGGI)
    prima = ldq(*importa)
    assert prima.codice == 0, prima.err
    assert "-    scadenza_base: 2023-05-31 # refuso" in prima.out
    assert "chiude 30 giorni di lacuna a Mazzini" in " ".join(prima.out.split())
    assert (dati / "contratti.yaml").read_text("utf-8") == ponte
    assert ldq(*importa, "--scrivi").codice == 0
    assert (dati / "contratti.yaml").read_text("utf-8") == ponte.replace("2023-05-31", "2023-06-30")
    assert "non c'è nulla da scrivere" in " ".join(ldq(*importa).out.split())


def test_da_ocds_su_dati_diversi_non_si_scrive(tmp_path: Path) -> None:
    """Un pacchetto non tiene tutto: sopra ad altri dati toglierebbe ciò che non sa."""
    pacchetto, dati = tmp_path / "o.json", tmp_path / "dati"
    shutil.copytree(RADICE / "data", dati)
    ldq("esporta", "-o", str(pacchetto), "--oggi", OGGI)
    uscita = ldq("importa", str(pacchetto), "-o", str(dati))
    assert uscita.codice == 2
    assert "c'è già, ed è diverso" in uscita.err


def test_i_csv_salvati_da_un_excel_italiano_tornano(tmp_path: Path) -> None:
    """Con il punto e virgola, le date al giorno/mese/anno, la virgola dei decimali, VERO e FALSO."""
    csv = tmp_path / "csv"
    ldq("esporta", "-o", str(csv), "--oggi", OGGI)
    for tavola in csv.glob("*.csv"):
        with tavola.open(encoding="utf-8", newline="") as flusso:
            righe = [[_say_excel(cella) for cella in riga] for riga in reader(flusso)]
        with tavola.open("w", encoding="utf-8-sig", newline="") as flusso:
            writer(flusso, delimiter=";").writerows(righe)
    uscita = ldq("importa", str(csv), "-o", str(tmp_path / "dati"))
    assert uscita.codice == 0, uscita.err
    assert load_portafoglio(tmp_path / "dati") == MILANO


def _say_excel(cella: str) -> str:
    """La cella come la riscrive Excel in Italia."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cella):
        return "/".join(reversed(cella.split("-")))
    if re.fullmatch(r"\d+\.\d\d", cella):
        return cella.replace(".", ",")
    return {"true": "VERO", "false": "FALSO"}.get(cella, cella)


def test_anche_chi_non_sa_di_noi_legge_la_fine_con_il_rinnovo(tmp_path: Path) -> None:
    """Letto come il pacchetto di un altro ente, Lorenteggio va dal 21/06/2019 al 20/12/2022, con i cinque dell'ATI."""
    pacchetto, dati = tmp_path / "o.json", tmp_path / "dati"
    ldq("esporta", "-o", str(pacchetto), "--oggi", OGGI)
    uscita = ldq("importa", str(pacchetto), "--da", "ocds", "-o", str(dati), "--oggi", OGGI)
    assert uscita.codice == 0, uscita.err
    contratto = next(c for c in load_portafoglio(dati).contratti if "lorenteggio" in c.id)
    assert (str(contratto.inizio), str(contratto.scadenza_base)) == ("2019-06-21", "2022-12-20")
    assert len(contratto.affidatari) == 5


@pytest.mark.parametrize(
    "opzione", [("--prefisso", "ocds-abc123"), ("--uri", "https://x.it"), ("--licenza", "nessuna")]
)
@pytest.mark.parametrize("come", ["ocds", "csv", "registro", "jsonl", "parquet"])
def test_un_opzione_cambia_qualcosa_o_si_rifiuta(come: str, opzione: tuple[str, str], tmp_path: Path) -> None:
    """Mai accettata e ignorata."""
    esiti = []
    for nome, altre in (("senza", ()), ("con", opzione)):
        uscita = ldq("esporta", "--come", come, "-o", str(tmp_path / nome), "--oggi", OGGI, *altre)
        file = [tmp_path / nome] if (tmp_path / nome).is_file() else sorted((tmp_path / nome).glob("*"))
        esiti.append((uscita.codice, [f.read_bytes() for f in file]))
    senza, con = esiti
    assert senza[0] == 0
    assert con[0] == 2 or (con[0] == 0 and con[1] != senza[1])
