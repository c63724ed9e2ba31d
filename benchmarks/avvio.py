"""Avviare il programma: processi interi, con l'interprete dell'ambiente, contro il più piccolo programma che si possa scrivere."""

from __future__ import annotations

import compileall
import sys
from pathlib import Path

from misura import LDQ, Rapporto, compare, measure_processo

import ldq_planner

COPPIE = 15
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
    """I rapporti di avvio, con il bytecode già scritto: è come il pacchetto sta dove lo si installa."""
    compileall.compile_dir(Path(ldq_planner.__file__).parent, quiet=2)
    status = [LDQ, "status", "--oggi", "2023-01-17"]
    confronta = [LDQ, "scenari", "--confronta", "--oggi", "2023-01-17"]
    return [
        Rapporto("ldq status ÷ programma minimo", _compare(status, [sys.executable, "-c", MINIMO], coppie), 1.05),
        Rapporto("ldq scenari --confronta ÷ ldq status", _compare(confronta, status, coppie), 1.3),
        Rapporto("ldq --version ÷ python -c pass", _compare([LDQ, "--version"], NULLA, coppie), 1.2),
        Rapporto("completamento di un id ÷ python -c pass", _compare([LDQ], NULLA, coppie, _COMPLETAMENTO), 6),
    ]


def _compare(nostro: list[str], altrui: list[str], coppie: int, ambiente: dict[str, str] | None = None) -> float:
    """La mediana dei rapporti fra i tempi di due processi, dopo una coppia che non conta."""
    nostra, altra = (lambda: measure_processo(nostro, ambiente)), (lambda: measure_processo(altrui))
    compare(nostra, altra, 1)
    return compare(nostra, altra, coppie)
