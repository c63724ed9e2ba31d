"""`ldq check` di molti contratti, contro la sola lettura degli stessi dati.

A è tutto `ldq check`: leggere, validare, far girare ogni regola con le norme, trovare i posti. B è la sola lettura. I
contratti di ogni quartiere si susseguono, com'è di solito: cinque da due anni l'uno. Processi nuovi, a turno, mediane.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from rapporto import Rapporto

CONTRATTI, QUARTIERI = 100_000, 20_000
COPPIE = 3
_MISURA = """
import sys
from time import perf_counter
{importa}
inizio = perf_counter()
caricato = load(sys.argv[1])
{lavora}
print(perf_counter() - inizio)
"""
LETTURA = _MISURA.format(importa="from ldq_planner.loading.cartella import load", lavora="")
CONTROLLO = _MISURA.format(
    importa="""
from datetime import date
from ldq_planner.engine.norme import Diritto
from ldq_planner.loading.cartella import load
from ldq_planner.loading.norme import load_norme
from ldq_planner.api import check_portafoglio
""",
    lavora="caricato.locate(check_portafoglio(caricato.portafoglio, date(2023, 1, 17), diritto=Diritto(load_norme())))",
)


def run(coppie: int = COPPIE) -> list[Rapporto]:
    """Il rapporto fra controllare e leggere."""
    with tempfile.TemporaryDirectory() as cartella:
        write_dati(Path(cartella))
        valore = median(_measure(CONTROLLO, cartella) / _measure(LETTURA, cartella) for _ in range(coppie))
    return [Rapporto(f"ldq check di {CONTRATTI} contratti ÷ leggerli", valore, 1.5)]


def write_dati(cartella: Path) -> None:
    """Una cartella di dati in ordine: ogni quartiere ha cinque contratti, uno dopo l'altro."""
    testata = "aggiornato_al: 2023-01-17\n"
    quartieri = "".join(f"  - id: quartiere-{i}\n    nome: Quartiere {i}\n" for i in range(QUARTIERI))
    (cartella / "quartieri.yaml").write_text(
        f"{testata}ente: Comune di Prova\nservizio: Laboratori di Quartiere\nquartieri:\n{quartieri}", encoding="utf-8"
    )
    contratti = "".join(map(_write_contratto, range(CONTRATTI)))
    (cartella / "contratti.yaml").write_text(f"{testata}contratti:\n{contratti}", encoding="utf-8")


def _write_contratto(i: int) -> str:
    anno = 2015 + 2 * (i % 5)
    return f"""\
  - id: contratto-{i}
    quartieri: [quartiere-{i // 5}]
    tipo: appalto-di-servizi
    titolo: Servizio di accompagnamento sociale del quartiere {i // 5}
    cig: "{i:07d}{i * 211 % 4091:03X}"
    inizio: {anno}-01-01
    durata_mesi: 24
    scadenza_base: {anno + 1}-12-31
    importo_eur: {100_000 + i}.50
    iva: esclusa
    finanziamento: bilancio comunale
    fonte: determinazione dirigenziale {i}
"""


def _measure(programma: str, cartella: str) -> float:
    """Secondi di lavoro di un processo nuovo."""
    comando = [sys.executable, "-c", programma, cartella]
    return float(subprocess.run(comando, check=True, capture_output=True, text=True).stdout)
