"""Gli schemi JSON: quelli nel deposito sono quelli del programma, le risposte e i dati li rispettano."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker
from tests.supporto import AGGIORNA, OGGI, RADICE, ldq, read, rewrite, write_dati

from ldq_planner.loading import schemi as dei_dati
from ldq_planner.model.archivio import CONTRATTI, QUARTIERI, SCENARI
from ldq_planner.reports import schemi as delle_risposte
from ldq_planner.reports.schemi import RISPOSTE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCHEMI = RADICE / "schemi"
TUTTI = dei_dati.build_schemi() | delle_risposte.build_schemi()
DATI = (QUARTIERI, CONTRATTI, SCENARI)
GIORNI = (OGGI, "2018-06-15", "2023-07-01", "2026-11-22")
DOMANDE = (
    *("status", "status --quartiere mazzini", "contratti", "contratti equipe-2006-2016", "contratti lorenteggio-2019"),
    *("contratti --quartiere lorenteggio", "quartieri", "quartieri lorenteggio", "quartieri gratosoglio"),
    *("copertura", "copertura --dal 2006-01-01 --al 2026-12-31", "copertura --quartiere san-siro"),
    *("scenari", "scenari gara-quattro-quartieri", "scenari lorenteggio-adp", "scenari san-siro-pinqua"),
    "rischio san-siro-pinqua",
    *("scenari --confronta", "check", "check --entro 0", "check --fallisci-da mai", "spiega mazzini-2020"),
    *("spiega lorenteggio", "spiega san-siro-pinqua", "spiega prospettive-2023", "spiega nessun-intervento"),
    *("acquisti", "acquisti --anno 2023"),
    *(
        "diff data data",
        "novita",
        "rapporto",
        "rapporto --breve",
        "calendario",
        "calendario --scenario lorenteggio-adp --anticipo 10",
    ),
    "programma-gare",
    "aggiungi quartiere bovisa --nome Bovisa",
)
SENZA_DATI = (
    *("gara --servizio-dal 2024-01-01", "gara --servizio-dal 2024-01-01 --spiega", "gara --invio 2024-12-30"),
    *("gara --da 2024-01-17 --procedura co-progettazione", "norme", "norme --alla 2020-01-01 --procedura negoziata"),
    *("gara --da 2024-01-17 --confronta", "gara --servizio-dal 2027-01-01 --confronta --importo 500000 --iva inclusa"),
    "gara --servizio-dal 2027-01-01 --profilo massimo --durata 24 --importo 828415.20 --iva inclusa",
)
SENZA_GIORNO = ("regole", "spiega lacuna-in-corso", "spiega id-doppio")
FACOLTATIVI = {
    *("causa", "causa_prima", "causa_dopo", "fermo", "presidio", "presidi", "presidi_ridotti"),
    *("ente", "responsabili", "scelto", "alternative", "lasciati"),
    *(
        "distribuzione",
        "oltre",
        "di_altri",
        "non_chieste",
        "non_elencate",
        "fermi",
        "sospensioni",
        "chiusure",
        "decorrenze",
        "operatori",
    ),
}
"""I soli campi che una risposta dice se c'è qualcosa da dire: quasi nessuna cartella ne ha."""
SEMPRE = {"schema", "oggi", "dati_aggiornati_al"}
CONTRATTO = {
    "ldq/status/1": {
        "quartieri": "id nome municipio abitanti stato contratto scadenza scadenza_massima giorni_alla_scadenza "
        "giorni_scoperti abitanti_giorni_scoperti"
    },
    "ldq/copertura/1": {
        "": "dal al",
        "quartieri": "id giorni giorni_coperti lacune",
        "quartieri.lacune": "inizio fine giorni tipo abitanti_giorni",
    },
    "ldq/contratti/1": {
        "contratti": "id quartieri inizio scadenza_base scadenza_effettiva scadenza_massima stato giorni_alla_scadenza "
        "importo importo_mensile"
    },
    "ldq/scenari/1": {
        "scenari": "id quartieri inizio fine lacune costo_stimato condizioni segnalazioni",
        "piani": "id scenari quartieri giorni_scoperti abitanti_giorni_scoperti costo_stimato",
    },
    "ldq/gara/1": {
        "": "regime direzione profilo invio pubblicazione scadenza_offerte aggiudicazione comunicazioni fine_standstill "
        "stipula avvio inizio_preparazione margine_giorni fasi avvisi",
        "fasi": "id nome inizio fine giorni limite riferimento stato_fonte",
        "avvisi": "codice messaggio",
    },
    "ldq/norme/1": {
        "": "alla regime regime_nome verificato_al parametri cambi procedure avvisi",
        "parametri": "id nome valore unita dal al fonte verifica",
        "cambi": "giorno che_cosa prima dopo fonte",
        "avvisi": "codice messaggio",
    },
    "ldq/check/1": {"segnalazioni": "codice severita file riga colonna messaggio rimedio"},
}
"""I nomi su cui altri programmi contano: toglierne uno vuol dire una nuova versione dello schema."""


