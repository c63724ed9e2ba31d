"""Importare un elenco della legge 190, dal CSV al JSON per riga su disco, contro il solo leggerlo con le sue date.

A è `ldq importa` intero, cartella scritta compresa. B è `csv.DictReader` sullo stesso file, e `date.fromisoformat` delle
due date di ogni riga. Il tempo è quello del lavoro dopo gli import.
"""

from __future__ import annotations

import csv
import tempfile
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from misura import Lavoro, Rapporto, compare

RIGHE = 60_000
COPPIE = 5
LIMITE = 8.0
INTESTAZIONE = (
    *(
        "n",
        "cig",
        "strutturaProponente:codiceFiscaleProp",
        "strutturaProponente:denominazione",
        "importoAggiudicazione",
    ),
    *("importoSommeLiquidate", "oggetto", "sceltaContraente", "tempiCompletamento:dataInizio"),
    *("tempiCompletamento:dataUltimazione", "lottoID"),
)

LDQ = Lavoro(
    """
import contextlib, gc, io
gc.disable()  # come `main`
from ldq_planner.cli import importa, scarti
from ldq_planner.loading import registro
from ldq_planner.loading.importazione import lavoro, mappa, precedente, rilettura
from ldq_planner.modifica import importazione
from ldq_planner.render import terminale
from ldq_planner.reports import importa
from ldq_planner.cli.main import run
""",
    """
with contextlib.redirect_stdout(io.StringIO()):
    assert run(["importa", sys.argv[1], "-o", sys.argv[2], "--oggi", "2023-01-17"]) == 0
""",
)
DICTREADER = Lavoro(
    "import csv\nfrom datetime import date",
    """
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    for riga in csv.DictReader(file):
        for campo in ("tempiCompletamento:dataInizio", "tempiCompletamento:dataUltimazione"):
            if riga[campo]:
                date.fromisoformat(riga[campo])
""",
)


def run(coppie: int = COPPIE) -> list[Rapporto]:
    """Il rapporto di tempo fra A e B."""
    with tempfile.TemporaryDirectory() as cartella:
        elenco = Path(cartella) / "lotti.csv"
        write_elenco(elenco)
        dove = (f"{cartella}/dati-{i}" for i in count())
        valore = compare(
            lambda: LDQ.measure(str(elenco), next(dove)).secondi,
            lambda: DICTREADER.measure(str(elenco)).secondi,
            coppie,
        )
    return [Rapporto(f"importazione di {RIGHE} righe della legge 190 / csv.DictReader e date", valore, LIMITE)]


def write_elenco(percorso: Path) -> None:
    """Un elenco come quelli veri: CIG diversi, dodici strutture, una data su dieci che manca."""
    with percorso.open("w", encoding="utf-8", newline="") as file:
        scrittore = csv.writer(file)
        scrittore.writerow(INTESTAZIONE)
        scrittore.writerows(map(_make_riga, range(RIGHE)))


def _make_riga(i: int) -> tuple[str, ...]:
    inizio = date(2013, 1, 1) + timedelta(days=i * 7 % 3000)
    fine = inizio + timedelta(days=i * 11 % 1000)
    return (
        str(i + 1),
        f"{i:07d}{i * 211 % 4091:03X}",
        "00514490010",
        f"Direzione {i % 12}",
        f"{100 + i}.50",
        "0.00",
        f"AFFIDAMENTO DEL SERVIZIO DI MANUTENZIONE ORDINARIA E STRAORDINARIA, LOTTO {i}",
        "23-AFFIDAMENTO DIRETTO",
        "" if i % 10 == 0 else inizio.isoformat(),
        "" if i % 10 == 1 else fine.isoformat(),
        f"idm{i}",
    )
