"""L'uscita intera di ogni domanda in tabella e in JSON, e ogni formato su poche domande: N + M, non N × M.

Un formato legge blocchi e righe, e non sa di comandi: bastano le domande che insieme hanno ogni genere di blocco. Si riscrivono con `make golden`, e il diff si rilegge: è ciò che vedrà chi usa il programma.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from hashlib import sha256
from itertools import product
from pathlib import Path

import pytest
from tests.supporto import AGGIORNA, AMBIENTE, OGGI, RADICE, ldq, read, rewrite

from ldq_planner.cli.app import COMANDI
from ldq_planner.render import FORMATI

USCITE = Path(__file__).parent / "uscite"
SENZA_GIORNO = ("regole", "schema", "spiega lacuna-in-corso")
DOMANDE = (
    "status",
    "contratti",
    "contratti lorenteggio-2019",
    "quartieri",
    "quartieri lorenteggio",
    "copertura",
    "scenari",
    "scenari lorenteggio-adp",
    "scenari lorenteggio-adp --tutto",
    "scenari --confronta",
    "programma-gare",
    "programma-gare --risorse esempi/quattro-quartieri/risorse.yaml --tutto",
    "gara --servizio-dal 2024-01-01",
    "gara --servizio-dal 2024-01-01 --tutto",
    "gara --servizio-dal 2024-01-01 --spiega",
    "gara --servizio-dal 2024-01-01 --confronta --importo 828415.20 --iva inclusa --durata 24",
    "gara --da 2023-01-17 --confronta --urgenza",
    "gara --servizio-dal 2024-01-01 --profilo massimo --importo 828415.20 --iva inclusa --durata 24",
    "gara --invio 2024-12-30 --profilo minimo --fase valutazione=90 --fase comunicazioni=5",
    "gara --da 2023-01-17 --procedura co-progettazione",
    "norme",
    "norme --alla 2024-12-30 --procedura negoziata",
    "calendario",
    "check",
    "regole",
    "spiega lorenteggio-2019",
    "spiega mazzini",
    "spiega san-siro-pinqua",
    "spiega prospettive-2023",
    "spiega lacuna-in-corso",
    "proroga mazzini-2020 --fino-al 2023-12-31",
    "aggiungi quartiere bovisa --nome Bovisa --campo municipio=9",
)
IN_OGNI_FORMATO = (
    "contratti",
    "quartieri lorenteggio",
    "copertura",
    "scenari --confronta",
    "check",
    "proroga mazzini-2020 --fino-al 2023-12-31",
)
"""Fra loro: tabelle, schede, elenchi, note, una linea del tempo, istogrammi, segnalazioni; elenchi di righe d'ogni genere."""
TESTI = ("csv", "csv-excel", "md")
SOLO_LORO = (*(("check", nome) for nome, f in FORMATI.items() if f.vuole == "esame"), ("calendario", "ics"))
"""Ciò che scrive un comando solo; le figure e le carte hanno prove loro, in tests/unit/render."""
ALTRI_GIORNI = ("2023-05-30", "2024-01-02", "2026-11-22")
CODICI = {"check": 1}
"""Le domande che non escono con 0: nei dati della presentazione c'è sempre qualcosa da segnalare."""


def build_casi() -> dict[str, str]:
    """Nome del file → riga di comando."""
    casi = {}
    for domanda, formato in (*product(DOMANDE, ("table", "json")), *product(IN_OGNI_FORMATO, TESTI), *SOLO_LORO):
        giorno = "" if domanda in SENZA_GIORNO else f" --oggi {OGGI}"
        casi[name_file(domanda, formato)] = f"{domanda}{giorno} --format {formato}"
    for giorno, domanda, formato in product(ALTRI_GIORNI, ("status", "check"), ("table", "json")):
        casi[name_file(f"{domanda} {giorno}", formato)] = f"{domanda} --oggi {giorno} --format {formato}"
    casi |= {"schema.txt": "schema", "aiuto.txt": "--help"}
    casi["rischio.txt"] = f"rischio --oggi {OGGI}"  # il JSON, lungo, lo prova il suo schema
    return casi | {f"{comando}.aiuto.txt": f"{comando} --help" for comando in COMANDI}


def name_file(domanda: str, formato: str) -> str:
    """Il nome del file di una domanda: le parole unite da punti, e il formato come estensione."""
    estensione = "txt" if formato == "table" else formato
    return f"{domanda.replace(' --', ' ').replace(' ', '.').replace('/', '.')}.{estensione}"


CASI = build_casi()


@pytest.mark.parametrize("nome", CASI)
def test_uscita(nome: str) -> None:
    """Chi cambia una parola la rilegge qui, com'è per chi usa il programma."""
    argomenti = CASI[nome].split()
    uscita = ldq(*argomenti)
    assert (uscita.codice, uscita.err) == (0 if "--help" in argomenti else CODICI.get(argomenti[0], 0), "")
    if AGGIORNA:
        rewrite(USCITE / nome, uscita.out)
    assert uscita.out == read(USCITE / nome), "rigenerare con: make golden"


def test_nessun_file_di_troppo() -> None:
    """Un'uscita che nessuno confronta non è provata."""
    orfani = {percorso.name for percorso in USCITE.iterdir()} - set(CASI)
    for nome in orfani if AGGIORNA else ():
        (USCITE / nome).unlink()
    assert AGGIORNA or not orfani


def test_ogni_comando_c_e() -> None:
    """Un comando nuovo ha le sue uscite attese."""
    assert {riga.split()[0] for riga in CASI.values()} >= set(COMANDI)


PROVA = """
import json, sys
from hashlib import sha256
from tests.supporto import ldq
righe = json.load(sys.stdin)
print(json.dumps({nome: sha256(ldq(*riga.split()).out.encode()).hexdigest() for nome, riga in righe.items()}))
"""


@pytest.mark.skipif(AGGIORNA, reason="le uscite attese si stanno riscrivendo")
def test_stessi_byte_in_un_altro_processo() -> None:
    """Stessi dati, stesso giorno: gli stessi byte, comunque Python ordini gli insiemi."""
    ambiente = {**os.environ, **AMBIENTE, "PYTHONHASHSEED": "1"}
    esito = subprocess.run(
        [sys.executable, "-c", PROVA],
        input=json.dumps(CASI),
        capture_output=True,
        text=True,
        cwd=RADICE,
        env=ambiente,
        check=True,
    )
    attesi = {nome: sha256((USCITE / nome).read_bytes()).hexdigest() for nome in CASI}
    assert json.loads(esito.stdout) == attesi