class Lettore(yaml.SafeLoader):
    """YAML 1.2, come lo leggono gli editor: numeri e vero/falso; `no` e le date restano testo."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - lo vuole la classe madre


Lettore.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)$"), list("tf"))
Lettore.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"[-+]?\d+$"), list("-+0123456789"))
Lettore.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"[-+]?\d+\.\d+$"), list("-+0123456789"))


def load_yaml(testo: str) -> Any:
    """Il documento come lo vede un editor."""
    return yaml.load(testo, Lettore)  # noqa: S506 - discende da SafeLoader


def read_schema(percorso: str) -> Any:
    """Lo schema che sta nel deposito."""
    return json.loads(read(SCHEMI / percorso))


@cache
def open_schema(percorso: str) -> Draft202012Validator:
    """Chi prova un documento con quello schema."""
    return Draft202012Validator(read_schema(percorso), format_checker=FormatChecker())


def walk(nodo: Any) -> Iterator[dict[str, Any]]:
    """Gli oggetti di uno schema, a qualunque profondità."""
    figli = nodo.values() if isinstance(nodo, dict) else nodo if isinstance(nodo, list) else ()
    if isinstance(nodo, dict):
        yield nodo
    for figlio in figli:
        yield from walk(figlio)


def validate_risposta(testo: str) -> Any:
    """La risposta letta, dopo averla confrontata con lo schema che nomina."""
    risposta = json.loads(testo)
    nome = risposta["schema"].replace("/", "-")
    open_schema(f"risposte/{nome}.schema.json").validate(risposta)
    return risposta


# ——— gli schemi nel deposito


def test_gli_schemi_sono_quelli_del_programma(tmp_path: Path) -> None:
    """Chi cambia un campo rilegge, nel diff degli schemi, che cosa cambia per chi li usa."""
    assert ldq("schema", str(tmp_path)).codice == 0
    scritti = {p.relative_to(tmp_path).as_posix(): read(p) for p in tmp_path.rglob("*.json")}
    assert scritti == TUTTI
    for nome, testo in scritti.items() if AGGIORNA else ():
        rewrite(SCHEMI / nome, testo)
    assert {p.relative_to(SCHEMI).as_posix(): read(p) for p in SCHEMI.rglob("*.json")} == scritti, "make golden"


@pytest.mark.parametrize("nome", TUTTI)
def test_ogni_schema_e_uno_schema(nome: str) -> None:
    """Un editor non avverte di uno schema sbagliato: smette e basta."""
    Draft202012Validator.check_schema(read_schema(nome))
    assert read_schema(nome)["$schema"] == Draft202012Validator.META_SCHEMA["$id"]


@pytest.mark.parametrize("nome", [n for n in dei_dati.build_schemi() if "-piatti" not in n])
def test_i_valori_predefiniti_si_possono_scrivere(nome: str) -> None:
    """L'editor li propone: devono essere valori che il programma accetta."""
    schema = read_schema(nome)
    predefiniti = [campo for campo in walk(schema) if "default" in campo]
    assert predefiniti
    for campo in predefiniti:
        Draft202012Validator({"$defs": schema["$defs"], **campo}).validate(campo["default"])


# ——— i file di dati


@pytest.mark.parametrize("nome", DATI)
def test_i_dati_rispettano_il_loro_schema(nome: str) -> None:
    """Un editor che conosce lo schema non trova nulla da ridire nei dati della città."""
    open_schema(nome.replace(".yaml", ".schema.json")).validate(load_yaml(read(RADICE / "data" / nome)))


@pytest.mark.parametrize("nome", DATI)
def test_la_prima_riga_indica_lo_schema(nome: str) -> None:
    """Da lì lo prende l'editor, senza che si configuri nulla."""
    riga = read(RADICE / "data" / nome).splitlines()[0]
    indicato = riga.removeprefix("# yaml-language-server: $schema=")
    assert (RADICE / "data" / indicato).resolve() == SCHEMI / nome.replace(".yaml", ".schema.json")
    assert (RADICE / "data" / indicato).is_file()


def test_gli_esempi_dei_documenti_rispettano_gli_schemi() -> None:
    """Chi parte dall'esempio e ha un editor non vede errori che il programma non vede."""
    blocchi = re.findall(r"^```yaml\n# (\S+)\n(.*?)^```$", read(RADICE / "docs/dati.md"), re.DOTALL | re.MULTILINE)
    assert {nome for nome, _ in blocchi} == {*DATI, "deroghe.yaml", "risorse.yaml", "durate.yaml"}
    for nome, testo in blocchi:
        open_schema(nome.replace(".yaml", ".schema.json")).validate(load_yaml(testo))


