"""Piccoli file su cui `ldq importa` sbagliava, e che cosa è giusto: ogni caso è l'esempio di un genere."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from tests.supporto import RADICE, ldq

from ldq_planner.loading.cartella import load_portafoglio
from ldq_planner.loading.importazione import raccolta

if TYPE_CHECKING:
    from pathlib import Path

    from tests.supporto import Uscita

CASI = RADICE / "tests" / "dati_casi" / "importa"
OGGI = "2024-06-15"
FUSI = (-5, 0, 2, 9)
"""Altri scarti da Greenwich, in ore, con cui scrivere gli stessi istanti."""


def importa(cartella: Path, *nomi: str, opzioni: tuple[str, ...] = ()) -> Uscita:
    """Importa i file di un caso in una cartella, e riesce."""
    uscita = ldq(
        "importa", *(str(CASI / nome) for nome in nomi), "-o", str(cartella), "--oggi", OGGI, "--scrivi", *opzioni
    )
    assert (uscita.codice, uscita.err) == (0, "")
    return uscita


def read_voci(cartella: Path, quali: str) -> list[dict[str, Any]]:
    """Le voci scritte in un file della cartella, con le date come testo; nessuna se il file non c'è."""
    file = cartella / f"{quali}.yaml"
    if not file.is_file():
        return []
    voci: list[dict[str, Any]] = yaml.load(file.read_text("utf-8"), yaml.BaseLoader)[quali]  # noqa: S506 - solo testo
    return voci


def read_testi(cartella: Path) -> dict[str, str]:
    """Tutto ciò che la cartella ha, file per file."""
    return {file.name: file.read_text("utf-8") for file in sorted(cartella.iterdir())}


def shift(valore: Any, ore: int) -> Any:
    """Lo stesso documento, con ogni istante scritto in un altro fuso."""
    if isinstance(valore, dict):
        return {nome: shift(v, ore) for nome, v in valore.items()}
    if isinstance(valore, list):
        return [shift(v, ore) for v in valore]
    try:
        return datetime.fromisoformat(valore).astimezone(timezone(timedelta(hours=ore))).isoformat()
    except (TypeError, ValueError):
        return valore


# ——— OCDS: istanti e fusione


def test_il_giorno_di_roma_vale_in_qualunque_fuso_sia_scritto_il_suo_confine(tmp_path: Path) -> None:
    """Mezzanotte, o l'ultimo secondo: 03."""
    importa(tmp_path, "03-utc-midnight/utc.json")
    periodi = {v["titolo"]: (v["inizio"], v["scadenza_base"]) for v in read_voci(tmp_path, "contratti")}
    assert periodi == {
        "Primo": ("2023-01-01", "2023-12-31"),
        "Secondo": ("2024-01-01", "2024-12-31"),
        "Terzo": ("2023-07-01", "2024-06-30"),
    }


@pytest.mark.parametrize("ore", FUSI)
def test_gli_stessi_istanti_in_un_altro_fuso_danno_gli_stessi_dati(ore: int, tmp_path: Path) -> None:
    """Un pacchetto di ldq letto come se fosse d'altri, e lo stesso in ogni altro fuso: 49."""
    come_d_altri = ("--da", "ocds", "--fonte", "pacchetto")
    importa(tmp_path / "roma", "49-giro-utc/e.json", opzioni=come_d_altri)
    importa(tmp_path / "greenwich", "49-giro-utc/utc.json", opzioni=come_d_altri)
    altro = tmp_path / "altro.json"
    altro.write_text(json.dumps(shift(json.loads((CASI / "49-giro-utc" / "e.json").read_text("utf-8")), ore)), "utf-8")
    importa(tmp_path / "altrove", str(altro), opzioni=come_d_altri)
    assert read_testi(tmp_path / "roma") == read_testi(tmp_path / "greenwich") == read_testi(tmp_path / "altrove")


def test_ldq_rilegge_il_suo_pacchetto_in_ogni_fuso_uguale(tmp_path: Path) -> None:
    """Senza --da: è nostro, e torna com'era; 49."""
    for nome in ("e", "utc"):
        uscita = ldq("importa", str(CASI / "49-giro-utc" / f"{nome}.json"), "-o", str(tmp_path / nome))
        assert (uscita.codice, uscita.err) == (0, "")
    assert read_testi(tmp_path / "e") == read_testi(tmp_path / "utc")


