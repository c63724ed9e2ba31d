"""`docs/dati.md`: ciò che la pagina dice rifiutato lo è, con quel codice, e nient'altro viene taciuto."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from ldq_planner.errors import InvalidDataError
from ldq_planner.loading.albero import MAX_LIVELLI, MAX_NODI
from ldq_planner.loading.cartella import load
from ldq_planner.loading.lettura import MAX_BYTE
from ldq_planner.loading.soglie import MAX_GIORNI
from ldq_planner.model import base
from ldq_planner.model.scalari import MAX_MESI
from ldq_planner.model.testo import format_numero
from ldq_planner.rules.controlli.integrita import INTEGRITA

PAGINA = Path(__file__).parent.parent / "docs" / "dati.md"

VALIDI = {
    "quartieri.yaml": "aggiornato_al: 2026-01-15\nente: E\nservizio: S\nquartieri:\n  - id: nord\n    nome: Nord\n",
    "contratti.yaml": (
        "aggiornato_al: 2026-01-15\ncontratti:\n  - id: uno\n    quartieri: [nord]\n    tipo: gruppo-interno\n"
        "    titolo: T\n    fonte: F\n    inizio: 2024-01-01\n    durata_mesi: 12\n"
    ),
}
Q, C = VALIDI["quartieri.yaml"], VALIDI["contratti.yaml"]
S = (
    "aggiornato_al: 2026-01-15\nscenari:\n  - id: gara\n    nome: G\n    tipo: gara\n    quartieri: [nord]\n    fonte: F\n"
    "    avanzamento:\n      - {fase: pubblicazione, conclusa: 2025-11-20}\n"
)
D = (
    "k: 10\nimparate:\n  - {id: d, procedura: aperta, dopo: invio_bando, fase: aggiudicazione, minimo: 1, probabile: 2, massimo: 3,\n"
    "     stima_minimo: 1, stima_probabile: 2, stima_massimo: 3,\n"
    "     gare: 1, finite: 1, non_finite: 0, dal: 2020-01-01, al: 2022-01-01, significato: S, fonte: F}\n"
)
OPZIONE = "    opzioni:\n      - {tipo: rinnovo, stato: aperta, fonte: F"
SOSPENSIONE = "    sospensioni:\n      - {dal: 2024-03-01, atto: det. 1"
RIFIUTI = [
    *(
        ("yaml-non-ammesso", Q + riga)
        for riga in ("    nota: &a T\n", "    nota: *a\n", "    nota: !!str 7\n", "    <<: {nota: T}\n", "---\n")
    ),
    *(("yaml-non-valido", Q + riga) for riga in ("   nota: T\n", "    nota: 'T\n", "    nota: [T\n")),
    ("chiave-doppia", Q + "    nome: Sud\n"),
    ("tabulazione", Q + "\tnota: T\n"),
    ("chiave-sconosciuta", Q + "    nomme: T\n"),
    ("chiave-non-valida", Q + "    ? [nota]\n    : T\n"),
    ("chiave-mancante", Q.replace("ente: E\n", "")),
    *(("valore-vuoto", Q + riga) for riga in ("    nota:\n", "    nota: ~\n", "    nota: null\n")),
    ("valore-non-ammesso", C.replace("gruppo-interno", "concessione")),
    *(("data-non-valida", C.replace("2024-01-01", d)) for d in ("2024-02-30", "1/2/2024", "01-02-2024", "1899", "boh")),
    ("data-non-valida", C.replace("2026-01-15", "2026-01")),
    *(("numero-non-valido", Q + f"    municipio: {n}\n") for n in ("1.000", "1,5", "+1", "sei")),
    ("durata-non-positiva", C.replace("durata_mesi: 12", "durata_mesi: 0")),
    ("durata-non-plausibile", C.replace("durata_mesi: 12", f"durata_mesi: {MAX_MESI + 1}")),
    *(("importo-non-valido", f"{C}    importo_eur: {i}\n") for i in ("€ 5", "1.000.000", "5,20", "5.123")),
    *(("si-o-no", Q + f"    popolazione: {{fonte: F, abitanti_circa: {b}}}\n") for b in ("yes", "vero", "1")),
    *(("id-non-valido", Q.replace("id: nord", f"id: {i}")) for i in ("Nord", "città", "ponte lambro", "no")),
    *(("cig-senza-virgolette", f"{C}    cig: {cig}\n") for cig in ("0123456789", "7E12345678")),
    *(("cig-non-valido", f'{C}    cig: "{cig}"\n') for cig in ("012345678", "01234567890", "abcdef1234")),
    *(("preavviso-non-valido", f"{C}    preavviso: {p}\n") for p in ("6 mesi", "-1", "1.5", "x")),
    *(("slittamento-non-valido", C + SOSPENSIONE + f", slitta: {s}}}\n") for s in ("5 mesi", "-1", "forse", "120%")),
    *(
        ("responsabile-non-valido", f"{C}    responsabile: {r}\n")
        for r in ("rup@comune.it", "Rossi (rossi@pec.comune.it)")
    ),
    ("responsabile-non-valido", S.replace("2025-11-20}", "2025-11-20, chi: rup@comune.it}")),
    *(
        ("codice-non-valido", S + f"    {campo}: {codice}\n")
        for campo, codice in (
            *(("cpv", c) for c in ("8531000", "85310000-", "85310000-55", "assistenza")),
            *(("nuts", c) for c in ("I", "ITC4CX", "itc4c")),
            *(("priorita", c) for c in ("0", "4", "massima")),
            *(("annualita", c) for c in ("24", "2101", "2024/2025")),
        )
    ),
    *(
        ("codice-non-valido", Q.replace("servizio", f"codice_fiscale: {c}\nservizio", 1))
        for c in ("1234567890", '"0119925015A"')
    ),
    *(("chiusura-non-valida", f"{C}    chiusure: [{c}]\n") for c in ("agosto", "08-01", "08-01..08-32", "1..2")),
    ("elenco-vuoto", C.replace("[nord]", "[]")),
    *(("struttura-inattesa", testo) for testo in (C.replace("[nord]", "nord"), Q + "    sede: T\n", "- nord\n")),
    ("testo-atteso", Q + "    nota: [T]\n"),
    *(("testo-vuoto", Q + f"    nota: {testo}\n") for testo in ('""', '"  "')),
    ("non-utf8", Q + "    nota: citt\udce0\n"),
    ("carattere-non-ammesso", Q + "    nota: a\x07b\n"),
    ("file-vuoto", "\n"),
    ("troppi-livelli", Q + "    nota: " + "[" * (MAX_LIVELLI + 1) + "]" * (MAX_LIVELLI + 1) + "\n"),
    ("toml-non-valido", "[soglie\n"),
    ("id-doppio", Q + "  - id: nord\n    nome: Sud\n"),
    ("riferimento-sconosciuto", C.replace("[nord]", "[sud]")),
    *(("contratto-senza-fine", t) for t in (C.replace("    durata_mesi: 12\n", ""), C + OPZIONE + "}\n")),
    ("fine-prima-dell-inizio", C + "    scadenza_base: 2023-12-31\n"),
    ("fine-prima-dell-inizio", "uffici: []\nchiuso: [{dal: 2026-12-07, al: 2026-11-30}]\n"),
    ("opzione-fuori-posto", C + OPZIONE + ", durata_mesi: 6, inizio: 2026-01-01}\n"),
    ("sospensione-fuori-posto", C + SOSPENSIONE.replace("2024-03", "2026-03") + "}\n"),
    ("decorrenza-fuori-posto", C + "    decorrenze: [{quartiere: sud, inizio: 2024-02-01}]\n"),
    ("fatto-incompleto", S.replace(", conclusa: 2025-11-20", "")),
    ("fase-sconosciuta", S.replace("pubblicazione", "publicazione")),
    ("fase-sconosciuta", "uffici:\n  - {id: rup, nome: RUP, gare: 1, fasi: [progetto]}\n"),
    ("fatti-contraddittori", S + "      - {fase: valutazione, iniziata: 2025-11-10}\n"),
    ("durata-imparata-contraddittoria", D.replace("minimo: 1", "minimo: 9")),
    ("limite-senza-effetto", "uffici: []\nponti_mesi_in_tutto: 6\n"),
]


def choose_file(contenuto: str) -> str:
    """Il file in cui sta un contenuto sbagliato: quello di cui ha l'aspetto, o i quartieri."""
    if contenuto.startswith("["):
        return "ldq.toml"
    elenchi = {"scenari": "scenari", "contratti": "contratti", "imparate": "durate", "uffici": "risorse"}
    return next((f"{file}.yaml" for elenco, file in elenchi.items() if f"{elenco}:" in contenuto), "quartieri.yaml")