@pytest.mark.parametrize(
    ("nome", "giusto", "sbagliato"),
    [
        (CONTRATTI, "tipo: appalto-di-servizi", "tipo: concessione"),
        (CONTRATTI, "inizio: 2019-06-21", "inizio: 21 giugno 2019"),
        (CONTRATTI, "durata_mesi: 36", "durata_mesi: 0"),
        (CONTRATTI, "cig: non noto", "cig: 0123"),
        (CONTRATTI, "    durata_mesi: 36", "    durata: 36"),
        (QUARTIERI, "municipio: 7", "municipio: sette"),
        (QUARTIERI, "ente: Comune di Milano\n", ""),
        (SCENARI, "soddisfatta: sì", "soddisfatta: forse"),
    ],
)
def test_lo_schema_vede_gli_errori(nome: str, giusto: str, sbagliato: str) -> None:
    """Uno schema che accetta tutto non aiuta nessuno."""
    testo = read(RADICE / "data" / nome)
    assert giusto in testo
    validatore = open_schema(nome.replace(".yaml", ".schema.json"))
    assert not validatore.is_valid(load_yaml(testo.replace(giusto, sbagliato, 1)))


# ——— le risposte


@pytest.mark.parametrize("giorno", GIORNI)
@pytest.mark.parametrize("domanda", DOMANDE)
def test_ogni_risposta_rispetta_il_suo_schema(domanda: str, giorno: str) -> None:
    """In giorni in cui il quadro è diverso: storia incerta, presentazione, lacune aperte, scenari superati."""
    risposta = validate_risposta(ldq(*domanda.split(), "--oggi", giorno, "--format", "json").out)
    assert (risposta["oggi"], risposta["dati_aggiornati_al"]) == (giorno, OGGI)


@pytest.mark.parametrize("domanda", SENZA_DATI)
def test_le_gare_e_le_norme_rispettano_il_loro_schema(domanda: str) -> None:
    """Non leggono dati: non c'è un giorno a cui siano aggiornati."""
    risposta = validate_risposta(ldq(*domanda.split(), "--oggi", OGGI, "--format", "json").out)
    assert (risposta["oggi"], risposta["dati_aggiornati_al"]) == (OGGI, None)


@pytest.mark.parametrize("domanda", SENZA_GIORNO)
def test_le_risposte_senza_dati_rispettano_il_loro_schema(domanda: str) -> None:
    """Le regole non dipendono dal giorno né dai dati."""
    risposta = validate_risposta(ldq(*domanda.split(), "--format", "json").out)
    assert (risposta["oggi"], risposta["dati_aggiornati_al"]) == (None, None)


@pytest.mark.parametrize("quartieri", ["", "quartieri: [", "aggiornato_al: 2023-02-30\n", "\x00", "quartieri: []\n"])
def test_anche_i_dati_guasti_hanno_una_risposta(quartieri: str, tmp_path: Path) -> None:
    """Chi legge a macchina riceve le segnalazioni, e non un testo da interpretare."""
    write_dati(tmp_path, quartieri="x")
    (tmp_path / QUARTIERI).write_text(quartieri, encoding="utf-8")
    uscita = ldq("check", "--oggi", OGGI, "--dati", str(tmp_path), "--format", "json")
    risposta = validate_risposta(uscita.out)
    assert uscita.codice == 3
    assert {s["severita"] for s in risposta["segnalazioni"]} == {"errore"}
    assert (risposta["dati_aggiornati_al"], risposta["entro_giorni"]) == (None, None)


def test_una_cartella_che_non_c_e_ha_una_risposta(tmp_path: Path) -> None:
    """Senza file non ci sono righe né colonne."""
    uscita = ldq("check", "--oggi", OGGI, "--dati", str(tmp_path / "manca"), "--format", "json")
    (segnalazione,) = validate_risposta(uscita.out)["segnalazioni"]
    assert (segnalazione["riga"], segnalazione["colonna"]) == (None, None)


def test_dati_quasi_vuoti_rispettano_gli_schemi(tmp_path: Path) -> None:
    """Un quartiere senza contratti, senza abitanti, senza sede: ogni `null` è ammesso dove può esserci."""
    quartieri = "aggiornato_al: 2023-01-17\nente: E\nservizio: S\nquartieri:\n  - id: nord\n    nome: Nord\n"
    write_dati(tmp_path, quartieri, "aggiornato_al: 2023-01-17\ncontratti: []\n")
    for domanda in (
        "status",
        "contratti",
        "quartieri nord",
        "copertura",
        "scenari",
        "check",
        "spiega nord",
        "rapporto",
        "calendario",
    ):
        validate_risposta(ldq(*domanda.split(), "--oggi", OGGI, "--dati", str(tmp_path), "--format", "json").out)