def test_null_toglie_la_fine_e_il_piu_recente_e_quello_dell_istante(tmp_path: Path) -> None:
    """11: la fine tolta è «non nota»; 23:30 di New York viene dopo l'una di Greenwich del giorno dopo."""
    importa(tmp_path, "11-ocds-merge-null/a.json")
    fini = {v["titolo"]: v["scadenza_base"] for v in read_voci(tmp_path, "contratti")}
    assert fini == {"Fine poi tolta": "non noto", "Fusi diversi": "2026-12-31"}


def test_i_rilasci_in_ogni_ordine_danno_gli_stessi_dati(tmp_path: Path) -> None:
    """Anche quelli dello stesso istante: decide il loro id."""
    documento = json.loads((CASI / "11-ocds-merge-null" / "a.json").read_text("utf-8"))
    pari = {**documento["releases"][0], "id": "10", "contracts": [{"id": "c1", "title": "Ultimo"}]}
    documento["releases"] += [pari, {**pari, "id": "9", "contracts": [{"id": "c1", "title": "Penultimo"}]}]
    viste = set()
    for seme in range(4):
        random.Random(seme).shuffle(documento["releases"])  # noqa: S311 - non è un segreto
        file = tmp_path / f"{seme}.json"
        file.write_text(json.dumps(documento), "utf-8")
        importa(tmp_path / f"dati-{seme}", str(file))
        voci = sorted(read_voci(tmp_path / f"dati-{seme}", "contratti"), key=lambda v: v["id"])
        viste.add(json.dumps(voci))
        assert voci[0]["titolo"] == "Ultimo"
    assert len(viste) == 1


def test_i_dati_sono_fermi_al_rilascio_piu_recente(tmp_path: Path) -> None:
    """31: un foglio di rilasci del 2010 non è di oggi."""
    importa(tmp_path, "31-xlsx-ocds-data/a.xlsx")
    assert "aggiornato_al: 2010-05-10\n" in (tmp_path / "contratti.yaml").read_text("utf-8")


# ——— gli stati


def list_coperti(cartella: Path) -> dict[str, bool]:
    """Nome di ogni quartiere → se oggi è coperto, come dice `ldq status`."""
    risposta = json.loads(ldq("status", "--dati", str(cartella), "--oggi", OGGI, "--format", "json").out)
    return {q["nome"]: q["stato"] == "coperto" for q in risposta["quartieri"]}


def test_di_ocds_copre_solo_cio_che_e_in_vigore(tmp_path: Path) -> None:
    """02: il terminato finisce al più tardi il giorno del rilascio, ciò che è in attesa è uno scenario, l'annullato resta fuori."""
    importa(tmp_path, "02-ocds-status/stati.json")
    (terminato,) = read_voci(tmp_path, "contratti")
    assert (terminato["scadenza_base"], terminato["scadenza_effettiva"]) == ("2025-12-31", "2024-02-01")
    assert "«terminated»" in terminato["chiusura"]
    assert [s["nome"] for s in read_voci(tmp_path, "scenari")] == [
        "Contratto proposto non firmato",
        "Aggiudicazione proposta",
    ]
    assert not any(list_coperti(tmp_path).values())


def test_di_una_tabella_copre_solo_cio_che_e_in_vigore(tmp_path: Path) -> None:
    """23: per il senso delle parole, «Non annullato» e «Revoca della sospensione» compresi."""
    importa(tmp_path, "23-stati-tabella/a.csv")
    coperti = list_coperti(tmp_path)
    assert {q for q, is_coperto in coperti.items() if is_coperto} == {"Q6", "Q7", "Q11"}
    assert len(coperti) == 11
    assert [s["nome"] for s in read_voci(tmp_path, "scenari")] == ["Mensa", "Biblioteca"]
    sospeso = next(c for c in read_voci(tmp_path, "contratti") if c["titolo"] == "Verde")
    assert (sospeso["scadenza_base"], sospeso["sospensioni"][0]["dal"]) == ("2026-12-31", OGGI)
    uscita = importa(tmp_path, "23-stati-tabella/a.csv", opzioni=("--aggiornato-al", "2024-06-01"))
    assert "9 uguali" in uscita.out


