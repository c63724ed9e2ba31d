"""Avviare il programma: processi interi, con l'interprete dell'ambiente, contro il più piccolo programma che si possa scrivere.

A e B si alternano; il rapporto è la mediana dei rapporti coppia per coppia, sul tempo di processore di ciascun
processo (quello trascorso dipende anche da che altro fa la macchina).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from statistics import median

from rapporto import Rapporto

COPPIE = 15
LDQ = str(Path(sys.executable).with_name("ldq"))
NULLA = [sys.executable, "-c", "pass"]
MINIMO = """
import pydantic, rich, typer, yaml
from rich.console import Console
from rich.table import Table

class Riga(pydantic.BaseModel):
    quartiere: str
    stato: str
    giorni: int
    scadenza: str
    abitanti: str
    contratto: str

app = typer.Typer()

@app.command()
def status() -> None:
    righe = yaml.load(DATI, yaml.CSafeLoader)
    tavola = Table(*Riga.model_fields)
    for riga in righe:
        tavola.add_row(*map(str, Riga(**dict(zip(Riga.model_fields, riga))).model_dump().values()))
    Console().print(tavola)

DATI = '''
- [Lorenteggio, scoperto da 28 giorni, -28, 20/12/2022, circa 4.200, lorenteggio-2019]
- [San Siro, coperto, 164, 30/06/2023, '6.647', san-siro-2020]
- [Mazzini, coperto, 164, 30/06/2023, '4.656', mazzini-2020]
- [Gratosoglio, coperto, 348, 31/12/2023, '5.309', gratosoglio-2020]
- [Molise-Calvairate, coperto, 348, 31/12/2023, '3.846', molise-calvairate-2020]
- [Ponte Lambro, coperto, 348, 31/12/2023, '1.212', ponte-lambro-2020]
'''
app()
"""
_COMPLETAMENTO = {"_LDQ_COMPLETE": "complete_bash", "COMP_WORDS": "ldq contratti lo", "COMP_CWORD": "2"}


def run(coppie: int = COPPIE) -> list[Rapporto]:
    """I rapporti di avvio."""
    status = [LDQ, "status", "--oggi", "2023-01-17"]
    confronta = [LDQ, "scenari", "--confronta", "--oggi", "2023-01-17"]
    return [
        Rapporto("ldq status ÷ programma minimo", _compare(status, [sys.executable, "-c", MINIMO], coppie), 1.1),
        Rapporto("ldq scenari --confronta ÷ ldq status", _compare(confronta, status, coppie), 1.3),
        Rapporto("ldq --version ÷ python -c pass", _compare([LDQ, "--version"], NULLA, coppie), 3),
        Rapporto("completamento di un id ÷ python -c pass", _compare([LDQ], NULLA, coppie, _COMPLETAMENTO), 8),
    ]


def _compare(nostro: list[str], altrui: list[str], coppie: int, ambiente: dict[str, str] | None = None) -> float:
    """La mediana dei rapporti fra i tempi di processore, dopo una coppia che non conta."""
    rapporti = [_measure(nostro, ambiente) / _measure(altrui) for _ in range(coppie + 1)]
    return median(rapporti[1:])


def _measure(comando: list[str], ambiente: dict[str, str] | None = None) -> float:
    """Secondi di processore di un processo intero, che deve uscire con 0."""
    nulla = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    pid = os.posix_spawn(comando[0], comando, {**os.environ, **(ambiente or {})}, file_actions=nulla)
    _, esito, uso = os.wait4(pid, 0)
    if esito:
        raise SystemExit(f"{comando} è uscito con {os.waitstatus_to_exitcode(esito)}")
    return uso.ru_utime + uso.ru_stime
