"""Righe di comando a caso: qualunque opzione di qualunque comando, con un valore giusto, di un'altra, o di nessuna."""

from __future__ import annotations

import shutil
from functools import cache
from typing import TYPE_CHECKING, Any

import typer
from tests.fuzz.importa import read_fonti
from tests.fuzz.mutazioni import OSTILI, SCALARI
from tests.supporto import RADICE

from ldq_planner.cli.app import COMANDI, build_app
from ldq_planner.render import FORMATI

if TYPE_CHECKING:
    from random import Random

    from tests.fuzz.corsa import Banco

DATI = RADICE / "tests" / "dati_casi" / "uso" / "citta"
PAROLE = (
    *("gara-nord", "gara-stadera", "stadera-2022", "bovisa", "stadera", "gallaratese", "pubblicazione", "aggiudicata"),
    *(
        "aperta",
        "negoziata",
        "massimo",
        "minimo",
        "probabile",
        "contratto",
        "quartiere",
        "scenario",
        "nuovo",
        "lacuna-futura",
    ),
    *("2023-01-17", "17/01/2023", "2026-11-27", "2027-06-03", "9999-12-31", "0001-01-01", "2024-02-30", "2023", "oggi"),
    *(
        "0",
        "1",
        "12",
        "-1",
        "90",
        "6m",
        "1.2x",
        "120%",
        "99999999999999999999",
        "1e9",
        "1000.50",
        "esclusa",
        "22",
        "valutazione=9",
    ),
    *(
        "rinnovo=12",
        "nota=x",
        "popolazione.abitanti=3",
        "affidatari.1.nome=y",
        "critico",
        "mai",
        "utf-16",
        "cp850",
        "EUR",
        "HEAD",
    ),
    *FORMATI,
)
PERCORSI = (
    *("dati", "dati/contratti.yaml", "vuota", "nessuna", "a.csv", "a.json", "a.xlsx", "a.xml", "uscita", "uscita.json"),
    *(
        "uscita.csv",
        "uscita.md",
        "uscita.svg",
        "uscita.ics",
        "uscita.xlsx",
        "uscita.jsonl",
        "nuova",
        ".",
        "-",
        "",
        "/dev/null",
    ),
    *("x" * 300, "n\nm", "é.json"),
)
"""Percorsi dentro la cartella del caso, e nient'altro: ciò che si scrive resta lì."""
TRALASCIATE = frozenset(("install_completion", "show_completion", "help"))
"""La prima scrive nella shell di chi prova; le altre non arrivano al comando."""
TESTI = tuple(testo for testo in (*OSTILI, "a\udcffb") if "\0" not in testo)
"""Nessun sistema lascia scrivere un carattere nullo in una riga di comando."""


def prova(banco: Banco) -> None:
    """Una riga di comando qualunque ha una risposta, o un rifiuto."""
    caso = banco.caso
    shutil.copytree(DATI, banco.cartella / "dati")
    (banco.cartella / "vuota").mkdir()
    for formato in ("csv", "json", "xlsx", "xml"):
        for nome, contenuto in read_fonti()[formato][0].items():
            (banco.cartella / nome).write_bytes(contenuto)
    nome = caso.choice((*COMANDI, *COMANDI, "stato", "--"))
    argomenti = make_riga(caso, nome) if nome in COMANDI else [caso.choice(TESTI)]
    banco.ldq(nome, *argomenti)


def make_riga(caso: Random, nome: str) -> list[str]:
    """Gli argomenti di un comando: quelli che vuole quasi sempre, le opzioni a caso."""
    righe: list[str] = []
    for parametro in read_parametri(nome):
        voluto = parametro.required or parametro.name in ("oggi", "dati")
        if caso.random() > (0.95 if voluto else 0.2):
            continue
        valore = choose_valore(caso, parametro)
        if parametro.param_type_name == "argument":
            righe.append(valore)
        elif parametro.is_flag:
            righe.append(caso.choice((*parametro.opts, *parametro.secondary_opts)))
        else:
            righe.append(f"{caso.choice([o for o in parametro.opts if o.startswith('--')] or parametro.opts)}={valore}")
    if caso.random() < 0.05:
        righe.insert(caso.randrange(len(righe) + 1), caso.choice(TESTI))
    return righe


def choose_valore(caso: Random, parametro: Any) -> str:
    """Un valore che a quel parametro potrebbe andare bene; a volte uno che non può."""
    scelta = caso.random()
    if "Path" in type(parametro.type).__name__:
        return "dati" if parametro.name == "dati" and scelta < 0.8 else caso.choice(PERCORSI)
    if parametro.name == "oggi" and scelta < 0.8:
        return "2026-11-27"
    return caso.choice(PAROLE if scelta < 0.85 else TESTI if scelta < 0.95 else SCALARI)


@cache
def read_parametri(nome: str) -> tuple[Any, ...]:
    """Gli argomenti e le opzioni di un comando, come li ha typer."""
    comando: Any = typer.main.get_command(build_app())
    return tuple(p for p in comando.commands[nome].params if p.name not in TRALASCIATE)