def test_gli_stati_che_non_si_conoscono_si_contano_e_si_elencano(tmp_path: Path) -> None:
    """Con le loro parole, anche se sono tanti; e il contratto resta."""
    righe = [f"{n};Oggetto {n};Q{n};01/01/2023;31/12/2026;{stato}" for n, stato in enumerate(("boh", "mah", "boh"), 1)]
    file = tmp_path / "a.csv"
    file.write_text("Numero contratto;Oggetto;Quartiere;Data inizio;Data fine;Stato\n" + "\n".join(righe), "utf-8")
    uscita = importa(tmp_path / "dati", str(file))
    assert "! stati che non si conoscono, contati come in vigore: «boh» (2), «mah» (1)\n" in uscita.out
    assert all(list_coperti(tmp_path / "dati").values())


@pytest.mark.parametrize(
    ("stato", "ultimo"),
    [
        ("Risolto il 12/03/2024", "2024-03-12"),
        ("Risolto al 12.03.24", "2024-03-12"),
        ("Cessato in data 12 marzo 2024", "2024-03-12"),
        ("Risolto dal 12/03/2024", "2024-03-11"),
        ("Recesso con decorrenza 2024-03-12", "2024-03-11"),
        ("Cessato a far data dal 12 marzo 2024", "2024-03-11"),
        ("Terminated from 12/03/2024", "2024-03-11"),
        ("Risolto dal 1/3/2024", "2024-02-29"),
    ],
)
def test_il_giorno_scritto_nello_stato_e_quello_della_fine(tmp_path: Path, stato: str, ultimo: str) -> None:
    """Vale più di quello in cui lo si legge; «dal» è il primo giorno in cui non è più in vigore."""
    file = tmp_path / "a.csv"
    testata = "Numero contratto;Oggetto;Quartiere;Data inizio;Data fine;Stato\n"
    file.write_text(f"{testata}1;Mensa;Q;01/01/2023;31/12/2026;{stato}\n", "utf-8")
    importa(tmp_path / "dati", str(file))
    assert [c["scadenza_effettiva"] for c in read_voci(tmp_path / "dati", "contratti")] == [ultimo]


@pytest.mark.parametrize(
    ("stato", "giorni"),
    [
        ("Sospeso dal 01/02/2024", ("2024-02-01", None)),
        ("Sospeso il 01/02/2024", ("2024-02-01", None)),
        ("Sospeso dal 01/02/2024 al 30/06/2024", ("2024-02-01", "2024-06-30")),
    ],
)
def test_i_giorni_scritti_di_una_sospensione_sono_i_suoi(
    tmp_path: Path, stato: str, giorni: tuple[str, str | None]
) -> None:
    """Il primo in cui è ferma, e l'ultimo se c'è."""
    file = tmp_path / "a.csv"
    testata = "Numero contratto;Oggetto;Quartiere;Data inizio;Data fine;Stato\n"
    file.write_text(f"{testata}1;Mensa;Q;01/01/2023;31/12/2026;{stato}\n", "utf-8")
    importa(tmp_path / "dati", str(file))
    ((sospensione,),) = [c["sospensioni"] for c in read_voci(tmp_path / "dati", "contratti")]
    assert (sospensione["dal"], sospensione.get("al")) == giorni


def test_cio_che_era_nei_dati_e_la_fonte_ha_annullato_si_dice_con_la_modifica(tmp_path: Path) -> None:
    """34: e chi l'ha già chiuso non se lo sente dire ancora."""
    importa(tmp_path, "34-terminate-update/w1.json")
    chiudi = "ldq chiudi ocds-x-1-c1 --il 2024-06-01 --motivo 'nella fonte: cancelled' --scrivi"
    uscita = importa(tmp_path, "34-terminate-update/w2.json")
    assert f"«Pulizie» nella fonte è «cancelled», e nei dati resta in vigore: {chiudi}" in " ".join(uscita.out.split())
    fatto = ldq("chiudi", "ocds-x-1-c1", "--il", "2024-06-01", "--scrivi", "--dati", str(tmp_path), "--oggi", OGGI)
    assert fatto.codice == 0
    assert "ldq chiudi" not in importa(tmp_path, "34-terminate-update/w2.json").out
    assert list_coperti(tmp_path) == {"Alfa": False, "Beta": True}


