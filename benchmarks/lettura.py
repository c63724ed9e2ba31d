"""Leggere una cartella intera, dal YAML ai modelli con le posizioni, contro il solo `yaml.load` in C dei contratti.

A è `ldq_planner.loading.cartella.load`: contratti, quartieri, modelli, regole di integrità. B è `yaml.load(testo,
CSafeLoader)` del solo file dei contratti. Il tempo è quello del lavoro dopo gli import, la memoria il massimo del
processo, import compresi.
"""

from __future__ import annotations

import json
import tempfile
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import yaml
from misura import Lavoro, Rapporto, compare

CONTRATTI, QUARTIERI = 10_000, 2_000
RIGHE = 100_000
COPPIE = 7

LDQ = Lavoro("from ldq_planner.loading.cartella import load", "load(sys.argv[1])")
YAML = Lavoro(
    "import yaml\ntesto = open(sys.argv[1] + '/contratti.yaml', encoding='utf-8').read()",
    "yaml.load(testo, yaml.CSafeLoader)",
)
A_RIGHE = Lavoro(
    "from pathlib import Path\nfrom ldq_planner.loading.registro import read_registro",
    "read_registro(Path(sys.argv[1]), 'contratti.jsonl')",
)
PYDANTIC = Lavoro(
    "from pydantic import TypeAdapter\nfrom ldq_planner.model.contratto import Contratto\n"
    "lettore = TypeAdapter(Contratto)\nrighe = open(sys.argv[1], 'rb').read().split(b'\\n')[1:-1]\n"
    "lettore.validate_json(righe[0])",
    "letti = [lettore.validate_json(riga) for riga in righe]",
)


def run(coppie: int = COPPIE) -> list[Rapporto]:
    """I rapporti della lettura, da YAML e da JSON Lines."""
    return [*run_yaml(coppie), *run_righe(coppie // 2)]


def run_yaml(coppie: int) -> list[Rapporto]:
    """I rapporti di tempo e di memoria fra A e B."""
    with tempfile.TemporaryDirectory() as cartella:
        write_dati(Path(cartella))
        misure = [(LDQ.measure(cartella), YAML.measure(cartella)) for _ in range(coppie)]
    tempo = median(nostra.secondi / altra.secondi for nostra, altra in misure)
    memoria = median(nostra.memoria / altra.memoria for nostra, altra in misure)
    chi = f"lettura di {CONTRATTI} contratti / yaml.load in C"
    return [Rapporto(f"{chi}, tempo", tempo, 0.8), Rapporto(f"{chi}, memoria", memoria, 1.0)]


def run_righe(coppie: int) -> list[Rapporto]:
    """Leggere i contratti da JSON Lines, con le posizioni e le chiavi doppie, contro la sola `validate_json` di pydantic."""
    with tempfile.TemporaryDirectory() as cartella:
        file = Path(cartella) / "contratti.jsonl"
        with file.open("w", encoding="utf-8") as flusso:
            flusso.write('{"aggiornato_al": "2023-01-17"}\n')
            for i in range(RIGHE):
                (contratto,) = yaml.load(_write_contratto(i), yaml.BaseLoader)  # noqa: S506 - BaseLoader: solo testo
                flusso.write(json.dumps(contratto | {"durata_mesi": 24}) + "\n")
        rapporto = compare(
            lambda: A_RIGHE.measure(str(file)).secondi, lambda: PYDANTIC.measure(str(file)).secondi, coppie
        )
    return [Rapporto(f"lettura di {RIGHE} contratti da JSON Lines / validate_json", rapporto, 2.0)]


def write_dati(cartella: Path) -> None:
    """Una cartella di dati: ogni contratto ha dodici campi, ogni quartiere cinque contratti."""
    quartieri = "".join(f"  - id: quartiere-{i}\n    nome: Quartiere {i}\n" for i in range(QUARTIERI))
    testata = "aggiornato_al: 2023-01-17\n"
    (cartella / "quartieri.yaml").write_text(
        f"{testata}ente: Comune di Prova\nservizio: Laboratori di Quartiere\nquartieri:\n{quartieri}", encoding="utf-8"
    )
    contratti = "".join(map(_write_contratto, range(CONTRATTI)))
    (cartella / "contratti.yaml").write_text(f"{testata}contratti:\n{contratti}", encoding="utf-8")


def _write_contratto(i: int) -> str:
    inizio = date(2010, 1, 1) + timedelta(days=i * 7 % 5000)
    return f"""\
  - id: contratto-{i}
    quartieri: [quartiere-{i % QUARTIERI}]
    tipo: appalto-di-servizi
    titolo: Servizio di accompagnamento sociale del quartiere {i % QUARTIERI}
    cig: "{i:010d}"
    inizio: {inizio}
    durata_mesi: 24
    scadenza_base: {inizio + timedelta(days=729)}
    importo_eur: {100_000 + i}.50
    iva: esclusa
    finanziamento: bilancio comunale
    fonte: determinazione dirigenziale {i}
"""