def test_l_importazione_rispetta_il_suo_schema(tmp_path: Path) -> None:
    """Vuole un file da leggere e una cartella dove scrivere: il suo rapporto è la risposta."""
    file = RADICE / "tests" / "dati_reali" / "it-l190-csv" / "giugliano-80049220637-lotti.csv"
    uscita = ldq("importa", str(file), "-o", str(tmp_path), "--oggi", OGGI, "--format", "json")
    assert validate_risposta(uscita.out)["schema"] == "ldq/importa/1"


def test_cio_che_si_impara_rispetta_il_suo_schema() -> None:
    """Vuole un file da leggere; senza la stima delle norme i quantili che non si conoscono sono `null`."""
    file = RADICE / "tests" / "dati_reali" / "it-anac-cig" / "20231001-cig_csv-sardegna-liguria.csv"
    risposta = validate_risposta(ldq("impara", str(file), "--k", "0", "--oggi", OGGI, "--format", "json").out)
    intere = [
        d for d in risposta["durate"] if d["nome"] == "dal bando all'esito" and not (d["da_eur"] or d["sotto_eur"])
    ]
    assert [tuple(d["osservata"][p] for p in ("p10", "p50", "p90")) for d in intere[:3]] == [
        (120, 131, 255),
        (48, 118, 350),
        (13, 140, 553),
    ]
    assert [(d["gare"], d["finite"], d["non_finite"]) for d in intere[:3]] == [(7, 6, 1), (26, 18, 8), (53, 32, 21)]


def test_ogni_schema_di_risposta_e_provato() -> None:
    """Un comando nuovo prova anche il suo schema."""
    domande = [[*d.split(), "--oggi", OGGI] for d in (*DOMANDE, *SENZA_DATI)] + [d.split() for d in SENZA_GIORNO]
    provati = {json.loads(ldq(*d, "--format", "json").out)["schema"] for d in domande}
    assert provati | {"ldq/importa/1", "ldq/impara/1"} == set(RISPOSTE)


@pytest.mark.parametrize("nome", RISPOSTE)
def test_ogni_risposta_dice_il_suo_schema_e_i_suoi_giorni(nome: str) -> None:
    """E nessun campo può mancare, se non è facoltativo: chi legge a macchina non deve chiedersi se c'è."""
    schema = build_risposta(nome)
    assert set(schema["required"]) >= SEMPRE
    for oggetto in walk(schema):
        if oggetto.get("type") == "object":
            assert set(oggetto["required"]) >= set(oggetto["properties"]) - FACOLTATIVI


@pytest.mark.parametrize("nome", CONTRATTO)
def test_i_nomi_promessi_ci_sono(nome: str) -> None:
    """Fanno parte della versione 1."""
    for percorso, campi in CONTRATTO[nome].items():
        oggetto = build_risposta(nome)
        for passo in filter(None, percorso.split(".")):
            oggetto = oggetto["properties"][passo]["items"]
        assert set(campi.split()) <= set(oggetto["required"])


def build_risposta(nome: str) -> Any:
    """Lo schema di una risposta."""
    return json.loads(TUTTI[f"risposte/{nome.replace('/', '-')}.schema.json"])


def test_gli_importi_sono_testo_e_le_date_iso() -> None:
    """Un decimale in virgola mobile perderebbe i centesimi; una data all'italiana sarebbe ambigua."""
    (contratto,) = validate_risposta(ldq("contratti", "lorenteggio-2019", "--oggi", OGGI, "--format", "json").out)[
        "contratti"
    ]
    assert contratto["importo"] == "828415.20"
    assert contratto["importo_mensile"] == "23011.53"
    assert contratto["scadenza_effettiva"] == "2022-12-20"


def test_una_data_incerta_dice_quanto_lo_e() -> None:
    """L'anno resta un anno, l'indicativa è nominata a parte; un inizio non noto si calcola, e lo si dice."""
    contratti = validate_risposta(ldq("contratti", "--oggi", OGGI, "--format", "json").out)["contratti"]
    assert {c["id"]: c["inizio"] for c in contratti}["gruppo-interno-2018-2019"] == "2018"
    scenari = {s["id"]: s for s in validate_risposta(ldq("scenari", "--oggi", OGGI, "--format", "json").out)["scenari"]}
    assert scenari["lorenteggio-adp"]["fine"] == "2025-12-31"
    assert scenari["lorenteggio-adp"]["date_indicative"] == ["fine"]
    assert scenari["san-siro-pinqua"]["inizio"] == "2023-11-19"
    assert scenari["san-siro-pinqua"]["tempi"]["inizio_dichiarato"] == "non noto"