def test_un_elenco_di_soli_annullati_dice_che_cosa_chiudere(tmp_path: Path) -> None:
    """Non ne viene nessun contratto, ma dei dati che c'erano dice qualcosa."""
    importa(tmp_path, "34-terminate-update/w1.json")
    annullati = (CASI / "34-terminate-update" / "w2.json").read_text("utf-8").replace("active", "cancelled")
    (tmp_path / "w3.json").write_text(annullati, "utf-8")
    assert importa(tmp_path, str(tmp_path / "w3.json")).out.count("ldq chiudi ocds-x-") == 2


def test_cio_che_la_fonte_non_ha_piu_si_nomina_con_la_modifica(tmp_path: Path) -> None:
    """Uno per uno, se nei dati è in vigore; chi è finito o chiuso no."""
    testata = "Numero contratto;Oggetto;Quartiere;Data inizio;Data fine\n"
    righe = [f"{n};{che};Q;01/01/2023;{fine}\n" for n, che, fine in ((1, "A", "31/12/2026"), (2, "B", "31/12/2026"))]
    righe += ["3;C;Q;01/01/2023;31/12/2023\n", "4;D;Q;01/01/2023;31/12/2026\n"]
    file = tmp_path / "a.csv"
    file.write_text(testata + "".join(righe), "utf-8")
    importa(tmp_path / "dati", str(file))
    ldq("chiudi", "contratto-4", "--il", "2024-01-31", "--scrivi", "--dati", str(tmp_path / "dati"), "--oggi", OGGI)
    file.write_text(testata + righe[0], "utf-8")
    detto = " ".join(importa(tmp_path / "dati", str(file)).out.split())
    assert (
        "«B» non è in questo elenco, e nei dati resta in vigore: se è finito, ldq chiudi contratto-2 --il GIORNO"
        in detto
    )
    assert "«C» non è" not in detto
    assert "«D» non è" not in detto


def test_due_file_insieme_valgono_come_il_secondo_sul_primo(tmp_path: Path) -> None:
    """34: ciò che il secondo annulla non copre."""
    importa(tmp_path, "34-terminate-update/w1.json", "34-terminate-update/w2.json")
    assert [c["id"] for c in read_voci(tmp_path, "contratti")] == ["ocds-x-2-c1"]


def test_cio_che_si_era_chiuso_a_mano_resta_com_era(tmp_path: Path) -> None:
    """La fonte che dice «terminato» sa solo «al più tardi»."""
    importa(tmp_path, "34-terminate-update/w1.json")
    ldq("chiudi", "ocds-x-2-c1", "--il", "2024-03-31", "--scrivi", "--dati", str(tmp_path), "--oggi", OGGI)
    terminato = (CASI / "34-terminate-update" / "w2.json").read_text("utf-8").replace("active", "terminated")
    (tmp_path / "w3.json").write_text(terminato, "utf-8")
    importa(tmp_path, str(tmp_path / "w3.json"))
    fini = {c["id"]: c.get("scadenza_effettiva") for c in read_voci(tmp_path, "contratti")}
    assert fini == {"ocds-x-1-c1": None, "ocds-x-2-c1": "2024-03-31"}


def test_uno_scenario_che_diventa_un_contratto_si_dice(tmp_path: Path) -> None:
    """Firmato ciò che era in attesa."""
    in_attesa = (CASI / "34-terminate-update" / "w1.json").read_text("utf-8").replace("active", "pending")
    (tmp_path / "w0.json").write_text(in_attesa, "utf-8")
    importa(tmp_path / "dati", str(tmp_path / "w0.json"))
    assert len(read_voci(tmp_path / "dati", "scenari")) == 2
    uscita = importa(tmp_path / "dati", "34-terminate-update/w1.json")
    assert uscita.out.count("ldq scarta ocds-x-") == 2


# ——— le righe di uno stesso contratto, e il programma degli acquisti


