"""Milioni di contratti in Parquet: quanto costa rispondere, contro il solo decodificare le stesse colonne.

A è tutto: i due tempi, lo stato di ogni quartiere, le lacune di tre anni, chi scade senza seguito. B è leggere le stesse colonne con
lo stesso motore, e farne il massimo. Il tempo è quello di processore, dopo gli import. Poi `ldq status` intero contro uno script che
importa `duckdb` e nient'altro, ed esegue gli stessi testi SQL con gli stessi valori.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import NamedTuple

from misura import LDQ, Lavoro, Rapporto, compare, measure_processo

MILIONE = 1_000_000
OGGI = "2026-11-27"
COPPIE = {MILIONE: 5, 10 * MILIONE: 1}
"""Contratti → quante volte si misura: dieci milioni costano un minuto."""
LIMITI = {MILIONE: 9.0, 10 * MILIONE: 16.0}
GIB, PICCO_GIB = 1024 * 1024, 2.0
"""Un gibibyte, in ciò in cui il sistema dice la memoria; e quanta se ne ammette."""
SU_STATUS, CRESCE = 1.3, 4 / 3
"""`ldq status` contro lo script; da uno a dieci milioni, un contratto contro l'altro, tolta la lettura."""
COLONNE = {
    "contratti": (
        *("id", "quartieri", "titolo", "inizio_primo", "inizio_ultimo", "inizio_testo", "durata_mesi", "durata_giorni"),
        *(f"scadenza_{quale}_{parte}" for quale in ("base", "effettiva") for parte in ("primo", "ultimo", "testo")),
        *("chiusura", "opzioni", "sospensioni", "chiusure", "decorrenze", "aggiornato_al"),
    ),
    "quartieri": ("id", "nome", "municipio", "ente", "abitanti", "abitanti_circa"),
}
TUTTO = Lavoro(
    """
from datetime import date
import duckdb
from ldq_planner.dates.periodo import Periodo
from ldq_planner.sql.duckdb import open_duckdb
from ldq_planner.sql.quadro import QuadroSql
oggi = date.fromisoformat(sys.argv[2])
""",
    """
with open_duckdb("1GB") as motore:
    for tavola in ("contratti", "quartieri"):
        motore.read(tavola, [f"{sys.argv[1]}/{tavola}.parquet"])
    quadro = QuadroSql(motore, oggi)
    quadro.list_stati()
    quadro.cover(Periodo(date(2025, 1, 1), date(2027, 12, 31)))
    quadro.find_senza_seguito()
""",
)
DECODIFICA = Lavoro(
    "import duckdb",
    """
with duckdb.connect(config={"memory_limit": "1GB"}) as sessione:
    sessione.execute("SET enable_progress_bar = false")
    for tavola, colonne in json.loads(sys.argv[2]).items():
        letta = sessione.read_parquet(f"{sys.argv[1]}/{tavola}.parquet")
        letta.aggregate(", ".join(f"max({colonna})" for colonna in colonne)).fetchall()
""",
)
REGISTRA = """
import json, sys
import duckdb
from ldq_planner.cli.main import run
passi, connect = [], duckdb.connect
class Sessione:
    def __init__(self, vera):
        self.vera = vera
    def __getattr__(self, nome):
        return getattr(self.vera, nome)
    def __enter__(self):
        return self
    def __exit__(self, *_):
        self.vera.close()
    def execute(self, testo, valori=None):
        passi.append([testo, valori])
        return self.vera.execute(testo, valori)
duckdb.connect = lambda *dove, **come: Sessione(connect(*dove, **come))
run(["status", "--dati", sys.argv[1], "--oggi", sys.argv[3], "-o", "/dev/null", "--format", "table"])
with open(sys.argv[2], "w", encoding="utf-8") as file:
    json.dump(passi, file, default=lambda giorno: {"@": giorno.isoformat()})
"""
RIPETE = """
import datetime, json, sys, tempfile, duckdb
with open(sys.argv[2], encoding="utf-8") as file:
    passi = json.load(file, object_hook=lambda v: datetime.date.fromisoformat(v["@"]) if "@" in v else v)
opzioni = {"memory_limit": "1GB", "preserve_insertion_order": False}
with tempfile.TemporaryDirectory() as cartella, duckdb.connect(config={**opzioni, "temp_directory": cartella}) as sessione:
    for tavola in ("contratti", "quartieri"):
        come = {"union_by_name": True, "filename": True, "file_row_number": True}
        sessione.read_parquet([f"{sys.argv[1]}/{tavola}.parquet"], **come).create_view(f"{tavola}_lette")
    for testo, valori in passi:
        sessione.execute(testo, valori).fetchall()
"""


class Prova(NamedTuple):
    """Quanto è costato tutto e quanto la sola lettura, in secondi di processore; e la memoria, in GiB."""

    tutto: float
    lettura: float
    picco: float


def run() -> list[Rapporto]:
    """I rapporti a uno e a dieci milioni, e quello di `ldq status`."""
    rapporti, per_contratto = [], []
    with tempfile.TemporaryDirectory() as cartella:
        for contratti, limite in LIMITI.items():
            dove = f"{cartella}/{contratti}"
            subprocess.run([sys.executable, "-m", "scripts.nazione", dove, "-n", str(contratti)], check=True, stdout=2)
            prove = [_measure(dove) for _ in range(COPPIE[contratti])]
            chi = f"{contratti // MILIONE} milioni di contratti, con 1 GB"
            rapporti.append(Rapporto(f"{chi}: tutto / decodifica", median(p.tutto / p.lettura for p in prove), limite))
            rapporti.append(Rapporto(f"{chi}: memoria massima in GiB", max(p.picco for p in prove), PICCO_GIB))
            per_contratto.append(median((p.tutto - p.lettura) / contratti for p in prove))
            if contratti == MILIONE:
                rapporti.append(_measure_status(dove, cartella))
    cresce = per_contratto[1] / per_contratto[0]
    return [*rapporti, Rapporto("un contratto fra dieci milioni / fra uno, tolta la lettura", cresce, CRESCE)]


def _measure(dove: str) -> Prova:
    tutto, lettura = TUTTO.measure(dove, OGGI), DECODIFICA.measure(dove, json.dumps(COLONNE))
    return Prova(tutto.secondi, lettura.secondi, tutto.memoria / GIB)


def _measure_status(dove: str, cartella: str) -> Rapporto:
    """Il comando intero, avvio compreso, contro i suoi soli testi."""
    passi = str(Path(cartella) / "passi.json")
    subprocess.run([sys.executable, "-c", REGISTRA, dove, passi, OGGI], check=True)
    valore = compare(
        lambda: measure_processo([LDQ, "status", "--dati", dove, "--oggi", OGGI]),
        lambda: measure_processo([sys.executable, "-c", RIPETE, dove, passi]),
        COPPIE[MILIONE],
    )
    return Rapporto("ldq status su un milione di contratti / i suoi testi SQL con duckdb", valore, SU_STATUS)
