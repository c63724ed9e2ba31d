"""Cartelle di dati guastate: le piccole cartelle dei casi, con un file o due guasti nell'albero, nel testo o nei byte."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tests.fuzz.corsa import GuastoError
from tests.fuzz.mutazioni import list_parole, mutate_byte, mutate_testo, mutate_yaml
from tests.supporto import OGGI, RADICE
from tests.test_cases import FILE, read_caso

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from tests.fuzz.corsa import Banco

COMANDI = (
    *(
        "status",
        "status",
        "contratti",
        "quartieri",
        "copertura",
        "scenari",
        "scenari --confronta",
        "calendario",
        "norme",
    ),
    *(
        "rischio",
        "rischio {id}",
        "status --rischio",
        "programma-gare",
        "programma-gare --rischio",
        "acquisti --anno 2027",
    ),
    *("check --prudenza 80", "novita"),
    *("spiega {id}", "contratti {id}", "quartieri {id}", "scenari {id}", "gara --spiega", "status --per-responsabile"),
    "rapporto",
)
FORMATI = ("table", "table", "json", "csv", "md")
DI_CHECK = (*FORMATI, "github", "gitlab", "sarif", "junit")
_RISORSE = sorted((RADICE / "esempi" / "quattro-quartieri").glob("*.yaml"))
REGISTRO = """\
{"id": "uno", "quartieri": ["q"], "tipo": "gruppo-interno", "titolo": "Uno", "inizio": "2020-01-01", "fonte": "f"}
{"id": "due", "quartieri": ["q"], "tipo": "appalto-di-servizi", "titolo": "Due", "inizio": "2021", "durata_mesi": 24, "fonte": "f"}
"""
SOGLIE = """\
[soglie]
avviso = "90"
critico = "1.2x"

[gare]
margine_giorni = 10
"""


@cache
def read_basi() -> tuple[dict[str, str], ...]:
    """Le cartelle di partenza: nome di un file → il suo testo."""
    dei_casi = [dict(read_caso(percorso).sezioni) for percorso in FILE]
    cartelle = sorted({p.parent for p in (RADICE / "tests" / "dati_casi").glob("*/*/quartieri.yaml")})
    vere = [_read_cartella(c) for c in cartelle]
    nate = [{**base, "ldq.toml": SOGLIE} for base in dei_casi[:4]]
    con_risorse = [{**_read_cartella(RADICE / "data"), "risorse.yaml": p.read_text("utf-8")} for p in _RISORSE]
    a_righe = [{"quartieri.yaml": base["quartieri.yaml"], "contratti.jsonl": REGISTRO} for base in dei_casi[:4]]
    return (*dei_casi, *vere, *nate, *con_risorse, *con_risorse, *a_righe)


def _read_cartella(cartella: Path) -> dict[str, str]:
    return {p.name: p.read_text(encoding="utf-8") for p in cartella.iterdir() if p.suffix != ".md"}


@cache
def read_parole() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Le chiavi e i valori scritti nelle cartelle di partenza."""
    return list_parole(testo for base in read_basi() for testo in base.values())


def prova(banco: Banco) -> None:
    """Una cartella guasta o si legge o si rifiuta; se si legge, ogni comando ha una risposta."""
    caso = banco.caso
    file = mutate_cartella(caso, caso.choice(read_basi()))
    for nome, contenuto in file.items():
        (banco.cartella / nome).write_bytes(contenuto)
    comuni = ("--dati", ".", "--oggi", caso.choice((OGGI, OGGI, "2026-11-27", "2030-02-28")))
    uscita = banco.ldq("check", *comuni, "--format", caso.choice(DI_CHECK))
    if uscita.codice in (
        2,
        3,
    ):  # già detto, allo stesso modo degli altri; o un formato che non c'è, se restano solo colonne
        return
    ids = [*_list_id(file), "nessuno"]
    for _ in range(2):
        comando = caso.choice(COMANDI).format(id=caso.choice(ids)).split()
        if banco.ldq(*comando, *comuni, "--format", caso.choice(FORMATI)).codice == 3:
            raise GuastoError(f"{comando[0]} non legge ciò che check legge", " ".join(comando))


def mutate_cartella(caso: Random, base: dict[str, str]) -> dict[str, bytes]:
    """I file di una cartella, dopo uno o due guasti."""
    file = {nome: testo.encode() for nome, testo in base.items()}
    for _ in range(caso.choice((1, 1, 1, 2))):
        nome = caso.choice(sorted(file))
        modo = caso.random()
        if modo < 0.6 and nome.endswith(".yaml"):
            file[nome] = mutate_yaml(caso, base[nome], *read_parole()).encode("utf-8", "replace")
        elif modo < 0.9:
            file[nome] = mutate_testo(caso, base[nome]).encode("utf-8", "replace")
        elif modo < 0.98:
            file[nome] = mutate_byte(caso, file[nome])
        else:
            del file[nome]
    return file


def _list_id(file: dict[str, bytes]) -> list[str]:
    return sorted({i.decode() for c in file.values() for i in re.findall(rb"\bid: ([a-z0-9-]+)", c)})