def test_le_righe_che_differiscono_per_il_solo_affidatario_sono_un_contratto(tmp_path: Path) -> None:
    """46: l'importo non si moltiplica; in qualunque ordine, e importando di nuovo, gli stessi dati."""
    testata, *righe = (CASI / "46-l190-duplicati" / "a.csv").read_text("utf-8").splitlines()
    righe += [righe[0].replace("Z000000001", "Z000000002"), righe[0].replace("300000.00", "5.00")]
    viste = set()
    for seme in range(4):
        random.Random(seme).shuffle(righe)  # noqa: S311 - non è un segreto
        file = tmp_path / f"{seme}.csv"
        file.write_text("\n".join((testata, *righe)), "utf-8")
        uscita = importa(tmp_path / f"dati-{seme}", str(file))
        assert "unite in una" in uscita.out
        assert "3 uguali" in importa(tmp_path / f"dati-{seme}", str(file)).out
        voci = [
            {c: v for c, v in voce.items() if c != "id"} for voce in read_voci(tmp_path / f"dati-{seme}", "contratti")
        ]
        viste.add(json.dumps(sorted(voci, key=str)))
    assert len(viste) == 1
    uniti = next(v for v in json.loads(viste.pop()) if len(v["affidatari"]) > 1)
    assert uniti["affidatari"] == [
        {"nome": "Ditta Uno", "ruolo": "capogruppo"},
        {"nome": "Ditta Due", "ruolo": "mandante"},
        {"nome": "Ditta Tre", "ruolo": "mandante"},
    ]