@pytest.mark.parametrize(("codice", "contenuto"), RIFIUTI, ids=lambda valore: valore if "\n" not in valore else "")
def test_cio_che_la_pagina_dice_rifiutato_lo_e(codice: str, contenuto: str, tmp_path: Path) -> None:
    """Ogni riga della tavola dei rifiuti ha il suo caso, con quel codice."""
    for nome, testo in {**VALIDI, choose_file(contenuto): contenuto}.items():
        (tmp_path / nome).write_bytes(testo.encode("utf-8", "surrogateescape"))
    with pytest.raises(InvalidDataError) as errore:
        load(tmp_path)
    assert codice in {finding.codice for finding in errore.value.findings}


SENZA_CASO = {
    "troppi-problemi",
    "dati-che-cambiano",
    "file-mancante",
    "file-illeggibile",
    "file-troppo-grande",
    "riga-troppo-lunga",
    "cartella-mancante",
    "scrittura-a-meta",
    "json-non-valido",
    "contratti-doppi",
    "colonne-illeggibili",
    "prima-riga-mancante",
    "prima-riga-doppia",
    "dato-non-valido",
}
"""Riguardano il file, la riga di un file o la cartella e non il contenuto; l'ultimo è la riserva di chi non ha altro da
dire. Quelli di `contratti.jsonl` e dei file a colonne sono provati con loro."""
NON_CODICI = {"ponte-lambro", "utf-8-sig", "utf-8", "nord-2020"}