def test_anche_con_il_numero_di_contratto_e_oltre_la_memoria(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Due numeri diversi restano due contratti, benché tutto il resto sia uguale."""
    monkeypatch.setattr(raccolta, "MAX_YAML", 2)
    testata = "Numero contratto,Oggetto,Quartiere,Data inizio,Data fine,Fornitore\n"
    righe = [
        f"{n},Mensa,Q,01/01/2023,31/12/2026,{chi}\n" for n, chi in ((7, "A"), (8, "A"), (9, "C"), (7, "B"), (10, "A"))
    ]
    file = tmp_path / "a.csv"
    file.write_text(testata + "".join(righe), "utf-8")
    importa(tmp_path / "dati", str(file))
    _, *scritte = (tmp_path / "dati" / "contratti.jsonl").read_text("utf-8").splitlines()
    chi = {v["id"]: [a["nome"] for a in v["affidatari"]] for v in map(json.loads, scritte)}
    assert chi == {"contratto-7": ["A", "B"], "contratto-8": ["A"], "contratto-9": ["C"], "contratto-10": ["A"]}


DI_UN_CONTRATTO = "cig,oggetto,struttura proponente,importo,data inizio,data fine,aggiudicatario"


def import_mescolate(cartella: Path, testata: str, righe: list[str]) -> list[dict[str, Any]]:
    """I contratti di quelle righe: gli stessi, con gli stessi id, comunque siano disposte."""
    viste = set()
    for seme in range(4):
        file = cartella / "elenco.csv"
        file.write_text("\n".join((testata, *righe)), "utf-8")
        importa(cartella / f"dati-{seme}", str(file))
        voci = read_voci(cartella / f"dati-{seme}", "contratti")
        viste.add(json.dumps(sorted(voci, key=lambda v: str(v["id"]))))
        assert "uguali" in importa(cartella / f"dati-{seme}", str(file)).out
        random.Random(seme).shuffle(righe)  # noqa: S311 - non è un segreto
    assert len(viste) == 1
    letti: list[dict[str, Any]] = json.loads(viste.pop())
    return letti


def test_la_fine_allungata_e_lo_stesso_contratto_e_l_importo_si_conta_una_volta(tmp_path: Path) -> None:
    """Nulla dice quale riga vale: certo fino alla prima fine, e un'opzione aperta fino all'ultima."""
    base = "Z000000001,Pulizie,A,300.00,2023-01-01"
    righe = [f"{base},2024-12-31,Ditta Uno", f"{base},2025-06-30,Ditta Uno", f"{base},2024-12-31,Ditta Due"]
    righe += ["Z000000002,Mensa,A,1.00,2023-01-01,2024-12-31,", "Z000000002,Mensa,A,1.00,2023-01-01,2025-12-31,"]
    pulizie, mensa = import_mescolate(tmp_path, DI_UN_CONTRATTO, righe)
    for contratto, ultima in ((pulizie, "2025-06-30"), (mensa, "2025-12-31")):
        assert contratto["scadenza_base"] == "2024-12-31"
        (opzione,) = contratto["opzioni"]
        assert (opzione["tipo"], opzione["stato"], opzione["scadenza"]) == ("proroga", "aperta", ultima)
        assert f"un'altra riga della fonte dice fine {ultima}" in contratto["nota"]
    assert [a["nome"] for a in pulizie["affidatari"]] == ["Ditta Due", "Ditta Uno"]


@pytest.mark.parametrize(
    ("colonna", "versioni"),
    [
        ("Data aggiornamento", ("31/01/2024", "15/03/2024", "01/02/2024")),
        ("Versione", ("2", "10", "9")),
        ("dataUltimaModifica", ("2024-01-31", "2024-03-15", "2024-02-01")),
    ],
)
def test_di_piu_versioni_di_un_contratto_vale_l_ultima_se_una_colonna_lo_prova(
    tmp_path: Path, colonna: str, versioni: tuple[str, str, str]
) -> None:
    """Importo e fine sono i suoi, e le altre righe si contano."""
    testata = f"cig,oggetto,struttura proponente,importo,data inizio,data fine,{colonna}"
    dette = (("300.00", "2024-12-31"), ("350.00", "2025-06-30"), ("320.00", "2024-12-31"))
    righe = [
        f"Z000000001,Pulizie,A,{importo},2023-01-01,{fine},{v}"
        for (importo, fine), v in zip(dette, versioni, strict=True)
    ]
    (contratto,) = import_mescolate(tmp_path, testata, [*righe])
    assert (contratto["importo_eur"], contratto["scadenza_base"]) == ("350.00", "2025-06-30")
    file = tmp_path / "a.csv"
    file.write_text("\n".join((testata, *righe)), "utf-8")
    rapporto = json.loads(importa(tmp_path / "x", str(file), opzioni=("--format", "json")).out)
    assert {p["codice"]: p["righe"] for p in rapporto["particolarita"]}["versione-superata"] == 2
    assert (rapporto["righe"], rapporto["file"][0]["conto"]["unite"]) == (1, 2)


def test_versioni_che_non_si_ordinano_restano_righe_diverse(tmp_path: Path) -> None:
    """Una senza versione, o di un altro inizio: nulla prova che siano lo stesso contratto."""
    testata = "cig,oggetto,struttura proponente,importo,data inizio,data fine,versione"
    righe = [f"Z000000001,Pulizie,A,{n}.00,2023-01-01,2024-12-31,{v}" for n, v in ((1, "1"), (2, ""), (3, "2"))]
    righe += ["Z000000002,Mensa,A,5.00,2023-01-01,2023-12-31,1", "Z000000002,Mensa,A,6.00,2024-01-01,2024-12-31,2"]
    contratti = import_mescolate(tmp_path, testata, righe)
    assert [(c["id"], c["importo_eur"]) for c in contratti] == [
        ("cig-z000000001", "1.00"),
        ("cig-z000000001-2", "2.00"),
        ("cig-z000000001-3", "3.00"),
        ("cig-z000000002", "5.00"),
        ("cig-z000000002-2", "6.00"),
    ]


@pytest.mark.parametrize("con_mappa", [False, True])
def test_un_acquisto_del_programma_e_uno_scenario(tmp_path: Path, *, con_mappa: bool) -> None:
    """25: con CUI, anno, priorità e importi; nessun contratto, e nulla coperto."""
    mappa = ("--mappa", str(CASI / "25-programma-acquisti" / "mappa.yaml")) if con_mappa else ()
    importa(tmp_path, "25-programma-acquisti/scheda-h.csv", opzioni=mappa)
    assert read_voci(tmp_path, "contratti") == []
    primo, secondo = read_voci(tmp_path, "scenari")
    assert (primo["nome"], primo["inizio"], primo["durata_mesi"]) == ("Pulizia degli uffici", "2024", "36")
    assert primo["stima_costo"]["mensile_eur"] == "8333.33"
    assert primo["stima_costo"]["iva"] == "inclusa"
    codici = ("cui", "annualita", "priorita", "cpv")
    assert [str(primo[c]) for c in codici] == ["S01199250158202300012", "2024", "1", "90910000-9"]
    assert "rup" not in primo  # la scheda ne scrive il nome, e i dati si pubblicano
    for detto in ("300000.00 euro", "primo anno: 100.000,00"):
        assert detto in primo["nota"]
    assert secondo["id"] == "cui-f01199250158202300013"


@pytest.mark.parametrize(
    ("scritti", "campi", "nella_nota"),
    [
        (("1 (massima)", "85310000-5 Assistenza", "ITC4C", "2026"), ("1", "85310000-5", "ITC4C", "2026"), ""),
        (("3. minima", "85310000", "IT - Italia", "2026"), ("3", "85310000", "IT", "2026"), ""),
        (("media", "-", "n.d.", "2026"), ("2", None, None, "2026"), ""),
        (("alta", "CPV 85", "Milano", "2026"), ("1", None, None, "2026"), "CPV: CPV 85; NUTS: Milano"),
        (("4", "", "", "2026/2027"), (None, None, None, None), "priorità: 4; avvio della procedura: 2026/2027"),
    ],
)
def test_i_codici_del_programma_sono_dati_e_quelli_strani_stanno_nella_nota(
    tmp_path: Path, scritti: tuple[str, ...], campi: tuple[str | None, ...], nella_nota: str
) -> None:
    """Così si ritrovano, e i dati si leggono sempre."""
    file = tmp_path / "h.csv"
    file.write_text(
        "Codice Unico Intervento - CUI (1);Livello di priorità (6);CPV (5);Codice NUTS;Annualità nella quale si prevede di "
        "dare avvio alla procedura di affidamento;Codice CUP (2);Descrizione dell'acquisto;Durata del contratto\n"
        f"S01199250158202300012;{';'.join(scritti)};B41B21003450004;Pulizia;12\n",
        "utf-8",
    )
    importa(tmp_path / "dati", str(file))
    (scenario,) = load_portafoglio(tmp_path / "dati").ipotesi.scenari
    letti = (scenario.priorita, scenario.cpv, scenario.nuts, scenario.annualita)
    assert tuple(None if v is None else str(v) for v in letti) == campi
    assert (scenario.cui, scenario.cup) == ("S01199250158202300012", "B41B21003450004")
    assert (scenario.nota or "") == nella_nota


def test_le_altre_schede_del_programma_dicono_che_cosa_sono(tmp_path: Path) -> None:
    """Chi non è riproposto resta fuori; le risorse non sono acquisti."""
    scheda_i = tmp_path / "i.csv"
    scheda_i.write_text(
        "Codice Unico Intervento - CUI;CUP;Descrizione dell'acquisto;Importo intervento;Livello di priorità;"
        "Motivo per il quale l'intervento non è riproposto\nS01199250158202300012;;Pulizia;10,00;1;rinunciato\n",
        "utf-8",
    )
    uscita = ldq("importa", str(scheda_i), "-o", str(tmp_path / "x"), "--oggi", OGGI)
    assert (uscita.codice, "non riproposto" in uscita.err) == (3, True)
    scheda_g = tmp_path / "g.csv"
    scheda_g.write_text("Tipologia risorse;Primo anno;Secondo anno;Totale\nmutuo;1;2;3\n", "utf-8")
    uscita = ldq("importa", str(scheda_g), "-o", str(tmp_path / "x"), "--oggi", OGGI)
    assert (uscita.codice, "scheda A o G" in uscita.err) == (3, True)


def test_due_righe_uguali_tranne_l_importo_si_ritrovano_in_ogni_ordine(tmp_path: Path) -> None:
    """Con lo stesso CIG le distingue l'importo, non il posto."""
    testata = "cig,oggetto,struttura proponente,importo,data inizio,data fine\n"
    righe = [f"Z000000001,Pulizie,A,{importo},2023-01-01,2023-12-31\n" for importo in ("10.00", "99.00", "100")]
    for quali in (righe, righe[::-1]):
        file = tmp_path / "a.csv"
        file.write_text(testata + "".join(quali), "utf-8")
        uscita = importa(tmp_path / "dati", str(file))
    assert "3 uguali" in uscita.out


def test_una_sospensione_dopo_la_fine_non_si_scrive(tmp_path: Path) -> None:
    """Detta sospesa quando è già finita, la riga è un contratto con le sue date: i dati scritti si leggono."""
    elenco = tmp_path / "e.csv"
    righe = "cig,oggetto,data inizio,data fine,struttura,stato\nZ1B21EE7D2,A,2018-01-01,2018-12-31,X,sospeso\n"
    elenco.write_text(righe, "utf-8")
    assert ldq("importa", str(elenco), "-o", str(tmp_path / "dati"), "--oggi", "2020-01-01").codice == 0
    (contratto,) = load_portafoglio(tmp_path / "dati").contratti
    assert (str(contratto.scadenza_base), contratto.sospensioni) == ("2018-12-31", ())