def test_la_tavola_dei_rifiuti_e_completa() -> None:
    """Un rifiuto scritto è provato, e uno che la lettura può dare è scritto."""
    pagina = PAGINA.read_text(encoding="utf-8").split("## Che cosa viene rifiutato")[1]
    scritti = set(re.findall(r"^\| `([a-z0-9-]+)` \|", pagina, re.MULTILINE))
    assert scritti - SENZA_CASO == {codice for codice, _ in RIFIUTI}
    pacchetto = Path(inspect.getfile(base)).parent.parent
    sorgenti = [
        *(f for f in (pacchetto / "loading").glob("*.py") if f.name not in {"norme.py", "rinvii.py", "revisione.py"}),
        Path(inspect.getfile(base)),
    ]
    nei_sorgenti = {c for f in sorgenti for c in re.findall(r'"([a-z]+(?:-[a-z0-9]+)+)"', f.read_text("utf-8"))}
    codici = nei_sorgenti - NON_CODICI | {regola.CODICE for regola in INTEGRITA}
    assert codici - scritti == set()


def test_i_limiti_sono_quelli_del_codice() -> None:
    """Un limite scritto e non vero manda a cercare l'errore dove non è."""
    pagina = PAGINA.read_text(encoding="utf-8")
    for scritto in (
        f"più di {MAX_BYTE // 1024**2} MiB, o di {format_numero(MAX_NODI)} di valori",
        f"più di {MAX_LIVELLI} blocchi",
        f"più di {format_numero(MAX_MESI)} mesi",
        f"da 0 a {format_numero(MAX_GIORNI)}",
    ):
        assert scritto in pagina
